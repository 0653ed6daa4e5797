import type { AnomalyDirection, AnomalyMode } from '../anomaly/types.ts';
import type { Horizon } from '../trend/horizon.ts';

/** The one query model of panels, alert rules, reports, the command line and every API. */
export const QUERY_TYPES = [
  'swarms',
  'tasks',
  'timeseries',
  'ranking',
  'comparison',
  'anomalies',
  'forecast',
  'trend',
  'values',
  'health',
  'annotations',
] as const;
export type QueryType = (typeof QUERY_TYPES)[number];

export const AGGREGATIONS = [
  'count',
  'rate',
  'sum',
  'avg',
  'min',
  'max',
  'median',
  'p50',
  'p75',
  'p90',
  'p95',
  'p99',
] as const;
export type Aggregation = (typeof AGGREGATIONS)[number];

export const DIMENSIONS = ['swarm', 'agent', 'agentType', 'type', 'model', 'topology'] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/** Label that a dimension has in frames. */
export const DIMENSION_LABELS: Record<Dimension, string> = {
  swarm: 'swarm_id',
  agent: 'agent_id',
  agentType: 'agent_type',
  type: 'task_type',
  model: 'model',
  topology: 'topology',
};

/** Only a single task has these; `tasks` queries alone can be filtered by them. */
export const TASK_FILTER_KEYS = ['status', 'kind'] as const;
export const FILTER_KEYS = [...DIMENSIONS, ...TASK_FILTER_KEYS] as const;
export type FilterKey = (typeof FILTER_KEYS)[number];

/** What has no value in a dimension passes the three that exclude, and none of the others. */
export const FILTER_OPERATORS = ['eq', 'ne', 'in', 'notIn', 'matches', 'notMatches'] as const;
export type FilterOperator = (typeof FILTER_OPERATORS)[number];

export interface QueryFilter {
  key: FilterKey;
  operator: FilterOperator;
  /** Any number for `in` and `notIn`, else one; for `matches` and `notMatches` a regular expression. */
  values: string[];
}

/** What a `values` query can list: a dimension, or the metrics of which something is stored. */
export const VALUE_FIELDS = [...DIMENSIONS, 'metric'] as const;
export type ValueField = (typeof VALUE_FIELDS)[number];

/** What an `annotations` query can tell of. */
export const ANNOTATION_KINDS = ['incident', 'swarmStart', 'swarmEnd', 'marker'] as const;
export type AnnotationKind = (typeof ANNOTATION_KINDS)[number];

/** Shape of a time series answer: one frame a series, or all series in one frame. */
export const SERIES_FORMATS = ['multi', 'wide'] as const;
export type SeriesFormat = (typeof SERIES_FORMATS)[number];

/**
 * What a `health` query looks at. The first four answer one number a label set, as alert rules want it; the last two are
 * tables of the collector's own state.
 */
export const HEALTH_CHECKS = ['stalled', 'inputSilence', 'inputFailing', 'sinkFailing', 'inputs', 'collector'] as const;
export type HealthCheck = (typeof HEALTH_CHECKS)[number];

export interface PerformanceQuery {
  /** Version of this model, for migrations. */
  version: 1;
  refId: string;
  type: QueryType;
  /** Metric id; what `timeseries` shows and `ranking` ranks by. */
  metric: string;
  /** Metrics of a `comparison`. */
  metrics: string[];
  /** Absent: the metric's own default (`defaultAggregation`). Ratios and counts have only one. */
  aggregation?: Aggregation;
  groupBy: Dimension[];
  filters: QueryFilter[];
  /** Swarms to look at; empty means all. */
  swarms: string[];
  /** Swarm that the others of a `comparison` are held against; absent means every pair. */
  baseline?: string;
  /** One number a group over the whole range instead of a series. */
  instant: boolean;
  format: SeriesFormat;
  /** Most rows of a `tasks` or `annotations` answer, and most values of a `values` answer. */
  limit: number;
  /** What `values` lists. */
  valuesOf: ValueField;
  /** Of `values`: only those that contain this text, in any case. */
  search?: string;
  /** What `annotations` tells of. Incidents are those of an `anomalies` query with the same fields. */
  annotationsOf: AnnotationKind[];
  /** Method of `anomalies`, `forecast` or `trend`; absent means its default. */
  method?: string;
  /** Of `health`: what it looks at. */
  check: HealthCheck;
  /**
   * How much of the window's end counts as now, ms. Of an instant `comparison`: what is held against the rest of the window;
   * of the health check `stalled`: how long ago the last sign of life may be.
   */
  recentMs?: number;
  /** Of `anomalies`: between 0 and 1 (higher alarms more often), or a z threshold above 1. */
  sensitivity?: number;
  /** Of `anomalies`: which way is an anomaly; absent means the way that is bad for the metric. */
  direction?: AnomalyDirection;
  mode?: AnomalyMode;
  /** Values of the baseline of `zscore`, `iqr` and `mad`. */
  baselineWindow?: number;
  minPoints?: number;
  /** Alarms this many points apart are one incident. */
  incidentGap?: number;
  minEffect?: { absolute?: number; relative?: number };
  /** Cycle of the method `seasonal`, ms. */
  periodMs?: number;
  /** Of an instant `anomalies` or `forecast` query: how many buckets before the end count as now. */
  recentPoints?: number;
  /** Of `forecast`: ms, a text like `6h`, or a number of points. */
  predictionHorizon?: Horizon;
  /** Of `forecast` and `trend`: value whose crossing is looked for. */
  threshold?: number;
  hide?: boolean;
}

/** When a query looks and how finely. Without `from` and `to` it covers everything stored. */
export interface QueryWindow {
  /** Epoch ms, inclusive. */
  from?: number;
  /** Epoch ms, exclusive. */
  to?: number;
  intervalMs?: number;
  maxDataPoints?: number;
}

/** A query that shows data at once, whatever is stored. */
export const DEFAULT_QUERY: Omit<PerformanceQuery, 'refId'> = {
  version: 1,
  type: 'timeseries',
  metric: 'task_duration',
  metrics: ['task_duration', 'error_rate'],
  groupBy: ['swarm'],
  filters: [],
  swarms: [],
  instant: false,
  format: 'multi',
  limit: 1000,
  valuesOf: 'swarm',
  check: 'collector',
  annotationsOf: [...ANNOTATION_KINDS],
};
