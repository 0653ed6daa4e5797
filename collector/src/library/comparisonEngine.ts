import { randomUUID } from 'node:crypto';
import { comparisonResult, type ComparisonResult } from '../../../src/core/guide/comparisonResult.ts';
import { DEFAULT_QUERY } from '../../../src/core/query/model.ts';
import { compareGroups } from '../query/compare.ts';
import { requireSwarms } from '../query/knownSwarms.ts';
import type { Store } from '../store/store.ts';

/** A swarm by its id, or the guide's swarm object, of which only the id is read: what it did is in the store. */
export type SwarmReference = string | { swarmId: string };

/** The guide's comparison: the same answer as `POST /api/v1/compare`. */
export class ComparisonEngine {
  constructor(private readonly store: () => Store) {}

  /** Compares everything stored of the swarms, each with each. @throws ServiceError `UNKNOWN_SWARM` */
  compare(swarms: readonly SwarmReference[]): Promise<ComparisonResult> {
    return this.run(swarms.map(idOf));
  }

  /** Holds the candidates against the baseline. @throws ServiceError `UNKNOWN_SWARM` */
  benchmark(baseline: SwarmReference, candidates: readonly SwarmReference[]): Promise<ComparisonResult> {
    return this.run([baseline, ...candidates].map(idOf), idOf(baseline));
  }

  private async run(ids: readonly string[], baseline?: string): Promise<ComparisonResult> {
    const store = this.store();
    const swarms = [...new Set(ids)];
    await requireSwarms(store, swarms);
    const { comparison, window } = await compareGroups(store, {
      metrics: DEFAULT_QUERY.metrics,
      groupBy: 'swarm',
      swarms,
      filters: [],
      ...(baseline === undefined ? {} : { baseline }),
    });
    return comparisonResult(comparison, { id: randomUUID(), timestamp: Date.now(), window });
  }
}

export function idOf(swarm: SwarmReference): string {
  return typeof swarm === 'string' ? swarm : swarm.swarmId;
}
