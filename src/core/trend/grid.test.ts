import { stepLength, stepOf, timeOf, positionOf } from './calendar.ts';
import { DAY, formatDuration, HOUR, parseDuration, WEEK } from './duration.ts';
import { toGrid } from './grid.ts';
import { horizonPoints } from './horizon.ts';
import { candidatePeriods } from './periods.ts';
import { cleanSeries, scaleOf } from './series.ts';

const MINUTE = 60_000;
const step = (size: number) => ({ unit: 'ms' as const, size });
const series = (times: number[], value: (i: number) => number = (i) => i) =>
  cleanSeries({ times, values: times.map((_, i) => value(i)) });

describe('cleanSeries', () => {
  it('sorts, merges values of one time and leaves out what is not known', () => {
    const clean = cleanSeries({
      times: [3, 1, 2, 2, NaN, 5, 6, 9e15],
      values: [30, 10, 20, 40, 7, null, Infinity, 1],
    });
    expect([...clean.times]).toEqual([1, 2, 3]);
    expect([...clean.values]).toEqual([10, 30, 30]);
    expect(clean.notices).toEqual([
      '4 of 8 values are not known and left out',
      '1 values have the time of another: their mean stands for them',
    ]);
  });

  it('refuses times without values', () => {
    expect(() => cleanSeries({ times: [1, 2], values: [1] })).toThrow(RangeError);
  });

  it('does not overflow where values of one time are large', () => {
    expect([...cleanSeries({ times: [1, 1, 1], values: [1.7e308, 1.7e308, 1.7e308] }).values][0]).toBeLessThan(
      Infinity
    );
  });

  it('has a scale that divides without rounding', () => {
    expect([scaleOf(Float64Array.of(0)), scaleOf(Float64Array.of(-5, 3)), scaleOf(Float64Array.of(5e-324))]).toEqual([
      1,
      4,
      2 ** -1022,
    ]);
  });
});

describe('durations', () => {
  it('are read and written', () => {
    expect(['6h', '90m', '1h30m', '1.5d', '250ms', ' 2w ', '10 s'].map(parseDuration)).toEqual([
      6 * HOUR,
      90 * MINUTE,
      90 * MINUTE,
      1.5 * DAY,
      250,
      2 * WEEK,
      10_000,
    ]);
    expect([HOUR * 6, 90_000, 12, DAY * 1.5].map(formatDuration)).toEqual(['6 h', '1.5 m', '12 ms', '1.5 d']);
  });

  it.each(['', 'h', '6', '6 hours', '0h', '-1h', '1h x'])('%j is refused', (text) => {
    expect(() => parseDuration(text)).toThrow(RangeError);
  });
});

describe('candidatePeriods', () => {
  it.each([
    ['10 s', 10_000, [6, 360]],
    ['minutes', MINUTE, [60]],
    ['5 minutes', 5 * MINUTE, [12, 288]],
    ['quarter hours', 15 * MINUTE, [96, 672]],
    ['hours', HOUR, [24, 168]],
    ['6 hours', 6 * HOUR, [4, 28]],
    ['days', DAY, [7]],
    ['weeks', WEEK, [52]],
    ['months', 31 * DAY, [12]],
    ['quarters', 91 * DAY, [4]],
    ['years', 365 * DAY, []],
    ['9 hours', 9 * HOUR, []],
  ])('of %s', (_, ms, periods) => {
    expect(candidatePeriods(stepOf(ms))).toEqual(periods);
  });
});

describe('calendar steps', () => {
  it('go from month end to month end and over leap days', () => {
    const january = Date.UTC(2024, 0, 31, 12);
    const month = stepOf(31 * DAY);
    expect([0, 1, 2, 13].map((position) => new Date(timeOf(position, january, month)).toISOString())).toEqual([
      '2024-01-31T12:00:00.000Z',
      '2024-02-29T12:00:00.000Z',
      '2024-03-31T12:00:00.000Z',
      '2025-02-28T12:00:00.000Z',
    ]);
    expect(positionOf(Date.UTC(2025, 1, 3), january, month)).toBe(13);
    expect(positionOf(Date.UTC(2023, 0, 3), january, stepOf(365 * DAY))).toBe(-1);
    expect(stepLength(month)).toBeCloseTo(30.436875 * DAY);
  });
});

describe('toGrid', () => {
  it('fills gaps straight and says so', () => {
    const grid = toGrid(series([0, 10, 20, 50, 60], (i) => [0, 1, 2, 5, 6][i]));
    expect([...grid.values]).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(grid.notices).toEqual(['2 of 7 steps without a value: drawn straight between neighbours']);
    expect([grid.end, grid.step]).toEqual([60, step(10)]);
  });

  it('keeps jittered times in their steps', () => {
    const times = Array.from({ length: 50 }, (_, i) => i * 1000 + (i % 3) * 60 - 60);
    expect([...toGrid(series(times)).values]).toEqual(times.map((_, i) => i));
  });

  it('starts anew after a long gap when enough follows', () => {
    const early = Array.from({ length: 20 }, (_, i) => i * 1000);
    const late = Array.from({ length: 40 }, (_, i) => 1e6 + i * 1000);
    const grid = toGrid(series([...early, ...late]));
    expect(grid.values).toHaveLength(40);
    expect(grid.notices).toEqual(['a gap of 16.4 m: only the values after it count']);
  });

  it('averages events without a regular step', () => {
    const bursts = Array.from({ length: 100 }, (_, i) => Math.floor(i / 10) * 100_000 + (i % 10));
    const grid = toGrid(series(bursts));
    expect(grid.notices[0]).toMatch(/^irregular times: averaged over steps of /);
    expect(grid.values.length).toBeLessThanOrEqual(101);
    expect(grid.values.every(Number.isFinite)).toBe(true);
  });

  it('looks at the last 2,016 steps', () => {
    const grid = toGrid(series(Array.from({ length: 5000 }, (_, i) => i * 1000)));
    expect([grid.values.length, grid.values[2015]]).toEqual([2016, 4999]);
  });
});

describe('horizonPoints', () => {
  const hourly = { n: 100, step: step(HOUR), period: null };
  it('reads milliseconds, durations and points', () => {
    expect([6 * HOUR, '6h', { points: 6 }].map((horizon) => horizonPoints(horizon, hourly))).toEqual(
      new Array(3).fill({ points: 6, notice: null })
    );
    expect(horizonPoints(1, hourly).points).toBe(1);
  });

  it('has a default and a limit', () => {
    expect(horizonPoints(undefined, hourly).points).toBe(25);
    expect(horizonPoints(undefined, { ...hourly, period: 24 }).points).toBe(24);
    expect(horizonPoints('30d', hourly)).toEqual({
      points: 100,
      notice: 'forecast cut to 4.17 d (100 points, as many as there are values)',
    });
    expect(horizonPoints('30d', { ...hourly, period: 7 }).notice).toBe(
      'forecast cut to 2.92 d (70 points, 10 periods)'
    );
  });

  it.each([0, -1, NaN, Infinity, '5 apples', { points: 0 }, { points: 1.5 }])('refuses %j', (horizon) => {
    expect(() => horizonPoints(horizon, hourly)).toThrow(RangeError);
  });
});
