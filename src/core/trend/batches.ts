import { autocorrelations } from '../stats/autocorrelation.ts';
import { fitLine } from '../stats/line.ts';
import { medianSorted, sortedCopy } from '../stats/order.ts';

/** Normal quantile of .95. */
const TEST = 1.645;

/** Values that can be taken as independent. */
export interface Batches {
  times: Float64Array;
  values: Float64Array;
  /** Autocorrelation of neighbours around the straight line, corrected for its bias. */
  autocorrelation: number;
  /** Values a batch; 1 when they were independent enough. */
  length: number;
  /** False when the values depend on each other and are too few to batch. */
  valid: boolean;
}

/**
 * Medians of batches of neighbouring values, long enough to be nearly independent, when the values are autocorrelated:
 * tests that take each value as a new one claim trends in up to 40 % of series without any. Block length
 * 3(1 + r)/(1 - r), r the lag-1 autocorrelation around the straight line plus (1 + 3r)/n, when it exceeds 1.645/√n.
 * Source of batch means: P. Welch, "The statistical analysis of simulation results" (1983).
 * @param times ascending
 * @param values as many, at least 3
 * @param least number of batches without which there is no valid test
 */
export function independentBatches(times: Float64Array, values: Float64Array, least: number): Batches {
  const n = values.length;
  const line = fitLine(times, values);
  const residuals = values.map((value, i) => value - (line === null ? 0 : line.slope * (times[i] - times[0])));
  const raw = autocorrelations(residuals, 1)[1];
  const autocorrelation = Math.min(0.99, raw + (1 + 3 * raw) / n);
  if (autocorrelation <= TEST / Math.sqrt(n)) {
    return { times, values, autocorrelation, length: 1, valid: true };
  }
  const length = Math.ceil((3 * (1 + autocorrelation)) / (1 - autocorrelation));
  const count = Math.floor(n / length);
  if (count < least) {
    return { times, values, autocorrelation, length: 1, valid: false };
  }
  const skipped = n - count * length;
  const batch = (all: Float64Array, index: number): Float64Array =>
    sortedCopy(all.subarray(skipped + index * length, skipped + (index + 1) * length));
  const medians = (all: Float64Array): Float64Array =>
    Float64Array.from({ length: count }, (_, index) => medianSorted(batch(all, index)) ?? 0);
  return { times: medians(times), values: medians(values), autocorrelation, length, valid: true };
}
