import { setTimeout as delay } from 'node:timers/promises';
import { rowCount, type Table } from '../../../src/core/frames/table.ts';
import { liveTable, revisionTable } from '../../../src/core/query/liveTable.ts';
import { swarmsTable } from '../../../src/core/query/swarmsTable.ts';
import { ServiceError } from '../errors.ts';
import type { Store } from '../store/store.ts';
import { requireSwarms } from './knownSwarms.ts';
import type { QueryCache } from './queryCache.ts';

/** How often it is looked whether anything was stored, and so the most tables a second. */
const LOOK_MS = 1000;
/** A silence longer than this means that the connection is broken, not that nothing happens. */
const BEAT_MS = 10_000;
/** Streams leave the engine to queries: asking for a state takes at most this part of the time. */
const MOST_LOAD = 0.1;

export interface LiveSource {
  /** Another one once the demo makes way for what is real. */
  readonly store: Store;
  readonly answers: QueryCache;
}

/** A table, or undefined as a sign of life. */
export type LiveTable = Table | undefined;

/**
 * States as they change: at once the present one, then each that is another one, at most one a second. A reader that is slow
 * misses states in between and always gets the latest. Ends with the signal.
 * @param swarm absent: only that something was stored, of whichever swarm
 * @throws ServiceError `UNKNOWN_SWARM` when nothing is stored of the swarm
 */
export async function* liveTables(
  source: LiveSource,
  swarm: string | undefined,
  signal: AbortSignal
): AsyncGenerator<LiveTable, void> {
  let looked: { store: Store; revision: number } | undefined;
  let sent: string | undefined;
  let quietMs = 0;
  while (!signal.aborted) {
    const began = performance.now();
    const { store } = source;
    const revision = store.revision();
    if (store !== looked?.store || revision !== looked.revision) {
      looked = { store, revision };
      const state = swarm === undefined ? revisionTable(revision, Date.now()) : await stateOf(source, swarm, signal);
      const values = JSON.stringify(state.columns.slice(1).map((column) => column.values));
      if (values !== sent) {
        sent = values;
        quietMs = 0;
        yield state;
      }
    }
    if (quietMs >= BEAT_MS) {
      quietMs = 0;
      yield undefined;
    }
    const pause = Math.max(LOOK_MS, (performance.now() - began) / MOST_LOAD);
    quietMs += pause;
    await delay(pause, undefined, { signal }).catch(() => undefined);
  }
}

async function stateOf({ store, answers }: LiveSource, swarm: string, signal: AbortSignal): Promise<Table> {
  const { tables } = await answers.answer(store, JSON.stringify(['live', swarm]), signal, async (anyone) => [
    swarmsTable(await store.swarms({ swarms: [swarm] }, anyone)),
  ]);
  const [state] = tables;
  if (!state || rowCount(state) === 0) {
    await requireSwarms(store, [swarm], signal);
    throw new ServiceError('UNKNOWN_SWARM', `Nothing is stored of "${swarm}".`);
  }
  return liveTable(state, Date.now());
}
