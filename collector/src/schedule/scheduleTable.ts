import type sqlite from 'node-sqlite3-wasm';

/** Runs that a schedule's history keeps. */
const MOST_RUNS = 200;

export interface ScheduleRow {
  id: string;
  /** Of the configuration file, or added through the API. */
  source: 'config' | 'api';
  /** As it came in, JSON. */
  definition: string;
  paused: boolean;
  /** Whatever was due up to then has its run, or is left out; epoch ms. */
  through: number;
  createdAt: number;
  updatedAt: number;
}

export const RUN_REASONS = ['due', 'catch-up', 'manual'] as const;
export type RunReason = (typeof RUN_REASONS)[number];

/** `made`: what it sends is in the outbox. */
export const RUN_STATES = ['waiting', 'made', 'failed', 'cancelled'] as const;
export type RunState = (typeof RUN_STATES)[number];

export interface RunRow {
  id: string;
  scheduleId: string;
  reason: RunReason;
  /** What "now" stands for in it, epoch ms. */
  due: number;
  /** Of a catch-up, the first time that was missed. */
  firstMissed?: number;
  state: RunState;
  attempts: number;
  /** While it waits: not before then. */
  nextAttemptAt: number;
  createdAt: number;
  endedAt?: number;
  /** Why it failed, or failed last. */
  error?: string;
}

/** Schedules and the history of their runs in the small state. */
export class ScheduleTable {
  constructor(private readonly database: sqlite.Database) {
    database.exec(`
      CREATE TABLE IF NOT EXISTS schedules (id TEXT PRIMARY KEY, source TEXT NOT NULL, definition TEXT NOT NULL, paused INTEGER NOT NULL,
        through INTEGER NOT NULL, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL) WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS runs (seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, schedule_id TEXT NOT NULL, occasion TEXT NOT NULL,
        reason TEXT NOT NULL, due INTEGER NOT NULL, first_missed INTEGER, state TEXT NOT NULL, attempts INTEGER NOT NULL,
        next_attempt_at INTEGER NOT NULL, created_at INTEGER NOT NULL, ended_at INTEGER, error TEXT, UNIQUE (schedule_id, occasion));
      CREATE INDEX IF NOT EXISTS runs_waiting ON runs (state) WHERE state = 'waiting'`);
  }

  schedules(): ScheduleRow[] {
    return this.database.all('SELECT * FROM schedules ORDER BY created_at, id').map((row) => ({
      id: String(row['id']),
      source: row['source'] === 'config' ? 'config' : 'api',
      definition: String(row['definition']),
      paused: row['paused'] === 1,
      through: Number(row['through']),
      createdAt: Number(row['created_at']),
      updatedAt: Number(row['updated_at']),
    }));
  }

  save({ id, source, definition, paused, through, createdAt, updatedAt }: ScheduleRow): void {
    this.database.run('INSERT OR REPLACE INTO schedules VALUES (?, ?, ?, ?, ?, ?, ?)', [
      id,
      source,
      definition,
      paused ? 1 : 0,
      through,
      createdAt,
      updatedAt,
    ]);
  }

  /** The schedule and its history. */
  remove(id: string): void {
    this.atOnce(() => {
      this.database.run('DELETE FROM schedules WHERE id = ?', [id]);
      this.database.run('DELETE FROM runs WHERE schedule_id = ?', [id]);
    });
  }

  /**
   * A run and the time up to which the schedule is done with, both or none. The same occasion has one run only.
   * @returns whether the run is new
   */
  begin(run: RunRow, through?: number): boolean {
    let isNew = false;
    this.atOnce(() => {
      const { id, scheduleId, reason, due, firstMissed, state, attempts, nextAttemptAt, createdAt } = run;
      const occasion = reason === 'manual' ? id : String(due);
      this.database.run(
        `INSERT OR IGNORE INTO runs (id, schedule_id, occasion, reason, due, first_missed, state, attempts, next_attempt_at, created_at)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        [id, scheduleId, occasion, reason, due, firstMissed ?? null, state, attempts, nextAttemptAt, createdAt]
      );
      isNew = this.run(id) !== undefined;
      if (through !== undefined) {
        this.database.run('UPDATE schedules SET through = ? WHERE id = ?', [through, scheduleId]);
      }
      this.database.run(
        `DELETE FROM runs WHERE schedule_id = ?1 AND state <> 'waiting' AND seq NOT IN
          (SELECT seq FROM runs WHERE schedule_id = ?1 ORDER BY seq DESC LIMIT ${MOST_RUNS})`,
        [scheduleId]
      );
    });
    return isNew;
  }

  /** Runs that are still to be made, in the order in which they came. */
  waiting(): RunRow[] {
    return this.database.all(`SELECT * FROM runs WHERE state = 'waiting' ORDER BY seq`).map(runOf);
  }

  /** Latest first. */
  history(scheduleId: string, limit: number): RunRow[] {
    return this.database
      .all('SELECT * FROM runs WHERE schedule_id = ? ORDER BY seq DESC LIMIT ?', [scheduleId, limit])
      .map(runOf);
  }

  run(id: string): RunRow | undefined {
    const row = this.database.get('SELECT * FROM runs WHERE id = ?', [id]);
    return row ? runOf(row) : undefined;
  }

  update({ id, state, attempts, nextAttemptAt, endedAt, error }: RunRow): void {
    this.database.run(
      'UPDATE runs SET state = ?, attempts = ?, next_attempt_at = ?, ended_at = ?, error = ? WHERE id = ?',
      [state, attempts, nextAttemptAt, endedAt ?? null, error ?? null, id]
    );
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

function runOf(row: sqlite.QueryResult): RunRow {
  const optional = (column: string) => (row[column] === null ? undefined : Number(row[column]));
  const firstMissed = optional('first_missed');
  const endedAt = optional('ended_at');
  return {
    id: String(row['id']),
    scheduleId: String(row['schedule_id']),
    reason: RUN_REASONS.find((reason) => reason === row['reason']) ?? 'due',
    due: Number(row['due']),
    ...(firstMissed === undefined ? {} : { firstMissed }),
    state: RUN_STATES.find((state) => state === row['state']) ?? 'failed',
    attempts: Number(row['attempts']),
    nextAttemptAt: Number(row['next_attempt_at']),
    createdAt: Number(row['created_at']),
    ...(endedAt === undefined ? {} : { endedAt }),
    ...(row['error'] === null ? {} : { error: String(row['error']) }),
  };
}
