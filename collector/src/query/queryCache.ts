import { setMaxListeners } from 'node:events';
import { rowCount, type Table } from '../../../src/core/frames/table.ts';
import { ServiceError } from '../errors.ts';
import type { Store } from '../store/store.ts';

/** Cells of all kept answers together, and of the largest one that is kept: a few dozen megabytes at most. */
const MOST_CELLS = 500_000;
const MOST_CELLS_EACH = 100_000;

interface Kept {
  tables: Table[];
  store: Store;
  revision: number;
  cells: number;
}

interface Flight {
  answer: Promise<Table[]>;
  store: Store;
  revision: number;
  /** Callers that still want the answer; the work stops when there is none. */
  waiting: number;
  controller: AbortController;
}

/** How an answer came about: computed for this caller, with others who asked the same meanwhile, or before. */
export type AnswerSource = 'computed' | 'shared' | 'kept';

/**
 * Answers of queries for everybody who asks the same of the same data. What is asked while it is being computed is computed
 * once, and an answer is kept until anything is stored: never for longer, so none is ever older than the store.
 */
export class QueryCache {
  private readonly kept = new Map<string, Kept>();
  private readonly flights = new Map<string, Flight>();
  private cells = 0;
  private readonly given: Record<AnswerSource, number> = { computed: 0, shared: 0, kept: 0 };

  /**
   * @param key equal for questions with equal answers as long as the store's revision is the same
   * @param compute is aborted once nobody waits for it any more
   * @throws ServiceError `CANCELLED` once the signal says so, and what `compute` throws, which is never kept
   */
  async answer(
    store: Store,
    key: string,
    signal: AbortSignal | undefined,
    compute: (signal: AbortSignal) => Promise<Table[]>
  ): Promise<{ tables: Table[]; source: AnswerSource }> {
    const revision = store.revision();
    const known = this.kept.get(key);
    if (known && known.store === store && known.revision === revision) {
      // The latest used are the last to go.
      this.kept.delete(key);
      this.kept.set(key, known);
      this.given.kept++;
      return { tables: known.tables, source: 'kept' };
    }
    const flight = this.flights.get(key);
    if (flight && flight.store === store && flight.revision === revision && !flight.controller.signal.aborted) {
      this.given.shared++;
      return { tables: await join(flight, signal), source: 'shared' };
    }
    const controller = new AbortController();
    // One question may run a hundred statements, each of which listens.
    setMaxListeners(0, controller.signal);
    const started: Flight = { answer: compute(controller.signal), store, revision, waiting: 0, controller };
    this.flights.set(key, started);
    this.given.computed++;
    const end = (): void => {
      if (this.flights.get(key) === started) {
        this.flights.delete(key);
      }
    };
    started.answer.then((tables) => {
      end();
      this.keep(key, { tables, store, revision, cells: cellsOf(tables) });
    }, end);
    return { tables: await join(started, signal), source: 'computed' };
  }

  /** Questions since the start, by how they were answered or will be. */
  get counts(): Readonly<Record<AnswerSource, number>> {
    return this.given;
  }

  private keep(key: string, answer: Kept): void {
    if (answer.cells > MOST_CELLS_EACH || answer.store.revision() !== answer.revision) {
      return;
    }
    this.drop(key);
    this.kept.set(key, answer);
    this.cells += answer.cells;
    for (const [oldest, { store, revision }] of this.kept) {
      const isOutdated = store !== answer.store || revision !== answer.revision;
      if (isOutdated || this.cells > MOST_CELLS) {
        this.drop(oldest);
      }
    }
  }

  private drop(key: string): void {
    this.cells -= this.kept.get(key)?.cells ?? 0;
    this.kept.delete(key);
  }
}

/** The answer, or the caller's own cancellation, whichever is first. */
async function join(flight: Flight, signal: AbortSignal | undefined): Promise<Table[]> {
  flight.waiting++;
  const leave = (): void => {
    if (--flight.waiting === 0) {
      flight.controller.abort();
    }
  };
  if (!signal) {
    return flight.answer;
  }
  return new Promise((resolve, reject) => {
    const cancel = (): void => {
      leave();
      reject(new ServiceError('CANCELLED', 'The query was cancelled.'));
    };
    if (signal.aborted) {
      cancel();
      return;
    }
    signal.addEventListener('abort', cancel, { once: true });
    const settled = <T>(then: (value: T) => void) => {
      return (value: T): void => {
        signal.removeEventListener('abort', cancel);
        then(value);
      };
    };
    flight.answer.then(settled(resolve), settled(reject));
  });
}

function cellsOf(tables: readonly Table[]): number {
  // An empty table costs something, too.
  return tables.reduce((sum, table) => sum + (rowCount(table) + 10) * table.columns.length, 0);
}
