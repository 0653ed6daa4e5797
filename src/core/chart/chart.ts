import type { Unit } from '../metrics/units.ts';

export const CHART_TYPES = ['line', 'bar', 'scatter', 'histogram', 'heatmap', 'pie', 'area', 'gauge'] as const;
export type ChartType = (typeof CHART_TYPES)[number];

interface ChartBase {
  title: string;
  /** What the chart shows, for those who don't see it. */
  description: string;
  unit: Unit;
}

/** Values over event time, epoch ms; null where a bucket has none. */
export interface TimeSeries {
  name: string;
  points: ReadonlyArray<readonly [time: number, value: number | null]>;
}

/** A chart as numbers, whoever draws it. Nothing is filled in: null is a gap. */
export type Chart = ChartBase &
  (
    | { type: 'line' | 'area' | 'scatter'; series: TimeSeries[] }
    | {
        type: 'bar';
        categories: string[];
        series: Array<{ name: string; values: Array<number | null> }>;
        /** True where the series add up to a whole. */
        stacked?: boolean;
      }
    | { type: 'interval'; rows: IntervalRow[] }
    | { type: 'histogram'; /** One more than counts, ascending. */ edges: number[]; counts: number[]; counted: string }
    | {
        type: 'heatmap';
        columns: string[];
        rows: string[];
        /** By row, then column. */ values: Array<Array<number | null>>;
      }
    | { type: 'pie'; slices: Array<{ name: string; value: number }> }
    | { type: 'gauge'; value: number | null; min: number; max: number }
  );

/** An estimate and what it may be; an end is null where the sample is too small to bound it. */
export interface IntervalRow {
  name: string;
  estimate: number;
  low: number | null;
  high: number | null;
}
