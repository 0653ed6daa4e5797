import { finiteOrNull, type ColumnConfig, type Table } from '../frames/table.ts';
import type { MetricDefinition } from '../metrics/catalogue.ts';
import { GRAFANA_UNITS } from '../metrics/units.ts';
import type { MetricPlan } from './measure.ts';
import { DIMENSION_LABELS, type Dimension, type SeriesFormat } from './model.ts';
import type { AggregateRow } from './plan.ts';

export interface SeriesRequest {
  metric: MetricDefinition;
  plan: MetricPlan;
  groupBy: readonly Dimension[];
  format: SeriesFormat;
  bucketMs: number;
}

interface Series {
  labels: Record<string, string>;
  points: Map<number, number | null>;
}

/**
 * Time series of one metric: `multi` makes one table a group, `wide` one table for all. With no rows, one typed table
 * without rows, because an alert rule reads "no frame" and "no data" differently.
 */
export function seriesTables(rows: readonly AggregateRow[], request: SeriesRequest): Table[] {
  const series = groupRows(rows, request);
  if (request.format === 'wide') {
    return [wideTable(series, request)];
  }
  if (series.length === 0) {
    return [multiTable({ labels: {}, points: new Map() }, request)];
  }
  return series.map((one) => multiTable(one, request));
}

function groupRows(rows: readonly AggregateRow[], { plan, groupBy, bucketMs }: SeriesRequest): Series[] {
  const byGroup = new Map<string, Series>();
  for (const row of rows) {
    const labels = labelsOf(row, groupBy);
    const key = JSON.stringify(labels);
    let series = byGroup.get(key);
    if (!series) {
      series = { labels, points: new Map() };
      byGroup.set(key, series);
    }
    series.points.set(row.bucket ?? 0, finiteOrNull(plan.value(row.values, bucketMs / 1000)));
  }
  if (plan.additive) {
    byGroup.forEach((series) => fillGaps(series, bucketMs));
  }
  return [...byGroup.values()];
}

/** Between the first and the last event of a group an empty bucket means that nothing happened. */
function fillGaps({ points }: Series, bucketMs: number): void {
  const times = [...points.keys()];
  const last = Math.max(...times);
  for (let time = Math.min(...times) + bucketMs; time < last; time += bucketMs) {
    if (!points.has(time)) {
      points.set(time, 0);
    }
  }
}

/** Labels of a group; a dimension that is not known for it has no label. */
export function labelsOf(row: AggregateRow, groupBy: readonly Dimension[]): Record<string, string> {
  return Object.fromEntries(
    groupBy.flatMap((dimension) => {
      const value = row.group[dimension];
      return value == null ? [] : [[DIMENSION_LABELS[dimension], value] as const];
    })
  );
}

function multiTable({ labels, points }: Series, request: SeriesRequest): Table {
  const times = [...points.keys()].sort((a, b) => a - b);
  return {
    meta: { kind: 'timeseries-multi' },
    columns: [
      { name: 'time', type: 'time', values: times },
      {
        name: request.metric.id,
        type: 'number',
        labels,
        config: valueConfig(request.metric, labels),
        values: times.map((time) => points.get(time) ?? null),
      },
    ],
  };
}

function wideTable(series: readonly Series[], { metric }: SeriesRequest): Table {
  const times = [...new Set(series.flatMap(({ points }) => [...points.keys()]))].sort((a, b) => a - b);
  const columns = series.length > 0 ? series : [{ labels: {}, points: new Map<number, number | null>() }];
  return {
    meta: { kind: 'timeseries-wide' },
    columns: [
      { name: 'time', type: 'time', values: times },
      ...columns.map(({ labels, points }) => ({
        name: metric.id,
        type: 'number' as const,
        labels,
        config: valueConfig(metric, labels),
        values: times.map((time) => points.get(time) ?? null),
      })),
    ],
  };
}

/** Unit, and the group's labels as display name: the reader knows the metric from the panel. */
export function valueConfig(metric: MetricDefinition, labels: Record<string, string> = {}): ColumnConfig {
  const name = Object.values(labels).join(' ');
  return {
    unit: GRAFANA_UNITS[metric.unit],
    ...(metric.unit === 'ratio' ? { min: 0, max: 1 } : {}),
    displayNameFromDS: name === '' ? metric.name : name,
  };
}

/** One number a group over the whole window: a string column per dimension and the value. */
export function instantTable(
  rows: readonly AggregateRow[],
  request: Omit<SeriesRequest, 'format' | 'bucketMs'> & { seconds: number }
): Table {
  const { metric, plan, groupBy, seconds } = request;
  return {
    meta: { kind: 'numeric-long' },
    columns: [
      ...groupBy.map((dimension) => ({
        name: DIMENSION_LABELS[dimension],
        type: 'string' as const,
        values: rows.map((row) => row.group[dimension] ?? ''),
      })),
      {
        name: metric.id,
        type: 'number',
        config: { ...valueConfig(metric), displayNameFromDS: metric.name },
        values: rows.map((row) => finiteOrNull(plan.value(row.values, seconds))),
      },
    ],
  };
}
