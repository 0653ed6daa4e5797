import type { Chart, TimeSeries } from '../../../src/core/chart/chart.ts';
import { numbers, strings, type Table } from '../../../src/core/frames/table.ts';
import { distributionOf } from '../../../src/core/guide/valueStatistics.ts';
import { findMetric, type MetricDefinition } from '../../../src/core/metrics/catalogue.ts';
import { defaultAggregation } from '../../../src/core/query/aggregation.ts';
import type { Unit } from '../../../src/core/metrics/units.ts';
import { planMetric } from '../../../src/core/query/measure.ts';
import { DEFAULT_QUERY } from '../../../src/core/query/model.ts';
import { formatTime } from '../../../src/core/report/format.ts';
import { ServiceError } from '../errors.ts';
import { readSamples } from '../query/compare.ts';
import { executeQuery } from '../query/execute.ts';
import { requireSwarms } from '../query/knownSwarms.ts';
import type { Store } from '../store/store.ts';
import type { ChartRequest } from './schema.ts';

const MOST_SERIES = 7;
const MOST_ROWS = 30;
const MOST_POINTS = { heatmap: 48, other: 300 };

/**
 * What is stored of a metric, as a chart.
 * @throws ServiceError `UNKNOWN_SWARM`; `EMPTY_WINDOW`; `BAD_REQUEST` where the type can't show the metric, with one that can
 */
export async function chartOf(store: Store, request: ChartRequest, signal?: AbortSignal): Promise<Chart> {
  const metric = metricOf(request.metric);
  if (request.aggregation !== undefined && (metric.shape === 'ratio' || metric.shape === 'throughput')) {
    throw new ServiceError(
      'BAD_REQUEST',
      `"aggregation": ${metric.id} is one number a time and has none: leave it out.`
    );
  }
  await requireSwarms(store, request.swarms, signal);
  const { type } = request;
  switch (type) {
    case 'line':
    case 'area':
    case 'scatter': {
      const series = await seriesOf(store, request, MOST_POINTS.other, signal);
      return { ...head(metric, request, series.length, MOST_SERIES), type, series: series.slice(0, MOST_SERIES) };
    }
    case 'heatmap': {
      const series = await seriesOf(store, request, MOST_POINTS.heatmap, signal);
      return { ...head(metric, request, series.length, MOST_ROWS), ...heatmap(series.slice(0, MOST_ROWS)) };
    }
    case 'histogram':
      return histogram(metric, await valuesOf(store, metric, request, signal), request);
    case 'bar':
    case 'pie':
    case 'gauge': {
      const groups = await groupsOf(store, request, signal);
      return ofGroups(type, metric, groups, request);
    }
  }
}

interface Group {
  name: string;
  value: number;
}

function ofGroups(
  type: 'bar' | 'pie' | 'gauge',
  metric: MetricDefinition,
  groups: readonly Group[],
  request: ChartRequest
): Chart {
  const most = type === 'pie' ? MOST_SERIES : MOST_ROWS;
  const base = head(metric, request, groups.length, most);
  if (type === 'bar') {
    const shown = groups.slice(0, most);
    return {
      ...base,
      type,
      categories: shown.map(({ name }) => name),
      series: [{ name: metric.name, values: shown.map(({ value }) => value) }],
    };
  }
  if (type === 'gauge') {
    const [only, ...others] = groups;
    if (metric.unit !== 'ratio' || !only || others.length > 0) {
      throw wrongType(
        'a gauge shows one share of one swarm: name one swarm and a rate such as error_rate, or take "bar"'
      );
    }
    return { ...base, type, value: only.value, min: 0, max: 1 };
  }
  if (!planMetric(metric, request.aggregation ?? defaultAggregation(metric)).additive || base.unit === 'ops_per_s') {
    throw wrongType(
      `${metric.name.toLowerCase()} of several swarms adds up to nothing that a pie could show: take "bar"`
    );
  }
  const rest = groups.slice(most - 1).reduce((sum, { value }) => sum + value, 0);
  return {
    ...base,
    type,
    slices:
      groups.length <= most
        ? [...groups]
        : [...groups.slice(0, most - 1), { name: `${groups.length - most + 1} others`, value: rest }],
  };
}

function heatmap(series: readonly TimeSeries[]) {
  const times = [...new Set(series.flatMap(({ points }) => points.map(([time]) => time)))].sort((a, b) => a - b);
  return {
    type: 'heatmap' as const,
    columns: times.map((time) => formatTime(time).slice(5, 16)),
    rows: series.map(({ name }) => name),
    values: series.map(({ points }) => {
      const known = new Map(points);
      return times.map((time) => known.get(time) ?? null);
    }),
  };
}

function histogram(metric: MetricDefinition, values: readonly number[], request: ChartRequest): Chart {
  const found = distributionOf(Float64Array.from(values).sort());
  if (!found) {
    throw new ServiceError('EMPTY_WINDOW', `Of ${metric.id} one value is stored: a histogram needs two at least.`);
  }
  const { edges, counts } = found.histogram;
  const { title } = head(metric, request, 1, 1);
  const counted = `${metric.sampleUnit}s`;
  return {
    type: 'histogram',
    title,
    unit: metric.unit,
    description: `How many of ${values.length} ${counted} lie in each of ${counts.length} ranges of equal width.`,
    edges,
    counts,
    counted,
  };
}

function head(metric: MetricDefinition, { title, swarms, aggregation }: ChartRequest, found: number, most: number) {
  const which = swarms.length === 1 ? ` of ${swarms[0]}` : '';
  const shown = found > most ? `the first ${most} of ${found} swarms` : `${found} ${found === 1 ? 'swarm' : 'swarms'}`;
  return {
    title: title ?? `${metric.name}${aggregation === undefined ? '' : ` (${aggregation})`}${which}`,
    description: `${metric.name} of ${shown}, as it was recorded; where nothing was, there is a gap.`,
    unit: unitOf(metric, aggregation),
  };
}

/** How often something happened is no longer in the unit of what happened. */
function unitOf({ unit }: MetricDefinition, aggregation: ChartRequest['aggregation']): Unit {
  return aggregation === 'count' ? 'count' : aggregation === 'rate' ? 'ops_per_s' : unit;
}

async function seriesOf(
  store: Store,
  request: ChartRequest,
  most: number,
  signal?: AbortSignal
): Promise<TimeSeries[]> {
  const tables = await tablesOf(store, request, false, most, signal);
  const series = tables.flatMap((table) => {
    const value = table.columns.find(({ type }) => type === 'number');
    const times = numbersOfTime(table);
    if (value?.type !== 'number') {
      return [];
    }
    const points = value.values.flatMap((each, index) => {
      const time = times[index];
      return time == null ? [] : [[time, each] as const];
    });
    return points.some(([, each]) => each !== null)
      ? [{ name: Object.values(value.labels ?? {}).join(' '), points }]
      : [];
  });
  return notEmpty(series, request);
}

function numbersOfTime(table: Table): ReadonlyArray<number | null> {
  const time = table.columns.find(({ type }) => type === 'time');
  return time?.type === 'time' ? time.values : [];
}

/** Greatest first. */
async function groupsOf(store: Store, request: ChartRequest, signal?: AbortSignal): Promise<Group[]> {
  const [table] = await tablesOf(store, request, true, 1, signal);
  const names = table ? (strings(table, table.columns[0]?.name ?? '') ?? []) : [];
  const values = table ? (numbers(table, request.metric) ?? []) : [];
  const groups = names.flatMap((name, index) => {
    const value = values[index];
    return value == null ? [] : [{ name: name ?? '', value }];
  });
  return notEmpty(
    groups.sort((a, b) => b.value - a.value || (a.name < b.name ? -1 : 1)),
    request
  );
}

async function valuesOf(
  store: Store,
  metric: MetricDefinition,
  { swarms, from, to, ...request }: ChartRequest,
  signal?: AbortSignal
): Promise<number[]> {
  const window = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
  const asked = { metrics: [metric.id], groupBy: 'swarm' as const, swarms, filters: [], ...window };
  const { samples } = await readSamples(store, asked, signal);
  const [found] = samples;
  if (found?.shape !== 'values') {
    throw wrongType(
      `${metric.name.toLowerCase()} has no single values that a histogram could count: take "line" or "bar"`
    );
  }
  return notEmpty(
    found.groups.flatMap(({ values }) => [...values]),
    { swarms, from, to, ...request }
  );
}

async function tablesOf(
  store: Store,
  { metric, aggregation, swarms, from, to }: ChartRequest,
  instant: boolean,
  maxDataPoints: number,
  signal?: AbortSignal
): Promise<Table[]> {
  const query = {
    ...DEFAULT_QUERY,
    refId: 'A',
    type: 'timeseries' as const,
    metric,
    swarms,
    instant,
    ...(aggregation === undefined ? {} : { aggregation }),
  };
  try {
    return await executeQuery(store, query, { from, to, maxDataPoints }, signal);
  } catch (error) {
    // An aggregation that the metric has not.
    throw error instanceof RangeError ? new ServiceError('BAD_REQUEST', `"aggregation": ${error.message}`) : error;
  }
}

function metricOf(id: string): MetricDefinition {
  const metric = findMetric(id);
  if (!metric) {
    throw new ServiceError('BAD_REQUEST', `"metric": unknown metric "${id}".`);
  }
  return metric;
}

function wrongType(message: string): ServiceError {
  return new ServiceError('BAD_REQUEST', `"type": ${message}.`, { fields: [{ field: 'type', message }] });
}

function notEmpty<T>(found: T[], { metric, from, to }: ChartRequest): T[] {
  if (found.length === 0) {
    const when = from === undefined && to === undefined ? '' : ' in this window: change "from" and "to"';
    throw new ServiceError('EMPTY_WINDOW', `Of ${metric} nothing is stored of these swarms${when}.`);
  }
  return found;
}
