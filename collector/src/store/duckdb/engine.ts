import { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { ServiceError } from '../../errors.ts';
import type { AppendOutcome, StoreInfo } from '../store.ts';
import { Appender } from './appender.ts';
import type { EncodedTable } from './encode.ts';
import { MemoryLimit } from './memoryLimit.ts';
import { openDatabase } from './open.ts';
import { runQuery } from './run.ts';

/** An interrupt is lost while the engine prepares the statement, so it is repeated until the query ends. */
const INTERRUPT_AGAIN_MS = 20;

/** Runs a statement on a connection that nobody else uses meanwhile. */
type Read<Answer> = (connection: DuckDBConnection) => Promise<Answer>;

interface RunningQuery {
  connection: DuckDBConnection | undefined;
  /** Set once the query was cancelled. */
  interrupting: NodeJS.Timeout | undefined;
  ended: Promise<unknown>;
}

/**
 * The DuckDB file as this process owns it: one connection writes, each running query has one of its own, so that it can be
 * interrupted alone. Meant to live in a worker thread: closing an appender blocks.
 */
export class Engine {
  private readonly idle: DuckDBConnection[] = [];
  private readonly active = new Map<number, RunningQuery>();

  private constructor(
    private readonly instance: DuckDBInstance,
    private readonly writer: DuckDBConnection,
    private readonly appender: Appender,
    private readonly limit: MemoryLimit
  ) {}

  /** @throws ServiceError `STORE_LOCKED`, `STORE_TOO_NEW` or `STORE_UNREADABLE`. */
  static async open(file: string): Promise<Engine> {
    const { instance, writer } = await openDatabase(file);
    const limit = new MemoryLimit(await instance.connect());
    return new Engine(instance, writer, await limit.during(() => Appender.create(writer)), limit);
  }

  append(tables: readonly EncodedTable[]): Promise<AppendOutcome[]> {
    return this.appender.append(tables);
  }

  /** @throws ServiceError `CANCELLED` when `cancel` was called for the id, `BAD_REQUEST` for a pattern that is none. */
  query<Answer>(id: number, read: Read<Answer>): Promise<Answer> {
    const query: RunningQuery = { connection: undefined, interrupting: undefined, ended: Promise.resolve() };
    this.active.set(id, query);
    const answer = this.answer(query, read).finally(() => {
      clearInterval(query.interrupting);
      this.active.delete(id);
    });
    query.ended = answer.catch(() => undefined);
    return answer;
  }

  /** Interrupts a running query; does nothing when it has ended. */
  cancel(id: number): void {
    const query = this.active.get(id);
    if (query && query.interrupting === undefined) {
      query.connection?.interrupt();
      query.interrupting = setInterval(() => query.connection?.interrupt(), INTERRUPT_AGAIN_MS);
    }
  }

  async info(): Promise<StoreInfo> {
    const { columns } = await this.read({ connection: undefined }, (connection) =>
      runQuery(
        connection,
        `SELECT (SELECT count(DISTINCT coalesce(fact, key))::DOUBLE FROM work WHERE kind IN ('task', 'subagent')) AS tasks,
        (SELECT count(DISTINCT coalesce(fact, key))::DOUBLE FROM work WHERE kind IN ('tool', 'request')) AS steps, (SELECT count(*)::DOUBLE FROM samples) AS samples,
        least((SELECT min(ended_at) FROM work), (SELECT min(ts) FROM samples))::DOUBLE AS low,
        greatest((SELECT max(ended_at) FROM work), (SELECT max(ts) FROM samples))::DOUBLE AS high`,
        []
      )
    );
    const [tasks, steps, samples, low, high] = columns.map((column) => column.values[0]);
    return {
      tasks: Number(tasks ?? 0),
      steps: Number(steps ?? 0),
      samples: Number(samples ?? 0),
      ...(typeof low === 'number' && typeof high === 'number' ? { window: { from: low, to: high } } : {}),
    };
  }

  /** Writes everything into the file itself, so that the next start has no log to replay. */
  async close(): Promise<void> {
    const running = [...this.active.entries()];
    running.forEach(([id]) => this.cancel(id));
    await Promise.all(running.map(([, { ended }]) => ended));
    this.appender.close();
    await this.writer.run('CHECKPOINT');
    this.limit.close();
    this.idle.forEach((connection) => connection.closeSync());
    this.writer.closeSync();
    this.instance.closeSync();
  }

  private async answer<Answer>(query: RunningQuery, read: Read<Answer>): Promise<Answer> {
    try {
      const result = await this.read(query, read);
      if (query.interrupting === undefined) {
        return result;
      }
    } catch (error) {
      if (query.interrupting === undefined) {
        throw asQueryError(error);
      }
    }
    throw new ServiceError('CANCELLED', 'The query was cancelled.');
  }

  /** Never on the writer's connection: a statement there would fall into the transaction that is under way. */
  private async read<Answer>(query: Pick<RunningQuery, 'connection'>, read: Read<Answer>): Promise<Answer> {
    const connection = this.idle.pop() ?? (await this.instance.connect());
    query.connection = connection;
    try {
      return await this.limit.during(() => read(connection));
    } finally {
      query.connection = undefined;
      this.idle.push(connection);
    }
  }
}

/** The engine's patterns are RE2's: some that JavaScript knows (look-around, back-references) are none there. */
const NOT_A_PATTERN = /^Invalid Input Error: ((?:missing|unexpected|invalid|bad|no argument|trailing|pattern too) .*)/;

function asQueryError(error: unknown): unknown {
  const message = error instanceof Error ? error.message : '';
  if (/out of memory/i.test(message)) {
    return new ServiceError(
      'TOO_LARGE',
      'The query needs more memory than the store may take. Ask for a shorter time or fewer swarms.'
    );
  }
  const reason = NOT_A_PATTERN.exec(message)?.[1];
  return reason === undefined
    ? error
    : new ServiceError('BAD_REQUEST', `A filter is not a regular expression as the store knows them (RE2): ${reason}`);
}
