import type sqlite from 'node-sqlite3-wasm';

/** What an input has to know again after a restart and can't read from the store: short texts by kind and key. */
export class Notes {
  private last: number;

  constructor(private readonly database: sqlite.Database) {
    database.exec(
      'CREATE TABLE IF NOT EXISTS notes (kind TEXT NOT NULL, key TEXT NOT NULL, note TEXT NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (kind, key)) WITHOUT ROWID'
    );
    this.last = Number(database.get('SELECT coalesce(max(seq), 0) AS last FROM notes')?.['last'] ?? 0);
  }

  /** Notes of a kind by key, the oldest first. */
  all(kind: string): Map<string, string> {
    const rows = this.database.all('SELECT key, note FROM notes WHERE kind = ? ORDER BY seq', [kind]);
    return new Map(rows.map(({ key, note }) => [String(key), String(note)]));
  }

  /** Forgets everything of the kinds that begin so. */
  forget(beginning: string): void {
    this.database.run('DELETE FROM notes WHERE substr(kind, 1, length(?)) = ?', [beginning, beginning]);
  }

  /** All of the changes or none; null forgets. */
  save(kind: string, changes: ReadonlyMap<string, string | null>): void {
    if (changes.size === 0) {
      return;
    }
    this.database.exec('BEGIN');
    try {
      for (const [key, note] of changes) {
        if (note === null) {
          this.database.run('DELETE FROM notes WHERE kind = ? AND key = ?', [kind, key]);
        } else {
          this.database.run('INSERT OR REPLACE INTO notes VALUES (?, ?, ?, ?)', [kind, key, note, ++this.last]);
        }
      }
      this.database.exec('COMMIT');
    } catch (error) {
      this.database.exec('ROLLBACK');
      throw error;
    }
  }
}
