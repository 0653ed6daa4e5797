import { compareSamples } from '../compare/compareSamples.ts';
import type { MetricSamples } from '../compare/types.ts';
import { comparisonResult } from './comparisonResult.ts';

const HEAD = {
  metric: 'task_duration',
  name: 'Task duration',
  unit: 'ms',
  direction: 'lower',
  sampleUnit: 'task',
} as const;
const spread = (from: number, count = 12) => Float64Array.from({ length: count }, (_, index) => from + index);
const META = { id: 'id', timestamp: 5, window: { from: 1, to: 2 } };

function result(groups: Array<{ id: string; values: Float64Array }>, ids = groups.map(({ id }) => id)) {
  const samples: MetricSamples[] = [{ ...HEAD, shape: 'values', groups }];
  return comparisonResult(compareSamples(samples, { groups: ids }), META);
}

describe('comparisonResult', () => {
  it('names the winner, the ranks and what they rest on', () => {
    const found = result([
      { id: 'slow', values: spread(500) },
      { id: 'fast', values: spread(100) },
    ]);
    expect(found).toMatchObject({
      ...META,
      overallWinner: 'fast',
      comparisonMatrix: {
        metrics: ['task_duration'],
        swarms: ['slow', 'fast'],
        matrix: [[505.5], [105.5]],
        weights: {},
      },
    });
    expect(
      found.swarms.map(({ swarmId, rank, rankInterval, score, strengths, weaknesses }) => ({
        swarmId,
        rank,
        rankInterval,
        score,
        strengths,
        weaknesses,
      }))
    ).toEqual([
      {
        swarmId: 'slow',
        rank: 2,
        rankInterval: [2, 2],
        score: null,
        strengths: [],
        weaknesses: ['Task duration: worse than fast'],
      },
      {
        swarmId: 'fast',
        rank: 1,
        rankInterval: [1, 1],
        score: null,
        strengths: ['Task duration: better than slow'],
        weaknesses: [],
      },
    ]);
    const [metric] = found.swarms[0]?.metricComparisons ?? [];
    expect(metric).toMatchObject({
      metricType: 'TASK_DURATION',
      values: { slow: 505.5, fast: 105.5 },
      bestSwarm: 'fast',
      worstSwarm: 'slow',
    });
    expect(metric?.percentageDifference).toBeCloseTo((400 / 505.5) * 100, 9);
    expect(metric?.statisticalSignificance).toBeLessThan(0.001);
  });

  it('claims nothing that the data do not show', () => {
    const found = result([
      { id: 'a', values: spread(100) },
      { id: 'b', values: spread(101) },
    ]);
    expect(found.overallWinner).toBeNull();
    expect(found.reason).not.toBe('');
    expect(
      found.swarms.map(({ rank, rankInterval, strengths, weaknesses }) => [rank, rankInterval, strengths, weaknesses])
    ).toEqual([
      [1, [1, 2], [], []],
      [1, [1, 2], [], []],
    ]);
    expect(found.swarms[0]?.metricComparisons[0]).toMatchObject({
      bestSwarm: null,
      worstSwarm: null,
      percentageDifference: null,
      statisticalSignificance: null,
    });
  });

  it('has null for a swarm without data, which is neither best nor worst', () => {
    const found = result(
      [
        { id: 'a', values: spread(100) },
        { id: 'b', values: spread(900) },
      ],
      ['a', 'b', 'none']
    );
    expect(found.comparisonMatrix.matrix).toEqual([[105.5], [905.5], [null]]);
    expect(found.overallWinner).toBeNull();
    expect(found.swarms[2]).toMatchObject({
      swarmId: 'none',
      rank: 1,
      rankInterval: [1, 3],
      strengths: [],
      weaknesses: [],
    });
    expect(found.swarms[0]?.metricComparisons[0]?.values).toEqual({ a: 105.5, b: 905.5 });
  });

  it('keeps names that objects have of their own', () => {
    const found = result([
      { id: '__proto__', values: spread(100) },
      { id: 'constructor', values: spread(900) },
    ]);
    expect(found.overallWinner).toBe('__proto__');
    expect(JSON.parse(JSON.stringify(found)).swarms[0].metricComparisons[0].values).toEqual(
      JSON.parse('{"__proto__":105.5,"constructor":905.5}')
    );
  });

  it('of a baseline ranks by what was held against it', () => {
    const samples: MetricSamples[] = [
      {
        ...HEAD,
        shape: 'values',
        groups: [
          { id: 'base', values: spread(500) },
          { id: 'x', values: spread(100) },
          { id: 'y', values: spread(900) },
        ],
      },
    ];
    const found = comparisonResult(compareSamples(samples, { groups: ['base', 'x', 'y'], baseline: 'base' }), META);
    expect(found.swarms.map(({ swarmId, rank }) => [swarmId, rank])).toEqual([
      ['base', 2],
      ['x', 1],
      ['y', 2],
    ]);
  });
});
