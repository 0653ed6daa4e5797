import { indexPairs, type PairIndex } from '../compare/pairIndex.ts';
import type { DrawnRanks } from './drawRanks.ts';
import { metricWinner } from './metricWinner.ts';
import type { Scope } from '../compare/scope.ts';
import type { Direction } from '../metrics/catalogue.ts';
import type { Estimate, MetricRanking, PairResult, RankEntry } from '../compare/types.ts';

/** What a metric is, without its data. */
export type RankedMetric = Pick<MetricRanking, 'metric' | 'name' | 'unit' | 'direction' | 'sampleUnit'>;

/**
 * Ranks the groups that have data on one metric. Positions are a display order by estimate; what the data allow is the
 * rank interval [1 + groups proven better, groups - groups proven worse], where a proof is a pair with the verdict
 * "better" or "worse". Groups without data are not ranked and not counted.
 * @param pairs all pairs tested on this metric
 * @param drawn bootstrap of the ranks, where there is one
 */
export function rankMetric(
  { metric, name, unit, direction, sampleUnit }: RankedMetric,
  estimates: readonly Estimate[],
  pairs: PairResult[],
  scope: Scope,
  drawn: DrawnRanks | null = null
): MetricRanking {
  const find = indexPairs(pairs);
  const entries = rankEntries(estimates, find, direction).map((entry) => ({
    ...entry,
    pBest: drawn?.shares.get(entry.id)?.best ?? null,
    pTop: drawn?.shares.get(entry.id)?.top ?? null,
  }));
  const winner = metricWinner({ name, direction, sampleUnit }, entries, find, scope);
  const bootstrap = drawn === null ? null : { draws: drawn.draws, seed: drawn.seed, top: drawn.top };
  return { metric, name, unit, direction, sampleUnit, entries, pairs, winner, bootstrap };
}

/**
 * Groups in display order with their rank intervals. The order of two groups depends on their own estimates only, so
 * no further group can swap them.
 */
export function rankEntries(
  estimates: readonly Estimate[],
  find: PairIndex,
  direction: Direction
): Array<Omit<RankEntry, 'pBest' | 'pTop'>> {
  const ordered = displayOrder(estimates, direction);
  return ordered.map((own, index) => {
    const rivals = ordered.filter((rival) => rival !== own);
    const count = (verdict: 'better' | 'worse'): number =>
      rivals.filter((rival) => find(own.id, rival.id)?.verdict === verdict).length;
    const isTied = (rival: Estimate): boolean => {
      const verdict = find(own.id, rival.id)?.verdict;
      return verdict !== 'better' && verdict !== 'worse';
    };
    return {
      ...own,
      position: index + 1,
      rankLow: 1 + count('worse'),
      rankHigh: ordered.length - count('better'),
      tiedWith: rivals.filter(isTied).map((rival) => rival.id),
    };
  });
}

/** Best estimate first (the smaller one where no way is better), equal ones by id in code unit order. */
export function displayOrder(estimates: readonly Estimate[], direction: Direction): Estimate[] {
  const sign = direction === 'higher' ? -1 : 1;
  return [...estimates].sort((a, b) => sign * (a.estimate - b.estimate) || (a.id < b.id ? -1 : 1));
}
