import { rmSync } from 'node:fs';
import sqlite from 'node-sqlite3-wasm';
import { inputConfigSchema, type InputConfig } from '../config/inputs.ts';
import { Outbox } from '../deliver/outbox.ts';
import { ScheduleTable } from '../schedule/scheduleTable.ts';
import { Cursors } from './cursors.ts';
import { Markers } from './markers.ts';
import { Notes } from './notes.ts';

/**
 * What the service has to remember beside the data: few rows, changed by people. The process that has the store's file has
 * this one too, so a lock that is found was left behind by a process that was killed.
 */
export class StateDb {
  readonly cursors: Cursors;
  readonly notes: Notes;
  readonly schedules: ScheduleTable;
  readonly outbox: Outbox;
  readonly markers: Markers;
  private readonly database: sqlite.Database;

  constructor(file: string) {
    rmSync(`${file}.lock`, { recursive: true, force: true });
    this.database = new sqlite.Database(file);
    this.database.exec(
      'CREATE TABLE IF NOT EXISTS inputs (id TEXT PRIMARY KEY, config TEXT NOT NULL, added_at INTEGER NOT NULL)'
    );
    this.cursors = new Cursors(this.database);
    this.notes = new Notes(this.database);
    this.schedules = new ScheduleTable(this.database);
    this.outbox = new Outbox(this.database);
    this.markers = new Markers(this.database);
  }

  /** Inputs that were added through the API. Entries that no version reads any more are left out. */
  inputs(): Array<{ id: string; config: InputConfig }> {
    return this.database.all('SELECT id, config FROM inputs ORDER BY added_at, id').flatMap(({ id, config }) => {
      const parsed = inputConfigSchema.safeParse(JSON.parse(String(config)));
      return parsed.success ? [{ id: String(id), config: parsed.data }] : [];
    });
  }

  saveInput(id: string, config: InputConfig, addedAt: number): void {
    this.database.run('INSERT OR REPLACE INTO inputs (id, config, added_at) VALUES (?, ?, ?)', [
      id,
      JSON.stringify(config),
      addedAt,
    ]);
  }

  removeInput(id: string): void {
    this.database.run('DELETE FROM inputs WHERE id = ?', [id]);
  }

  close(): void {
    this.database.close();
  }
}
