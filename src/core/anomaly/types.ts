import type { Notice } from '../frames/table.ts';

export const ANOMALY_METHODS = ['auto', 'zscore', 'iqr', 'mad', 'seasonal', 'outlier'] as const;
/** `outlier` compares series with each other at the same time; the others look at one series. */
export type AnomalyMethod = (typeof ANOMALY_METHODS)[number];

export const ANOMALY_MODES = ['causal', 'whole'] as const;
/** `causal` scores a point by earlier ones alone; `whole` by the whole series, itself and the future too: to describe, not to alarm. */
export type AnomalyMode = (typeof ANOMALY_MODES)[number];

export const ANOMALY_DIRECTIONS = ['both', 'up', 'down'] as const;
export type AnomalyDirection = (typeof ANOMALY_DIRECTIONS)[number];

export const SEVERITIES = ['low', 'medium', 'high', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

export interface AnomalyOptions {
  method: AnomalyMethod;
  mode: AnomalyMode;
  /** Between 0 and 1, or a z threshold above 1; see `thresholdsOf`. */
  sensitivity: number;
  direction: AnomalyDirection;
  /** Values of a baseline below which nothing is said; at least 5, for `auto` at least 30. */
  minPoints: number;
  /** Values of the baseline of `zscore`, `iqr` and `mad`, 5 to 4000. */
  window: number;
  /** Alarms this close are one incident: points. */
  incidentGap: number;
  /** A smaller deviation from what is expected is no anomaly, whatever its score: in the series' unit, and as a share of the expected value. */
  minEffect: { absolute: number; relative: number };
  /** Cycle of `seasonal`, ms. */
  periodMs: number;
}

export const DEFAULT_ANOMALY_OPTIONS: AnomalyOptions = {
  method: 'auto',
  mode: 'causal',
  sensitivity: 0.5,
  direction: 'both',
  minPoints: 30,
  window: 1000,
  incidentGap: 100,
  minEffect: { absolute: 0, relative: 0 },
  periodMs: 86_400_000,
};

/** What a method says of a point, before threshold and direction. */
export interface PointScore {
  /** On the scale of the method's threshold; 0 until there is a baseline. */
  score: number;
  /** Deviation that tells how long an incident lasts, on the z scale; NaN until there is a baseline. */
  level: number;
  /** NaN until there is a baseline. */
  expected: number;
  lower: number;
  upper: number;
  /** Share of the baseline at least as far out, counting the point itself: never 0. NaN without a baseline, and where
   * the score is too small to matter. */
  pValue: number;
  baseline: number;
}

export interface PointVerdict extends PointScore {
  isAnomaly: boolean;
  direction: 'up' | 'down' | undefined;
  severity: Severity | undefined;
}

/** One thing that went wrong, from its first to its last deviating point. */
export interface Incident {
  /** Epoch ms. */
  start: number;
  end: number;
  peakTime: number;
  peakValue: number;
  expected: number;
  /** Peak minus expected, in the series' unit. */
  deviation: number;
  direction: 'up' | 'down';
  severity: Severity;
  /** Deviating points. */
  count: number;
  score: number;
  pValue: number;
  baselineN: number;
  /** A sentence with the numbers behind it. */
  reason: string;
}

export type SeriesStatus = 'ok' | 'insufficient_data' | 'constant';

/** A series with its verdicts; arrays are as long as the series, `null` where nothing can be said. */
export interface AnomalyResult {
  status: SeriesStatus;
  reason: string;
  method: AnomalyMethod;
  mode: AnomalyMode;
  /** Score at which a point is an anomaly. */
  threshold: number;
  /** Finite values that were looked at. */
  n: number;
  times: number[];
  values: Array<number | null>;
  points: Array<PointVerdict | undefined>;
  incidents: Incident[];
  notices: Notice[];
}
