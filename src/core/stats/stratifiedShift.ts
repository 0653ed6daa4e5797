import { CONFIDENCE, tailProbability } from './interval.ts';
import { cutDifferences, interpolate, middleMagnitude } from './kthDifference.ts';
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
  const mirrored = weighted.map(({ a, b, each }): Weighted => ({ a: b, b: a, each }));
  const reach = total / 2 - z * Math.sqrt(variance);
  // As the order of the interval of one stratum is rounded: half a step of the statistic.
  const half = Math.min(...common.map(({ a, b, sizes = [a.length, b.length] }) => 0.5 / (sizes[0] + sizes[1] + 1)));
  const bounded = reach >= half;
  const outside = Math.max(reach - half, total * ROUNDING);
  return {
    shift: middle(weighted, mirrored, total),
    low: bounded ? weightedDifference(weighted, outside) : null,
    high: bounded ? 0 - weightedDifference(mirrored, outside) : null,
  };
}

/** Between the lower and the upper weighted median, so that swapping the samples only turns the sign. */
function middle(strata: readonly Weighted[], mirrored: readonly Weighted[], total: number): number {
  const low = weightedDifference(strata, total / 2);
  const high = 0 - weightedDifference(mirrored, total / 2);
  return between(Math.min(low, high), Math.max(low, high), 0.5) + 0;
}

/** The smallest difference at or below which differences of at least this weight lie; see `kthDifference`. */
function weightedDifference(strata: readonly Weighted[], weight: number): number {
  const wanted = weight * (1 - ROUNDING);
  let low = Math.min(...strata.map(({ a, b }) => a[0] - b[b.length - 1]));
  let high = Math.max(...strata.map(({ a, b }) => a[a.length - 1] - b[0]));
  let below = 0;
  let upTo = strata.reduce((sum, { a, b, each }) => sum + each * a.length * b.length, 0);
  for (let pass = 0; low < high; pass++) {
    const share = Math.min(1, Math.max(0, (wanted - below) / (upTo - below)));
    const pivot = pass % 3 < 2 ? interpolate(low, high, share) : middleMagnitude(low, high);
    let sum = 0;
    let atMost = -Infinity;
    let above = Infinity;
    for (const { a, b, each } of strata) {
      const cut = cutDifferences(a, b, pivot);
      sum += each * cut.count;
      atMost = Math.max(atMost, cut.atMost);
      above = Math.min(above, cut.above);
    }
    if (sum >= wanted) {
      high = atMost;
      upTo = sum;
    } else {
      low = above;
      below = sum;
    }
  }
  return low + 0;
}
