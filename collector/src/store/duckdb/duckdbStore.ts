import type { IngestRecord } from '../../../../src/core/metrics/records.ts';
import type { SwarmSummary } from '../../../../src/core/metrics/swarm.ts';
import type { AggregatePlan, AggregateRow, VectorGroup, VectorPlan } from '../../../../src/core/query/plan.ts';
import { ServiceError } from '../../errors.ts';
import type {
  PresenceSelection,
  SampleSelection,
  StoredSample,
  StoredTask,
  TaskSelection,
  ValuesSelection,
} from '../rows.ts';
import type { AppendOutcome, RowRange, Store, StoreInfo } from '../store.ts';
import { encode } from './encode.ts';
import { number, toAggregateRows } from './results.ts';
import { SAMPLE_COLUMNS, TASK_COLUMNS, toSamples, toTasks } from './rowResults.ts';
import { StoreThread } from './rpc.ts';
import type { QueryResult } from './run.ts';
import { compileAggregate, compileRows, compileVectors, type Statement } from './sql/compile.ts';
import { lastCounters } from './sql/counters.ts';
import { storedTimes, swarmDescriptions, swarmSamples, swarmTopologies, swarmUsage, swarmWork } from './sql/swarms.ts';
import { compilePresence, compileValues } from './sql/values.ts';
import { toSummaries } from './summaries.ts';

const MEMORY: Statement = {
  sql: 'SELECT sum(memory_usage_bytes)::DOUBLE AS bytes FROM duckdb_memory()',
  parameters: [],
};

/** The embedded store: DuckDB in a worker thread of this process, which alone opens the file. */
export class DuckDbStore implements Store {
  private active = 0;
  private changes = 0;
  private closing: Promise<void> | undefined;

  private constructor(private readonly thread: StoreThread) {}

  /** @throws ServiceError `STORE_LOCKED`, `STORE_TOO_NEW`, `STORE_UNREADABLE`. */
  static async open(file: string): Promise<DuckDbStore> {
    const thread = new StoreThread();
    try {
      await thread.call('open', { file }).answer;
    } catch (error) {
      await thread.terminate();
      throw error;
    }
    return new DuckDbStore(thread);
  }

  async append(records: readonly IngestRecord[], receivedAt: number): Promise<AppendOutcome[]> {
    this.changes++;
    try {
      return await this.thread.call('append', { tables: encode(records, receivedAt) }).answer;
    } finally {
      this.changes++;
    }
  }

  revision(): number {
    return this.changes;
  }

  async aggregate(plan: AggregatePlan, signal?: AbortSignal): Promise<AggregateRow[]> {
    return toAggregateRows(plan, await this.run(compileAggregate(plan), signal));
  }

  async vectors(plan: VectorPlan, signal?: AbortSignal): Promise<VectorGroup[]> {
    const shape = { isOrdered: plan.units !== undefined, hasTypes: plan.units?.types === true };
    return this.ask(() => this.thread.call('vectors', { ...compileVectors(plan), shape }), signal);
  }

  async swarms(selection: RowRange, signal?: AbortSignal): Promise<SwarmSummary[]> {
    const [work, usage, samples, descriptions] = await Promise.all([
      this.run(swarmWork(selection), signal),
      this.run(swarmUsage(selection), signal),
      this.run(swarmSamples(selection), signal),
      this.run(swarmDescriptions(selection.swarms), signal),
    ]);
    const { from, to, filters } = selection;
    const everything = from === undefined && to === undefined && (filters ?? []).length === 0;
    return toSummaries({ work, usage, samples, descriptions }, everything);
  }

  async tasks({ limit, ...selection }: TaskSelection, signal?: AbortSignal): Promise<StoredTask[]> {
    return toTasks(await this.run(compileRows(TASK_COLUMNS, { relation: 'work', ...selection }, limit), signal));
  }

  async samples({ limit, ...selection }: SampleSelection, signal?: AbortSignal): Promise<StoredSample[]> {
    return toSamples(
      await this.run(compileRows(SAMPLE_COLUMNS, { relation: 'countedSamples', ...selection }, limit), signal)
    );
  }

  async values(selection: ValuesSelection, signal?: AbortSignal): Promise<string[]> {
    const results = await Promise.all(compileValues(selection).map((statement) => this.run(statement, signal)));
    const found = new Set(results.flatMap(({ columns }) => (columns[0]?.values ?? []).map(String)));
    return [...found].sort().slice(0, selection.limit);
  }

  async present(subjects: readonly PresenceSelection[], range: RowRange, signal?: AbortSignal): Promise<boolean[]> {
    const relations = [...new Set(subjects.map(({ relation }) => relation))];
    const found = new Map<PresenceSelection, boolean>();
    await Promise.all(
      relations.map(async (relation) => {
        const own = subjects.filter((subject) => subject.relation === relation);
        const { columns } = await this.run(compilePresence(relation, own, range), signal);
        own.forEach((subject, index) => found.set(subject, columns[index]?.values[0] === true));
      })
    );
    return subjects.map((subject) => found.get(subject) === true);
  }

  async topologies(swarms: readonly string[], signal?: AbortSignal): Promise<Map<string, string>> {
    const { columns } = await this.run(swarmTopologies(swarms), signal);
    const names = columns[1]?.values ?? [];
    return new Map((columns[0]?.values ?? []).map((swarm, row) => [String(swarm), String(names[row])]));
  }

  async window(swarms: readonly string[], signal?: AbortSignal): Promise<{ from: number; to: number } | undefined> {
    const results = await Promise.all(storedTimes(swarms).map((statement) => this.run(statement, signal)));
    const times = (column: number) => results.flatMap(({ columns }) => number(columns[column]?.values[0]) ?? []);
    const from = Math.min(...times(0));
    const to = Math.max(...times(1));
    // `to` is exclusive everywhere; the last event belongs to the window.
    return from <= to ? { from, to: to + 1 } : undefined;
  }

  async counters(series: readonly string[], since: number): Promise<Map<string, string>> {
    const { columns } = await this.run(lastCounters(series, since));
    const ids = columns[1]?.values ?? [];
    return new Map((columns[0]?.values ?? []).map((name, row) => [String(name), String(ids[row])]));
  }

  info(): Promise<StoreInfo> {
    return this.thread.call('info', {}).answer;
  }

  async memory(): Promise<number> {
    const { columns } = await this.run(MEMORY);
    return number(columns[0]?.values[0]) ?? 0;
  }

  running(): number {
    return this.active;
  }

  close(): Promise<void> {
    return (this.closing ??= this.shut());
  }

  private async shut(): Promise<void> {
    try {
      await this.thread.call('close', {}).answer;
    } finally {
      await this.thread.terminate();
    }
  }

  private run(statement: Statement, signal?: AbortSignal): Promise<QueryResult> {
    return this.ask(() => this.thread.call('query', statement), signal);
  }

  /** Counts a query while it runs, and cancels it with the signal. */
  private async ask<Answer>(
    call: () => { id: number; answer: Promise<Answer> },
    signal?: AbortSignal
  ): Promise<Answer> {
    if (signal?.aborted) {
      throw new ServiceError('CANCELLED', 'The query was cancelled.');
    }
    const { id, answer } = call();
    const cancel = () => void this.thread.call('cancel', { target: id }).answer.catch(() => undefined);
    signal?.addEventListener('abort', cancel, { once: true });
    this.active++;
    try {
      return await answer;
    } finally {
      this.active--;
      signal?.removeEventListener('abort', cancel);
    }
  }
}
