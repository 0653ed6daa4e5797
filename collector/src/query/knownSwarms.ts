import type { Notice } from '../../../src/core/frames/table.ts';
import type { PerformanceQuery } from '../../../src/core/query/model.ts';
import { ServiceError } from '../errors.ts';
import type { Store } from '../store/store.ts';

/** Most names that an error or a notice lists. */
const MOST_NAMES = 20;

/** A warning for each query that names swarms of which nothing is stored: a dashboard goes on showing the others. */
export async function unknownSwarmNotices(
  store: Store,
  query: PerformanceQuery,
  signal?: AbortSignal
): Promise<Notice[]> {
  const asked = [...query.swarms, ...(query.baseline === undefined ? [] : [query.baseline])];
  const unknown = asked.length > 0 ? missing(asked, await knownSwarms(store, signal)) : [];
  return unknown.length > 0 ? [{ severity: 'warning', text: `Nothing is stored of ${list(unknown)}.` }] : [];
}

/** @throws ServiceError `UNKNOWN_SWARM` naming the known ones when nothing is stored of one of them. */
export async function requireSwarms(store: Store, asked: readonly string[], signal?: AbortSignal): Promise<void> {
  const known = await knownSwarms(store, signal);
  const unknown = missing(asked, known);
  if (unknown.length > 0) {
    const hint = known.length === 0 ? 'Nothing has been received yet.' : `Known: ${list(known)}.`;
    throw new ServiceError('UNKNOWN_SWARM', `Nothing is stored of ${list(unknown)}. ${hint}`, {
      known: known.slice(0, MOST_NAMES),
    });
  }
}

async function knownSwarms(store: Store, signal?: AbortSignal): Promise<string[]> {
  return (await store.swarms({}, signal)).map((swarm) => swarm.swarmId);
}

function missing(asked: readonly string[], known: readonly string[]): string[] {
  const all = new Set(known);
  return [...new Set(asked)].filter((id) => !all.has(id));
}

function list(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES).map((name) => `"${name}"`);
  return names.length > MOST_NAMES ? `${shown.join(', ')} and ${names.length - MOST_NAMES} more` : shown.join(', ');
}
