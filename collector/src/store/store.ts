import type { IngestRecord } from '../../../src/core/metrics/records.ts';
import type { SwarmSummary } from '../../../src/core/metrics/swarm.ts';
import type { AggregatePlan, AggregateRow, Selection, VectorGroup, VectorPlan } from '../../../src/core/query/plan.ts';
import type {
  PresenceSelection,
  SampleSelection,
  StoredSample,
  StoredTask,
  TaskSelection,
  ValuesSelection,
} from './rows.ts';

/** What became of each record of an appended batch, in its order. */
export type AppendOutcome = 'stored' | 'duplicate';

/** How much is stored; what several sources tell of one unit counts once. */
export interface StoreInfo {
  /** Tasks and sub-agents. */
  tasks: number;
  /** Tool calls and model requests. */
  steps: number;
  samples: number;
  /** Event times covered by everything stored; absent while the store is empty. */
  window?: { from: number; to: number };
}

/** Rows of any relation. */
export type RowRange = Pick<Selection, 'from' | 'to' | 'swarms' | 'filters'>;

/**
 * Keeps records and answers plans. Append-only: receiving a record again changes nothing.
 *
 * Every method may reject with a ServiceError; a query rejects with code `CANCELLED` once its signal is aborted.
 */
export interface Store {
  /** Resolves after the records are durable. All of a batch is kept, or none of it. */
  append(records: readonly IngestRecord[], receivedAt: number): Promise<AppendOutcome[]>;
  aggregate(plan: AggregatePlan, signal?: AbortSignal): Promise<AggregateRow[]>;
  vectors(plan: VectorPlan, signal?: AbortSignal): Promise<VectorGroup[]>;
  /** Totals per swarm; with filters only of what passes them. */
  swarms(selection: RowRange, signal?: AbortSignal): Promise<SwarmSummary[]>;
  tasks(selection: TaskSelection, signal?: AbortSignal): Promise<StoredTask[]>;
  samples(selection: SampleSelection, signal?: AbortSignal): Promise<StoredSample[]>;
  /** Values of a dimension, each once, in the order of their text. */
  values(selection: ValuesSelection, signal?: AbortSignal): Promise<string[]>;
  /** Of each subject, whether the range has a row of it. */
  present(subjects: readonly PresenceSelection[], range: RowRange, signal?: AbortSignal): Promise<boolean[]>;
  /** The topology of each of the named swarms (all when empty) of which it is known. */
  topologies(swarms: readonly string[], signal?: AbortSignal): Promise<Map<string, string>>;
  /** Event times of the named swarms (all when empty); undefined when they have none. */
  window(swarms: readonly string[], signal?: AbortSignal): Promise<{ from: number; to: number } | undefined>;
  /**
   * Id of the newest stored point of each of these cumulative counters, by series; unknown ones are left out.
   * @param since none of their points is older, epoch ms: keeps the search short in a large store.
   */
  counters(series: readonly string[], since: number): Promise<Map<string, string>>;
  info(): Promise<StoreInfo>;
  /** Bytes of memory that the engine holds. */
  memory(): Promise<number>;
  /** A number that is another one whenever an answer could be: it changes before and after each append. */
  revision(): number;
  /** Number of queries that are running now. */
  running(): number;
  close(): Promise<void>;
}
