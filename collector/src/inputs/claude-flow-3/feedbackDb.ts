import { hasTable, SqliteCopy, type SqliteDatabase } from '../shared/sqliteCopy.ts';
import { countEntries, type NamespaceCount } from './memoryEntries.ts';

/** Longer contents are no feedback that `hooks_post-task` would write; they come out empty. */
const MOST_CONTENT = 64 * 1024;

export interface FeedbackRow {
  key: string;
  content: string;
  createdAt: number;
  updatedAt: number;
}

export type FeedbackReading =
  | { state: 'missing' }
  | { state: 'unchanged' }
  | { state: 'changed'; rows: FeedbackRow[]; entries: NamespaceCount[] }
  | { state: 'unreadable'; problem: string };

/** The feedback rows of claude-flow's `agentdb-memory.db`, and how many entries it has; read from a copy. */
export class FeedbackDb {
  private readonly copy: SqliteCopy;

  /** @param scratch folder for short-lived copies. */
  constructor(path: string, scratch?: string, clock?: () => number) {
    this.copy = new SqliteCopy(path, scratch, clock);
  }

  async read(): Promise<FeedbackReading> {
    const reading = await this.copy.read((database) => ({
      rows: readRows(database),
      entries: countEntries(database),
    }));
    return reading.state === 'changed' ? { state: 'changed', ...reading.value } : reading;
  }

  /** Makes the next reading deliver the rows again. */
  again(): void {
    this.copy.again();
  }
}

function readRows(database: SqliteDatabase): FeedbackRow[] {
  if (!hasTable(database, 'memory_entries')) {
    return [];
  }
  const rows = database.all(
    `SELECT key, CASE WHEN length(content) <= ${MOST_CONTENT} THEN content ELSE '' END AS content, created_at AS createdAt, updated_at AS updatedAt FROM memory_entries WHERE namespace = 'feedback'`
  );
  return rows.flatMap(({ key, content, createdAt, updatedAt }) =>
    typeof key === 'string' && typeof content === 'string'
      ? { key, content, createdAt: Number(createdAt), updatedAt: Number(updatedAt) }
      : []
  );
}
