import { LEAST_PERIODS } from './season.ts';
import { longForecast } from './longModel.ts';
import { shortForecast } from './shortModel.ts';

/** Forecast of equally spaced values, before any bounds. */
export interface ValueForecast {
  point: Float64Array;
  /** Half of the 95 % interval at each step. */
  halfWidths: Float64Array;
  model: string;
}

/** From here on the seasonal autoregressions have enough to learn from. */
const LONG = 200;
/** Older values are not looked at: three weeks of quarter hours. */
export const MOST = 2016;
/** Two values make a line, the third an error. */
export const LEAST = 3;

/**
 * The automatic forecast of equally spaced values, one method and one parameter set for every series: `longForecast` from
 * 200 values on when a candidate period has been seen three times, else `shortForecast`.
 * @param values finite, at least 3; only the last 2,016 count
 * @param periods candidate periods in points, at most two, ascending
 */
export function forecastValues(values: Float64Array, periods: readonly number[], horizon: number): ValueForecast {
  const recent = values.subarray(Math.max(0, values.length - MOST));
  const seen = periods.filter((period) => period > 1 && recent.length >= LEAST_PERIODS * period);
  const long = seen.length > 0 && recent.length >= LONG ? longForecast(recent, seen, horizon) : null;
  return long ?? shortForecast(recent, seen, horizon);
}
