import type { Column, ColumnConfig, Notice, Table } from '../frames/table.ts';
import type { Trend } from '../trend/trendTypes.ts';

export interface TrendRow {
  labels: Record<string, string>;
  trend: Trend;
}

export interface TrendRequest {
  rows: readonly TrendRow[];
  /** Labels that get a column each, in order; a series without one has null there. */
  labelNames: readonly string[];
  /** Grafana's id of the values' unit; slopes are in it per hour. */
  unit?: string;
}

/** One row a series: how it moved, how sure that is, and whether it is good or bad. */
export function trendTable({ rows, labelNames, unit }: TrendRequest): Table {
  const text = (name: string, displayName: string, of: (row: TrendRow) => string | null): Column => ({
    name,
    type: 'string',
    config: { displayName },
    values: rows.map(of),
  });
  const number = (name: string, config: ColumnConfig, of: (trend: Trend) => number | null): Column => ({
    name,
    type: 'number',
    config,
    values: rows.map(({ trend }) => of(trend)),
  });
  const time = (name: string, displayName: string, of: (trend: Trend) => number | null): Column => ({
    name,
    type: 'time',
    config: { displayName },
    values: rows.map(({ trend }) => of(trend)),
  });
  const perHour = (displayName: string): ColumnConfig => ({ displayName, ...(unit === undefined ? {} : { unit }) });
  const notices = rows.flatMap((row) => noticesOf(row));
  return {
    name: 'trend',
    meta: { kind: 'table', preferredVisualisationType: 'table', ...(notices.length > 0 ? { notices } : {}) },
    columns: [
      ...labelNames.map((label) => text(label, label, ({ labels }) => labels[label] ?? null)),
      text('direction', 'Direction', ({ trend }) => trend.direction),
      text('verdict', 'Verdict', ({ trend }) => trend.verdict),
      number('slope_per_hour', perHour('Slope per hour'), (trend) => trend.slopePerHour),
      number('low', perHour('Slope, 95 % low'), (trend) => trend.low),
      number('high', perHour('Slope, 95 % high'), (trend) => trend.high),
      number('percent_per_hour', { displayName: 'Per hour', unit: 'percent' }, (trend) => trend.percentPerHour),
      number('r2', { displayName: 'Adjusted R²', decimals: 2 }, (trend) => trend.adjustedR2),
      number('p', { displayName: 'p' }, (trend) => trend.p),
      number('n', { displayName: 'n', decimals: 0 }, (trend) => trend.n),
      number('n_effective', { displayName: 'Effective n', decimals: 0 }, (trend) => trend.effectiveN),
      time('threshold_at', 'Threshold met', (trend) => trend.threshold?.at ?? null),
      time('threshold_earliest', 'Threshold, earliest', (trend) => trend.threshold?.earliest ?? null),
      time('threshold_latest', 'Threshold, latest', (trend) => trend.threshold?.latest ?? null),
      text('method', 'Method', ({ trend }) => trend.method),
      text('status', 'Status', ({ trend }) => trend.status),
      text('reason', 'Reason', ({ trend }) => trend.reason),
    ],
  };
}

function noticesOf({ labels, trend }: TrendRow): Notice[] {
  const name = Object.values(labels).join(' ');
  return trend.notices.map((text) => ({ severity: 'info', text: name === '' ? text : `${name}: ${text}` }));
}
