/** The last sample of a series that was read. Its value is NaN where none was a count so far. */
export interface LastPoint {
  at: number;
  value: number;
}

/** Whether a sample of a counter can be used: it counts from 0 upwards. */
export function isCount(value: number): boolean {
  return Number.isFinite(value) && value >= 0;
}

export interface Increase {
  /** When the increase was seen, epoch ms. */
  at: number;
  value: number;
  /** The series was not there before: what it stands at came since it began, nobody knows exactly when. */
  isFirst: boolean;
}

/**
 * What a counter rose by from sample to sample, without interpolation at the edges: the sum of all increases is what the
 * counter itself counted. A value that falls means that its process began anew from 0.
 * @param before the last count that was read before; undefined for a series that is new
 * @param countFirst false where the series may be older than what can be seen: its first value then counts nothing
 */
export function increases(
  points: ReadonlyArray<{ at: number; value: number }>,
  before: LastPoint | undefined,
  countFirst: boolean
): { increases: Increase[]; last: LastPoint | undefined } {
  const found: Increase[] = [];
  let last = before;
  for (const { at, value } of points) {
    if ((last && at <= last.at) || !isCount(value)) {
      continue;
    }
    const isFirst = last === undefined;
    const rise = last === undefined ? (countFirst ? value : 0) : value >= last.value ? value - last.value : value;
    if (rise > 0) {
      found.push({ at, value: rise, isFirst });
    }
    last = { at, value };
  }
  return { increases: found, last };
}
