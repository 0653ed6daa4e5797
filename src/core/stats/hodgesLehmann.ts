import { CONFIDENCE, tailProbability } from './interval.ts';
import { cutDifferences, kthDifference } from './kthDifference.ts';
import { EXACT_SIZE } from './mannWhitney.ts';
import { normalQuantile } from './normalQuantile.ts';
import { between, scaledOrder } from './order.ts';
import { choose, rankSumCounts } from './rankSum.ts';

/** A tail is the difference of two decimals: 1 - 0.8 is a little less than 0.2. */
const ROUNDING = 1e-12;

export interface Shift {
  /** How far a lies above b, in the unit of the values. */
  shift: number;
  /** Null while the samples are too small to bound it. */
  low: number | null;
  high: number | null;
}

/**
 * Hodges-Lehmann shift: the median of all differences a[i] - b[j], with the confidence interval that belongs to the
 * Mann-Whitney test ([D(k), D(nm+1-k)] of the sorted differences; k from the exact distribution of U while both samples
 * have at most 20 values, else from the normal approximation with continuity correction). Exact, in O(n + m) memory.
 * Source: J. L. Hodges and E. L. Lehmann, Annals of Mathematical Statistics 34 (1963); M. Hollander and D. A. Wolfe,
 * "Nonparametric Statistical Methods", sections 4.2 and 4.3. Null when either sample is empty.
 * @param a finite, ascending (not checked; see `sortedCopy`)
 * @param b like a
 * @param sizes independent values that the samples are worth, where that differs from their lengths: the interval then
 * takes the same share of the differences as the one of samples of these sizes
 * @throws RangeError unless 0 < confidence < 1
 */
export function hodgesLehmann(
  a: Float64Array,
  b: Float64Array,
  confidence = CONFIDENCE,
  sizes: readonly [number, number] = [a.length, b.length]
): Shift | null {
  const total = a.length * b.length;
  const order = scaledOrder(shiftIntervalOrder(...sizes, confidence), sizes[0] * sizes[1], total);
  if (total === 0) {
    return null;
  }
  const { shift, lower, count, above } = middleDifference(a, b);
  if (order === 0) {
    return { shift, low: null, high: null };
  }
  const last = total + 1 - order;
  return {
    shift,
    low: kthDifference(a, b, order, { high: lower, upTo: count }),
    high: last > count ? kthDifference(a, b, last, { low: above, below: count }) : lower,
  };
}

/** The shift of `hodgesLehmann` without its interval, which costs three times as much; null when either sample is empty. */
export function hodgesLehmannShift(a: Float64Array, b: Float64Array): number | null {
  return a.length === 0 || b.length === 0 ? null : middleDifference(a, b).shift;
}

/** The k of the interval for samples of n and m values; 0 when there is none. */
export function shiftIntervalOrder(n: number, m: number, confidence = CONFIDENCE): number {
  const tail = tailProbability(confidence);
  if (n > EXACT_SIZE || m > EXACT_SIZE) {
    const sigma = Math.sqrt(((n * m) / 12) * (n + m + 1));
    return Math.max(0, Math.floor((n * m + 1) / 2 + normalQuantile(tail) * sigma));
  }
  const counts = rankSumCounts(n, m);
  const allowed = tail * choose(n + m, n);
  let order = 0;
  for (let sum = counts[0]; sum <= allowed * (1 + ROUNDING); sum += counts[order]) {
    order++;
  }
  return order;
}

/** The median of the differences, the lower one of the two in the middle, and where that cuts them. */
function middleDifference(a: Float64Array, b: Float64Array) {
  const total = a.length * b.length;
  const lower = kthDifference(a, b, Math.ceil(total / 2));
  const { count, above } = cutDifferences(a, b, lower);
  return { shift: count > total / 2 ? lower : between(lower, above, 0.5), lower, count, above };
}
