import { sentences } from './sentences.ts';
import { byUrgency, contendersOf, frontRunner, isBeaten, type Contender, type Standing } from './standings.ts';
import type { Scope } from './scope.ts';
import type { MetricRanking, Winner } from './types.ts';

/**
 * The group that, against every rival, is proven better on at least one compared metric and proven worse on none; null
 * with the reason otherwise. Metrics without a direction decide nothing. A rival that was not measured is not beaten.
 */
export function overallWinner(rankings: readonly MetricRanking[], scope: Scope): Winner {
  const { groups } = scope;
  if (groups.length < 2) {
    return none(groups.length === 0 ? sentences.noGroups() : sentences.onlyGroup(groups[0]));
  }
  const directed = rankings.filter((ranking) => ranking.direction !== 'none');
  if (directed.length === 0) {
    return none(rankings.length === 0 ? sentences.noMetrics() : sentences.noDirection(namesOf(rankings)));
  }
  const front = frontRunner(contendersOf(groups, directed), directed);
  const blocking = front.standings.filter((standing) => !isBeaten(standing)).sort(byUrgency);
  if (blocking.length > 0) {
    return none(reasonAgainst(front, blocking[0], directed, scope));
  }
  const decisive = directed.filter((ranking) => front.standings.some((standing) => standing.better.includes(ranking)));
  return { id: front.id, reason: sentences.overallWinner(front.id, namesOf(decisive), scope) };
}

function none(reason: string): Winner {
  return { id: null, reason };
}

function namesOf(rankings: readonly MetricRanking[]): string[] {
  return rankings.map((ranking) => ranking.name);
}

function reasonAgainst(
  { id, beaten }: Contender,
  { rival, better, worse, open }: Standing,
  rankings: readonly MetricRanking[],
  scope: Scope
): string {
  if (worse.length > 0) {
    return better.length > 0
      ? sentences.tradeOff(id, rival, namesOf(better), namesOf(worse))
      : sentences.beaten(id, beaten, rival, namesOf(worse));
  }
  if (open.length === 0) {
    return reasonUntested(id, rival, rankings, scope);
  }
  const enough = open.filter(({ view }) => view.verdict !== 'too few samples');
  if (enough.length === 0) {
    return sentences.tooFew(id, rival, open[0].ranking, open[0].view.sizes, scope);
  }
  const closest = enough.reduce((best, one) => (one.view.pair.pAdjusted < best.view.pair.pAdjusted ? one : best));
  const p = closest.view.pair.pAdjusted;
  return open.length === 1
    ? sentences.notSeparable(id, rival, closest.ranking, p, scope)
    : sentences.notSeparableOnAny(id, rival, open.length, closest.ranking, p, scope);
}

function reasonUntested(
  id: string,
  rival: string,
  rankings: readonly MetricRanking[],
  { baseline, leaderOnly }: Scope
): string {
  const measured = new Set(rankings.flatMap((ranking) => ranking.entries.map((entry) => entry.id)));
  const unmeasured = [rival, id].find((one) => !measured.has(one));
  if (unmeasured !== undefined) {
    return sentences.noData(unmeasured);
  }
  if (leaderOnly === true) {
    return sentences.notTestedAgainstEach(id, rival);
  }
  return baseline === undefined || baseline === id || baseline === rival
    ? sentences.nothingShared(id, rival)
    : sentences.notTested(id, rival, baseline);
}
