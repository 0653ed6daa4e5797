import { indexPairs } from '../compare/pairIndex.ts';
import type { MetricRanking } from '../compare/types.ts';

/**
 * Groups that no other dominates, in the order given. One dominates another when it is proven better on some metric and
 * has no worse estimate on any on which the other was measured; a metric that it lacks itself might be better in the
 * other, so then it dominates nothing. Metrics without a direction decide nothing; groups without data on any metric are
 * not listed. Further groups can only take others off the front, never put one on it.
 */
export function paretoFront(groups: readonly string[], rankings: readonly MetricRanking[]): string[] {
  const metrics = rankings
    .filter(({ direction }) => direction !== 'none')
    .map(({ direction, entries, pairs }) => ({
      sign: direction === 'higher' ? -1 : 1,
      estimates: new Map(entries.map(({ id, estimate }) => [id, estimate])),
      find: indexPairs(pairs),
    }));
  const dominates = (id: string, other: string): boolean => {
    const measured = metrics.filter(({ estimates }) => estimates.has(other));
    return (
      measured.every(({ sign, estimates }) => {
        // NaN is no estimate, and at most nothing.
        const at = (one: string): number => sign * (estimates.get(one) ?? NaN);
        return at(id) <= at(other);
      }) && measured.some(({ find }) => find(id, other)?.verdict === 'better')
    );
  };
  const present = groups.filter((id) => metrics.some(({ estimates }) => estimates.has(id)));
  // Nobody is tested against itself, so nobody dominates itself.
  return present.filter((id) => !present.some((rival) => dominates(rival, id)));
}
