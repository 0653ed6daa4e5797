import { CONFIDENCE, tailProbability, UNBOUNDED, type Interval } from './interval.ts';
import { normalCdf } from './normal.ts';
import { normalQuantile } from './normalQuantile.ts';
import { quantileSorted } from './order.ts';
import { seededRandom } from './random.ts';

export interface BootstrapOptions {
  seed: number;
  /** Resamples; at least 1. */
  resamples?: number;
  confidence?: number;
  /** `bca` corrects for bias and skewness and needs one more pass per value; `percentile` takes the quantiles. */
  method?: 'percentile' | 'bca';
}

/**
 * Bootstrap confidence interval of a statistic of one sample, in the unit of the statistic. The same seed gives the
 * same interval. Source: B. Efron, "Better bootstrap confidence intervals", JASA 82 (1987). Unbounded (nulls) below 2
 * values, or where the statistic gives something that is not finite. BCa falls back to the percentile interval where
 * all resamples lie on one side of the estimate or no value has any influence.
 * @param values finite, ascending (not checked)
 * @param statistic gets ascending values in an array that is used again
 * @throws RangeError when resamples is below 1 or confidence not between 0 and 1
 */
export function bootstrapInterval(
  values: Float64Array,
  statistic: (sorted: Float64Array) => number,
  { seed, resamples = 9999, confidence = CONFIDENCE, method = 'percentile' }: BootstrapOptions
): Interval {
  const tail = tailProbability(confidence);
  if (!(resamples >= 1)) {
    throw new RangeError(`a bootstrap takes at least 1 resample, got ${resamples}`);
  }
  if (values.length < 2) {
    return UNBOUNDED;
  }
  const replicates = replicatesOf(values, statistic, seed, resamples);
  const shares = method === 'bca' ? bcaShares(values, statistic, replicates, tail) : [tail, 1 - tail];
  if (!replicates.every(Number.isFinite)) {
    return UNBOUNDED;
  }
  return { low: quantileSorted(replicates, shares[0]), high: quantileSorted(replicates, shares[1]) };
}

/** The statistic of resamples with replacement, ascending. */
function replicatesOf(
  values: Float64Array,
  statistic: (sorted: Float64Array) => number,
  seed: number,
  resamples: number
): Float64Array {
  const n = values.length;
  const random = seededRandom(seed);
  const counts = new Uint32Array(n);
  const resample = new Float64Array(n);
  const replicates = new Float64Array(resamples);
  for (let r = 0; r < resamples; r++) {
    counts.fill(0);
    for (let i = 0; i < n; i++) {
      counts[Math.floor(random() * n)]++;
    }
    // Counting keeps the resample sorted without a sort.
    for (let i = 0, at = 0; i < n; i++) {
      for (let copies = counts[i]; copies > 0; copies--) {
        resample[at++] = values[i];
      }
    }
    replicates[r] = statistic(resample);
  }
  return replicates.sort();
}

/** Shares of the replicates that BCa takes for its bounds. */
function bcaShares(
  values: Float64Array,
  statistic: (sorted: Float64Array) => number,
  replicates: Float64Array,
  tail: number
): [number, number] {
  const estimate = statistic(values);
  const below = replicates.reduce((sum, one) => sum + (one < estimate ? 1 : one === estimate ? 0.5 : 0), 0);
  const bias = normalQuantile(below / replicates.length);
  const acceleration = accelerationOf(values, statistic);
  if (!Number.isFinite(bias) || !Number.isFinite(acceleration)) {
    return [tail, 1 - tail];
  }
  const share = (z: number): number => normalCdf(bias + (bias + z) / (1 - acceleration * (bias + z)));
  const [low, high] = [share(normalQuantile(tail)), share(-normalQuantile(tail))];
  return low <= high ? [low, high] : [tail, 1 - tail];
}

/** Skewness of the values' influence on the statistic, from leaving out one at a time; NaN where there is none. */
export function accelerationOf(values: Float64Array, statistic: (sorted: Float64Array) => number): number {
  const n = values.length;
  const rest = values.slice(1);
  const left = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    left[i] = statistic(rest);
    rest[i] = values[i];
  }
  const mean = left.reduce((sum, value) => sum + value, 0) / n;
  let squares = 0;
  let cubes = 0;
  for (const value of left) {
    const influence = mean - value;
    squares += influence ** 2;
    cubes += influence ** 3;
  }
  return cubes / (6 * squares ** 1.5);
}
