/** A series that nobody measured, for tests and for trying the panel on a known truth. */
export interface SyntheticSeries {
  times: Float64Array;
  values: Float64Array;
  /** Positions at which something was put in that stands out. */
  planted: number[];
}

const STEP_MS = 1000;
const END = Date.UTC(2026, 0, 1);
const PLANTED = 5;
const PLANTED_LENGTH = 5;

/** A slow wave with noise from a fixed seed and a few outbursts at even distances. @param points number of values */
export function syntheticSeries(points: number): SyntheticSeries {
  const times = new Float64Array(points);
  const values = new Float64Array(points);
  let state = 1;
  for (let i = 0; i < points; i++) {
    state = (state * 48_271) % 2_147_483_647;
    times[i] = END - (points - i) * STEP_MS;
    values[i] = 100 + 10 * Math.sin(i / 3000) + (5 * state) / 2_147_483_647;
  }
  const planted = Array.from({ length: PLANTED }, (_, index) => Math.floor(((index + 1) * points) / (PLANTED + 1)));
  for (const start of planted) {
    values.subarray(start, start + PLANTED_LENGTH).forEach((value, i) => {
      values[start + i] = value + 80;
    });
  }
  return { times, values, planted };
}
