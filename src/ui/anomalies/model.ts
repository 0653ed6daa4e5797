import type { DataFrame, Field, QueryResultMetaNotice } from '@grafana/data';
import {
  ANOMALY_DIRECTIONS,
  ANOMALY_METHODS,
  DEFAULT_ANOMALY_OPTIONS,
  type AnomalyDirection,
  type AnomalyMethod,
  type Incident,
} from '../../core/anomaly/types.ts';
import type { Crossing } from '../../core/trend/crossing.ts';
import type { Forecast } from '../../core/trend/forecastTypes.ts';
import type { Drawn } from '../analysis/thin.ts';

export const METHODS: readonly AnomalyMethod[] = ANOMALY_METHODS;
export const DIRECTIONS: readonly AnomalyDirection[] = ANOMALY_DIRECTIONS;
export const THRESHOLD_STYLES = ['off', 'line', 'dashed', 'area'] as const;
export type ThresholdStyle = (typeof THRESHOLD_STYLES)[number];

export interface AnomaliesOptions {
  method: AnomalyMethod;
  /** Between 0 and 1, or a z threshold above 1. */
  sensitivity: number;
  direction: AnomalyDirection;
  forecast: boolean;
  /** A duration such as `6h`; empty for one period, or else a quarter of the past. */
  horizon: string;
  /** Draws what was expected, with its band. */
  showExpected: boolean;
  showIncidents: boolean;
  thresholdStyle: ThresholdStyle;
}

export const DEFAULT_ANOMALIES_OPTIONS: AnomaliesOptions = {
  method: DEFAULT_ANOMALY_OPTIONS.method,
  sensitivity: DEFAULT_ANOMALY_OPTIONS.sensitivity,
  direction: DEFAULT_ANOMALY_OPTIONS.direction,
  forecast: true,
  horizon: '',
  showExpected: true,
  showIncidents: true,
  thresholdStyle: 'off',
};

/** A series as it is shown: its name, and the field whose options it follows and whose values it has. */
export interface Subject {
  /** Unique among all that are shown. */
  name: string;
  field: Field;
  /** The rows of the field that are its own; absent for all of them. */
  rows?: readonly number[];
}

/** A series that is still to be analysed. */
export interface RawSeries extends Subject {
  time: Field;
}

/** What is known at each point; arrays as long as `times`, NaN where nothing is. */
export type Points = Drawn;

/** A forecast as it is drawn. */
export type ForecastRows = Pick<Forecast, 'times' | 'point' | 'lower80' | 'upper80' | 'lower95' | 'upper95'>;

export interface AnalysedSeries extends Subject {
  points?: Points;
  /** Why nothing can be said of it; empty where a notice says so already. */
  silence?: string;
  incidents: Incident[];
  forecast?: ForecastRows;
  /** Where the forecast passes the thresholds of the field. */
  crossings: Crossing[];
}

/** Rows that all series together are drawn with. */
const DRAWN_ROWS = 12_000;
const LEAST_DRAWN_ROWS = 600;

/** Rows that each of so many series is drawn with. */
export function drawnRows(series: number): number {
  return Math.max(LEAST_DRAWN_ROWS, Math.floor(DRAWN_ROWS / Math.max(1, series)));
}

/** What the frames hold. */
export interface AnomaliesInput {
  frames: readonly DataFrame[];
  raw: RawSeries[];
  /** What the data bring analysed. */
  analysed: AnalysedSeries[];
  notices: QueryResultMetaNotice[];
}

export interface Analysed {
  series: AnalysedSeries[];
  notices: QueryResultMetaNotice[];
}
