import { LEAST_PERIODS } from './season.ts';
import { longForecast } from './longModel.ts';
import { shortForecast } from './shortModel.ts';

/** Forecast of equally spaced values, before any bounds. */
export interface ValueForecast {
  point: Float64Array;
  /** Half of the 95 % interval at each step. */
  halfWidths: Float64Array;
  model: string;
  /** Period of the season in it, in points; null without one. */
  period: number | null;
}

const LONG = 200;
const MOST = 2000;

export function forecastValues(values: Float64Array, periods: readonly number[], horizon: number): ValueForecast {
  const recent = values.subarray(Math.max(0, values.length - MOST));
  const kept = [...periods].filter((period) => period > 1 && recent.length >= LEAST_PERIODS * period);
  return kept.length > 0 && recent.length >= LONG
    ? longForecast(recent, kept, horizon)
    : shortForecast(recent, periods, horizon);
}
