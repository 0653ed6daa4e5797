import PQueue from 'p-queue';
import { ServiceError } from '../errors.ts';

/** Reports that are made at once; the others wait, so that queries and ingest keep their share of the machine. */
export const MOST_REPORTS = 2;
/** Reports that may wait. */
const MOST_WAITING = 100;

export const REPORT_STEPS = ['reading', 'writing'] as const;
export type ReportStep = (typeof REPORT_STEPS)[number];

/** A report that is being made or waits. */
export interface ReportJob {
  /** As its sender called it; absent where it has no name. */
  job?: string;
  title: string;
  state: 'running' | 'waiting';
  /** How many have to end before this one can begin; 0 for one that runs. */
  ahead: number;
  /** What a running one is doing. */
  step?: ReportStep;
  /** When it came and when it began, epoch ms. */
  since: number;
  began?: number;
}

type Entry = Omit<ReportJob, 'state' | 'ahead'>;

/** Lets two reports be made at once, whoever asks: requests, schedules and the library stand in one line. */
export class ReportQueue {
  private readonly queue = new PQueue({ concurrency: MOST_REPORTS });
  private readonly entries = new Set<Entry>();

  constructor(private readonly clock: () => number = Date.now) {}

  /**
   * Runs when its turn has come. One that is cancelled while it waits leaves the line at once.
   * @throws ServiceError `OVERLOADED` when too many wait, `CANCELLED` once the signal says so, and what `make` throws
   */
  async add<T>(
    about: Pick<Entry, 'job' | 'title'>,
    make: (step: (name: ReportStep) => void) => Promise<T>,
    signal?: AbortSignal
  ): Promise<T> {
    if (this.queue.size >= MOST_WAITING) {
      throw new ServiceError('OVERLOADED', `${MOST_WAITING} reports wait already. Ask again when some are done.`, {
        retryAfterSeconds: 30,
      });
    }
    const entry: Entry = { ...about, since: this.clock() };
    this.entries.add(entry);
    const turn = this.queue.add(
      async () => {
        throwIfAborted(signal);
        entry.began = this.clock();
        return make((name) => (entry.step = name));
      },
      { throwOnTimeout: true }
    );
    try {
      return await (signal ? orCancelled(turn, entry, signal) : turn);
    } finally {
      this.entries.delete(entry);
    }
  }

  /** In the order in which they came. */
  get jobs(): ReportJob[] {
    const all = [...this.entries];
    return all.map((entry, index) => ({
      ...entry,
      state: entry.began === undefined ? ('waiting' as const) : ('running' as const),
      ahead: entry.began === undefined ? Math.max(0, index + 1 - MOST_REPORTS) : 0,
    }));
  }
}

/** What runs ends by itself when it is cancelled; what waits is let go. */
function orCancelled<T>(turn: Promise<T>, entry: Entry, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const leave = (): void => {
      if (entry.began === undefined) {
        reject(cancelled());
      }
    };
    signal.addEventListener('abort', leave, { once: true });
    turn.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
    if (signal.aborted) {
      leave();
    }
  });
}

function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) {
    throw cancelled();
  }
}

function cancelled(): ServiceError {
  return new ServiceError('CANCELLED', 'The report was cancelled.');
}
