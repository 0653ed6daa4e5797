import { copyFile, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sqlite from 'node-sqlite3-wasm';

/** Files whose time of change is younger than this may still change within the same clock tick. */
const SETTLED_MS = 20;
const MOST_BYTES = 1024 * 1024 * 1024;

export interface FeedbackRow {
  key: string;
  content: string;
  createdAt: number;
  updatedAt: number;
}

export type FeedbackReading =
  | { state: 'missing' }
  | { state: 'unchanged' }
  | { state: 'changed'; rows: FeedbackRow[] }
  | { state: 'unreadable'; problem: string };

/**
 * The feedback rows of claude-flow's `agentdb-memory.db`. SQLite readers of a database with a write-ahead log write beside
 * it, and we never write into a watched folder: so file and log are copied, and the copy is read. A copy during which
 * one of them changed is thrown away.
 */
export class FeedbackDb {
  private accepted = '';

  /** @param scratch folder for the copies: they hold whatever the database holds, and are deleted after each reading. */
  constructor(
    readonly path: string,
    private readonly scratch: string = tmpdir(),
    private readonly clock: () => number = Date.now
  ) {}

  async read(): Promise<FeedbackReading> {
    const before = await versionOf(this.path, this.clock());
    if (before.state !== 'there') {
      return before.state === 'missing' ? { state: 'missing' } : { state: 'unreadable', problem: before.problem };
    }
    if (before.version === this.accepted) {
      return { state: 'unchanged' };
    }
    const folder = await mkdtemp(join(this.scratch, 'claude-flow-perf-'));
    try {
      const copy = join(folder, 'copy.db');
      await copyFile(this.path, copy);
      if (before.hasLog) {
        await copyFile(`${this.path}-wal`, `${copy}-wal`);
      }
      const after = await versionOf(this.path, this.clock());
      if (after.state !== 'there' || after.version !== before.version) {
        return { state: 'unreadable', problem: 'it changed while it was being copied' };
      }
      const rows = readRows(copy);
      this.accepted = before.version;
      return { state: 'changed', rows };
    } catch (error) {
      return { state: 'unreadable', problem: error instanceof Error ? error.message : String(error) };
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  /** Makes the next reading deliver the rows again. */
  again(): void {
    this.accepted = '';
  }
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

function readRows(copy: string): FeedbackRow[] {
  const database = new sqlite.Database(copy);
  try {
    // Without shared memory (there is none in WebAssembly) SQLite reads a write-ahead log only under an exclusive lock.
    database.exec('PRAGMA locking_mode = EXCLUSIVE');
    const tables = database.all(`SELECT name FROM sqlite_master WHERE type = 'table' AND name = 'memory_entries'`);
    if (tables.length === 0) {
      return [];
    }
    const rows = database.all(
      `SELECT key, content, created_at AS createdAt, updated_at AS updatedAt FROM memory_entries WHERE namespace = 'feedback'`
    );
    return rows.flatMap(({ key, content, createdAt, updatedAt }) =>
      typeof key === 'string' && typeof content === 'string'
        ? { key, content, createdAt: Number(createdAt), updatedAt: Number(updatedAt) }
        : []
    );
  } finally {
    database.close();
  }
}
