/** A time series as callers have it, in any order. */
export interface Series {
  /** Epoch ms; fractions are rounded. */
  times: ArrayLike<number>;
  /** Null, NaN and infinities are "not known". */
  values: ArrayLike<number | null>;
}

/** Largest time that a date can hold. */
const LATEST = 8.64e15;

/** Finite values in order of time, one a time. */
export interface CleanSeries {
  times: Float64Array;
  values: Float64Array;
  /** What was done to get there, for people. */
  notices: string[];
}

/**
 * Leaves out what is unknown, sorts by time and puts the mean of all values of one time in their place, so that the
 * order of the rows does not matter.
 * @throws RangeError when there are not as many times as values
 */
export function cleanSeries({ times, values }: Series): CleanSeries {
  if (times.length !== values.length) {
    throw new RangeError(`${times.length} times but ${values.length} values`);
  }
  const points: Array<{ time: number; value: number }> = [];
  for (let i = 0; i < times.length; i++) {
    const value = values[i];
    if (typeof value === 'number' && Number.isFinite(value) && Math.abs(times[i]) <= LATEST) {
      points.push({ time: Math.round(times[i]), value });
    }
  }
  points.sort((a, b) => a.time - b.time || a.value - b.value);
  const kept = { times: new Float64Array(points.length), values: new Float64Array(points.length) };
  let n = 0;
  for (let i = 0; i < points.length;) {
    const { time } = points[i];
    const first = points[i].value;
    let end = i + 1;
    while (end < points.length && points[end].time === time) {
      end++;
    }
    const same = points.slice(i, end);
    kept.times[n] = time;
    // Shares rather than a sum, which could overflow; a single value stays itself to the last digit.
    kept.values[n++] = same.length === 1 ? first : same.reduce((mean, point) => mean + point.value / same.length, 0);
    i = end;
  }
  const notices: string[] = [];
  if (points.length < times.length) {
    notices.push(`${times.length - points.length} of ${times.length} values are not known and left out`);
  }
  if (n < points.length) {
    notices.push(`${points.length - n} values have the time of another: their mean stands for them`);
  }
  return { times: kept.times.slice(0, n), values: kept.values.slice(0, n), notices };
}

/**
 * A power of two near the largest value: dividing by it loses no digit and keeps squares and sums from overflowing.
 * 1 when all values are 0.
 */
export function scaleOf(values: Float64Array): number {
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return largest === 0 ? 1 : 2 ** Math.max(-1022, Math.floor(Math.log2(largest)));
}

export function isConstant(values: Float64Array): boolean {
  return values.every((value) => value === values[0]);
}
