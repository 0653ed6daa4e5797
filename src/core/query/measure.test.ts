import { findMetric, METRICS, type MetricDefinition } from '../metrics/catalogue.ts';
import { defaultAggregation, quantileOf } from './aggregation.ts';
import { isScaled, planMetric } from './measure.ts';
import { AGGREGATIONS, type Aggregation } from './model.ts';

function metric(id: string): MetricDefinition {
  const found = findMetric(id);
  if (!found) {
    throw new Error(id);
  }
  return found;
}

const plan = (id: string, aggregation: Aggregation) => planMetric(metric(id), aggregation);

/** Tells whether a count or sum is scaled up from a sample. */
const SHARE = { as: 'share', fn: 'min', field: 'sampleRate' };

describe('a plan', () => {
  it('exists for each metric with its default', () => {
    for (const each of METRICS) {
      const { selection, measures } = planMetric(each, defaultAggregation(each));
      expect(measures.length).toBeGreaterThan(0);
      expect(selection.relation).toBe({ sample: 'samples', usage: 'usage' }[each.shape as string] ?? 'work');
    }
  });

  it('of a rate of failures counts both, and knows nothing where nothing ended', () => {
    const { selection, measures, value, additive } = plan('error_rate', 'avg');
    expect(selection).toEqual({
      relation: 'work',
      kinds: ['task', 'subagent'],
      statuses: ['completed', 'failed'],
      outcomes: true,
    });
    expect(measures).toEqual([{ as: 'n', fn: 'count' }, { as: 'failed', fn: 'count', statuses: ['failed'] }, SHARE]);
    expect([value({ n: 8, failed: 2 }, 1), value({ n: 3, failed: 0 }, 1), value({ n: 0, failed: 0 }, 1)]).toEqual([
      0.25,
      0,
      null,
    ]);
    expect(value({}, 1)).toBeNull();
    expect(additive).toBe(false);
  });

  it('of a throughput divides completed work by the seconds of its bucket', () => {
    const { selection, value, additive } = plan('throughput', 'rate');
    expect(selection.statuses).toEqual(['completed']);
    expect([value({ n: 30 }, 60), value({ n: null }, 60)]).toEqual([0.5, null]);
    expect(additive).toBe(true);
  });

  it('of a duration looks at completed work whose duration is known', () => {
    expect(plan('task_duration', 'p95')).toMatchObject({
      selection: { relation: 'work', kinds: ['task', 'subagent'], statuses: ['completed'], known: 'durationMs' },
      measures: [{ as: 'v', fn: 'quantile', field: 'durationMs', q: 0.95 }],
      additive: false,
    });
    expect(plan('task_duration', 'avg').measures).toEqual([{ as: 'v', fn: 'avg', field: 'durationMs' }]);
    expect(plan('task_duration', 'median').value({ v: 0 }, 1)).toBe(0);
    expect(plan('task_duration', 'count')).toMatchObject({ measures: [{ fn: 'count' }, SHARE], additive: true });
    expect(plan('task_duration', 'sum').additive).toBe(true);
  });

  it('of tokens sums them from the source that counts; per request otherwise', () => {
    expect(plan('token_usage', 'sum')).toMatchObject({
      selection: { relation: 'usage', known: 'tokens' },
      measures: [{ as: 'sum', fn: 'sum', field: 'tokens' }, SHARE],
      additive: true,
    });
    expect(plan('cost_usd', 'rate').value({ sum: 6 }, 60)).toBe(0.1);
    expect(plan('cost_usd', 'sum').value({ sum: null }, 60)).toBeNull();
    expect(plan('cost_usd', 'median').selection).toEqual({ relation: 'work', kinds: ['request'], known: 'costUsd' });
  });

  it('is scaled where a row was kept from a sample, in counts and sums only', () => {
    expect(isScaled(plan('task_count', 'count'), { n: 4, share: 0.5 })).toBe(true);
    expect(isScaled(plan('task_count', 'count'), { n: 4, share: 1 })).toBe(false);
    expect(isScaled(plan('task_count', 'count'), { n: 0, share: null })).toBe(false);
    expect(isScaled(plan('task_duration', 'p95'), { v: 4, share: 0.5 })).toBe(false);
  });

  it('of samples takes the recorded values of that type', () => {
    expect(plan('quality', 'avg').selection).toEqual({ relation: 'samples', metricType: 'QUALITY', known: 'value' });
  });

  it('of a count is a number or a rate, and says so', () => {
    expect(plan('task_count', 'rate').value({ n: 30 }, 60)).toBe(0.5);
    expect(plan('task_count', 'count').value({ n: 30 }, 60)).toBe(30);
    for (const aggregation of AGGREGATIONS.filter((each) => !['count', 'sum', 'rate'].includes(each))) {
      expect(() => plan('tool_count', aggregation)).toThrow(RangeError);
    }
    expect(() => plan('tool_count', 'p95')).toThrow(
      'tool_count is a number of tool calls: ask for "count" or "rate", not "p95"'
    );
  });
});

describe('quantileOf', () => {
  it('names each percentile', () => {
    expect(AGGREGATIONS.map(quantileOf).filter((q) => q !== undefined)).toEqual([0.5, 0.5, 0.75, 0.9, 0.95, 0.99]);
  });
});
