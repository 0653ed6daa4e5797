import { sentences } from '../compare/sentences.ts';
import type { PairIndex } from '../compare/pairIndex.ts';
import type { Scope } from '../compare/scope.ts';
import type { MetricRanking, RankEntry, Winner } from '../compare/types.ts';

type Metric = Pick<MetricRanking, 'name' | 'sampleUnit' | 'direction'>;

/**
 * The single winner of a metric: the first group, if its rank interval is [1, 1], which takes a proof against every
 * other group with data; otherwise null with what stands in the way. Groups without data are named in the reason; they
 * neither win nor lose.
 * @param entries in display order
 */
export function metricWinner(metric: Metric, entries: readonly RankEntry[], find: PairIndex, scope: Scope): Winner {
  if (entries.length === 0) {
    return { id: null, reason: sentences.notMeasured(metric) };
  }
  const [first, ...others] = entries;
  if (others.length === 0) {
    return { id: null, reason: sentences.onlyMeasured(first.id, metric) };
  }
  if (metric.direction === 'none') {
    return { id: null, reason: sentences.noDirection([metric.name]) };
  }
  const rival = others.find((other) => find(first.id, other.id)?.verdict !== 'better');
  if (rival !== undefined) {
    return { id: null, reason: reasonAgainst(first, rival, metric, find, scope) };
  }
  const measured = new Set(entries.map((entry) => entry.id));
  const unmeasured = scope.groups.filter((id) => !measured.has(id));
  const largestP = Math.max(...others.map((other) => find(first.id, other.id)?.pair.pAdjusted ?? 1));
  return { id: first.id, reason: sentences.metricWinner(first.id, metric, largestP, unmeasured, scope) };
}

function reasonAgainst(first: RankEntry, rival: RankEntry, metric: Metric, find: PairIndex, scope: Scope): string {
  const view = find(first.id, rival.id);
  if (view === undefined) {
    return scope.leaderOnly === true
      ? sentences.notTestedAgainstEach(first.id, rival.id)
      : sentences.notTested(first.id, rival.id, scope.baseline ?? first.id);
  }
  if (view.verdict === 'worse') {
    return sentences.orderDisputed(first.id, rival.id, metric);
  }
  return view.verdict === 'too few samples'
    ? sentences.tooFew(first.id, rival.id, metric, view.sizes, scope)
    : sentences.notSeparable(first.id, rival.id, metric, view.pair.pAdjusted, scope);
}
