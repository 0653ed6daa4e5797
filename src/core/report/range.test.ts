import { resolveRange } from './range.ts';

const AT = Date.parse('2026-11-26T10:30:00Z');
const HOUR = 3_600_000;
const utc = { at: AT, zone: 'UTC' };

describe('the range of a report', () => {
  it('is open where nothing is said', () => {
    expect(resolveRange({}, utc)).toEqual({});
    expect(resolveRange({ from: 5 }, utc)).toEqual({ from: 5 });
    expect(resolveRange({ to: 5 }, utc)).toEqual({ to: 5 });
  });

  it('ends now where only its start is relative', () => {
    expect(resolveRange({ from: 'now-1h' }, utc)).toEqual({ from: AT - HOUR, to: AT });
  });

  it('is a whole day of the zone where both ends are rounded', () => {
    const day = { from: 'now-1d/d', to: 'now-1d/d' };
    expect(resolveRange(day, { at: AT, zone: 'Asia/Kolkata' })).toEqual({
      from: Date.parse('2026-11-24T18:30:00Z'),
      to: Date.parse('2026-11-25T18:30:00Z'),
    });
  });

  it.each([
    [{ from: 'now', to: 'now' }],
    [{ from: 'now-1h', to: 'now-2h' }],
    [{ from: AT + 1, to: 'now' }],
    [{ from: 'now', to: AT }],
  ])('is refused where it holds no time: %j', (range) => {
    expect(() => resolveRange(range, utc)).toThrow(/the range from .* to .* holds no time: "from" must be before "to"/);
  });
});
