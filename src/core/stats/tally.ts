/** An ascending sample as its distinct values and how often each occurs. */
export interface Tally {
  /** Ascending. */
  distinct: Float64Array;
  /** Of each distinct value, at least 1. */
  counts: Uint32Array;
  /** How many values the sample has. */
  length: number;
}

/** A sample for a rank test: ascending values, or their tally where several tests share it. */
export type RankSample = Float64Array | Tally;

/** Counts equal values. @param sorted finite, ascending (not checked; see `sortedCopy`) */
export function tally(sorted: Float64Array): Tally {
  const { length } = sorted;
  const distinct = new Float64Array(length);
  const counts = new Uint32Array(length);
  let last = -1;
  for (let i = 0; i < length; i++) {
    const value = sorted[i];
    if (last < 0 || value !== distinct[last]) {
      distinct[++last] = value;
    }
    counts[last]++;
  }
  return { distinct: distinct.slice(0, last + 1), counts: counts.slice(0, last + 1), length };
}

export function tallyOf(sample: RankSample): Tally {
  return sample instanceof Float64Array ? tally(sample) : sample;
}
