import { detectAnomalies } from '../anomaly/detectAnomalies.ts';
import { detectOutliers } from '../anomaly/outliers.ts';
import type { AnomalyOptions } from '../anomaly/types.ts';
import type { Table } from '../frames/table.ts';
import { analyseTrend } from '../trend/analyseTrend.ts';
import { forecast } from '../trend/forecast.ts';
import type { ForecastOptions } from '../trend/forecastTypes.ts';
import type { TrendOptions } from '../trend/trendTypes.ts';
import { anomaliesTables, anomalyScoreTable, type AnalysedSeries, type AnomaliesRequest } from './anomaliesTables.ts';
import { forecastNumberTable, type ForecastNumbersRequest } from './forecastNumberTable.ts';
import { forecastTable } from './forecastTable.ts';
import type { SeriesColumn } from './seriesColumns.ts';
import { trendTable } from './trendTable.ts';

/**
 * The analyses of series as tables, for frames of any data source (see `seriesColumns`): the service answers queries with
 * them, and a browser can run the same on what it has.
 */

/**
 * A table a series and one of all incidents; with `since` (epoch ms) one score a group of what came from then on, as alert
 * rules ask it.
 * @throws RangeError naming the option that is out of range
 */
export function anomaliesOf(
  series: readonly SeriesColumn[],
  options: Partial<AnomalyOptions>,
  request: AnomaliesRequest & { since?: number }
): Table[] {
  const results =
    options.method === 'outlier' ? detectOutliers(series, options) : series.map((one) => detectAnomalies(one, options));
  const analysed = results.map((result, index): AnalysedSeries => ({ series: series[index], result }));
  const { since } = request;
  return since === undefined
    ? anomaliesTables(analysed, request)
    : [anomalyScoreTable(analysed, { ...request, since })];
}

/** A table a series. @throws RangeError naming the option that is out of range */
export function forecastsOf(series: readonly SeriesColumn[], options: ForecastOptions): Table[] {
  return series.map(({ id, name, labels, config, times, values }) =>
    forecastTable({ forecast: forecast({ times, values }, options), id, name, labels, config })
  );
}

/** One number a series, as alert rules ask it. @throws RangeError naming the option that is out of range */
export function forecastNumbersOf(
  series: readonly SeriesColumn[],
  options: ForecastOptions,
  request: Omit<ForecastNumbersRequest, 'forecasts'>
): Table {
  const forecasts = series.map(({ labels, times, values }) => ({
    labels,
    forecast: forecast({ times, values }, options),
    lastTime: Math.max(...times.filter((_, index) => values[index] != null)),
  }));
  return forecastNumberTable({ ...request, forecasts });
}

/** One table, a row a series. @throws RangeError naming the option that is out of range */
export function trendsOf(
  series: readonly SeriesColumn[],
  options: TrendOptions,
  { labelNames, unit }: { labelNames: readonly string[]; unit?: string }
): Table {
  const rows = series.map((one) => ({ labels: one.labels, trend: analyseTrend(one, options) }));
  return trendTable({ rows, labelNames, ...(unit === undefined ? {} : { unit }) });
}
