import { CONFIDENCE, tailProbability } from './interval.ts';
import { cutDifferences, interpolate, middleMagnitude, type Bracket } from './kthDifference.ts';
import { normalQuantile } from './normalQuantile.ts';
import { between } from './order.ts';
import type { Shift } from './hodgesLehmann.ts';
import type { Stratum } from './vanElteren.ts';

/** A stratum as it enters the shift. */
export interface WeightedStratum extends Stratum {
  /** Sizes that its test rests on, where they are smaller than the samples' (effective sizes) or larger (a sketch). */
  sizes?: readonly [number, number];
}

interface Weighted extends Stratum {
  /** Weight of one difference. */
  each: number;
}

/** Weights are sums of fractions: what lies this close to a bound lies on it. */
const ROUNDING = 1e-12;

/**
 * Shift combined over strata: the weighted median of all differences a[i] - b[j] within strata, a difference of a stratum
 * of N values counting 1/(N + 1), with the interval that inverts van Elteren's test (normal approximation without tie
 * correction). It is to that test what the Hodges-Lehmann shift is to Mann-Whitney's. Source: J. L. Hodges and E. L.
 * Lehmann, Annals of Mathematical Statistics 34 (1963); E. L. Lehmann, "Nonparametrics" (1975), section 3.3. Null
 * without a common stratum; unbounded where the samples are too small. O(n + m) memory.
 * @throws RangeError unless 0 < confidence < 1
 */
export function stratifiedShift(strata: readonly WeightedStratum[], confidence = CONFIDENCE): Shift | null {
  const z = -normalQuantile(tailProbability(confidence));
  const common = strata.filter(({ a, b }) => a.length > 0 && b.length > 0);
  if (common.length === 0) {
    return null;
  }
  let total = 0;
  let variance = 0;
  const weighted = common.map(({ a, b, sizes = [a.length, b.length] }): Weighted => {
    const [n, m] = sizes;
    const mass = (n * m) / (n + m + 1);
    total += mass;
    variance += mass / 12;
    return { a, b, each: mass / (a.length * b.length) };
  });
  const reach = total / 2 - z * Math.sqrt(variance);
  // As the order of the interval of one stratum is rounded: half a step of the statistic.
  const half = Math.min(...common.map(({ a, b, sizes = [a.length, b.length] }) => 0.5 / (sizes[0] + sizes[1] + 1)));
  const lowerMiddle = weightedDifference(weighted, total / 2, smallestAndLargest(weighted));
  const { sum, above } = cutStrata(weighted, lowerMiddle);
  // The upper median is another one only where exactly half lies at or below the lower.
  const upperMiddle = sum > (total / 2) * (1 + ROUNDING) ? lowerMiddle : above;
  const shift = between(lowerMiddle, upperMiddle, 0.5) + 0;
  if (!(reach >= half)) {
    return { shift, low: null, high: null };
  }
  const outside = Math.max(reach - half, total * ROUNDING);
  const mirrored = weighted.map(({ a, b, each }): Weighted => ({ a: b, b: a, each }));
  return {
    shift,
    low: weightedDifference(weighted, outside, { ...smallestAndLargest(weighted), high: lowerMiddle, upTo: sum }),
    high: 0 - weightedDifference(mirrored, outside, endingAt(mirrored, 0 - lowerMiddle)),
  };
}

function smallestAndLargest(strata: readonly Weighted[]): Bracket {
  return {
    low: Math.min(...strata.map(({ a, b }) => a[0] - b[b.length - 1])),
    high: Math.max(...strata.map(({ a, b }) => a[a.length - 1] - b[0])),
    below: 0,
    upTo: strata.reduce((sum, { a, b, each }) => sum + each * a.length * b.length, 0),
  };
}

function endingAt(strata: readonly Weighted[], high: number): Bracket {
  return { ...smallestAndLargest(strata), high, upTo: cutStrata(strata, high).sum };
}

/** Where a pivot cuts the differences of all strata, as `cutDifferences`, with the weight of those at or below it. */
function cutStrata(strata: readonly Weighted[], pivot: number): { sum: number; atMost: number; above: number } {
  let sum = 0;
  let atMost = -Infinity;
  let above = Infinity;
  for (const { a, b, each } of strata) {
    const cut = cutDifferences(a, b, pivot);
    sum += each * cut.count;
    atMost = Math.max(atMost, cut.atMost);
    above = Math.min(above, cut.above);
  }
  return { sum, atMost, above };
}

/** The smallest difference at or below which differences of at least this weight lie; see `kthDifference`. */
function weightedDifference(strata: readonly Weighted[], weight: number, bracket: Bracket): number {
  const wanted = weight * (1 - ROUNDING);
  let { low, high, below, upTo } = bracket;
  for (let pass = 0; low < high; pass++) {
    const share = Math.min(1, Math.max(0, (wanted - below) / (upTo - below)));
    const pivot = pass % 3 < 2 ? interpolate(low, high, share) : middleMagnitude(low, high);
    const cut = cutStrata(strata, pivot);
    if (cut.sum >= wanted) {
      high = cut.atMost;
      upTo = cut.sum;
    } else {
      low = cut.above;
      below = cut.sum;
    }
  }
  return low + 0;
}
