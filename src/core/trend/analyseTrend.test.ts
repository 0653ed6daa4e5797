import fc from 'fast-check';
import { analyseTrend } from './analyseTrend.ts';
import { HOUR } from './duration.ts';
import { TREND_METHODS } from './trendTypes.ts';

const START = Date.UTC(2026, 0, 1);
const hourly = (values: Array<number | null>) => ({ times: values.map((_, i) => START + i * HOUR), values });

/** Numbers that are the same in every run (mulberry32), as standard normal ones. */
function normals(seed: number): () => number {
  let state = seed;
  const uniform = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    const mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    const again = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((again ^ (again >>> 14)) >>> 0) / 2 ** 32;
  };
  return () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
}

function autoregressive(n: number, rho: number, normal: () => number): number[] {
  let value = normal() / Math.sqrt(1 - rho * rho);
  return Array.from({ length: n }, () => (value = rho * value + normal()));
}

describe('analyseTrend', () => {
  it('needs values, and says how many', () => {
    for (const values of [[], [1], [1, 2], [1, null, 2, NaN, 3, 4]]) {
      expect(analyseTrend(hourly(values))).toMatchObject({
        status: 'insufficient_data',
        reason: expect.stringMatching(/^5 values are needed, there are \d$/),
        slopePerHour: null,
        p: null,
        line: null,
      });
    }
  });

  it.each(TREND_METHODS)('calls equal values constant (%s)', (method) => {
    expect(analyseTrend(hourly(new Array(20).fill(0.1)), { method, better: 'lower' })).toMatchObject({
      status: 'constant',
      slopePerHour: 0,
      direction: 'flat',
      verdict: 'no change shown',
      p: 1,
    });
  });

  it('refuses exponential growth of values that are not above 0', () => {
    expect(analyseTrend(hourly([1, 2, 0, 4, 5]), { method: 'exponential' })).toMatchObject({
      status: 'insufficient_data',
      reason: 'exponential growth needs values above 0',
    });
  });

  it('finds the growth of exponential values', () => {
    const trend = analyseTrend(hourly(Array.from({ length: 21 }, (_, i) => 3 * 1.05 ** i)), { method: 'exponential' });
    expect(trend.percentPerHour).toBeCloseTo(5, 10);
    expect(trend.slopePerHour).toBeCloseTo(3 * 1.05 ** 10 * 0.05, 10);
    expect(trend.adjustedR2).toBeCloseTo(1, 10);
    expect(trend.line?.to.value).toBeCloseTo(3 * 1.05 ** 20, 8);
  });

  it('rates a direction by the metric', () => {
    const normal = normals(3);
    const rising = hourly(Array.from({ length: 40 }, (_, i) => i + normal()));
    const verdict = (better: 'lower' | 'higher' | 'none') => analyseTrend(rising, { better }).verdict;
    expect(analyseTrend(rising).direction).toBe('up');
    expect([verdict('lower'), verdict('higher'), verdict('none')]).toEqual(['worse', 'better', 'unrated']);
  });

  it('calls a change flat only where the interval is within what matters', () => {
    const normal = normals(5);
    const noise = hourly(Array.from({ length: 40 }, () => normal()));
    expect(analyseTrend(noise).direction).toBe('not significant');
    expect(analyseTrend(noise, { minEffect: 1 }).direction).toBe('flat');
    expect(() => analyseTrend(noise, { minEffect: -1 })).toThrow(RangeError);
  });

  it('says when the values depend on each other too much to test', () => {
    const walk = autoregressive(60, 0.95, normals(2));
    expect(analyseTrend(hourly(walk))).toMatchObject({
      status: 'ok',
      direction: 'not significant',
      p: null,
      low: null,
      notices: [expect.stringContaining('p not valid')],
    });
  });

  it.each([
    ['theilsen', 0.7],
    ['linear', 0.7],
    ['theilsen', 0.3],
    ['linear', 0],
  ] as const)('claims few false trends (%s, autocorrelation %d)', (method, rho) => {
    const normal = normals(17);
    const runs = 300;
    let claims = 0;
    let tested = 0;
    for (let run = 0; run < runs; run++) {
      const { direction, p } = analyseTrend(hourly(autoregressive(300, rho, normal)), { method });
      claims += direction === 'up' || direction === 'down' ? 1 : 0;
      tested += p === null ? 0 : 1;
    }
    // Without batches it would be 40 % at an autocorrelation of .7.
    expect(claims / runs).toBeLessThan(0.1);
    expect(tested / runs).toBeGreaterThan(0.9);
  });

  it('sees a trend through autocorrelation', () => {
    const noise = autoregressive(300, 0.5, normals(23));
    const trend = analyseTrend(hourly(noise.map((value, i) => value + 0.05 * i)));
    expect(trend.direction).toBe('up');
    expect(trend.effectiveN).toBeLessThan(100);
    expect((trend.low ?? 9) < 0.05 && (trend.high ?? 0) > 0.05).toBe(true);
  });

  it.each(TREND_METHODS)('meets a threshold on the line (%s)', (method) => {
    const values = Array.from({ length: 21 }, (_, i) => (method === 'exponential' ? 2 ** i : 10 + i));
    const threshold = (value: number) => analyseTrend(hourly(values), { method, threshold: value }).threshold;
    const at = (i: number) => START + i * HOUR;
    const level = (i: number) => (method === 'exponential' ? 2 ** i : 10 + i);
    expect(threshold(level(30))).toMatchObject({ state: 'expected', at: at(30) });
    expect(threshold(level(5))).toMatchObject({ state: 'passed', at: at(5) });
    expect(threshold(method === 'exponential' ? 0.1 : -5)).toMatchObject({ state: 'not expected', at: null });
    expect(threshold(level(400))).toMatchObject({ state: 'not expected' });
  });

  it('puts the threshold between the times of its steepest and flattest line', () => {
    const normal = normals(7);
    const { threshold } = analyseTrend(hourly(Array.from({ length: 60 }, (_, i) => i + 3 * normal())), {
      threshold: 100,
    });
    expect(threshold?.state).toBe('expected');
    expect(threshold?.earliest ?? Infinity).toBeLessThan(threshold?.at ?? 0);
    expect(threshold?.latest ?? 0).toBeGreaterThan(threshold?.at ?? Infinity);
  });

  it('is not moved by the order of rows, gaps or one outlier', () => {
    const normal = normals(11);
    const values = Array.from({ length: 41 }, (_, i) => 5 + 2 * i + normal());
    const series = hourly(values);
    const shuffled = [...values.keys()].sort((a, b) => ((a * 17) % 41) - ((b * 17) % 41));
    const trend = analyseTrend(series);
    expect(
      analyseTrend({ times: shuffled.map((i) => series.times[i]), values: shuffled.map((i) => series.values[i]) })
    ).toEqual(trend);
    const spoilt = hourly(values.map((value, i) => (i % 7 === 3 ? null : i === 30 ? 1e12 : value)));
    expect(analyseTrend(spoilt).slopePerHour).toBeCloseTo(2, 1);
  });

  it('follows shift and scale', () => {
    const list = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 6, maxLength: 60 });
    fc.assert(
      fc.property(list, fc.integer({ min: -50, max: 50 }), fc.constantFrom(-4, 0.25, 1024), (values, shift, scale) => {
        for (const method of ['theilsen', 'linear'] as const) {
          const plain = analyseTrend(hourly(values), { method });
          const moved = analyseTrend(hourly(values.map((value) => value * scale + shift)), { method });
          expect(moved.status).toBe(plain.status);
          expect(moved.slopePerHour ?? 0).toBeCloseTo((plain.slopePerHour ?? 0) * scale, 6);
          expect(moved.p ?? -1).toBeCloseTo(plain.p ?? -1, 7);
        }
      })
    );
  });

  it('never answers NaN or an infinity', () => {
    const wild = fc.oneof(
      fc.double(),
      fc.integer({ min: -2, max: 2 }),
      fc.constantFrom(null, 0, -0, 1e17, 6.7e17, 1.7e308, -1.7e308, 5e-324, 1e9)
    );
    const time = fc.oneof(fc.integer({ min: 0, max: 50 }), fc.double(), fc.constantFrom(8.64e15, -8.64e15));
    const rows = fc.array(fc.tuple(time, wild), { maxLength: 40 });
    fc.assert(
      fc.property(rows, fc.constantFrom(...TREND_METHODS), fc.double({ noNaN: true }), (list, method, threshold) => {
        const series = { times: list.map(([at]) => at), values: list.map(([, value]) => value) };
        const trend = analyseTrend(series, { method, threshold: Number.isFinite(threshold) ? threshold : 0 });
        expect(JSON.stringify(trend)).toBe(
          JSON.stringify(trend, (_, value: unknown) =>
            typeof value === 'number' && !Number.isFinite(value) ? 'bad' : value
          )
        );
      }),
      { numRuns: 500 }
    );
  });
});
