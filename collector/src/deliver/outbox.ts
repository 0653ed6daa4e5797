import type sqlite from 'node-sqlite3-wasm';

/** `dead`: it could not be delivered, and waits for a person. */
export const DELIVERY_STATES = ['waiting', 'sending', 'delivered', 'dead', 'cancelled'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

export interface DeliveryRow {
  /** In the order in which they were put in. */
  seq: number;
  id: string;
  /** Absent of what no schedule sent, such as an alert. */
  runId?: string;
  scheduleId?: string;
  /** Name of a target, or an e-mail address. */
  recipient: string;
  /** Kind of the target when it was put in. */
  kind: string;
  title: string;
  /** Of the message and its files. */
  contentId: string;
  state: DeliveryState;
  attempts: number;
  nextAttemptAt: number;
  createdAt: number;
  /** From when on its time runs out; later than `createdAt` when a person has begun again. */
  since: number;
  endedAt?: number;
  /** Why it failed, or failed last. */
  error?: string;
}

export type NewDelivery = Pick<
  DeliveryRow,
  'id' | 'runId' | 'scheduleId' | 'recipient' | 'kind' | 'title' | 'contentId' | 'createdAt'
>;

export interface DeliveryFilter {
  state?: DeliveryState;
  scheduleId?: string;
  runIds?: readonly string[];
  limit: number;
}

/** What is to be sent, and what became of what was, in the small state. Each change is durable when it returns. */
export class Outbox {
  constructor(private readonly database: sqlite.Database) {
    database.exec(`
      CREATE TABLE IF NOT EXISTS deliveries (seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, run_id TEXT, schedule_id TEXT,
        recipient TEXT NOT NULL, kind TEXT NOT NULL, title TEXT NOT NULL, content_id TEXT NOT NULL, state TEXT NOT NULL,
        attempts INTEGER NOT NULL, next_attempt_at INTEGER NOT NULL, created_at INTEGER NOT NULL, since INTEGER NOT NULL,
        ended_at INTEGER, error TEXT, progress TEXT);
      CREATE INDEX IF NOT EXISTS deliveries_open ON deliveries (recipient, seq) WHERE state IN ('waiting', 'sending');
      CREATE INDEX IF NOT EXISTS deliveries_of_run ON deliveries (run_id)`);
  }

  /** All of them or none; those whose id is there already stay as they are. */
  put(deliveries: readonly NewDelivery[]): void {
    this.atOnce(() => {
      for (const { id, runId, scheduleId, recipient, kind, title, contentId, createdAt } of deliveries) {
        this.database.run(
          `INSERT OR IGNORE INTO deliveries (id, run_id, schedule_id, recipient, kind, title, content_id, state, attempts,
            next_attempt_at, created_at, since) VALUES (?, ?, ?, ?, ?, ?, ?, 'waiting', 0, ?, ?, ?)`,
          [id, runId ?? null, scheduleId ?? null, recipient, kind, title, contentId, createdAt, createdAt, createdAt]
        );
      }
    });
  }

  /** What was being sent when the process ended may have arrived or not: it is sent again, under the same id. */
  recover(now: number): number {
    this.database.run(`UPDATE deliveries SET state = 'waiting', next_attempt_at = ? WHERE state = 'sending'`, [now]);
    return Number(this.database.get('SELECT changes() AS changed')?.['changed'] ?? 0);
  }

  /** Of each recipient the first that is not done: later ones wait for it. */
  heads(): DeliveryRow[] {
    return this.database
      .all(
        `SELECT * FROM deliveries WHERE seq IN
          (SELECT min(seq) FROM deliveries WHERE state IN ('waiting', 'sending') GROUP BY recipient) ORDER BY seq`
      )
      .map(deliveryOf);
  }

  find(id: string): DeliveryRow | undefined {
    const row = this.database.get('SELECT * FROM deliveries WHERE id = ?', [id]);
    return row ? deliveryOf(row) : undefined;
  }

  /** Latest first. */
  list({ state, scheduleId, runIds, limit }: DeliveryFilter): DeliveryRow[] {
    const conditions = [
      ...(state === undefined ? [] : ['state = ?']),
      ...(scheduleId === undefined ? [] : ['schedule_id = ?']),
      ...(runIds === undefined ? [] : [`run_id IN (${runIds.map(() => '?').join(', ')})`]),
    ];
    const where = conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : '';
    const values = [...[state, scheduleId].flatMap((value) => value ?? []), ...(runIds ?? []), limit];
    return this.database.all(`SELECT * FROM deliveries ${where} ORDER BY seq DESC LIMIT ?`, values).map(deliveryOf);
  }

  update({ id, state, attempts, nextAttemptAt, since, endedAt, error }: DeliveryRow): void {
    this.database.run(
      'UPDATE deliveries SET state = ?, attempts = ?, next_attempt_at = ?, since = ?, ended_at = ?, error = ? WHERE id = ?',
      [state, attempts, nextAttemptAt, since, endedAt ?? null, error ?? null, id]
    );
  }

  progress(id: string): unknown {
    const text = this.database.get('SELECT progress FROM deliveries WHERE id = ?', [id])?.['progress'];
    return typeof text === 'string' ? JSON.parse(text) : undefined;
  }

  saveProgress(id: string, progress: unknown): void {
    this.database.run('UPDATE deliveries SET progress = ? WHERE id = ?', [JSON.stringify(progress), id]);
  }

  /** Numbers by kind of what is not done, and when the oldest of it was put in. */
  open(): Array<{ kind: string; count: number; oldest: number }> {
    return this.database
      .all(
        `SELECT kind, count(*) AS count, min(created_at) AS oldest FROM deliveries WHERE state IN ('waiting', 'sending') GROUP BY kind`
      )
      .map(({ kind, count, oldest }) => ({ kind: String(kind), count: Number(count), oldest: Number(oldest) }));
  }

  /** Of each recipient the latest that was tried. */
  latestTried(): DeliveryRow[] {
    return this.database
      .all(
        'SELECT * FROM deliveries WHERE seq IN (SELECT max(seq) FROM deliveries WHERE attempts > 0 GROUP BY recipient) ORDER BY recipient'
      )
      .map(deliveryOf);
  }

  /** Forgets what ended before then. */
  prune(before: number): void {
    this.database.run(`DELETE FROM deliveries WHERE state NOT IN ('waiting', 'sending') AND ended_at < ?`, [before]);
  }

  /** Contents that may still be sent: of what is not done, and of what a person may begin again. */
  contentsInUse(): Set<string> {
    const rows = this.database.all(
      `SELECT DISTINCT content_id FROM deliveries WHERE state IN ('waiting', 'sending', 'dead', 'cancelled')`
    );
    return new Set(rows.map(({ content_id }) => String(content_id)));
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

function deliveryOf(row: sqlite.QueryResult): DeliveryRow {
  const text = (column: string) => (row[column] === null ? undefined : String(row[column]));
  const runId = text('run_id');
  const scheduleId = text('schedule_id');
  const error = text('error');
  return {
    seq: Number(row['seq']),
    id: String(row['id']),
    ...(runId === undefined ? {} : { runId }),
    ...(scheduleId === undefined ? {} : { scheduleId }),
    recipient: String(row['recipient']),
    kind: String(row['kind']),
    title: String(row['title']),
    contentId: String(row['content_id']),
    state: DELIVERY_STATES.find((state) => state === row['state']) ?? 'dead',
    attempts: Number(row['attempts']),
    nextAttemptAt: Number(row['next_attempt_at']),
    createdAt: Number(row['created_at']),
    since: Number(row['since']),
    ...(row['ended_at'] === null ? {} : { endedAt: Number(row['ended_at']) }),
    ...(error === undefined ? {} : { error }),
  };
}
