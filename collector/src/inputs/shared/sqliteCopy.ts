import { copyFile, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sqlite from 'node-sqlite3-wasm';

/** Files whose time of change is younger than this may still change within the same clock tick. */
const SETTLED_MS = 20;
/** A database that takes longer than this to copy and read is read less often: at most `MOST_SHARE` of the time. */
const QUICK_MS = 250;
const MOST_SHARE = 0.05;
const MOST_BYTES = 1024 * 1024 * 1024;

export type SqliteDatabase = InstanceType<typeof sqlite.Database>;

export type SqliteReading<T> =
  | { state: 'missing' }
  | { state: 'unchanged' }
  | { state: 'changed'; value: T }
  | { state: 'unreadable'; problem: string };

/**
 * A SQLite file that another program writes. Readers of a database with a write-ahead log write beside it, and we never
 * write into a watched folder: so file and log are copied, and the copy is read. A copy during which one of them changed
 * is thrown away. Locks of the writer don't matter: what it has not committed is not in the copy's view.
 */
export class SqliteCopy {
  private accepted = '';
  private notBefore = 0;

  /** @param scratch folder for the copies: they hold whatever the database holds, and are deleted after each reading. */
  constructor(
    readonly path: string,
    private readonly scratch: string = tmpdir(),
    private readonly clock: () => number = Date.now
  ) {}

  /**
   * What `query` makes of the database, if it has changed since the last reading that succeeded. `query` throws on a
   * database that is damaged; that is told, not thrown.
   */
  async read<T>(query: (database: SqliteDatabase) => T): Promise<SqliteReading<T>> {
    const startedAt = this.clock();
    const before = await versionOf(this.path, startedAt);
    if (before.state !== 'there') {
      return before.state === 'missing' ? { state: 'missing' } : { state: 'unreadable', problem: before.problem };
    }
    if (before.version === this.accepted || startedAt < this.notBefore) {
      return { state: 'unchanged' };
    }
    let folder: string | undefined;
    try {
      folder = await mkdtemp(join(this.scratch, 'claude-flow-perf-'));
      const copy = join(folder, 'copy.db');
      await copyFile(this.path, copy);
      if (before.hasLog) {
        await copyFile(`${this.path}-wal`, `${copy}-wal`);
      }
      const after = await versionOf(this.path, this.clock());
      if (after.state !== 'there' || after.version !== before.version) {
        return { state: 'unreadable', problem: 'it changed while it was being copied' };
      }
      const value = opened(copy, query);
      this.accepted = before.version;
      return { state: 'changed', value };
    } catch (error) {
      return { state: 'unreadable', problem: problemOf(error) };
    } finally {
      const took = this.clock() - startedAt;
      this.notBefore = took > QUICK_MS ? startedAt + took / MOST_SHARE : 0;
      if (folder !== undefined) {
        await rm(folder, { recursive: true, force: true });
      }
    }
  }

  /** Makes the next reading deliver everything again. */
  again(): void {
    this.accepted = '';
    this.notBefore = 0;
  }
}

/** Whether a database has a table of this name. */
export function hasTable(database: SqliteDatabase, name: string): boolean {
  return database.all(`SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?`, [name]).length > 0;
}

function opened<T>(copy: string, query: (database: SqliteDatabase) => T): T {
  const database = new sqlite.Database(copy);
  try {
    // Without shared memory (there is none in WebAssembly) SQLite reads a write-ahead log only under an exclusive lock.
    database.exec('PRAGMA locking_mode = EXCLUSIVE');
    return query(database);
  } finally {
    database.close();
  }
}

/** SQLite's own words name no content; messages of the file system name paths, so only their code is told. */
function problemOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') {
    return error.code;
  }
  return error instanceof Error ? error.message : String(error);
}

type Version =
  | { state: 'missing' }
  | { state: 'unreadable'; problem: string }
  | { state: 'there'; version: string; hasLog: boolean };

async function versionOf(path: string, now: number): Promise<Version> {
  const [file, log] = await Promise.all([statIfThere(path), statIfThere(`${path}-wal`)]);
  if (!file) {
    return { state: 'missing' };
  }
  if (file.size > MOST_BYTES) {
    return { state: 'unreadable', problem: 'it is larger than 1 GiB' };
  }
  const youngest = Math.max(Number(file.mtimeMs), Number(log?.mtimeMs ?? 0));
  if (now - youngest < SETTLED_MS) {
    return { state: 'unreadable', problem: 'it is being written' };
  }
  const part = (stats: typeof log) => (stats ? `${stats.ino}:${stats.size}:${stats.mtimeNs}` : '-');
  return { state: 'there', version: `${part(file)}/${part(log)}`, hasLog: (log?.size ?? 0n) > 0n };
}

async function statIfThere(path: string) {
  try {
    return await stat(path, { bigint: true });
  } catch {
    return undefined;
  }
}
