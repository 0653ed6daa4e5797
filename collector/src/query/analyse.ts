import { ANOMALY_METHODS, DEFAULT_ANOMALY_OPTIONS, type AnomalyOptions } from '../../../src/core/anomaly/types.ts';
import type { Table } from '../../../src/core/frames/table.ts';
import type { MetricDefinition } from '../../../src/core/metrics/catalogue.ts';
import { GRAFANA_UNITS } from '../../../src/core/metrics/units.ts';
import { defaultAggregation } from '../../../src/core/query/aggregation.ts';
import { anomaliesOf, forecastNumbersOf, forecastsOf, trendsOf } from '../../../src/core/query/analyseTables.ts';
import { DIMENSION_LABELS, type PerformanceQuery } from '../../../src/core/query/model.ts';
import { seriesColumns } from '../../../src/core/query/seriesColumns.ts';
import { valueConfig } from '../../../src/core/query/seriesTables.ts';
import { boundsOf } from '../../../src/core/trend/bounds.ts';
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
  const { query, metric, to, bucketMs } = analysis;
  const request = {
    subject: { id: metric.id, name: metric.name, unit: GRAFANA_UNITS[metric.unit] },
    labelNames: labelNames(query),
    ...(query.instant ? { since: to - (query.recentPoints ?? RECENT_POINTS) * bucketMs } : {}),
  };
  return refusing(() => anomaliesOf(seriesOf(analysis), anomalyOptions(query, metric), request));
}

/**
 * A table a series: its forecast; `instant` asks for one number a group.
 * @throws ServiceError `BAD_REQUEST` when the method or an option is none of `forecast`
 */
export function forecasts(analysis: Analysis): Table[] {
  const { query, metric } = analysis;
  const method = methodOf(query, FORECAST_METHODS);
  const options = {
    ...(method === undefined ? {} : { method }),
    ...(query.predictionHorizon === undefined ? {} : { horizon: query.predictionHorizon }),
    ...(query.threshold === undefined ? {} : { threshold: query.threshold }),
    bounds: boundsOf(metric.unit),
  };
  const series = seriesOf(analysis);
  if (query.instant) {
    const { to, bucketMs } = analysis;
    return refusing(() => [
      forecastNumbersOf(series, options, {
        subject: { name: metric.name, unit: GRAFANA_UNITS[metric.unit] },
        labelNames: labelNames(query),
        additive: isAdditive(query, metric),
        since: to - (query.recentPoints ?? RECENT_POINTS) * bucketMs,
      }),
    ]);
  }
  const empty = { id: metric.id, name: metric.name, labels: {}, config: valueConfig(metric), times: [], values: [] };
  return refusing(() => forecastsOf(series.length > 0 ? series : [empty], options));
}

/** One row a series. @throws ServiceError `BAD_REQUEST` when the method or an option is none of `trend` */
export function trends(analysis: Analysis): Table[] {
  const { query, metric } = analysis;
  const method = methodOf(query, TREND_METHODS);
  const options = {
    ...(method === undefined ? {} : { method }),
    better: metric.direction,
    ...(query.minEffect?.absolute === undefined ? {} : { minEffect: query.minEffect.absolute }),
    ...(query.threshold === undefined ? {} : { threshold: query.threshold }),
  };
  const shape = { labelNames: labelNames(query), unit: GRAFANA_UNITS[metric.unit] };
  return refusing(() => [trendsOf(seriesOf(analysis), options, shape)]);
}

/** Whether the values of successive buckets add up to that of a longer one. */
function isAdditive(query: PerformanceQuery, metric: MetricDefinition): boolean {
  const aggregation = query.aggregation ?? defaultAggregation(metric);
  return aggregation === 'count' || aggregation === 'sum';
}

const labelNames = ({ groupBy }: PerformanceQuery) => groupBy.map((dimension) => DIMENSION_LABELS[dimension]);

/** Without a last bucket that is still filling: its count or sum would look like a fall. */
const seriesOf = ({ tables, to, bucketMs }: Analysis) => seriesColumns(tables, to - bucketMs + 1);

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
