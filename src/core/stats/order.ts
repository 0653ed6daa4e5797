/** Finite values in ascending order, as a new array; NaN and infinities are left out, so the length may be less. */
export function sortedCopy(values: ArrayLike<number>): Float64Array {
  return new Float64Array(values).filter(Number.isFinite).sort();
}

/**
 * Quantile of a sample, in the unit of its values: type 7 of Hyndman and Fan, "Sample quantiles in statistical
 * packages", The American Statistician 50 (1996), linear between the order statistics around (n - 1)·p.
 * Null when n = 0; with n = 1 the value itself.
 * @param values finite, ascending (not checked; see `sortedCopy`)
 * @param p share below, 0 to 1
 * @throws RangeError when p is outside 0 to 1 or NaN
 */
export function quantileSorted(values: Float64Array, p: number): number | null {
  if (!(p >= 0 && p <= 1)) {
    throw new RangeError(`quantile must be between 0 and 1, got ${p}`);
  }
  if (values.length === 0) {
    return null;
  }
  const position = (values.length - 1) * p;
  const index = Math.floor(position);
  const share = position - index;
  // Plus 0: a zero is never -0, which people would see as a sign.
  return (share === 0 ? values[index] : between(values[index], values[index + 1], share)) + 0;
}

/** Median of finite ascending values in their unit; null when n = 0. */
export function medianSorted(values: Float64Array): number | null {
  return quantileSorted(values, 0.5);
}

/** Point at `share` of the way from low to high. It neither overflows nor leaves [low, high], and mirrors with them. */
export function between(low: number, high: number, share: number): number {
  return Math.min(high, Math.max(low, low * (1 - share) + high * share));
}

/**
 * The place among `to` ordered things that stands for place k among `from`, both counted from 1 and each in the middle of
 * its share; k itself when the numbers are equal, 0 for k = 0.
 */
export function scaledOrder(k: number, from: number, to: number): number {
  return k === 0 || from === to ? k : Math.max(1, Math.floor(((k - 0.5) / from) * to + 0.5));
}
