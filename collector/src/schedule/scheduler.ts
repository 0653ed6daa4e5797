import { randomUUID } from 'node:crypto';
import { ServiceError } from '../errors.ts';
import type { Logger } from '../log.ts';
import { parseWith } from '../parse.ts';
import { isLasting, waitBefore } from './backoff.ts';
import { Occurrences } from './occurrences.ts';
import { scheduleSchema, type ScheduleDefinition } from './schema.ts';
import type { RunReason, RunRow, ScheduleRow, ScheduleTable } from './scheduleTable.ts';
import type { Ticking } from './ticker.ts';

const RETRY = { firstMs: 10_000, mostMs: 600_000 };
/** Tries to make what a run sends, which spread over some hours; then it has failed. */
const MOST_ATTEMPTS = 25;
const MOST_SCHEDULES = 1000;

export interface Schedule extends Omit<ScheduleRow, 'definition'> {
  definition: ScheduleDefinition;
  /** Epoch ms; absent when nothing is due any more, or it is paused. */
  nextRunAt?: number;
}

export interface SchedulerParts {
  /** Makes what a run sends and puts it into the outbox: the same run again puts in nothing more. */
  make(run: RunRow, schedule: Schedule): Promise<void>;
  /** @throws ServiceError when recipients are unknown */
  check?(definition: ScheduleDefinition): void;
  log: Logger;
  clock?: () => number;
  random?: () => number;
}

interface Entry {
  row: ScheduleRow;
  definition: ScheduleDefinition;
  occurrences: Occurrences;
}

/**
 * Runs schedules. Each time that something is due makes one run, also across restarts: the run and the time up to which the schedule
 * is done with are stored together. What fell into a time when the service was down is caught up by one run, for the
 * latest of the missed times; what fell into a pause is not.
 */
export class Scheduler implements Ticking {
  private readonly entries = new Map<string, Entry>();
  private readonly clock: () => number;
  private readonly random: () => number;
  private stopping = false;
  private automatic = true;
  /** Runs since the start, by what became of them. */
  readonly counts = { made: 0, failed: 0, cancelled: 0 };
  /** Called when something has changed that may be due earlier than what was known. */
  onChange: () => void = () => undefined;

  constructor(
    private readonly table: ScheduleTable,
    private readonly parts: SchedulerParts
  ) {
    this.clock = parts.clock ?? Date.now;
    this.random = parts.random ?? Math.random;
    for (const row of table.schedules()) {
      const parsed = scheduleSchema.safeParse(JSON.parse(row.definition));
      if (parsed.success) {
        this.remember(row, parsed.data);
      } else {
        parts.log.warn({ schedule: row.id }, 'a stored schedule can no longer be read and is left out');
      }
    }
  }

  /**
   * Takes over what the configuration says: new ones count from now, changed ones too, and those that are gone are removed. Those
   * that are not `automatic` run only when they are asked for.
   * @throws ServiceError `CONFIG`
   */
  configure(definitions: Readonly<Record<string, unknown>>, { automatic = true } = {}): void {
    this.automatic = automatic;
    for (const [id, given] of Object.entries(definitions)) {
      try {
        this.put(id, 'config', given);
      } catch (error) {
        throw new ServiceError('CONFIG', `reporting.schedule.${id}: ${error instanceof Error ? error.message : ''}`);
      }
    }
    for (const { id, source } of [...this.entries.values()].map(({ row }) => row)) {
      if (source === 'config' && !Object.hasOwn(definitions, id)) {
        this.forget(id);
      }
    }
  }

  list(): Schedule[] {
    return [...this.entries.values()].map((entry) => this.shown(entry));
  }

  /** @throws ServiceError `NOT_FOUND` */
  get(id: string): Schedule {
    return this.shown(this.entry(id));
  }

  /** @throws ServiceError `BAD_REQUEST` naming the field that is wrong, `CONFLICT` when there are too many */
  add(given: unknown): Schedule {
    if (this.entries.size >= MOST_SCHEDULES) {
      throw new ServiceError('CONFLICT', `There are ${MOST_SCHEDULES} schedules: remove some first.`);
    }
    return this.put(randomUUID().slice(0, 8), 'api', given);
  }

  /** @throws ServiceError as `add`; `NOT_FOUND`; `CONFIG` for one of the configuration */
  replace(id: string, given: unknown): Schedule {
    this.ownOfApi(id);
    return this.put(id, 'api', given);
  }

  /** Its history goes too. @throws ServiceError `NOT_FOUND`, `CONFIG` */
  remove(id: string): void {
    this.ownOfApi(id);
    this.forget(id);
  }

  /** @throws ServiceError `NOT_FOUND` */
  pause(id: string): Schedule {
    return this.change(this.entry(id), { paused: true });
  }

  /** What was due in the pause is left out. @throws ServiceError `NOT_FOUND` */
  resume(id: string): Schedule {
    const entry = this.entry(id);
    return entry.row.paused ? this.change(entry, { paused: false, through: this.clock() }) : this.shown(entry);
  }

  /** A run now, whatever its time; also of one that is paused or has ended. @throws ServiceError `NOT_FOUND` */
  runNow(id: string): RunRow {
    const { row } = this.entry(id);
    const run = this.newRun(row.id, 'manual', this.clock());
    this.table.begin(run);
    this.onChange();
    return run;
  }

  /** Latest first. @throws ServiceError `NOT_FOUND` */
  history(id: string, limit: number): RunRow[] {
    return this.table.history(this.entry(id).row.id, limit);
  }

  /** Takes back a run, if it has not been made yet. @throws ServiceError `NOT_FOUND` */
  cancel(runId: string): RunRow {
    const run = this.table.run(runId);
    if (!run) {
      throw new ServiceError('NOT_FOUND', 'There is no run of that id.');
    }
    if (run.state === 'waiting') {
      this.end({ ...run, state: 'cancelled' });
    }
    return this.table.run(runId) ?? run;
  }

  /** Begins no further run; the one under way goes on. */
  stop(): void {
    this.stopping = true;
  }

  async tick(): Promise<void> {
    const now = this.clock();
    for (const entry of this.entries.values()) {
      this.beginDue(entry, now);
    }
    for (const run of this.table.waiting()) {
      if (run.nextAttemptAt <= now && !this.stopping) {
        await this.makeRun(run);
      }
    }
  }

  nextWakeAt(): number | undefined {
    const dues = [...this.entries.values()].flatMap((entry) => this.nextOf(entry) ?? []);
    const times = [...dues, ...this.table.waiting().map(({ nextAttemptAt }) => nextAttemptAt)];
    return times.length > 0 ? Math.min(...times) : undefined;
  }

  private beginDue({ row, definition, occurrences }: Entry, now: number): void {
    // A clock that was set back must not keep the schedule silent until it is there again: an occasion has one run anyway.
    row.through = Math.min(row.through, now);
    const from = row.through;
    const to = Math.min(now, (definition.end ?? Infinity) - 1);
    const due = this.isAsleep(row) ? undefined : occurrences.lastIn(from, to);
    if (due === undefined) {
      return;
    }
    const first = occurrences.after(from);
    const missed = first !== undefined && first < due;
    const run = this.newRun(row.id, missed ? 'catch-up' : 'due', due);
    this.table.begin({ ...run, ...(missed ? { firstMissed: first } : {}) }, due);
    row.through = due;
  }

  private async makeRun(run: RunRow): Promise<void> {
    const entry = this.entries.get(run.scheduleId);
    if (!entry) {
      this.end({ ...run, state: 'cancelled' });
      return;
    }
    const attempts = run.attempts + 1;
    try {
      await this.parts.make(run, this.shown(entry));
      this.end({ ...run, state: 'made', attempts });
    } catch (error) {
      const reason = error instanceof ServiceError ? error.message : 'it could not be made; see the log';
      if (!(error instanceof ServiceError)) {
        this.parts.log.error({ run: run.id, error: String(error) }, 'a scheduled run could not be made');
      }
      if (isLasting(error) || attempts >= MOST_ATTEMPTS) {
        this.end({ ...run, state: 'failed', attempts, error: reason });
      } else {
        const nextAttemptAt = this.clock() + waitBefore(attempts, RETRY, this.random);
        this.table.update({ ...run, attempts, nextAttemptAt, error: reason });
      }
    }
  }

  private end(run: RunRow): void {
    // It may have been cancelled meanwhile.
    if (this.table.run(run.id)?.state === 'waiting') {
      this.table.update({ ...run, endedAt: this.clock() });
      if (run.state !== 'waiting') {
        this.counts[run.state] += 1;
      }
    }
  }

  private newRun(scheduleId: string, reason: RunReason, due: number): RunRow {
    const createdAt = this.clock();
    const state = 'waiting' as const;
    return { id: randomUUID(), scheduleId, reason, due, state, attempts: 0, nextAttemptAt: createdAt, createdAt };
  }

  private put(id: string, source: ScheduleRow['source'], given: unknown): Schedule {
    const definition = parseWith(scheduleSchema, given);
    this.parts.check?.(definition);
    const there = this.entries.get(id)?.row;
    const text = JSON.stringify(given);
    if (there?.definition === text && there.source === source) {
      return this.get(id);
    }
    const now = this.clock();
    const row: ScheduleRow = {
      id,
      source,
      definition: text,
      paused: there?.paused ?? false,
      through: now,
      createdAt: there?.createdAt ?? now,
      updatedAt: now,
    };
    this.table.save(row);
    const entry = this.remember(row, definition);
    this.onChange();
    return this.shown(entry);
  }

  private change(entry: Entry, change: Partial<ScheduleRow>): Schedule {
    Object.assign(entry.row, change, { updatedAt: this.clock() });
    this.table.save(entry.row);
    this.onChange();
    return this.shown(entry);
  }

  private forget(id: string): void {
    this.table.remove(id);
    this.entries.delete(id);
  }

  private remember(row: ScheduleRow, definition: ScheduleDefinition): Entry {
    const entry = { row, definition, occurrences: new Occurrences(definition) };
    this.entries.set(row.id, entry);
    return entry;
  }

  private nextOf({ row, definition, occurrences }: Entry): number | undefined {
    const next = this.isAsleep(row) ? undefined : occurrences.after(Math.min(row.through, this.clock()));
    return next !== undefined && next < (definition.end ?? Infinity) ? next : undefined;
  }

  private isAsleep({ paused, source }: ScheduleRow): boolean {
    return paused || (source === 'config' && !this.automatic);
  }

  private shown(entry: Entry): Schedule {
    const nextRunAt = this.nextOf(entry);
    return { ...entry.row, definition: entry.definition, ...(nextRunAt === undefined ? {} : { nextRunAt }) };
  }

  private entry(id: string): Entry {
    const entry = this.entries.get(id);
    if (!entry) {
      throw new ServiceError('NOT_FOUND', `There is no schedule "${id}".`, { known: [...this.entries.keys()] });
    }
    return entry;
  }

  private ownOfApi(id: string): void {
    if (this.entry(id).row.source === 'config') {
      throw new ServiceError(
        'CONFIG',
        `"${id}" stands in the configuration (reporting.schedule): change it there and restart, or pause it.`
      );
    }
  }
}
