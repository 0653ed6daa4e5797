import type { AnomalyColumns, ColumnSeries } from '../../core/anomaly/scanAnomalies.ts';
import type { AnomalyOptions } from '../../core/anomaly/types.ts';
import type { CompareOptions } from '../../core/compare/compareSamples.ts';
import type { Comparison, MetricSamples } from '../../core/compare/types.ts';
import type { Crossing } from '../../core/trend/crossing.ts';
import type { Forecast, ForecastOptions } from '../../core/trend/forecastTypes.ts';
import type { Trend, TrendOptions } from '../../core/trend/trendTypes.ts';

/** One series and what is to be said of it. Its arrays belong to the analysis from then on: nobody may read them again. */
export interface SeriesTask {
  series: ColumnSeries;
  anomalies?: Partial<AnomalyOptions>;
  forecast?: ForecastOptions;
  trend?: TrendOptions;
  /** Values whose crossing by the forecast is looked for. */
  thresholds?: readonly number[];
  /** Rows of a long series that come back: what a drawing needs (see `thinRows`). All by default. */
  thin?: number;
}

export interface SeriesAnswer {
  anomalies?: AnomalyColumns;
  forecast?: Forecast;
  trend?: Trend;
  /** One a threshold, where there is a forecast. */
  crossings?: Crossing[];
  /** Left out because the series is too long to be analysed within the page. */
  leftOut: Array<'forecast' | 'trend'>;
}

export type AnalysisJob =
  | {
      kind: 'series';
      tasks: readonly SeriesTask[];
      /** Compares the series with each other at the same time, instead of each with its own past. */
      outliers?: Partial<AnomalyOptions>;
    }
  | { kind: 'comparison'; samples: readonly MetricSamples[]; options: CompareOptions };

export type AnalysisAnswer =
  { kind: 'series'; answers: SeriesAnswer[] } | { kind: 'comparison'; comparison: Comparison };

/** Points beyond which a job goes to the worker: about 20 ms of work. */
export const MOST_IN_PAGE = 20_000;

/** What a forecast or a trend costs beside its points. */
const POINTS_PER_FORECAST = 3000;
const POINTS_PER_TREND = 300;

/** Work of a job, in points of an anomaly scan (about a microsecond each). */
export function costOf(job: AnalysisJob): number {
  if (job.kind === 'comparison') {
    return job.samples.reduce(
      (sum, sample) =>
        sum + (sample.shape === 'values' ? sample.groups.reduce((n, { values }) => n + values.length, 0) : 0),
      0
    );
  }
  return job.tasks.reduce(
    (sum, { series, forecast, trend }) =>
      sum + series.times.length + (forecast ? POINTS_PER_FORECAST : 0) + (trend ? POINTS_PER_TREND : 0),
    0
  );
}

/** Memory that a job or an answer may hand over instead of copying, each block once. */
export function memoryOf(series: ReadonlyArray<ColumnSeries | AnomalyColumns | undefined>): ArrayBuffer[] {
  const blocks = new Set<ArrayBuffer>();
  for (const columns of series) {
    for (const column of Object.values(columns ?? {})) {
      if (ArrayBuffer.isView(column) && column.buffer instanceof ArrayBuffer) {
        blocks.add(column.buffer);
      }
    }
  }
  return [...blocks];
}
