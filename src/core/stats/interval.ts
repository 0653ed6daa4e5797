/** Confidence interval in the unit of what it bounds; null on a side that the sample is too small to bound. */
export interface Interval {
  low: number | null;
  high: number | null;
}

export const UNBOUNDED: Interval = { low: null, high: null };

/** Share of samples whose interval holds the true value, where a caller asks for nothing else. */
export const CONFIDENCE = 0.95;

/**
 * Probability left out on either side of a two-sided interval, (1 - confidence) / 2.
 * @throws RangeError unless 0 < confidence < 1
 */
export function tailProbability(confidence: number): number {
  if (!(confidence > 0 && confidence < 1)) {
    throw new RangeError(`confidence must be between 0 and 1, got ${confidence}`);
  }
  return (1 - confidence) / 2;
}
