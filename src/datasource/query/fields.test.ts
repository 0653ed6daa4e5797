import { METRICS } from '../../core/metrics/catalogue.ts';
import { planMetric } from '../../core/query/measure.ts';
import { completeQuery } from '../types.ts';
import { aggregationOf, aggregationsOf, fieldsOf, metricsOf, withMetric, withType } from './fields.ts';

const query = completeQuery({ refId: 'A' });

it('shows only what changes the answer', () => {
  expect(fieldsOf({ ...query, type: 'swarms' })).toEqual([]);
  expect(fieldsOf({ ...query, type: 'tasks' })).toEqual(['limit']);
  expect(fieldsOf({ ...query, type: 'values' })).toEqual(['valuesOf', 'search', 'limit']);
  expect(fieldsOf({ ...query, type: 'health' })).toEqual(['check']);
  expect(fieldsOf({ ...query, type: 'ranking' })).toEqual(['metric', 'subject']);
  expect(fieldsOf({ ...query, type: 'comparison' })).toEqual(['metrics', 'subject', 'baseline']);
  expect(fieldsOf({ ...query, type: 'timeseries' })).toEqual(['metric', 'aggregation', 'groupBy', 'instant', 'format']);
  expect(fieldsOf({ ...query, type: 'timeseries', instant: true })).not.toContain('format');
  expect(fieldsOf({ ...query, type: 'timeseries', metric: 'error_rate' })).not.toContain('aggregation');
});

it('offers no aggregation that the collector refuses', () => {
  for (const metric of METRICS) {
    for (const aggregation of aggregationsOf(metric.id)) {
      expect(() => planMetric(metric, aggregation)).not.toThrow();
    }
  }
  expect(aggregationsOf('no such metric')).toEqual([]);
});

it('offers for a ranking only metrics with samples', () => {
  expect(metricsOf('ranking').map(({ id }) => id)).not.toContain('throughput');
  expect(metricsOf('timeseries')).toHaveLength(METRICS.length);
});

it('shows the aggregation that an answer has without one being chosen', () => {
  expect(aggregationOf({ metric: 'task_duration' })).toBe('median');
  expect(aggregationOf({ metric: 'cost_usd' })).toBe('sum');
  expect(aggregationOf({ metric: 'cost_usd', aggregation: 'p99' })).toBe('p99');
  expect(aggregationOf({ metric: 'no such metric' })).toBeUndefined();
});

it('keeps a chosen aggregation with another metric only if that has it', () => {
  expect(withMetric({ ...query, aggregation: 'p95' }, 'tool_duration').aggregation).toBe('p95');
  expect(withMetric({ ...query, aggregation: 'p95' }, 'task_count').aggregation).toBeUndefined();
});

it('keeps the metric with another type only if that can show it', () => {
  expect(withType({ ...query, metric: 'error_rate' }, 'ranking')).toMatchObject({
    type: 'ranking',
    metric: 'error_rate',
  });
  expect(withType({ ...query, metric: 'throughput' }, 'ranking')).toMatchObject({
    type: 'ranking',
    metric: 'task_duration',
  });
});
