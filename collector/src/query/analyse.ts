import { detectAnomalies } from '../../../src/core/anomaly/detectAnomalies.ts';
import { detectOutliers } from '../../../src/core/anomaly/outliers.ts';
import { ANOMALY_METHODS, DEFAULT_ANOMALY_OPTIONS, type AnomalyOptions } from '../../../src/core/anomaly/types.ts';
import { numbers, type Table } from '../../../src/core/frames/table.ts';
import type { MetricDefinition } from '../../../src/core/metrics/catalogue.ts';
import { GRAFANA_UNITS } from '../../../src/core/metrics/units.ts';
import { anomaliesTables, anomalyScoreTable, type AnalysedSeries } from '../../../src/core/query/anomaliesTables.ts';
import { forecastTable } from '../../../src/core/query/forecastTable.ts';
import { DIMENSION_LABELS, type PerformanceQuery } from '../../../src/core/query/model.ts';
import { valueConfig } from '../../../src/core/query/seriesTables.ts';
import { trendTable } from '../../../src/core/query/trendTable.ts';
import { analyseTrend } from '../../../src/core/trend/analyseTrend.ts';
import { boundsOf } from '../../../src/core/trend/bounds.ts';
import { forecast } from '../../../src/core/trend/forecast.ts';
import { FORECAST_METHODS } from '../../../src/core/trend/forecastTypes.ts';
import { TREND_METHODS } from '../../../src/core/trend/trendTypes.ts';
import { ServiceError } from '../errors.ts';

/** Buckets before the end that count as now where an alert rule does not say. */
const RECENT_POINTS = 5;

/** Series as a time series query answers them, one table each. */
interface Analysis {
  query: PerformanceQuery;
  metric: MetricDefinition;
  tables: readonly Table[];
  /** End of the window, epoch ms, and width of its buckets, ms. */
  to: number;
  bucketMs: number;
}

/**
 * Anomalies of each series: its points with band and score, and all incidents; `instant` asks for one score a group.
 * @throws ServiceError `BAD_REQUEST` when the method or an option is none of `anomalies`
 */
export function anomalies(analysis: Analysis): Table[] {
  const { query, metric, tables, to, bucketMs } = analysis;
  const options = anomalyOptions(query, metric);
  const series = tables.flatMap((table) => seriesOf(table, analysis));
  const results = refusing(() =>
    options.method === 'outlier' ? detectOutliers(series, options) : series.map((one) => detectAnomalies(one, options))
  );
  const analysed = results.map((result, index): AnalysedSeries => ({ labels: series[index]?.labels ?? {}, result }));
  const { groupBy } = query;
  return query.instant
    ? [anomalyScoreTable(analysed, { metric, groupBy, since: to - (query.recentPoints ?? RECENT_POINTS) * bucketMs })]
    : anomaliesTables(analysed, { metric, groupBy });
}

/** A table a series: its forecast. @throws ServiceError `BAD_REQUEST` when the method or an option is none of `forecast` */
export function forecasts(analysis: Analysis): Table[] {
  const { query, metric, tables } = analysis;
  const method = methodOf(query, FORECAST_METHODS);
  return tables.flatMap((table) => {
    const [series = { labels: {}, times: [], values: [] }] = seriesOf(table, analysis);
    const { labels } = series;
    const found = refusing(() =>
      forecast(series, {
        ...(method === undefined ? {} : { method }),
        ...(query.predictionHorizon === undefined ? {} : { horizon: query.predictionHorizon }),
        ...(query.threshold === undefined ? {} : { threshold: query.threshold }),
        bounds: boundsOf(metric.unit),
      })
    );
    const name = Object.values(labels).join(' ') || metric.name;
    return [forecastTable({ forecast: found, name, labels, config: valueConfig(metric, labels) })];
  });
}

/** One row a series. @throws ServiceError `BAD_REQUEST` when the method or an option is none of `trend` */
export function trends(analysis: Analysis): Table[] {
  const { query, metric, tables } = analysis;
  const method = methodOf(query, TREND_METHODS);
  const rows = tables
    .flatMap((table) => seriesOf(table, analysis))
    .map((series) => ({
      labels: series.labels,
      trend: refusing(() =>
        analyseTrend(series, {
          ...(method === undefined ? {} : { method }),
          better: metric.direction,
          ...(query.minEffect?.absolute === undefined ? {} : { minEffect: query.minEffect.absolute }),
          ...(query.threshold === undefined ? {} : { threshold: query.threshold }),
        })
      ),
    }));
  const labelNames = query.groupBy.map((dimension) => DIMENSION_LABELS[dimension]);
  return [trendTable({ rows, labelNames, unit: GRAFANA_UNITS[metric.unit] })];
}

function anomalyOptions(query: PerformanceQuery, metric: MetricDefinition): AnomalyOptions {
  const badWay = metric.direction === 'lower' ? 'up' : metric.direction === 'higher' ? 'down' : 'both';
  const { minEffect, sensitivity, mode, minPoints, baselineWindow, incidentGap, periodMs } = query;
  return {
    method: methodOf(query, ANOMALY_METHODS) ?? DEFAULT_ANOMALY_OPTIONS.method,
    direction: query.direction ?? badWay,
    sensitivity: sensitivity ?? DEFAULT_ANOMALY_OPTIONS.sensitivity,
    mode: mode ?? DEFAULT_ANOMALY_OPTIONS.mode,
    minPoints: minPoints ?? DEFAULT_ANOMALY_OPTIONS.minPoints,
    window: baselineWindow ?? DEFAULT_ANOMALY_OPTIONS.window,
    incidentGap: incidentGap ?? DEFAULT_ANOMALY_OPTIONS.incidentGap,
    periodMs: periodMs ?? DEFAULT_ANOMALY_OPTIONS.periodMs,
    minEffect: { absolute: minEffect?.absolute ?? 0, relative: minEffect?.relative ?? 0 },
  };
}

function methodOf<T extends string>(query: PerformanceQuery, known: readonly T[]): T | undefined {
  const { method } = query;
  const found = known.find((name) => name === method);
  if (method !== undefined && found === undefined) {
    const message = `"${method}" is no method of ${query.type}; known: ${known.join(', ')}`;
    throw new ServiceError('BAD_REQUEST', message, { fields: [{ field: 'method', message }] });
  }
  return found;
}

/** The core refuses options with a RangeError that says which and why. */
function refusing<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof RangeError ? new ServiceError('BAD_REQUEST', error.message) : error;
  }
}

/**
 * The series of a table, without a last bucket that is still filling: its count or sum would look like a fall. None of a
 * table without rows.
 */
function seriesOf(table: Table, { metric, to, bucketMs }: Analysis) {
  const value = table.columns.find(({ name }) => name === metric.id);
  const times = (numbers(table, 'time') ?? []).map((time) => time ?? NaN);
  const whole = times.filter((time) => time + bucketMs <= to).length;
  return whole === 0 || value?.type !== 'number'
    ? []
    : [{ labels: value.labels ?? {}, times: times.slice(0, whole), values: value.values.slice(0, whole) }];
}
