import fc from 'fast-check';
import { boundsOf } from './bounds.ts';
import { findCrossing } from './crossing.ts';
import { DAY, HOUR } from './duration.ts';
import { forecast } from './forecast.ts';
import { FORECAST_METHODS } from './forecastTypes.ts';

const START = Date.UTC(2026, 0, 5);
const every = (step: number, values: Array<number | null>) => ({
  times: values.map((_, i) => START + i * step),
  values,
});
/** Noise that repeats in every run and has no period of its own. */
const noise = (i: number): number =>
  Math.sin(12.9898 * (i + 1) ** 2) * 43758.5453 - Math.floor(Math.sin(12.9898 * (i + 1) ** 2) * 43758.5453) - 0.5;
const list = <T>(n: number, value: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => value(i));
const day = (i: number) => 100 + 30 * Math.sin((2 * Math.PI * i) / 24) + 4 * noise(i);

function meanError(point: ReadonlyArray<number | null>, truth: (h: number) => number): number {
  return point.reduce<number>((sum, value, h) => sum + Math.abs((value ?? NaN) - truth(h)) / point.length, 0);
}

describe('forecast', () => {
  it('needs 6 values, and says so', () => {
    for (const values of [[], [1], [1, 2, 3, 4, 5], [null, 1, NaN, 2]]) {
      expect(forecast(every(HOUR, values))).toMatchObject({
        status: 'insufficient_data',
        reason: expect.stringMatching(/^6 values are needed, there are \d$/),
        point: [],
        times: [],
      });
    }
  });

  it.each(FORECAST_METHODS)('repeats a constant without an interval (%s)', (method) => {
    expect(forecast(every(HOUR, new Array(30).fill(0.1)), { method, horizon: '2h' })).toMatchObject({
      status: 'constant',
      point: [0.1, 0.1],
      lower95: [null, null],
      mase: null,
      betterThanNaive: null,
    });
  });

  it('continues a day of hourly values, trend and season together', () => {
    const truth = (i: number) => day(i) - 4 * noise(i) + 0.1 * i;
    const result = forecast(
      every(
        HOUR,
        list(400, (i) => truth(i) + 4 * noise(i))
      ),
      { horizon: '1d' }
    );
    expect(result).toMatchObject({ status: 'ok', period: 24, betterThanNaive: true, horizon: { points: 24, ms: DAY } });
    expect(result.times[0]).toBe(START + 400 * HOUR);
    expect(meanError(result.point, (h) => truth(400 + h))).toBeLessThan(3);
    expect(result.mase ?? 9).toBeLessThan(1);
  });

  it('continues a week of daily values from few of them', () => {
    const truth = (i: number) => 50 + (i % 7 < 5 ? 20 : 0) + i;
    const result = forecast(
      every(
        DAY,
        list(42, (i) => truth(i) + noise(i))
      )
    );
    expect(result).toMatchObject({ period: 7, horizon: { points: 7 } });
    expect(meanError(result.point, (h) => truth(42 + h))).toBeLessThan(4);
  });

  it('says when repeating the past is as good', () => {
    let at = 0;
    const walk = list(150, (i) => (at += noise(i)));
    const result = forecast(
      every(
        DAY,
        walk.map((value) => value + 10)
      )
    );
    expect(result.period).toBeNull();
    expect(typeof result.betterThanNaive).toBe('boolean');
    expect(forecast(every(DAY, [1, 2, 1, 2, 1, 2])).mase).toBeNull();
  });

  it('has nested intervals that grow', () => {
    let at = 50;
    const { point, lower80, upper80, lower95, upper95 } = forecast(
      every(
        HOUR,
        list(80, (i) => (at += noise(i)))
      )
    );
    point.forEach((value, h) => {
      const inOrder = [lower95[h], lower80[h], value, upper80[h], upper95[h]].map((bound) => bound ?? NaN);
      expect(inOrder).toEqual([...inOrder].sort((a, b) => a - b));
      expect((upper95[h] ?? 0) - (lower95[h] ?? 0)).toBeGreaterThan(
        h === 0 ? 0 : (upper95[h - 1] ?? 0) - (lower95[h - 1] ?? 0)
      );
    });
  });

  it('covers about 95 and 80 % of independent noise', () => {
    let inside95 = 0;
    let inside80 = 0;
    let total = 0;
    for (let run = 0; run < 60; run++) {
      const values = list(48, (i) => 10 + noise(i + 97 * run));
      const { lower80, upper80, lower95, upper95 } = forecast(every(DAY, values.slice(0, 40)), {
        horizon: { points: 8 },
      });
      values.slice(40).forEach((value, h) => {
        total++;
        inside95 += value >= (lower95[h] ?? 0) && value <= (upper95[h] ?? 0) ? 1 : 0;
        inside80 += value >= (lower80[h] ?? 0) && value <= (upper80[h] ?? 0) ? 1 : 0;
      });
    }
    expect(inside95 / total).toBeGreaterThan(0.93);
    expect(inside80 / total).toBeGreaterThan(0.75);
  });

  it('stays within the bounds of its unit', () => {
    const rising = every(
      HOUR,
      list(40, (i) => Math.min(1, 0.6 + 0.01 * i + 0.1 * noise(i)))
    );
    const ratio = forecast(rising, { bounds: boundsOf('ratio') });
    const all = [ratio.point, ratio.lower95, ratio.upper95].flat().map((value) => value ?? NaN);
    expect(Math.max(...all)).toBeLessThanOrEqual(1);
    const falling = forecast(
      every(
        HOUR,
        list(40, (i) => Math.max(0, 20 - i + noise(i)))
      ),
      { horizon: '20h' }
    );
    expect(Math.min(...[falling.point, falling.lower95].flat().map((value) => value ?? NaN))).toBe(0);
    const below = forecast(
      every(
        HOUR,
        list(40, (i) => -i + noise(i))
      ),
      { horizon: '5h' }
    );
    expect(below.point[4]).toBeLessThan(-39);
    expect(() => forecast(rising, { bounds: { low: 2, high: 1 } })).toThrow(RangeError);
    expect(boundsOf('ms')).toEqual({ low: 0 });
  });

  it('continues lines on request', () => {
    const line = forecast(
      every(
        HOUR,
        list(30, (i) => 5 + 2 * i)
      ),
      { method: 'linear', horizon: '3h' }
    );
    line.point.forEach((value, h) => expect(value).toBeCloseTo(65 + 2 * h, 9));
    const growth = forecast(
      every(
        HOUR,
        list(30, (i) => 3 * 1.1 ** i)
      ),
      { method: 'exponential', horizon: '3h' }
    );
    growth.point.forEach((value, h) => expect((value ?? 0) / (3 * 1.1 ** (30 + h))).toBeCloseTo(1, 9));
    expect(forecast(every(HOUR, [1, 2, 3, 0, 5, 6]), { method: 'exponential' })).toMatchObject({
      status: 'insufficient_data',
      reason: 'exponential growth needs values above 0',
    });
  });

  it('meets a threshold', () => {
    const result = forecast(
      every(
        HOUR,
        list(60, (i) => i + 0.2 * noise(i))
      ),
      { horizon: '20h', threshold: 70 }
    );
    expect(result.crossing?.state).toBe('expected');
    const at = ((result.crossing?.at ?? 0) - START) / HOUR;
    expect(Math.abs(at - 70)).toBeLessThanOrEqual(2);
    expect(result.crossing?.earliest ?? Infinity).toBeLessThanOrEqual(result.crossing?.at ?? 0);
  });

  it('takes periods from the caller and refuses what is none', () => {
    const values = every(
      1234,
      list(100, (i) => 10 + (i % 10))
    );
    expect(forecast(values, { horizon: { points: 3 }, periods: 10 }).period).toBe(10);
    expect(forecast(values, { periods: [] }).period).toBeNull();
    for (const periods of [[1, 2, 3], [1], [2.5], [NaN]]) {
      expect(() => forecast(values, { periods })).toThrow(RangeError);
    }
  });

  it('cuts the horizon with a notice', () => {
    const { notices, horizon } = forecast(every(DAY, list(30, noise)), { horizon: '90d' });
    expect(horizon.points).toBe(30);
    expect(notices).toEqual(['forecast cut to 4.29 w (30 points, as many as there are values)']);
  });

  it('does not depend on the order of rows and looks at nothing after the end', () => {
    const series = every(HOUR, list(250, day));
    const whole = forecast(series, { horizon: '6h' });
    const order = [...series.times.keys()].sort((a, b) => ((a * 37) % 250) - ((b * 37) % 250));
    const mixed = { times: order.map((i) => series.times[i]), values: order.map((i) => series.values[i]) };
    expect(forecast(mixed, { horizon: '6h' })).toEqual(whole);
    const cut = forecast(
      every(
        HOUR,
        list(300, (i) => (i < 250 ? day(i) : null))
      ),
      { horizon: '6h' }
    );
    expect(cut.point).toEqual(whole.point);
  });

  it.each([80, 260])('follows scale, and without a season shift (n = %d)', (n) => {
    const values = list(n, (i) => 40 + 5 * noise(i) + 0.1 * i);
    const plain = forecast(every(HOUR, values), { horizon: '6h', periods: [] });
    const scaled = forecast(
      every(
        HOUR,
        values.map((value) => value * 2 ** 40)
      ),
      { horizon: '6h', periods: [] }
    );
    expect(scaled.point).toEqual(plain.point.map((value) => (value ?? NaN) * 2 ** 40));
    expect(scaled.lower95).toEqual(plain.lower95.map((value) => (value ?? NaN) * 2 ** 40));
    expect(scaled.mase).toBe(plain.mase);
    const negative = values.map((value) => value - 1000);
    const moved = forecast(
      every(
        HOUR,
        negative.map((value) => value - 512)
      ),
      { horizon: '6h', periods: [] }
    );
    forecast(every(HOUR, negative), { horizon: '6h', periods: [] }).point.forEach((value, h) =>
      expect((moved.point[h] ?? 0) + 512).toBeCloseTo(value ?? NaN, 1)
    );
  });

  it.each([
    ['an offset of 1e9', (i: number) => 1e9 + noise(i)],
    ['values of 6.7e17', (i: number) => 6.7e17 * (1 + 0.1 * noise(i))],
    ['the largest doubles', (i: number) => 1.7e308 * (0.9 + 0.1 * noise(i))],
    ['the smallest doubles', (i: number) => 5e-324 * (i % 7)],
    ['counters with resets', (i: number) => 1000 * (i % 50)],
    ['zeros and one spike', (i: number) => (i === 100 ? 1e12 : 0)],
    ['ratios pinned at 1', (i: number) => (i % 37 === 0 ? 0.5 : 1)],
    ['integers with heavy ties', (i: number) => (i % 11 === 0 ? 2 : 1)],
    ['constant, then a jump', (i: number) => (i < 290 ? 3 : 8)],
    ['-0', (i: number) => (i % 2 === 0 ? -0 : 1)],
  ])('survives %s', (_, value) => {
    for (const method of FORECAST_METHODS) {
      const { status, point, upper95, lower95 } = forecast(every(HOUR, list(300, value)), { method, horizon: '1d' });
      expect(['ok', 'insufficient_data']).toContain(status);
      [point, upper95, lower95].flat().forEach((number) => expect(Number.isNaN(number ?? 0)).toBe(false));
    }
  });

  it('never answers NaN or an infinity', () => {
    const wild = fc.oneof(
      fc.double(),
      fc.integer({ min: -2, max: 2 }),
      fc.constantFrom(null, 0, 1e17, 1.7e308, -1.7e308, 5e-324, 1e-200)
    );
    const time = fc.oneof(fc.integer({ min: 0, max: 60 }), fc.double(), fc.constantFrom(8.64e15, -8.64e15));
    const rows = fc.array(fc.tuple(time, wild), { maxLength: 50 });
    const bad = (_: string, value: unknown) => (typeof value === 'number' && !Number.isFinite(value) ? 'bad' : value);
    fc.assert(
      fc.property(rows, fc.constantFrom(...FORECAST_METHODS), (entries, method) => {
        const series = { times: entries.map(([at]) => at), values: entries.map(([, value]) => value) };
        const result = forecast(series, { method, threshold: 1, horizon: { points: 5 } });
        expect(JSON.stringify(result, bad)).toBe(JSON.stringify(result));
        expect(JSON.stringify(result, bad)).not.toContain('"bad"');
      }),
      { numRuns: 300 }
    );
  });
});

describe('findCrossing', () => {
  const path = { times: [1, 2, 3], point: [1, 2, 3], lower95: [0, 1, 2], upper95: [2, 3, 4] };
  it.each([
    [3, { state: 'expected', at: 3, earliest: 2, latest: null }],
    [2, { state: 'expected', at: 2, earliest: 1, latest: 3 }],
    [4, { state: 'possible', at: null, earliest: 3, latest: null }],
    [9, { state: 'not expected', at: null, earliest: null, latest: null }],
  ])('of %d from below', (threshold, expected) => {
    expect(findCrossing(threshold, { time: 0, value: 0 }, path)).toEqual({ threshold, ...expected });
  });

  it('is over where the last value is already there', () => {
    expect(findCrossing(3, { time: 0, value: 4 }, path, 'up')).toMatchObject({ state: 'reached', at: 0 });
    expect(findCrossing(3, { time: 0, value: 4 }, path)).toMatchObject({ state: 'expected', at: 1 });
    expect(findCrossing(0, { time: 0, value: 0 }, path).state).toBe('reached');
  });
});
