import { solvePositive } from '../stats/solvePositive.ts';

/** Regression of a series on its own past. */
export interface Autoregression {
  lags: readonly number[];
  weights: Float64Array;
}

/**
 * Weights of the past values at these lags by least squares with a ridge of `ridge` mean variances on the diagonal
 * (A. Hoerl and R. Kennard, "Ridge regression", Technometrics 12, 1970). All weights are 0 when there is no more data
 * than lags, or nothing varies.
 * @param centred values less their mean
 * @param lags ascending
 */
export function fitAutoregression(centred: Float64Array, lags: readonly number[], ridge: number): Autoregression {
  const k = lags.length;
  const first = lags[k - 1];
  const normal = new Float64Array(k * k);
  const right = new Float64Array(k);
  for (let i = 0; i < k; i++) {
    right[i] = product(centred, first, 0, lags[i]);
    for (let j = 0; j <= i; j++) {
      const sum = product(centred, first, lags[i], lags[j]);
      normal[i * k + j] = sum;
      normal[j * k + i] = sum;
    }
  }
  let trace = 0;
  for (let i = 0; i < k; i++) {
    trace += normal[i * k + i];
  }
  for (let i = 0; i < k; i++) {
    normal[i * k + i] += (ridge * trace) / k;
  }
  return { lags, weights: solvePositive(normal, right) ?? new Float64Array(k) };
}

/** Sum of the products of the series shifted by two lags, from the first position that has all lags. */
function product(x: Float64Array, first: number, lagA: number, lagB: number): number {
  let even = 0;
  let odd = 0;
  let i = first;
  for (; i + 1 < x.length; i += 2) {
    even += x[i - lagA] * x[i - lagB];
    odd += x[i + 1 - lagA] * x[i + 1 - lagB];
  }
  return i < x.length ? even + odd + x[i - lagA] * x[i - lagB] : even + odd;
}

/**
 * Continues the centred series from position `from` (default: its end), each value made from those before; values
 * beyond `limit` in size are cut, so that an unstable fit cannot run away.
 */
export function continueSeries(
  centred: Float64Array,
  { lags, weights }: Autoregression,
  horizon: number,
  limit: number,
  from = centred.length
): Float64Array {
  const reach = lags[lags.length - 1];
  const path = new Float64Array(reach + horizon);
  path.set(centred.subarray(Math.max(0, from - reach), from), Math.max(0, reach - from));
  for (let h = reach; h < path.length; h++) {
    let value = 0;
    for (let j = 0; j < lags.length; j++) {
      value += weights[j] * path[h - lags[j]];
    }
    path[h] = value > limit ? limit : value < -limit ? -limit : value;
  }
  return path.subarray(reach);
}
