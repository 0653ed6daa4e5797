import { normalCdf } from './normal.ts';
import { normalQuantile } from './normalQuantile.ts';

/** How far values in the order of time depend on the ones before, over several series. */
export interface Autocorrelation {
  /** Lag-1 correlation, the mean of the series' own weighted by their lengths, corrected for its bias. */
  r: number;
  /** Values that `r` rests on. */
  n: number;
  /** Values a batch; 1 where the correlation is within what independent values show. */
  block: number;
  /** Standard error of a mean of batches, by how much independent batches would understate it: 1 or a little more. */
  inflation: number;
}

/** Shorter series are never batched: no batches would be left to compare, and r is hardly known. */
export const LEAST_TO_BATCH = 30;
/** One-sided 5 % bound of a normal distribution, the cut of the literature on autocorrelation. */
const CUT = 1.645;
/** Blocks of this many integrated autocorrelation times leave little dependence between batches; 2 leave too much. */
const FACTOR = 3;

/**
 * Lag-1 autocorrelation pooled over series, bias-corrected by r + (1 + 3r)/n (M. G. Kendall, "Note on bias in the
 * estimation of autocorrelation", Biometrika 41 (1954)), and the length of batches whose means are close to
 * independent: 3(1 + r)/(1 - r), where r exceeds 1.645/√N. Series are scaled by themselves, so one with large values does
 * not decide for all; those with fewer than 3 values or without any spread say nothing.
 * @param series each in the order of time, finite
 */
export function autocorrelation(series: readonly Float64Array[]): Autocorrelation {
  let sum = 0;
  let n = 0;
  for (const values of series) {
    const r = lagOne(values);
    if (r !== null) {
      sum += Math.min(1, r + (1 + 3 * r) / values.length) * values.length;
      n += values.length;
    }
  }
  const r = n === 0 ? 0 : sum / n;
  const block = r > CUT / Math.sqrt(n) ? Math.ceil((FACTOR * (1 + r)) / Math.max(1 - r, FACTOR / n)) : 1;
  return { r, n, block, inflation: block > 1 ? inflationOf(Math.min(r, 0.999), block) : 1 };
}

/** What is left after batching a first-order process: √((1 + c)/(1 - c)) for the correlation c of neighbouring batches. */
function inflationOf(r: number, block: number): number {
  const decay = 1 - r ** block;
  const covariance = (r * decay * decay) / (1 - r) ** 2;
  const variance = (block * (1 + r)) / (1 - r) - (2 * r * decay) / (1 - r) ** 2;
  const c = Math.min(0.5, covariance / variance);
  return Math.sqrt((1 + c) / (1 - c));
}

/** Two-sided p of a statistic whose standard error is larger by this factor than its test assumed. */
export function deflatedP(p: number, inflation: number): number {
  return inflation === 1 ? p : Math.min(1, 2 * normalCdf(normalQuantile(p / 2) / inflation));
}

/** Lag-1 autocorrelation of one series; null below 3 values or without spread. */
function lagOne(values: Float64Array): number | null {
  const n = values.length;
  if (n < 3) {
    return null;
  }
  // Scaled by the largest, so that no square overflows.
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (largest === 0) {
    return null;
  }
  let mean = 0;
  for (let i = 0; i < n; i++) {
    mean += values[i] / largest;
  }
  mean /= n;
  let products = 0;
  let squares = 0;
  let before = 0;
  for (let i = 0; i < n; i++) {
    const deviation = values[i] / largest - mean;
    products += deviation * before;
    squares += deviation * deviation;
    before = deviation;
  }
  return squares > 1e-28 * n ? products / squares : null;
}

/** Number of batches of about this many values each: the effective n. At least 1, where there is any value. */
export function batchCount(n: number, block: number): number {
  return Math.min(n, Math.max(1, Math.floor(n / block)));
}

/**
 * Means of consecutive batches, in the unit of the values; every value counts, batch sizes differ by at most 1. Source:
 * A. M. Law and J. S. Carson, "A sequential procedure for determining the length of a
 * steady-state simulation", Operations Research 27 (1979). The values
 * themselves for a block of 1; none for no values.
 * @param values in the order of time, finite
 */
export function batchMeans(values: Float64Array, block: number): Float64Array {
  const n = values.length;
  const batches = batchCount(n, block);
  if (batches === n) {
    return values;
  }
  return Float64Array.from({ length: batches }, (_, batch) => {
    const start = Math.floor((batch * n) / batches);
    const end = Math.floor(((batch + 1) * n) / batches);
    let mean = 0;
    for (let i = start; i < end; i++) {
      mean += values[i] / (end - start);
    }
    return mean;
  });
}
