import { totalmem } from 'node:os';
import type { DuckDBConnection } from '@duckdb/node-api';

/**
 * What the engine may take while it only writes: enough for a transaction and for merging its log. It would otherwise keep the
 * blocks that it wrote, as many as the file has.
 */
export const WRITING_LIMIT = '48MB';
/** Queries over millions of tasks take gigabytes: by default half of what the process may have. */
const QUERY_SHARE = 0.5;
/** Blocks that a query has read are kept this long for the next one, ms. */
const IDLE_MS = 5000;

/** Lets the engine have more memory while queries run, and takes it back when none has run for some seconds. */
export class MemoryLimit {
  private running = 0;
  private raised: Promise<unknown> | undefined;
  private changed: Promise<unknown> = Promise.resolve();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly connection: DuckDBConnection,
    private readonly idleMs = IDLE_MS
  ) {}

  /** Runs a query with the higher limit. */
  async during<T>(query: () => Promise<T>): Promise<T> {
    this.running++;
    clearTimeout(this.timer);
    try {
      await (this.raised ??= this.set(queryLimit()));
      return await query();
    } finally {
      this.running--;
      if (this.running === 0) {
        this.timer = setTimeout(() => void this.lower(), this.idleMs);
        this.timer.unref();
      }
    }
  }

  close(): void {
    clearTimeout(this.timer);
    this.connection.closeSync();
  }

  private async lower(): Promise<void> {
    this.raised = undefined;
    // Refused while a transaction needs more; the next query's end asks again.
    await this.set(WRITING_LIMIT).catch(() => undefined);
  }

  /** One after the other: a query that starts while the limit goes down must find it up. */
  private set(limit: string): Promise<unknown> {
    const set = () => this.connection.run(`SET memory_limit = '${limit}'`);
    return (this.changed = this.changed.then(set, set));
  }
}

/** In the engine's notation. */
function queryLimit(): string {
  const constrained = process.constrainedMemory();
  const available = constrained > 0 ? Math.min(constrained, totalmem()) : totalmem();
  return `${Math.floor((available * QUERY_SHARE) / 2 ** 20)}MiB`;
}
