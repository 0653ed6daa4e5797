import { indexPairs, type View } from './pairIndex.ts';
import type { MetricRanking } from './types.ts';

/** How a group fares against one rival over all metrics with a direction. */
export interface Standing {
  rival: string;
  better: MetricRanking[];
  worse: MetricRanking[];
  /** Tested without a proof either way. */
  open: Array<{ ranking: MetricRanking; view: View }>;
}

export interface Contender {
  id: string;
  standings: Standing[];
  /** Rivals that it is proven better than on at least one metric and worse than on none. */
  beaten: number;
}

export function contendersOf(groups: readonly string[], rankings: readonly MetricRanking[]): Contender[] {
  const indexed = rankings.map((ranking) => ({ ranking, find: indexPairs(ranking.pairs) }));
  return groups.map((id) => {
    const standings = groups.filter((rival) => rival !== id).map((rival) => standingOf(id, rival, indexed));
    return { id, standings, beaten: standings.filter(isBeaten).length };
  });
}

export function isBeaten({ better, worse }: Standing): boolean {
  return better.length > 0 && worse.length === 0;
}

interface Indexed {
  ranking: MetricRanking;
  find: ReturnType<typeof indexPairs>;
}

function standingOf(id: string, rival: string, indexed: readonly Indexed[]): Standing {
  const standing: Standing = { rival, better: [], worse: [], open: [] };
  for (const { ranking, find } of indexed) {
    const view = find(id, rival);
    if (view?.verdict === 'better' || view?.verdict === 'worse') {
      standing[view.verdict].push(ranking);
    } else if (view !== undefined) {
      standing.open.push({ ranking, view });
    }
  }
  return standing;
}

/**
 * The group that a person would expect to win, whatever order the groups came in: most rivals beaten, fewest rivals
 * that are better on something, best place on the first metric that has one, then the id in code unit order.
 */
export function frontRunner(contenders: readonly Contender[], rankings: readonly MetricRanking[]): Contender {
  const scored = contenders.map((contender) => ({
    contender,
    losses: contender.standings.filter((standing) => standing.worse.length > 0).length,
    position: firstPosition(contender.id, rankings),
  }));
  scored.sort(
    (a, b) =>
      b.contender.beaten - a.contender.beaten ||
      a.losses - b.losses ||
      a.position - b.position ||
      (a.contender.id < b.contender.id ? -1 : 1)
  );
  return scored[0].contender;
}

function firstPosition(id: string, rankings: readonly MetricRanking[]): number {
  const entry = rankings.flatMap((ranking) => ranking.entries).find((one) => one.id === id);
  return entry?.position ?? Number.MAX_SAFE_INTEGER;
}

/** Missing data and contradictions before open tests, the least separable first; the id decides the rest. */
export function byUrgency(a: Standing, b: Standing): number {
  return urgency(a) - urgency(b) || smallestOpenP(b) - smallestOpenP(a) || (a.rival < b.rival ? -1 : 1);
}

function urgency({ better, worse, open }: Standing): number {
  if (better.length + worse.length + open.length === 0) {
    return 0;
  }
  return worse.length > 0 ? 1 : 2;
}

function smallestOpenP({ open }: Standing): number {
  return open.reduce((least, { view }) => Math.min(least, view.pair.pAdjusted), 1);
}
