import { effectMagnitude } from '../stats/cliffsDelta.ts';
import { fisherExact } from '../stats/fisher.ts';
import { mantelHaenszel, type ShareStratum } from '../stats/mantelHaenszel.ts';
import { newcombeInterval, wilsonInterval, type Share } from '../stats/proportion.ts';
import { groupsById } from './byId.ts';
import { ratioOf } from './ratio.ts';
import { smallestFisherP, smallestMantelHaenszelP } from './smallestP.ts';
import { MIX_ALPHA, mixP, type TypeCounts } from './typeCells.ts';
import type { Measured, PairFigures, PairTest } from './pairTest.ts';
import type { Estimate, OutcomeGroup } from './types.ts';

/**
 * Failed shares with Wilson intervals, compared by Fisher's exact test, or by Mantel-Haenszel within task types where the
 * types are mixed differently; every group has at least one outcome.
 * @throws RangeError when a group repeats, or has impossible counts
 */
export function measureOutcomes(groups: readonly OutcomeGroup[]): Measured {
  const find = groupsById(groups);
  return {
    estimates: new Map(groups.map((group) => [group.id, estimateShare(group)])),
    test: (candidateId, referenceId) => {
      const [candidate, reference] = [find(candidateId), find(referenceId)];
      const pooled = testShares(failedShare(candidate), failedShare(reference));
      const alike = mixP(typeCounts(candidate), typeCounts(reference));
      return alike === null || alike >= MIX_ALPHA ? pooled : testWithinTypes(candidate, reference, pooled, alike);
    },
    notices: [],
  };
}

function estimateShare(group: OutcomeGroup): Estimate {
  const { id, total } = group;
  return { id, n: total, nEffective: total, estimate: rate(failedShare(group)), ...wilsonInterval(failedShare(group)) };
}

function testShares(candidate: Share, reference: Share): PairTest {
  const difference = rate(candidate) - rate(reference);
  const { low, high } = newcombeInterval(candidate, reference);
  const figures: PairFigures = {
    ...sizes(candidate.total, reference.total),
    shift: difference,
    shiftLow: low,
    shiftHigh: high,
    ratio: ratioOf(rate(candidate), rate(reference)),
    // Of two outcomes "failed" is the greater: P(failed, not failed) - P(not failed, failed) is the difference itself.
    cliffsDelta: difference,
    magnitude: effectMagnitude(difference),
    test: 'fisher exact',
    p: fisherExact(candidate, reference),
  };
  return { figures, smallestP: smallestFisherP(candidate.total, reference.total), sign: difference };
}

function testWithinTypes(candidate: OutcomeGroup, reference: OutcomeGroup, pooled: PairTest, alike: number): PairTest {
  const others = new Map(byType(reference));
  const strata = byType(candidate).flatMap(([type, a]): ShareStratum[] => {
    const b = others.get(type);
    return b !== undefined && a.total > 0 && b.total > 0 ? [{ a, b }] : [];
  });
  const { difference, low, high, p } = mantelHaenszel(strata);
  const [n, m] = [total(strata.map(({ a }) => a)), total(strata.map(({ b }) => b))];
  const figures: PairFigures = {
    ...sizes(n, m),
    shift: difference,
    shiftLow: low,
    shiftHigh: high,
    ratio: combinedRatio(strata),
    cliffsDelta: difference,
    magnitude: difference === null ? null : effectMagnitude(difference),
    test: strata.length === 0 ? 'none' : strata.length === 1 ? 'fisher exact' : 'mantel-haenszel',
    p,
  };
  const leftOut = [candidate.total - n, reference.total - m] as const;
  return {
    figures,
    smallestP: strata.length === 0 ? 1 : smallestMantelHaenszelP(strata),
    sign: difference ?? 0,
    pooled: { test: pooled, within: { shared: strata.length, leftOut, mixP: alike } },
  };
}

/** Mantel-Haenszel's ratio of the shares; null where the reference has no failure. */
function combinedRatio(strata: readonly ShareStratum[]): number | null {
  const part = (own: (stratum: ShareStratum) => Share, other: (stratum: ShareStratum) => Share): number =>
    strata.reduce((sum, stratum) => {
      const [one, two] = [own(stratum), other(stratum)];
      return sum + (one.count * two.total) / (one.total + two.total);
    }, 0);
  return ratioOf(
    part(
      ({ a }) => a,
      ({ b }) => b
    ),
    part(
      ({ b }) => b,
      ({ a }) => a
    )
  );
}

function sizes(n: number, m: number) {
  return { nCandidate: n, nReference: m, nEffectiveCandidate: n, nEffectiveReference: m };
}

function typeCounts({ types }: OutcomeGroup): TypeCounts | undefined {
  return types && new Map(types.map(({ type, total: units }) => [type, units]));
}

function byType({ types = [] }: OutcomeGroup): Array<[string | null, Share]> {
  return types.map(({ type, total: units, failed }) => [type, { count: failed, total: units }]);
}

function total(shares: readonly Share[]): number {
  return shares.reduce((sum, share) => sum + share.total, 0);
}

function failedShare({ failed, total: units }: OutcomeGroup): Share {
  return { count: failed, total: units };
}

function rate({ count, total: units }: Share): number {
  return count / units;
}
