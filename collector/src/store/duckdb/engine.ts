import { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { ServiceError } from '../../errors.ts';
import type { AppendOutcome, StoreInfo } from '../store.ts';
import { Appender } from './appender.ts';
import type { EncodedTable } from './encode.ts';
import { openDatabase } from './open.ts';
import { runQuery, type QueryResult, type SqlParameter } from './run.ts';

/**
 * The DuckDB file as this process owns it: one connection writes, each running query has one of its own, so that it can be
 * interrupted alone. Meant to live in a worker thread: closing an appender blocks.
 */
export class Engine {
  private readonly idle: DuckDBConnection[] = [];
  private readonly active = new Map<number, DuckDBConnection>();

  private constructor(
    private readonly instance: DuckDBInstance,
    private readonly writer: DuckDBConnection,
    private readonly appender: Appender
  ) {}

  /** @throws ServiceError `STORE_LOCKED`, `STORE_TOO_NEW` or `STORE_UNREADABLE`. */
  static async open(file: string): Promise<Engine> {
    const { instance, writer } = await openDatabase(file);
    return new Engine(instance, writer, await Appender.create(writer));
  }

  append(tables: readonly EncodedTable[]): Promise<AppendOutcome[]> {
    return this.appender.append(tables);
  }

  /** @throws ServiceError `CANCELLED` when `cancel` was called for the id. */
  async query(id: number, sql: string, parameters: readonly SqlParameter[]): Promise<QueryResult> {
    const connection = this.idle.pop() ?? (await this.instance.connect());
    this.active.set(id, connection);
    try {
      return await runQuery(connection, sql, parameters);
    } catch (error) {
      if (!this.active.has(id)) {
        throw new ServiceError('CANCELLED', 'The query was cancelled.');
      }
      throw error;
    } finally {
      this.active.delete(id);
      this.idle.push(connection);
    }
  }

  /** Interrupts a running query; does nothing when it has ended. */
  cancel(id: number): void {
    const connection = this.active.get(id);
    this.active.delete(id);
    connection?.interrupt();
  }

  async info(): Promise<StoreInfo> {
    const { columns } = await runQuery(
      this.writer,
      `SELECT (SELECT count(*)::DOUBLE FROM work) AS tasks, (SELECT count(*)::DOUBLE FROM samples) AS samples,
        least((SELECT min(ended_at) FROM work), (SELECT min(ts) FROM samples))::DOUBLE AS low,
        greatest((SELECT max(ended_at) FROM work), (SELECT max(ts) FROM samples))::DOUBLE AS high`,
      []
    );
    const [tasks, samples, low, high] = columns.map((column) => column.values[0]);
    return {
      tasks: Number(tasks ?? 0),
      samples: Number(samples ?? 0),
      ...(typeof low === 'number' && typeof high === 'number' ? { window: { from: low, to: high } } : {}),
    };
  }

  /** Writes everything into the file itself, so that the next start has no log to replay. */
  async close(): Promise<void> {
    for (const id of [...this.active.keys()]) {
      this.cancel(id);
    }
    this.appender.close();
    await this.writer.run('CHECKPOINT');
    this.idle.forEach((connection) => connection.closeSync());
    this.writer.closeSync();
    this.instance.closeSync();
  }
}
