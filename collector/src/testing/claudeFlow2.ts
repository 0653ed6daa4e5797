import { cp, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sqlite from 'node-sqlite3-wasm';
import { tempFolder } from './tempFolder.ts';

const FIXTURES = fileURLToPath(new URL('../../../tests/fixtures/claude-flow-2', import.meta.url));

/** A copy of a recorded claude-flow 2.x folder that a test may change. */
export async function recordedFolder(name: 'project' | 'live'): Promise<string> {
  const folder = join(await tempFolder(), name);
  await cp(join(FIXTURES, name), folder, { recursive: true, preserveTimestamps: true });
  return folder;
}

/** Changes a database as claude-flow would, and lets it look as if that was a while ago. */
export async function change(file: string, ...statements: Array<[sql: string, values?: Array<string | number>]>) {
  const database = new sqlite.Database(file);
  try {
    // SQLite in WebAssembly has no shared memory, which a write-ahead log needs unless the file is locked.
    database.exec('PRAGMA locking_mode = EXCLUSIVE');
    database.exec('PRAGMA foreign_keys = OFF');
    statements.forEach(([sql, values]) => database.run(sql, values ?? []));
  } finally {
    database.close();
  }
  await utimes(file, Date.now() / 1000, Date.now() / 1000 - 1 - Math.random());
}

/** Rows of a database that nobody else holds. */
export function rowsOf(file: string, query: string): unknown[] {
  const database = new sqlite.Database(file, { readOnly: true });
  try {
    return database.all(query);
  } finally {
    database.close();
  }
}

export const ADD_ROW =
  'INSERT OR REPLACE INTO memory_entries (key, value, namespace, created_at, updated_at) VALUES (?, ?, ?, ?, ?)';
