import type { Direction } from '../metrics/catalogue.ts';
import type { AnalysisStatus } from './forecastTypes.ts';

export const TREND_METHODS = ['theilsen', 'linear', 'exponential'] as const;
export type TrendMethod = (typeof TREND_METHODS)[number];

export interface TrendOptions {
  /** Default: `theilsen`, which one outlier does not turn. */
  method?: TrendMethod;
  /** Which way is better; default `none`. */
  better?: Direction;
  /** Slopes up to this size, in the unit of the values per hour, do not matter; default 0. */
  minEffect?: number;
  /** Value whose time is looked for on the line. */
  threshold?: number;
}

/**
 * `up`, `down`: shown at 5 %; `flat`: the interval lies within ±minEffect, or all values are equal; `not significant`: the
 * interval holds 0 but is wider, or no valid test was possible.
 */
export type TrendDirection = 'up' | 'down' | 'flat' | 'not significant';
export type TrendVerdict = 'better' | 'worse' | 'no change shown' | 'unrated';

/** When the line meets a threshold. Times are epoch ms. */
export interface ThresholdTime {
  threshold: number;
  /** `not expected`: the line leads away from it, or gets there later than ten times the time looked at. */
  state: 'passed' | 'expected' | 'not expected';
  at: number | null;
  /** By the steepest and the flattest slope of the interval; null: never, or too far ahead. */
  earliest: number | null;
  latest: number | null;
}

export interface Trend {
  status: AnalysisStatus;
  /** Null when `ok`. */
  reason: string | null;
  method: TrendMethod;
  /** Known values. */
  n: number;
  /** Values, or batch medians, that the test counted as independent. */
  effectiveN: number;
  /** Unit of the values per hour; `exponential`: the growth of the value in the middle. */
  slopePerHour: number | null;
  /** 95 % interval of it; null when the values depend on each other too much to say. */
  low: number | null;
  high: number | null;
  /** Slope over the line's middle value, `exponential`: growth; null around a middle of 0. */
  percentPerHour: number | null;
  /** Of the line among all values (`exponential`: of their logarithms). */
  adjustedR2: number | null;
  /** Two-sided p of no trend, on batch medians where the values are autocorrelated; null when not valid. */
  p: number | null;
  autocorrelation: number | null;
  direction: TrendDirection;
  verdict: TrendVerdict;
  /** Ends of the line: epoch ms and value. */
  line: { from: LineEnd; to: LineEnd } | null;
  threshold: ThresholdTime | null;
  notices: string[];
}

export interface LineEnd {
  time: number;
  value: number | null;
}
