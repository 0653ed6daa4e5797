import { object, string } from '../narrow.ts';
import { hasTable, type SqliteDatabase } from '../shared/sqliteCopy.ts';

/** Longer values are session states, never one of the rows that are read. */
const MOST_VALUE = 1024 * 1024;
const COMPRESSED = '__compressed__';

/** Where hooks and MCP server of claude-flow 2.x write, in `.swarm/memory.db`. Everything else in it is not read. */
export const NAMESPACES = ['hooks:post-task', 'hooks:post-bash', 'hooks:agent-spawned', 'swarms', 'agents'] as const;
export type Namespace = (typeof NAMESPACES)[number];

export interface MemoryRow {
  namespace: Namespace;
  key: string;
  value: Record<string, unknown>;
  /** Epoch ms, in steps of a second. */
  createdAt: number | undefined;
  updatedAt: number | undefined;
}

export interface MemoryRows {
  rows: MemoryRow[];
  /** Rows whose value is not the JSON that belongs there. */
  malformed: string[];
}

/** @throws when the file is no database, damaged, or the memory of claude-flow 3.x, which has the same name. */
export function readMemory(database: SqliteDatabase): MemoryRows {
  const found: MemoryRows = { rows: [], malformed: [] };
  if (!hasTable(database, 'memory_entries')) {
    return found;
  }
  if (database.all(`SELECT 1 FROM pragma_table_info('memory_entries') WHERE name = 'value'`).length === 0) {
    throw new Error('it is not of claude-flow 2.x; give the folder of a 3.x project as kind claude-flow');
  }
  for (const namespace of NAMESPACES) {
    const rows = database.all(
      `SELECT key, value, created_at, updated_at FROM memory_entries WHERE namespace = ? AND length(value) <= ${MOST_VALUE} ORDER BY id`,
      [namespace]
    );
    for (const row of rows) {
      const key = string(row['key']);
      const value = parse(string(row['value']));
      if (key && value) {
        const [createdAt, updatedAt] = [epochMs(row['created_at']), epochMs(row['updated_at'])];
        found.rows.push({ namespace, key, value, createdAt, updatedAt });
      } else {
        found.malformed.push(`${namespace} ${key ?? ''}`);
      }
    }
  }
  return found;
}

/** Epoch ms of a SQLite time in seconds, or of one that is in ms already. */
export function epochMs(value: unknown): number | undefined {
  const number = typeof value === 'bigint' ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number) || number <= 0) {
    return undefined;
  }
  return number < 1e12 ? number * 1000 : number;
}

/** claude-flow calls base64 of longer values compressed. */
function parse(text: string | undefined): Record<string, unknown> | undefined {
  if (text === undefined) {
    return undefined;
  }
  try {
    const json = text.startsWith(COMPRESSED)
      ? Buffer.from(text.slice(COMPRESSED.length), 'base64').toString('utf8')
      : text;
    return object(JSON.parse(json));
  } catch {
    return undefined;
  }
}
