import { ANOMALY_METHODS } from '../../core/anomaly/types.ts';
import { FORECAST_METHODS } from '../../core/trend/forecastTypes.ts';
import { TREND_METHODS } from '../../core/trend/trendTypes.ts';
import { defaultAggregation } from '../../core/query/aggregation.ts';
import { AGGREGATIONS, type Aggregation, type QueryType } from '../../core/query/model.ts';
import {
  findMetric,
  isComparable,
  METRICS,
  type MetricDefinition,
  type MetricShape,
} from '../../core/metrics/catalogue.ts';
import type { CompleteQuery } from '../types.ts';

export type EditorField =
  | 'metric'
  | 'metrics'
  | 'aggregation'
  | 'groupBy'
  | 'subject'
  | 'baseline'
  | 'format'
  | 'instant'
  | 'limit'
  | 'method'
  | 'sensitivity'
  | 'horizon'
  | 'threshold'
  | 'valuesOf'
  | 'search'
  | 'annotationsOf'
  | 'check';

const FIELDS: Record<QueryType, readonly EditorField[]> = {
  swarms: [],
  tasks: ['limit'],
  timeseries: ['metric', 'aggregation', 'groupBy', 'instant', 'format'],
  ranking: ['metric', 'subject'],
  comparison: ['metrics', 'subject', 'baseline'],
  anomalies: ['metric', 'aggregation', 'groupBy', 'method', 'sensitivity', 'instant'],
  forecast: ['metric', 'aggregation', 'groupBy', 'method', 'horizon', 'threshold', 'instant'],
  trend: ['metric', 'aggregation', 'groupBy', 'method', 'threshold'],
  values: ['valuesOf', 'search', 'limit'],
  health: ['check'],
  annotations: ['annotationsOf', 'metric', 'aggregation', 'groupBy', 'method', 'sensitivity', 'limit'],
};

/** `p50` is the median under another name, kept for queries written by hand. */
const ALL = AGGREGATIONS.filter((name) => name !== 'p50');

/** What can be aggregated how; a rate has one meaning only, so there is nothing to choose. */
const BY_SHAPE: Record<MetricShape, readonly Aggregation[]> = {
  distribution: ALL,
  usage: ALL.filter((name) => name !== 'count'),
  sample: ALL,
  count: ['count', 'rate'],
  ratio: [],
  throughput: [],
};

/** Fields that only incidents depend on. */
const OF_INCIDENTS: ReadonlySet<EditorField> = new Set(['metric', 'aggregation', 'groupBy', 'method', 'sensitivity']);

/** Fields of the editor that change the answer of this query. */
export function fieldsOf(
  query: Pick<CompleteQuery, 'type' | 'metric' | 'instant' | 'annotationsOf'>
): readonly EditorField[] {
  return FIELDS[query.type].filter((field) => {
    if (query.type === 'annotations' && OF_INCIDENTS.has(field) && !query.annotationsOf.includes('incident')) {
      return false;
    }
    switch (field) {
      case 'aggregation':
        return aggregationsOf(query.metric).length > 0;
      case 'format':
        return !query.instant;
      default:
        return true;
    }
  });
}

/** Aggregations that make sense for a metric; none when it has only one reading. */
export function aggregationsOf(metric: string): readonly Aggregation[] {
  const found = findMetric(metric);
  return found ? BY_SHAPE[found.shape] : [];
}

/** Metrics to choose from: only those with samples can be ranked or compared. */
export function metricsOf(type: QueryType): readonly MetricDefinition[] {
  return type === 'ranking' || type === 'comparison' ? METRICS.filter(isComparable) : METRICS;
}

/** The query with another metric; an aggregation that the metric does not have gives way to its own. */
export function withMetric(query: CompleteQuery, metric: string): CompleteQuery {
  const { aggregation } = query;
  const fits = aggregation !== undefined && aggregationsOf(metric).includes(aggregation);
  return { ...query, metric, aggregation: fits ? aggregation : undefined };
}

/** Aggregation that the query's answer has, chosen or not. */
export function aggregationOf({
  metric,
  aggregation,
}: Pick<CompleteQuery, 'metric' | 'aggregation'>): Aggregation | undefined {
  const found = findMetric(metric);
  return aggregation ?? (found && defaultAggregation(found));
}

/** Methods of an analysis, its default first. */
export function methodsOf(type: QueryType): readonly string[] {
  switch (type) {
    case 'anomalies':
    case 'annotations':
      return ANOMALY_METHODS;
    case 'forecast':
      return FORECAST_METHODS;
    case 'trend':
      return TREND_METHODS;
    default:
      return [];
  }
}

/** The query with another type, and metrics and a method that the type can show. */
export function withType(query: CompleteQuery, type: QueryType): CompleteQuery {
  const known = metricsOf(type).some(({ id }) => id === findMetric(query.metric)?.id);
  const method = query.method !== undefined && methodsOf(type).includes(query.method) ? query.method : undefined;
  const typed = { ...query, type, method };
  return known ? typed : withMetric(typed, 'task_duration');
}
