import fc from 'fast-check';
import { compareSamples } from '../compare/compareSamples.ts';
import { compositeScores, weightSensitivity, type CompositeOptions } from './compositeScore.ts';
import type { Comparison, MetricSamples } from '../compare/types.ts';

const IDS = ['base', 'a', 'b', 'c'];

function comparisonOf(
  metrics: Record<string, Record<string, number>>,
  groups = IDS,
  direction: 'lower' | 'higher' | 'none' = 'lower'
): Comparison {
  const samples = Object.entries(metrics).map(([metric, levels]): MetricSamples => ({
    metric,
    name: metric,
    unit: 'ms',
    direction,
    sampleUnit: 'task',
    shape: 'values',
    groups: Object.entries(levels).map(([id, level]) => ({ id, values: Float64Array.of(level, level, level) })),
  }));
  return compareSamples(samples, { groups, draws: 0 });
}

function scoresOf(comparison: Comparison, options: Partial<CompositeOptions> = {}) {
  const found = compositeScores(comparison, { baseline: 'base', weights: { time: 3, cost: 1 }, ...options });
  return new Map(found.scores.map(({ id, score }) => [id, score]));
}

const METRICS = { time: { base: 100, a: 50, b: 200, c: 100 }, cost: { base: 16, a: 16, b: 1, c: 0 } };

describe('compositeScores', () => {
  it('are weighted geometric means of ratios to the baseline', () => {
    const scores = scoresOf(comparisonOf(METRICS));
    expect(scores.get('base')).toBe(1);
    expect(scores.get('a')).toBeCloseTo(2 ** 0.75, 12);
    expect(scores.get('b')).toBeCloseTo(0.5 ** 0.75 * 16 ** 0.25, 12);
  });

  it('tell the shares of the weights, and how often each group would be first', () => {
    const found = compositeScores(comparisonOf(METRICS), { baseline: 'base', weights: { time: 3, cost: 1 } });
    expect(found.weights).toEqual({ time: 0.75, cost: 0.25 });
    expect(found).toMatchObject({ baseline: 'base', draws: 2000, firstShare: weightSensitivity(found.scores) });
  });

  it('turn with the direction, which the caller states where the metric has none', () => {
    expect(scoresOf(comparisonOf(METRICS, IDS, 'higher')).get('a')).toBeCloseTo(0.5 ** 0.75, 12);
    const undirected = comparisonOf(METRICS, IDS, 'none');
    expect(() => scoresOf(undirected)).toThrow('state its direction');
    const directions = { time: 'lower', cost: 'lower' } as const;
    expect(scoresOf(undirected, { directions }).get('a')).toBeCloseTo(2 ** 0.75, 12);
  });

  it('are none, with the reason, where a metric is missing or has no ratio', () => {
    const found = compositeScores(comparisonOf({ ...METRICS, cost: { base: 16, a: 8, c: 0 } }), {
      baseline: 'base',
      weights: { time: 1, cost: 1 },
    });
    expect(found.scores.find(({ id }) => id === 'b')).toEqual({
      id: 'b',
      score: null,
      ratios: { time: 0.5, cost: null },
      reason: 'cost of b was not measured',
    });
    expect(found.scores.find(({ id }) => id === 'c')).toMatchObject({
      score: null,
      reason: 'cost of c is not above 0, so it has no ratio',
    });
    expect(Object.keys(found.firstShare)).toEqual(['base', 'a']);
  });

  it('blame the baseline where it is the one that was not measured', () => {
    const found = compositeScores(comparisonOf({ ...METRICS, cost: { a: 8 } }), {
      baseline: 'base',
      weights: { time: 1, cost: 1 },
    });
    expect(found.scores.map(({ id, ratios, reason }) => [id, ratios['cost'], reason])).toEqual([
      ['base', null, 'cost of base was not measured'],
      ['a', null, 'cost of base was not measured'],
      ['b', null, 'cost of b was not measured'],
      ['c', null, 'cost of c was not measured'],
    ]);
  });

  it.each([
    ['of the group', 0, 5, 'a'],
    ['of the baseline', 5, 0, 'base'],
    ['of both', 0, 0, 'a'],
    ['below 0', -2, 5, 'a'],
    ['below 0 of the baseline', 2, -5, 'base'],
    ['below 0 of both', -2, -5, 'a'],
  ])('have no ratio of an estimate of 0 or less: %s', (_, own, base, blamed) => {
    for (const direction of ['lower', 'higher'] as const) {
      const comparison = comparisonOf({ time: { base, a: own } }, ['base', 'a'], direction);
      const found = compositeScores(comparison, { baseline: 'base', weights: { time: 1 } });
      expect(found.scores[1]).toEqual({
        id: 'a',
        score: null,
        ratios: { time: null },
        reason: `time of ${blamed} is not above 0, so it has no ratio`,
      });
    }
  });

  it.each([
    [1e-200, 1e200],
    [1e200, 1e-200],
  ])('have no ratio of %d to %d, which no number can hold', (own, base) => {
    const found = compositeScores(comparisonOf({ time: { base, a: own } }, ['base', 'a']), {
      baseline: 'base',
      weights: { time: 1 },
    });
    expect(found.scores[1]).toEqual({
      id: 'a',
      score: null,
      ratios: { time: null },
      reason: 'time of a and base are too far apart for a ratio',
    });
  });

  it.each([
    ['an unknown baseline', { baseline: 'gone' }, 'baseline gone'],
    ['a weight of 0', { weights: { time: 0 } }, 'must be above 0'],
    ['a weight without end', { weights: { time: Infinity } }, 'must be above 0'],
    ['a weight that is not a number', { weights: { time: NaN } }, 'must be above 0'],
    ['a weight of what is not compared', { weights: { beauty: 1 } }, 'is not compared'],
    ['no weight', { weights: {} }, 'at least one metric'],
  ])('refuse %s', (_, options, message) => {
    expect(() => scoresOf(comparisonOf(METRICS), options)).toThrow(message);
  });

  it('are not changed, nor two groups swapped, by a group that joins, nor by a scale', () => {
    const level = fc.double({ min: 0.01, max: 1e6, noNaN: true });
    const levels = fc.record({ base: level, a: level, b: level, c: level });
    fc.assert(
      fc.property(levels, levels, fc.double({ min: 0.001, max: 1000, noNaN: true }), (time, cost, scale) => {
        const [two, all] = [
          scoresOf(comparisonOf({ time, cost }, ['base', 'a', 'b'])),
          scoresOf(comparisonOf({ time, cost })),
        ];
        expect([all.get('a'), all.get('b')]).toEqual([two.get('a'), two.get('b')]);
        const scaled = Object.fromEntries(Object.entries(time).map(([id, value]) => [id, value * scale]));
        expect(scoresOf(comparisonOf({ time: scaled, cost })).get('a')).toBeCloseTo(all.get('a') ?? NaN, 6);
      })
    );
  });
});

describe('weightSensitivity', () => {
  const firstShare = (metrics: typeof METRICS) =>
    compositeScores(comparisonOf(metrics), { baseline: 'base', weights: { time: 1, cost: 1 } }).firstShare;

  it('is 1 for what is best on every metric, and divides trade-offs', () => {
    expect(firstShare({ time: { base: 9, a: 1, b: 9, c: 9 }, cost: { base: 9, a: 1, b: 9, c: 9 } })['a']).toBe(1);
    // log 2 on one metric against log 16 on the other: first where its weight is above 4/5.
    const shares = firstShare({ time: { base: 2, a: 1, b: 2, c: 4 }, cost: { base: 16, a: 16, b: 1, c: 32 } });
    expect(shares['a']).toBeGreaterThan(0.17);
    expect(shares['a']).toBeLessThan(0.23);
    expect((shares['a'] ?? 0) + (shares['b'] ?? 0)).toBeCloseTo(1, 9);
    expect(shares['c']).toBe(0);
  });

  it('never has first what is worse on one metric, by however little, and better on none', () => {
    // Next to the other metric the difference is lost in rounding, which would make the two totals equal.
    const shares = firstShare({
      time: { base: 1, a: 1, b: 1 + 2 ** -52, c: 2 },
      cost: { base: 1e9, a: 1, b: 1, c: 1e9 },
    });
    expect(shares).toEqual({ base: 0, a: 1, b: 0, c: 0 });
  });

  it('is the same every time and shared by equals', () => {
    expect(firstShare(METRICS)).toEqual(firstShare(METRICS));
    const same = { base: 5, a: 5, b: 5, c: 5 };
    Object.values(firstShare({ time: same, cost: same })).forEach((share) => expect(share).toBeCloseTo(0.25, 9));
    expect(weightSensitivity([])).toEqual({});
  });
});

it('draws for 1,000 groups as it does for those of them that can be first', () => {
  const ids = Array.from({ length: 1000 }, (_, i) => `g${i}`);
  const metrics = ['m0', 'm1'].map((metric, at) => ({
    metric,
    name: metric,
    direction: 'lower' as const,
    entries: ids.map((id, i) => ({ id, estimate: at === 0 ? 1 + i : 1 + Math.abs(500 - i) })),
  }));
  const all = compositeScores({ groups: ids, metrics }, { baseline: 'g0', weights: { m0: 1, m1: 1 } });
  const able = ids.filter((_, i) => i <= 500);
  const few = compositeScores({ groups: able, metrics }, { baseline: 'g0', weights: { m0: 1, m1: 1 } });
  expect(able.map((id) => all.firstShare[id])).toEqual(able.map((id) => few.firstShare[id]));
  expect(all.firstShare['g700']).toBe(0);
});
