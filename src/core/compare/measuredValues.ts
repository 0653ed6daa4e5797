import { cliffsDelta, effectMagnitude } from '../stats/cliffsDelta.ts';
import { hodgesLehmann } from '../stats/hodgesLehmann.ts';
import { mannWhitney } from '../stats/mannWhitney.ts';
import { medianInterval } from '../stats/medianInterval.ts';
import { medianSorted } from '../stats/order.ts';
import { groupsById } from './byId.ts';
import { ratioOf } from './ratio.ts';
import { smallestExactP, smallestRankP } from './smallestP.ts';
import type { Measured, PairFigures, PairTest } from './pairTest.ts';
import type { Estimate, ValueGroup } from './types.ts';

/** Medians with order-statistic intervals, compared by Mann-Whitney; every group has at least one value. */
export function measureValues(groups: readonly ValueGroup[]): Measured {
  const find = groupsById(groups);
  return {
    estimates: new Map(groups.map((group) => [group.id, estimateMedian(group)])),
    test: (candidate, reference) => testValues(find(candidate).values, find(reference).values),
  };
}

function estimateMedian({ id, values }: ValueGroup): Estimate {
  return { id, n: values.length, estimate: median(values), ...medianInterval(values) };
}

function testValues(candidate: Float64Array, reference: Float64Array): PairTest {
  const n = candidate.length;
  const m = reference.length;
  const { u, p, method } = mannWhitney(candidate, reference);
  const delta = known(cliffsDelta(u, n, m));
  const { shift, low, high } = known(hodgesLehmann(candidate, reference));
  const figures: PairFigures = {
    nCandidate: n,
    nReference: m,
    shift,
    shiftLow: low,
    shiftHigh: high,
    ratio: ratioOf(median(candidate), median(reference)),
    cliffsDelta: delta,
    magnitude: effectMagnitude(delta),
    test: method === 'exact' ? 'mann-whitney exact' : 'mann-whitney',
    // Small tied samples: the normal approximation goes below what any arrangement of the values can show.
    p: Math.max(p, smallestExactP(n, m)),
  };
  return { figures, smallestP: smallestRankP(n, m) };
}

function median(values: Float64Array): number {
  return known(medianSorted(values));
}

/** A statistic that is null for empty samples only. */
function known<T>(statistic: T | null): T {
  if (statistic === null) {
    throw new RangeError('a group without values cannot be compared');
  }
  return statistic;
}
