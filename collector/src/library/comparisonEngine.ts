import { randomUUID } from 'node:crypto';
import { benchmarkResult, type BenchmarkResult } from '../../../src/core/guide/benchmarkResult.ts';
import { comparisonResult, type ComparisonResult, type ResultMeta } from '../../../src/core/guide/comparisonResult.ts';
import { performanceRanking, type PerformanceRanking } from '../../../src/core/guide/performanceRanking.ts';
import type { Comparison } from '../../../src/core/compare/types.ts';
import type { CompositeOptions } from '../../../src/core/rank/compositeScore.ts';
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
  async compare(swarms: readonly SwarmReference[]): Promise<ComparisonResult> {
    const { comparison, meta } = await this.run(swarms.map(idOf));
    return comparisonResult(comparison, meta);
  }

  /** Holds the candidates against the baseline. @throws ServiceError `UNKNOWN_SWARM` */
  async benchmark(baseline: SwarmReference, candidates: readonly SwarmReference[]): Promise<BenchmarkResult> {
    const { comparison, meta } = await this.run([baseline, ...candidates].map(idOf), idOf(baseline));
    return benchmarkResult(comparison, meta);
  }

  /**
   * Ranks the swarms; scores only against a named baseline with explicit weights.
   * @throws ServiceError `UNKNOWN_SWARM`; RangeError when the weights can't be meant
   */
  async rank(swarms: readonly SwarmReference[], composite?: CompositeOptions): Promise<PerformanceRanking> {
    const { comparison, meta } = await this.run(swarms.map(idOf));
    return performanceRanking(comparison, meta, composite);
  }

  private async run(ids: readonly string[], baseline?: string): Promise<{ comparison: Comparison; meta: ResultMeta }> {
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
    return { comparison, meta: { id: randomUUID(), timestamp: Date.now(), window } };
  }
}

export function idOf(swarm: SwarmReference): string {
  return typeof swarm === 'string' ? swarm : swarm.swarmId;
}
