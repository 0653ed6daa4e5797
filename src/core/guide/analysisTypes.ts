import type { AnomalyMethod, SeriesStatus } from '../anomaly/types.ts';
import type { MetricDefinition } from '../metrics/catalogue.ts';
import type { Unit } from '../metrics/units.ts';
import type { Aggregation } from '../query/model.ts';
import type { AnalysisStatus } from '../trend/forecastTypes.ts';

/** Times are epoch ms, `to` exclusive. */
export interface Window {
  from: number;
  to: number;
}

/**
 * The guide's AnalysisResult, from measured values only. Lists are empty where nothing was found; `status` and `reason` say
 * whether that is because there was too little to look at.
 */
export interface AnalysisResult {
  id: string;
  swarmId: string;
  timestamp: number;
  /** What the numbers cover; null when nothing is stored. */
  window: Window | null;
  /** `insufficient_data`: no series was long enough to look for anomalies in it. */
  status: 'ok' | 'insufficient_data' | 'no_data';
  /** Null when every series that was measured could be looked at. */
  reason: string | null;
  insights: Insight[];
  /** Latest first. */
  anomalies: Anomaly[];
  /** Only those that the data show. */
  trends: TrendEntry[];
  statistics: AnalysisStatistics;
  recommendations: AnalysisRecommendation[];
  /** Each series that was looked at, and what could be said of it. */
  series: SeriesReport[];
}

export const ANOMALY_SEVERITIES = ['critical', 'warning', 'info'] as const;
export type AnomalySeverity = (typeof ANOMALY_SEVERITIES)[number];

/** One incident, grouped from points that lie in the way that is bad for the metric. Value, expected value and deviation are in `unit`. */
export interface Anomaly {
  metricType: string;
  /** Of the worst point: start of its bucket. */
  timestamp: number;
  value: number;
  expectedValue: number;
  /** Value less expected value. */
  deviation: number;
  severity: AnomalySeverity;
  description: string;
  /** What was measured to be out of the ordinary at the same time; empty where nothing was. */
  possibleCauses: string[];
  unit: Unit;
  method: AnomalyMethod;
  score: number;
  /** Score from which a point is an anomaly. */
  threshold: number;
  /** Earlier points that it was judged by. */
  n: number;
  /** Deviating points. */
  points: number;
  /** First and last deviating bucket. */
  window: Window;
}

export interface TrendEntry {
  metricType: string;
  /** `stable`: the 95 % interval of the change over the whole time lies within a tenth of the middle value. */
  direction: 'improving' | 'degrading' | 'stable';
  /** Change in `unit` per minute, with its 95 % interval. */
  rate: number;
  rateLow: number;
  rateHigh: number;
  unit: Unit;
  /** Adjusted R² of the line: share of the values' variance that it explains, 0 to 1; null for equal values. */
  confidence: number | null;
  /** Adjusted by Holm for all trends that were tested. */
  p: number;
  /** Points, and those that count as independent. */
  n: number;
  effectiveN: number;
  method: string;
  timeRange: { start: number; end: number };
  description: string;
  /** Only where forecasts of the values held out beat repeating the past. */
  prediction?: Prediction;
}

export interface Prediction {
  nextValue: number;
  /** 95 % interval. */
  low: number;
  high: number;
  /** Share of true values that the interval is made to hold. */
  confidence: number;
  /** Epoch ms of the value, and how far that is from the last one, ms. */
  at: number;
  timeHorizon: number;
  /** Mean error on the values held out, in mean steps from one value to the next before them. */
  mase: number;
  /** Nothing that is measured says what drives the value. */
  factors: never[];
}

export interface MetricStatistics {
  count: number;
  mean: number;
  median: number;
  stdDev: number | null;
  min: number;
  max: number;
  percentiles: { p50: number; p90: number; p95: number; p99: number };
}

export interface Distribution {
  /** No family of distributions is claimed. */
  type: null;
  /** (mean − median) / standard deviation, between −1 and 1; null without spread. */
  parameters: { medianSkewness: number | null };
  /** Bins of equal width from the least to the largest value; the last one holds its upper edge too. */
  histogram: { edges: number[]; counts: number[] };
}

export interface CorrelationPair {
  metrics: [string, string];
  /** Spearman's rank correlation of buckets in which both are known. */
  coefficient: number;
  n: number;
  /** Buckets that count as independent. */
  effectiveN: number;
  p: number;
  /** By Holm over all pairs. */
  pAdjusted: number;
  /** Adjusted p below 5 %. */
  shown: boolean;
}

export interface AnalysisStatistics {
  metrics: Partial<Record<string, MetricStatistics>>;
  correlations: { method: 'spearman'; pairs: CorrelationPair[] };
  distributions: Partial<Record<string, Distribution>>;
}

export interface Insight {
  type: 'anomaly' | 'failures' | 'trend' | 'tail' | 'correlation';
  severity: AnomalySeverity;
  description: string;
  evidence: FindingEvidence;
}

export interface FindingEvidence {
  metricType: string;
  /** What was counted; null where it was scaled up from a sample and so is no number of observations. */
  n: number | null;
  window: Window | null;
  /** 95 % interval of the number, where it has one. */
  low: number | null;
  high: number | null;
}

export interface AnalysisRecommendation {
  title: string;
  description: string;
  targetSwarm: string;
  /** Nothing that is measured promises one. */
  expectedImprovement: null;
  effort: null;
  priority: 'high' | 'medium' | 'low';
  evidence: FindingEvidence;
}

export interface SeriesReport {
  metricType: string;
  aggregation: Aggregation;
  /** Width of its points, ms. */
  bucketMs: number;
  points: number;
  anomalies?: { status: SeriesStatus; reason: string; method: AnomalyMethod; threshold: number; found: number };
  trend?: { status: AnalysisStatus; reason: string | null; method: string; shown: boolean; p: number | null };
}

/** A series as it is asked of the store; values are null where a bucket says too little. */
export interface MeasuredSeries {
  metric: MetricDefinition;
  aggregation: Aggregation;
  bucketMs: number;
  /** Starts of the buckets, ascending. */
  times: readonly number[];
  values: ReadonlyArray<number | null>;
  /** What it is good for: sums tell of bursts, means and medians of how things move. */
  uses: ReadonlyArray<'anomalies' | 'trend' | 'correlation'>;
}

/** Finished and failed steps a bucket, as observed. */
export interface OutcomeSeries {
  metric: MetricDefinition;
  buckets: ReadonlyArray<{ time: number; total: number; failed: number }>;
}

/** Values of all units, ascending. */
export interface MeasuredSample {
  metricType: string;
  values: Float64Array;
}
