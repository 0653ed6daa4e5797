import { autocorrelations } from '../stats/autocorrelation.ts';
import { fitIndexLine } from '../stats/line.ts';

/** Normal quantile of .95: the test is made at the level of 10 %, as in the M competitions. */
const TEST = 1.645;
/** Of .99. */
const STRICT = 2.326;
/** Periods that must have been seen before one is believed. */
export const LEAST_PERIODS = 3;

/** Seasonal indices of one period. */
export interface Season {
  period: number;
  /** Values are trend × index, else trend + index. */
  multiplicative: boolean;
  /** One index a phase; phase 0 is the first value of the series. */
  indices: Float64Array;
}

/**
 * Whether the values repeat with this period: the autocorrelation at the period of the values less their straight line
 * must exceed 1.645·√((1 + 2Σr²)/n) (Bartlett's error, r of the shorter lags), and three periods must be there.
 * Source: the test of the M4 competition (Makridakis, Spiliotis, Assimakopoulos 2020), after detrending.
 */
export function isSeasonal(values: Float64Array, period: number): boolean {
  const n = values.length;
  if (period < 2 || n < LEAST_PERIODS * period) {
    return false;
  }
  const { slope } = fitIndexLine(values);
  return repeats(
    values.map((value, i) => value - slope * i),
    period,
    TEST
  );
}

function repeats(values: Float64Array, period: number, quantile: number): boolean {
  const r = autocorrelations(values, period);
  let sum = 1;
  for (let lag = 1; lag < period; lag++) {
    sum += 2 * r[lag] * r[lag];
  }
  return r[period] > quantile * Math.sqrt(sum / values.length);
}

/**
 * Stricter, for telling people that there is a season: the differences of neighbours must repeat as well, at 1 %. A random
 * walk passes the first test, because its values resemble all that lie near.
 */
export function showsSeason(values: Float64Array, period: number): boolean {
  return (
    isSeasonal(values, period) &&
    repeats(
      values.subarray(1).map((value, i) => value - values[i]),
      period,
      STRICT
    )
  );
}

/**
 * Classical decomposition: the values over (or less) their centred moving average, averaged by phase and normalised to
 * a mean of 1 (or 0). Source: M. Kendall and A. Stuart, "The advanced theory of statistics" 3 (1983), as R's
 * `decompose`.
 * @param values finite, at least two periods; `multiplicative` needs them above 0
 * @param memory weight of a period against the one after it; 1 counts all alike
 */
export function decompose(values: Float64Array, period: number, multiplicative: boolean, memory = 1): Season {
  return averagePhases(values, period, multiplicative, memory).season;
}

/**
 * `decompose`, with indices that the noise can explain drawn towards 1 (or 0) by the James-Stein factor, so that a
 * season that is not there does no harm. Source: D. Miller and D. Williams, "Shrinkage estimators of time series seasonal
 * factors and their effect on forecasting accuracy", International Journal of Forecasting 19 (2003).
 */
export function decomposeShrunk(values: Float64Array, period: number, multiplicative: boolean, memory: number): Season {
  const { season, noise } = averagePhases(values, period, multiplicative, memory);
  const centre = multiplicative ? 1 : 0;
  const signal = season.indices.reduce((sum, index) => sum + (index - centre) ** 2, 0);
  const share = (Math.max(0, period - 3) / (period - 1)) * noise;
  const kept = signal > share ? 1 - share / signal : 0;
  return { ...season, indices: season.indices.map((index) => centre + kept * (index - centre)) };
}

/** The season and the sum of its indices' variances. */
function averagePhases(
  values: Float64Array,
  period: number,
  multiplicative: boolean,
  memory: number
): { season: Season; noise: number } {
  const n = values.length;
  const half = Math.floor(period / 2);
  const trend = centredAverage(values, period);
  const relative = values.map((value, i) => (multiplicative ? value / trend[i] : value - trend[i]));
  const sums = new Float64Array(period);
  const weights = new Float64Array(period);
  const squaredWeights = new Float64Array(period);
  for (let i = half; i < n - half; i++) {
    const weight = memory ** ((n - 1 - i) / period);
    sums[i % period] += weight * relative[i];
    weights[i % period] += weight;
    squaredWeights[i % period] += weight * weight;
  }
  const raw = sums.map((sum, phase) => sum / weights[phase]);
  let squares = 0;
  for (let i = half; i < n - half; i++) {
    squares += (relative[i] - raw[i % period]) ** 2;
  }
  const variance = squares / Math.max(1, n - 2 * half - period);
  const mean = raw.reduce((sum, index) => sum + index, 0) / period;
  return {
    season: { period, multiplicative, indices: raw.map((index) => (multiplicative ? index / mean : index - mean)) },
    noise: weights.reduce((sum, weight, phase) => sum + (variance * squaredWeights[phase]) / (weight * weight), 0),
  };
}

/** Mean course of one period around the moving average over the whole series, with the flat ends of the average. */
export function profileOf(values: Float64Array, period: number, multiplicative: boolean): Season {
  const trend = centredAverage(values, period);
  const sums = new Float64Array(period);
  const counts = new Float64Array(period);
  values.forEach((value, i) => {
    sums[i % period] += multiplicative ? value / trend[i] : value - trend[i];
    counts[i % period]++;
  });
  const means = sums.map((sum, phase) => sum / counts[phase]);
  const mean = means.reduce((sum, value) => sum + value, 0) / period;
  return { period, multiplicative, indices: means.map((value) => (multiplicative ? value / mean : value - mean)) };
}

/** Moving average over one period around each value; where it does not reach, the nearest one that does. */
export function centredAverage(values: Float64Array, period: number): Float64Array {
  const n = values.length;
  const half = Math.floor(period / 2);
  const result = new Float64Array(n);
  for (let i = half; i < n - half; i++) {
    let sum = 0;
    for (let j = i - half; j <= i + half; j++) {
      sum += values[j];
    }
    result[i] = (period % 2 === 1 ? sum : sum - (values[i - half] + values[i + half]) / 2) / period;
  }
  result.fill(result[half], 0, half);
  result.fill(result[n - half - 1], n - half);
  return result;
}

/** The values without their season. */
export function withoutSeason(values: Float64Array, { period, multiplicative, indices }: Season): Float64Array {
  return values.map((value, i) => (multiplicative ? value / indices[i % period] : value - indices[i % period]));
}

/** Puts the season back into values that continue the series from position `from`, in place. */
export function addSeason(values: Float64Array, from: number, { period, multiplicative, indices }: Season): void {
  for (let i = 0; i < values.length; i++) {
    const index = indices[(from + i) % period];
    values[i] = multiplicative ? values[i] * index : values[i] + index;
  }
}
