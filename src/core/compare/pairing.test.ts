import { compareSamples } from './compareSamples.ts';
import type { MetricSamples } from './types.ts';

const HEAD = { metric: 'time', name: 'Time', unit: 'ms', direction: 'lower', sampleUnit: 'task' } as const;

/** Values of a group around a level, in steps of one. */
const around = (level: number, n: number): Float64Array => Float64Array.from({ length: n }, (_, i) => level + i);

function metric(
  levels: Record<string, Float64Array>,
  change: Partial<Pick<MetricSamples, 'metric' | 'name' | 'direction'>> = {}
): MetricSamples {
  return {
    ...HEAD,
    ...change,
    shape: 'values',
    groups: Object.entries(levels).map(([id, values]) => ({ id, values })),
  };
}

const named = (n: number): string[] => Array.from({ length: n }, (_, i) => `g${i}`);

describe('alpha', () => {
  it.each([0, 1, -0.05, 1.5, NaN])('of %p is refused', (alpha) => {
    expect(() => compareSamples([], { groups: ['a'], alpha })).toThrow(RangeError);
  });
});

describe('pairs of up to a hundred groups', () => {
  it('are all tested, without a word', () => {
    const groups = named(100);
    const found = compareSamples([metric(Object.fromEntries(groups.map((id, i) => [id, around(i, 1)])))], {
      groups,
      draws: 0,
    });
    expect(found.metrics[0].pairs).toHaveLength(4950);
    expect([found.tests, found.notices]).toEqual([4950, []]);
  });

  it('belong to their metric', () => {
    const both = { a: around(0, 6), b: around(100, 6) };
    const found = compareSamples([metric(both), metric(both, { metric: 'cost', name: 'Cost' })], {
      groups: ['a', 'b'],
      baseline: 'b',
      draws: 0,
    });
    expect(found.baseline).toBe('b');
    expect(found.notices).toEqual([]);
    expect(found.metrics.map(({ pairs }) => pairs.map((pair) => pair.metric))).toEqual([['time'], ['cost']]);
    expect('baseline' in compareSamples([metric(both)], { groups: ['a', 'b'], draws: 0 })).toBe(false);
  });

  it('are none where the baseline has no data', () => {
    const found = compareSamples([metric({ a: around(0, 6), b: around(100, 6) })], {
      groups: ['a', 'b', 'c'],
      baseline: 'c',
      draws: 0,
    });
    expect([found.metrics[0].pairs, found.tests]).toEqual([[], 0]);
  });
});

describe('pairs of more than a hundred groups', () => {
  const groups = named(101);
  /** g50 is best of those with enough values; g7 has the best value of all, and no other. */
  const levels = Object.fromEntries(groups.map((id, i) => [id, around(i === 50 ? 0 : 1000 + i, 6)]));
  levels['g7'] = around(-5, 1);

  it('are those with the best group that can bound its estimate, corrected for all', () => {
    const { metrics, tests, notices, overallWinner } = compareSamples([metric(levels)], { groups, draws: 0 });
    expect(metrics[0].pairs).toHaveLength(100);
    expect(new Set(metrics[0].pairs.map(({ reference }) => reference))).toEqual(new Set(['g50']));
    expect(tests).toBe(5050);
    expect(metrics[0].pairs[0].pAdjusted).toBe(1);
    expect(notices).toEqual([expect.stringContaining('101 groups: above 100 each is compared with the leader')]);
    expect(notices[0]).toContain('corrected for all 5050 pairs');
    expect(metrics[0].winner.reason).toBe(
      'g7 and g50 have too few tasks to be told apart on time (1 and 6; 11 each can be enough for 5050 tests)'
    );
    expect(overallWinner.id).toBeNull();
  });

  it('turn with the direction of the metric', () => {
    const { metrics } = compareSamples([metric(levels, { direction: 'higher' })], { groups, draws: 0 });
    expect(metrics[0].pairs[0].reference).toBe('g100');
  });

  it('are those with the best of all where none can bound its estimate, and none without data', () => {
    const single = Object.fromEntries(groups.map((id, i) => [id, around(Math.abs(i - 60), 1)]));
    const found = compareSamples([metric(single), metric({}, { metric: 'cost' })], { groups, draws: 0 });
    expect(new Set(found.metrics[0].pairs.map(({ reference }) => reference))).toEqual(new Set(['g60']));
    expect(found.metrics[1].pairs).toEqual([]);
    expect(found.tests).toBe(5050);
  });

  it('leave two that are no leader untested, and say so', () => {
    const { metrics } = compareSamples([metric({ ...levels, g8: around(-4, 1) })], { groups, draws: 0 });
    expect(metrics[0].winner.reason).toContain('g7 and g8 were not compared with each other, as there are too many');
  });
});
