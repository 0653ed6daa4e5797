import fc from 'fast-check';
import { isTimeZone, timeOfWall, wallTimeOf } from './zonedTime.ts';

const wall = (year: number, month: number, day: number, hour = 0, minute = 0) => ({
  year,
  month,
  day,
  hour,
  minute,
  second: 0,
});
const at = (text: string) => Date.parse(text);

describe('zoned time', () => {
  it.each([
    ['Europe/Berlin', wall(2026, 7, 1, 9), '2026-07-01T07:00:00Z'],
    ['Europe/Berlin', wall(2026, 1, 1, 9), '2026-01-01T08:00:00Z'],
    ['Asia/Kolkata', wall(2026, 1, 1, 9), '2026-01-01T03:30:00Z'],
    ['America/New_York', wall(2026, 12, 31, 23, 59), '2027-01-01T04:59:00Z'],
    ['UTC', wall(2026, 3, 0), '2026-02-28T00:00:00Z'],
    // Twice: the first. Skipped: as long after the jump as it lies in the gap.
    ['Europe/Berlin', wall(2026, 10, 25, 2, 30), '2026-10-25T00:30:00Z'],
    ['Europe/Berlin', wall(2026, 3, 29, 2, 30), '2026-03-29T01:30:00Z'],
    // Midnight itself is skipped: the day starts at one.
    ['Asia/Beirut', wall(2026, 3, 29), '2026-03-28T22:00:00Z'],
  ])('in %s %j is %s', (zone, local, utc) => {
    expect(timeOfWall(local, zone)).toBe(at(utc));
  });

  it('finds every second again that comes once', () => {
    const zones = fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe');
    const times = fc.integer({ min: at('1990-01-01T00:00:00Z') / 1000, max: at('2035-01-01T00:00:00Z') / 1000 });
    fc.assert(
      fc.property(times, zones, (seconds, zone) => {
        const back = timeOfWall(wallTimeOf(seconds * 1000, zone), zone);
        expect(wallTimeOf(back, zone)).toEqual(wallTimeOf(seconds * 1000, zone));
        expect(back).toBeLessThanOrEqual(seconds * 1000);
      })
    );
  });

  it('knows zones from other names', () => {
    expect(['UTC', 'Europe/Berlin', 'Mars/Base', '', '__proto__'].map(isTimeZone)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});
