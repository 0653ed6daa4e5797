import { indexPairs, type PairIndex } from '../compare/pairIndex.ts';
import type { Comparison, MetricRanking } from '../compare/types.ts';

/** A metric with its pairs findable from both sides. */
export interface IndexedMetric {
  ranking: MetricRanking;
  find: PairIndex;
}

export function indexMetrics({ metrics }: Comparison): IndexedMetric[] {
  return metrics.map((ranking) => ({ ranking, find: indexPairs(ranking.pairs) }));
}

/**
 * Ranks over all metrics that the data allow: 1 + the rivals that are proven better on a metric and worse on none, to the
 * number of groups less those that it is so better than. Equal intervals are ties.
 */
export function overallRanks({ groups }: Comparison, metrics: readonly IndexedMetric[]): Map<string, [number, number]> {
  const beats = (swarm: string, rival: string): boolean => {
    const verdicts = metrics.map(({ find }) => find(swarm, rival)?.verdict);
    return verdicts.includes('better') && !verdicts.includes('worse');
  };
  return new Map(
    groups.map((id) => {
      const rivals = groups.filter((rival) => rival !== id);
      const better = rivals.filter((rival) => beats(rival, id)).length;
      const worse = rivals.filter((rival) => beats(id, rival)).length;
      return [id, [better + 1, groups.length - worse]];
    })
  );
}
