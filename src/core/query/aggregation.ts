import type { MetricDefinition } from '../metrics/catalogue.ts';
import type { Aggregation } from './model.ts';

const QUANTILES: Partial<Record<Aggregation, number>> = {
  median: 0.5,
  p50: 0.5,
  p75: 0.75,
  p90: 0.9,
  p95: 0.95,
  p99: 0.99,
};

/** The quantile (type 7, linear) that an aggregation names, from 0 to 1; undefined when it names none. */
export function quantileOf(aggregation: Aggregation): number | undefined {
  return QUANTILES[aggregation];
}

/** What a metric shows when the query names no aggregation. */
export function defaultAggregation(metric: MetricDefinition): Aggregation {
  switch (metric.shape) {
    case 'distribution':
      return 'median';
    case 'usage':
      return 'sum';
    case 'throughput':
      return 'rate';
    case 'count':
      return 'count';
    case 'ratio':
    case 'sample':
      return 'avg';
  }
}
