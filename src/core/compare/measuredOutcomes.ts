import { effectMagnitude } from '../stats/cliffsDelta.ts';
import { fisherExact } from '../stats/fisher.ts';
import { newcombeInterval, wilsonInterval, type Share } from '../stats/proportion.ts';
import { groupsById } from './byId.ts';
import { ratioOf } from './ratio.ts';
import { smallestFisherP } from './smallestP.ts';
import type { Measured, PairFigures, PairTest } from './pairTest.ts';
import type { Estimate, OutcomeGroup } from './types.ts';

/** Failed shares with Wilson intervals, compared by Fisher's exact test; every group has at least one outcome. */
export function measureOutcomes(groups: readonly OutcomeGroup[]): Measured {
  const find = groupsById(groups);
  return {
    estimates: new Map(groups.map((group) => [group.id, estimateShare(group)])),
    test: (candidate, reference) => testShares(failedShare(find(candidate)), failedShare(find(reference))),
  };
}

function estimateShare(group: OutcomeGroup): Estimate {
  return { id: group.id, n: group.total, estimate: rate(failedShare(group)), ...wilsonInterval(failedShare(group)) };
}

function testShares(candidate: Share, reference: Share): PairTest {
  const difference = rate(candidate) - rate(reference);
  const { low, high } = newcombeInterval(candidate, reference);
  const figures: PairFigures = {
    nCandidate: candidate.total,
    nReference: reference.total,
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
  return { figures, smallestP: smallestFisherP(candidate.total, reference.total) };
}

function failedShare({ failed, total }: OutcomeGroup): Share {
  return { count: failed, total };
}

function rate({ count, total }: Share): number {
  return count / total;
}
