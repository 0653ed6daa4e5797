import type sqlite from 'node-sqlite3-wasm';

/** How far a file has been read; a file that is another one by now is read from its start. */
export interface FileCursor {
  /** Device and inode. */
  identity: string;
  /** Length and hash of its first bytes. */
  head: string;
  /** Everything before it is stored, bytes. */
  offset: number;
}

/**
 * Notes of inputs about how far they have read. They only save reading: what is read again is recognised by its id. Files
 * are known by a hash of their path, since paths may name persons.
 */
export class Cursors {
  constructor(private readonly database: sqlite.Database) {
    database.exec(
      `CREATE TABLE IF NOT EXISTS cursors (input TEXT NOT NULL, file TEXT NOT NULL, reader TEXT NOT NULL, identity TEXT NOT NULL,
        head TEXT NOT NULL, offset INTEGER NOT NULL, PRIMARY KEY (input, file)) WITHOUT ROWID`
    );
  }

  /**
   * What the input has noted, by file.
   * @param reader what else the records depend on, such as a version or settings: notes of another reader don't count.
   */
  of(input: string, reader: string): Map<string, FileCursor> {
    const rows = this.database.all('SELECT file, identity, head, offset FROM cursors WHERE input = ? AND reader = ?', [
      input,
      reader,
    ]);
    return new Map(
      rows.map(({ file, identity, head, offset }) => [
        String(file),
        { identity: String(identity), head: String(head), offset: Number(offset) },
      ])
    );
  }

  save(input: string, reader: string, cursors: ReadonlyMap<string, FileCursor>): void {
    this.atOnce(() => {
      for (const [file, { identity, head, offset }] of cursors) {
        this.database.run('INSERT OR REPLACE INTO cursors VALUES (?, ?, ?, ?, ?, ?)', [
          input,
          file,
          reader,
          identity,
          head,
          offset,
        ]);
      }
    });
  }

  /** Forgets files of an input that are no more. */
  remove(input: string, files: Iterable<string>): void {
    this.atOnce(() => {
      for (const file of files) {
        this.database.run('DELETE FROM cursors WHERE input = ? AND file = ?', [input, file]);
      }
    });
  }

  forget(input: string): void {
    this.database.run('DELETE FROM cursors WHERE input = ?', [input]);
  }

  /** The store is empty: whatever was read has to be read again. */
  clear(): void {
    this.database.exec('DELETE FROM cursors');
  }

  private atOnce(change: () => void): void {
    this.database.exec('BEGIN');
    try {
      change();
      this.database.exec('COMMIT');
    } catch (error) {
      this.database.exec('ROLLBACK');
      throw error;
    }
  }
}
