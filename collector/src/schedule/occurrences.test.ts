import { describe, expect, it } from 'vitest';
import { timeOfWall, wallTimeOf } from '../../../src/core/time/zonedTime.ts';
import { Occurrences, type Timing } from './occurrences.ts';
import { WEEKDAYS } from './schema.ts';

const ZONES = ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu'];
const MINUTE = 60_000;
const DAY = 86_400_000;

const all = (timing: Timing, from: number, to: number): number[] => {
  const occurrences = new Occurrences(timing);
  const times: number[] = [];
  for (let at = occurrences.after(from); at !== undefined && at < to; at = occurrences.after(at)) {
    times.push(at);
  }
  return times;
};

/** When the zone's clock first shows that time of a day, or has jumped over it: found minute by minute, without croner. */
function firstShown(zone: string, year: number, month: number, day: number, hour: number, minute: number): number {
  let at = timeOfWall({ year, month, day, hour: 0, minute: 0, second: 0 }, zone);
  for (;;) {
    const wall = wallTimeOf(at, zone);
    if (
      wall.day !== new Date(Date.UTC(year, month - 1, day)).getUTCDate() ||
      wall.hour * 60 + wall.minute >= hour * 60 + minute
    ) {
      return at;
    }
    at += wall.hour < hour - 1 ? 30 * MINUTE : MINUTE;
  }
}

const days = (year: number) =>
  Array.from({ length: year % 4 === 0 ? 366 : 365 }, (_, index) => new Date(Date.UTC(year, 0, 1 + index)));

describe.each(ZONES)('in %s', (timeZone) => {
  const from = timeOfWall({ year: 2027, month: 1, day: 1, hour: 0, minute: 0, second: 0 }, timeZone) - 1;
  const to = timeOfWall({ year: 2028, month: 1, day: 1, hour: 0, minute: 0, second: 0 }, timeZone);

  it.each(['00:00', '01:45', '02:00', '02:15', '02:30', '09:00', '23:59'])(
    'each day of a year has one %s, whatever the clock is set to',
    (time) => {
      const [hour = 0, minute = 0] = time.split(':').map(Number);
      const expected = days(2027).map((date) =>
        firstShown(timeZone, 2027, date.getUTCMonth() + 1, date.getUTCDate(), hour, minute)
      );
      expect(all({ timeZone, frequency: 'daily', time, weekdays: WEEKDAYS }, from, to)).toEqual(expected);
    }
  );

  it('working days have one each, weeks one each', () => {
    const isOn = (date: Date, weekdays: readonly number[]) => weekdays.includes(date.getUTCDay());
    const shown = (dates: Date[]) =>
      dates.map((date) => firstShown(timeZone, 2027, date.getUTCMonth() + 1, date.getUTCDate(), 2, 30));
    const time = '02:30';
    expect(
      all({ timeZone, frequency: 'daily', time, weekdays: ['mon', 'tue', 'wed', 'thu', 'fri'] }, from, to)
    ).toEqual(shown(days(2027).filter((date) => isOn(date, [1, 2, 3, 4, 5]))));
    expect(all({ timeZone, frequency: 'weekly', time, weekday: 'sun' }, from, to)).toEqual(
      shown(days(2027).filter((date) => isOn(date, [0])))
    );
  });

  it.each([1, 28, 29, 30, 31, 'last'] as const)('each month has one %s, the short ones their last day', (day) => {
    for (const year of [2027, 2028]) {
      const start = timeOfWall({ year, month: 1, day: 1, hour: 0, minute: 0, second: 0 }, timeZone) - 1;
      const end = timeOfWall({ year: year + 1, month: 1, day: 1, hour: 0, minute: 0, second: 0 }, timeZone);
      const expected = Array.from({ length: 12 }, (_, month) => {
        const length = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
        return firstShown(timeZone, year, month + 1, day === 'last' ? length : Math.min(day, length), 9, 5);
      });
      expect(all({ timeZone, frequency: 'monthly', time: '09:05', day }, start, end)).toEqual(expected);
    }
  });

  it('each hour of the clock has one, also the one that comes twice', () => {
    const expected: number[] = [];
    for (let at = Math.ceil(from / MINUTE) * MINUTE; at < to; at += 15 * MINUTE) {
      if (wallTimeOf(at, timeZone).minute === 15) {
        expected.push(at);
      }
    }
    expect(all({ timeZone, frequency: 'hourly', minute: 15 }, from, to)).toEqual(expected);
  });

  it('what comes next and what came last do not depend on when one asks', () => {
    for (const timing of [
      { timeZone, frequency: 'daily', time: '02:15', weekdays: WEEKDAYS },
      { timeZone, frequency: 'cron', cron: '*/20 1-2 * * *' },
    ] as const) {
      const times = all(timing, from, to);
      const occurrences = new Occurrences(timing);
      for (let at = from + 7; at < to - 2 * DAY; at += 5 * 3_600_000 + 37 * MINUTE + 1) {
        expect(occurrences.after(at)).toBe(times.find((time) => time > at));
        expect(occurrences.lastIn(from, at)).toBe(times.findLast((time) => time <= at));
      }
    }
  });
});

it('the last of many is found without walking through all of them', () => {
  const occurrences = new Occurrences({ timeZone: 'UTC', frequency: 'cron', cron: '* * * * *' });
  const now = Date.UTC(2027, 5, 1, 12, 30, 20);
  expect(occurrences.lastIn(0, now)).toBe(Date.UTC(2027, 5, 1, 12, 30));
  const rare = new Occurrences({ timeZone: 'UTC', frequency: 'cron', cron: '0 0 29 2 *' });
  expect(rare.lastIn(0, now)).toBe(Date.UTC(2024, 1, 29));
  expect(rare.lastIn(Date.UTC(2024, 1, 29), now)).toBeUndefined();
});
