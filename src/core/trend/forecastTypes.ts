import type { Crossing } from './crossing.ts';
import type { Horizon } from './horizon.ts';

export const FORECAST_METHODS = ['auto', 'theta', 'linear', 'exponential'] as const;
export type ForecastMethod = (typeof FORECAST_METHODS)[number];

/** `insufficient_data`: nothing could be said; `constant`: all values are equal. The reason says more. */
export type AnalysisStatus = 'ok' | 'insufficient_data' | 'constant';

export interface ForecastOptions {
  /** Default: `auto`. */
  method?: ForecastMethod;
  /** How far: ms, a duration like `6h`, or `{ points }`. Default: one period, else a quarter of the past. */
  horizon?: Horizon;
  /** Periods of the season in points, at most two; an empty list for none. Default: by the distance of the times. */
  periods?: number | readonly number[];
  /** Least and largest value that there can be: 0 and 1 for ratios, 0 for counts. Default: 0 if no value is below. */
  bounds?: { low?: number; high?: number };
  /** Value whose crossing is looked for. */
  threshold?: number;
  /** Which side of the threshold counts as there; default: the side where the last value is not. */
  thresholdSide?: 'up' | 'down';
}

/** A forecast, one entry a step ahead in every list. */
export interface Forecast {
  status: AnalysisStatus;
  /** Null when `ok`. */
  reason: string | null;
  method: ForecastMethod;
  /** What the method chose, for people; null without a forecast. */
  model: string | null;
  /** Equally spaced values that it was made from. */
  n: number;
  /** Epoch ms. */
  times: number[];
  /** In the unit of the values; null where a number is too large to write. */
  point: Array<number | null>;
  lower80: Array<number | null>;
  upper80: Array<number | null>;
  lower95: Array<number | null>;
  upper95: Array<number | null>;
  /** Period of the season in points; null when none shows. */
  period: number | null;
  horizon: { points: number; ms: number };
  /** Distance of two values, ms; 0 without a forecast. */
  stepMs: number;
  /** Score on the held-out end (see `scoreHoldout`); null when there was too little. */
  mase: number | null;
  betterThanNaive: boolean | null;
  /** Null when no threshold was given. */
  crossing: Crossing | null;
  /** What was done to the data or the wishes, for people. */
  notices: string[];
}

export const EMPTY_FORECAST: Omit<Forecast, 'method' | 'n' | 'notices'> = {
  status: 'insufficient_data',
  reason: null,
  model: null,
  times: [],
  point: [],
  lower80: [],
  upper80: [],
  lower95: [],
  upper95: [],
  period: null,
  horizon: { points: 0, ms: 0 },
  stepMs: 0,
  mase: null,
  betterThanNaive: null,
  crossing: null,
};
