import { UNASSIGNED_SWARM, type TaskRecord, type TaskStatus } from '../../../../src/core/metrics/records.ts';
import { entries, finite, object, time } from '../narrow.ts';

/** More runs than this between two readings are a count that was set, not work that was done. */
const MOST_RUNS = 1000;

interface Counts {
  runs: number;
  successes: number;
  failures: number;
}

interface WorkerState extends Counts {
  lastRun?: number;
  lastStarted?: number;
}

/**
 * Runs of the daemon's background workers, from `daemon-state.json`. The file holds counters and the times of the last start
 * and end, so one run between two readings is known exactly. Several runs between two readings are counted, but only the
 * last is timed. `averageDurationMs` is not read: it is a mean over all runs that counts a failed one as if it had taken
 * the mean so far, and no run's own time.
 *
 * Runs before the first reading have no times and are not told, except the last one where its outcome is certain.
 */
export class DaemonWorkers {
  private known = new Map<string, WorkerState>();
  /** What was known when everything before was stored. */
  private kept = new Map<string, WorkerState>();

  constructor(private readonly scope: string) {}

  /** Runs since the last reading; undefined when the value is no daemon state. `modifiedAt` in epoch ms. */
  accept(value: unknown, modifiedAt: number): TaskRecord[] | undefined {
    const workers = object(object(value)?.['workers']);
    if (!workers) {
      return undefined;
    }
    return entries(workers).flatMap(([name, entry]) => {
      const state = toState(entry);
      if (!state) {
        return [];
      }
      const before = this.known.get(name);
      this.known.set(name, state);
      return before && goesOn(before, state)
        ? this.runsBetween(name, before, state, modifiedAt)
        : this.lastRunOf(name, state);
    });
  }

  /** What was handed over is stored. */
  confirm(): void {
    this.kept = new Map(this.known);
  }

  /** What was handed over since the last confirmation is handed over again. */
  again(): void {
    this.known = new Map(this.kept);
  }

  private runsBetween(name: string, before: WorkerState, now: WorkerState, modifiedAt: number): TaskRecord[] {
    const ended = now.runs - before.runs;
    const succeeded = now.successes - before.successes;
    const failed = now.failures - before.failures;
    // A daemon that starts again counts the run that it died in as failed, without counting it as a run.
    const interrupted = Math.max(0, succeeded + failed - ended);
    const outcomes: TaskStatus[] = [
      ...Array<TaskStatus>(succeeded).fill('completed'),
      ...Array<TaskStatus>(failed - Math.min(failed, interrupted)).fill('failed'),
    ];
    const records = outcomes.flatMap(
      (status, index) => this.run(name, now, status, index === 0 ? '' : `|${index}`, outcomes.length === 1) ?? []
    );
    return interrupted > 0 && failed > 0
      ? [...records, this.interruptedRun(name, before.lastStarted ?? now.lastStarted, modifiedAt)]
      : records;
  }

  /** With one kind of outcome only, the last run had it. */
  private lastRunOf(name: string, state: WorkerState): TaskRecord[] {
    const certain = state.runs > 0 && (state.failures === 0 || state.successes === 0);
    const record = certain && this.run(name, state, state.failures === 0 ? 'completed' : 'failed', '', true);
    return record ? [record] : [];
  }

  private run(
    name: string,
    { lastRun, lastStarted }: WorkerState,
    status: TaskStatus,
    suffix: string,
    only: boolean
  ): TaskRecord | undefined {
    if (lastRun === undefined) {
      return undefined;
    }
    // The next run may have started already: then the start of this one is no longer told.
    const startedAt = only && lastStarted !== undefined && lastStarted <= lastRun ? lastStarted : undefined;
    return {
      ...this.base(name, `${name}|${lastRun}${suffix}`, status),
      ...(startedAt === undefined ? {} : { startedAt, durationMs: lastRun - startedAt }),
      endedAt: lastRun,
      endedAtProvenance: only ? 'measured' : 'estimated',
    };
  }

  private interruptedRun(name: string, startedAt: number | undefined, modifiedAt: number): TaskRecord {
    return {
      ...this.base(name, `${name}|interrupted|${startedAt ?? modifiedAt}`, 'failed'),
      startedAt,
      endedAt: startedAt ?? modifiedAt,
      endedAtProvenance: 'estimated',
    };
  }

  private base(name: string, id: string, status: TaskStatus): Omit<TaskRecord, 'endedAt' | 'endedAtProvenance'> {
    return {
      type: 'task',
      id,
      factId: `claude-flow-3/worker/${id}`,
      source: 'claude-flow-3/workers',
      scope: this.scope,
      kind: 'task',
      swarmId: UNASSIGNED_SWARM,
      agentId: `daemon:${name}`,
      agentType: 'daemon-worker',
      taskType: name,
      status,
      provenance: 'measured',
    };
  }
}

function toState(entry: unknown): WorkerState | undefined {
  const worker = object(entry);
  const counts = [worker?.['runCount'], worker?.['successCount'], worker?.['failureCount']].map(count);
  const [runs, successes, failures] = counts;
  return worker && runs !== undefined && successes !== undefined && failures !== undefined
    ? { runs, successes, failures, lastRun: time(worker['lastRun']), lastStarted: time(worker['lastStartedAt']) }
    : undefined;
}

function count(value: unknown): number | undefined {
  const number = finite(value);
  return number !== undefined && Number.isSafeInteger(number) && number >= 0 ? number : undefined;
}

/** Whether the counters can have grown from one state to the other. */
function goesOn(before: Counts, now: Counts): boolean {
  const grown = [now.runs - before.runs, now.successes - before.successes, now.failures - before.failures];
  return grown.every((by) => by >= 0 && by <= MOST_RUNS);
}
