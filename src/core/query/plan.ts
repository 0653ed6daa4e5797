import type { OrderedUnits } from '../compare/types.ts';
import type { MetricType } from '../metrics/metricTypes.ts';
import type { TaskKind, TaskStatus } from '../metrics/records.ts';
import type { Dimension, QueryFilter } from './model.ts';

/**
 * What a store is asked, free of any engine. Each store compiles it to its own language; the answers are the same.
 *
 * Relations:
 * - `work`: finished units of work, the records of several sources about one unit merged into one row;
 * - `usage`: tokens and money, only from the source that counts for each scope;
 * - `samples`: single recorded values;
 * - `countedSamples`: the same without tokens and cost that another source outranks.
 */
export type Relation = 'work' | 'usage' | 'samples' | 'countedSamples';

/** Numeric columns that measures can be taken of. `tokens` is the sum of the kinds that are known. */
export type MeasureField =
  | 'durationMs'
  | 'queueWaitMs'
  | 'tokens'
  | 'tokensInput'
  | 'tokensOutput'
  | 'tokensCacheRead'
  | 'tokensCacheCreation'
  | 'costUsd'
  | 'value'
  | 'time'
  /** Share of the units that the row was kept from; 1 where all were. */
  | 'sampleRate';

/**
 * Counts and sums are scaled: a row that was kept with a share of 0.25 stands for four. Means, extremes and quantiles are
 * of the rows as they are.
 */
export type Measure = { as: string; statuses?: readonly TaskStatus[] } &
  /** Rows; scaled to all units where only a sample was kept, unless the rows themselves are asked for. */
  (
    | { fn: 'count'; observed?: boolean }
    /** How many values are at most `bound`: one bucket of a cumulative histogram. */
    | { fn: 'countUpTo'; field: MeasureField; bound: number }
    | { fn: 'sum' | 'avg' | 'min' | 'max'; field: MeasureField }
    | { fn: 'quantile'; field: MeasureField; q: number }
  );

export interface Selection {
  relation: Relation;
  kinds?: readonly TaskKind[];
  statuses?: readonly TaskStatus[];
  metricType?: MetricType;
  /** Rows in which this field is unknown are left out. */
  known?: MeasureField;
  /** Tasks of sources that can't tell a failure are left out, see `OUTCOME_BLIND`. */
  outcomes?: boolean;
  /** Epoch ms, inclusive. */
  from?: number;
  /** Epoch ms, exclusive. */
  to?: number;
  swarms?: readonly string[];
  filters?: readonly QueryFilter[];
}

export interface AggregatePlan extends Selection {
  groupBy: readonly Dimension[];
  /** Width of the time buckets, aligned to the epoch; absent: one row a group. */
  bucketMs?: number;
  measures: readonly Measure[];
}

/** Asks for the single values of a field, sorted ascending within each group. */
export interface VectorPlan extends Selection {
  groupBy: Dimension;
  field: MeasureField;
  /** Asks for the units one by one too: in the order of time, and with their task types. */
  units?: { types: boolean };
}

export interface AggregateRow {
  group: Record<string, string | null>;
  /** Start of the bucket, epoch ms. */
  bucket?: number;
  values: Record<string, number | null>;
}

export interface VectorGroup {
  id: string;
  /** Ascending. */
  values: Float64Array;
  units?: OrderedUnits;
}
