import { compareSamples } from '../compare/compareSamples.ts';
import { benchmarkResult } from './benchmarkResult.ts';
import { performanceRanking } from './performanceRanking.ts';
import { recommendationsOf } from './recommendations.ts';
import type { MetricSamples, ValueGroup } from '../compare/types.ts';

const HEAD = {
  metric: 'task_duration',
  name: 'Task duration',
  unit: 'ms',
  direction: 'lower',
  sampleUnit: 'task',
} as const;
const META = { id: 'id', timestamp: 5, window: { from: 1, to: 2 } };
const spread = (from: number, n = 12): Float64Array => Float64Array.from({ length: n }, (_, i) => from + i);

function compared(levels: Record<string, number>, baseline?: string, n = 12, extra: Partial<ValueGroup> = {}) {
  const groups = Object.entries(levels).map(([id, level]) => ({ id, values: spread(level, n), ...extra }));
  const sample: MetricSamples = { ...HEAD, shape: 'values', groups };
  return compareSamples([sample], { groups: groups.map(({ id }) => id), baseline });
}

describe('benchmarkResult', () => {
  it('has what is proven of each candidate against the baseline, with its numbers', () => {
    const found = benchmarkResult(compared({ base: 500, quick: 100, slow: 900, same: 501 }, 'base'), META);
    expect(found).toMatchObject({ ...META, baseline: 'base' });
    expect(Object.keys(found.improvements)).toEqual(['quick']);
    expect(Object.keys(found.regressions)).toEqual(['slow']);
    expect(found.improvements['quick']?.['TASK_DURATION']).toMatchObject({
      shift: -400,
      nCandidate: 12,
      nBaseline: 12,
      cliffsDelta: -1,
    });
    expect(found.improvements['quick']?.['TASK_DURATION']?.percent).toBeCloseTo((105.5 / 505.5 - 1) * 100, 9);
    expect(found.improvements['quick']?.['TASK_DURATION']?.p).toBeLessThan(0.001);
  });

  it('is empty where nothing is proven, and needs a baseline', () => {
    expect(benchmarkResult(compared({ base: 500, same: 501 }, 'base'), META)).toMatchObject({
      improvements: {},
      regressions: {},
      recommendations: [],
    });
    expect(() => benchmarkResult(compared({ a: 1, b: 2 }), META)).toThrow(RangeError);
  });
});

describe('recommendationsOf', () => {
  it('cites what each rests on', () => {
    expect(recommendationsOf(compared({ slow: 500, quick: 100 }))).toEqual([
      {
        title: 'Task duration: see what quick does differently from slow',
        description:
          'slow is worse than quick: difference 400 ms, 95 % interval 397 ms to 403 ms, n = 12 and 12, p < 0.0001.',
        targetSwarm: 'slow',
        expectedImprovement: '400 ms (95 % interval 397 ms to 403 ms)',
        effort: null,
        priority: 'high',
        evidence: {
          metric: 'task_duration',
          swarm: 'slow',
          rival: 'quick',
          n: [12, 12],
          shift: 400,
          low: 397,
          high: 403,
          p: expect.any(Number),
        },
      },
    ]);
  });

  it('says nothing where there is nothing to say', () => {
    expect(recommendationsOf(compared({ a: 100, b: 101 }))).toEqual([]);
    expect(recommendationsOf(compareSamples([], { groups: [] }))).toEqual([]);
  });

  it('asks for more units where no outcome could have shown anything', () => {
    const found = recommendationsOf(compared({ a: 100, b: 500 }, undefined, 3));
    expect(found.map(({ targetSwarm, priority }) => [targetSwarm, priority])).toEqual([
      ['a', 'low'],
      ['b', 'low'],
    ]);
    expect(found[0]?.description).toContain('3 independent tasks of a');
    expect(found[0]?.description).toContain('4 each can be enough');
  });

  it('points at the failures of a swarm that is better on what it completes', () => {
    const groups = [
      { id: 'fast', values: spread(100, 40), outcomes: { total: 80, failed: 40 } },
      { id: 'slow', values: spread(500, 78), outcomes: { total: 80, failed: 2 } },
    ];
    const found = recommendationsOf(
      compareSamples([{ ...HEAD, shape: 'values', groups }], { groups: ['slow', 'fast'] })
    );
    expect(found.map(({ title }) => title)).toEqual([
      'Task duration: see what fast does differently from slow',
      'Look at the failures of fast before preferring it',
    ]);
    expect(found[1]?.evidence).toMatchObject({ swarm: 'fast', rival: 'slow', n: [40, 78] });
    expect(found[1]?.evidence.shift).toBeLessThan(0);
  });

  it('is bounded', () => {
    const levels = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`s${i}`, i * 1000]));
    expect(recommendationsOf(compared(levels))).toHaveLength(20);
  });
});

describe('performanceRanking', () => {
  it('has intervals, criteria without weights, and no score that nobody asked for', () => {
    const found = performanceRanking(compared({ slow: 500, quick: 100, same: 101 }), META);
    expect(
      found.rankings.map(({ swarmId, overallRank, overallScore }) => [swarmId, overallRank, overallScore])
    ).toEqual([
      ['quick', [1, 2], null],
      ['same', [1, 2], null],
      ['slow', [3, 3], null],
    ]);
    expect(found.rankings[0]).toMatchObject({ metricRanks: { TASK_DURATION: [1, 2] }, metricScores: {} });
    expect(found.rankings[2]?.pBest).toEqual({ TASK_DURATION: 0 });
    expect(found.criteria).toEqual([
      { metric: 'TASK_DURATION', weight: null, direction: 'lower', normalization: 'none' },
    ]);
    expect(found).toMatchObject({ composite: null, overallWinner: null, paretoFront: ['quick', 'same'] });
    expect(found.methodology).not.toContain('score');
  });

  it('scores against a named baseline with explicit weights', () => {
    const found = performanceRanking(compared({ slow: 500, quick: 100 }), META, {
      baseline: 'slow',
      weights: { task_duration: 2 },
    });
    expect(found.rankings[0]?.overallScore).toBeCloseTo(505.5 / 105.5, 9);
    expect(found.rankings[0]?.metricScores['TASK_DURATION']).toBeCloseTo(505.5 / 105.5, 9);
    expect(found.criteria[0]).toMatchObject({ weight: 1, normalization: 'baseline_ratio' });
    expect(found.composite?.firstShare).toEqual({ slow: 0, quick: 1 });
    expect(found.methodology).toContain('it proves nothing');
  });
});
