import { rowCount, numbers, type Table, type TableMeta } from '../frames/table.ts';
import type { PerformanceQuery, QueryType, QueryWindow } from './model.ts';

/** Longer texts are cut: a query may name 10,000 swarms. */
const LONGEST = 10_000;

/** How an answer came about. */
export interface Execution {
  /** From the question to the answer. */
  elapsedMs: number;
  /** Whether somebody else had asked the same of the same data. */
  reused: boolean;
}

type Field = keyof PerformanceQuery;

const SERIES: readonly Field[] = ['metric', 'aggregation', 'groupBy'];
const ANOMALIES: readonly Field[] = [
  'method',
  'sensitivity',
  'direction',
  'mode',
  'baselineWindow',
  'minPoints',
  'incidentGap',
  'minEffect',
  'periodMs',
];

/** What an answer depends on, by type, beside swarms, filters and the window. */
const READ: Record<QueryType, readonly Field[]> = {
  swarms: [],
  tasks: ['limit'],
  timeseries: [...SERIES, 'instant', 'format'],
  ranking: ['metric', 'groupBy', 'baseline'],
  comparison: ['metrics', 'groupBy', 'baseline', 'instant', 'recentMs'],
  anomalies: [...SERIES, ...ANOMALIES, 'instant', 'recentPoints'],
  forecast: [...SERIES, 'method', 'predictionHorizon', 'threshold', 'instant', 'recentPoints'],
  trend: [...SERIES, 'method', 'threshold'],
  values: ['valuesOf', 'search', 'limit'],
  health: ['check', 'recentMs'],
  annotations: ['annotationsOf', ...SERIES, ...ANOMALIES, 'limit'],
};

/**
 * A query as it was answered, as JSON that can be asked again: the fields that its type reads, with their defaults, and the
 * window with its times as ISO 8601.
 */
export function executedQuery(query: PerformanceQuery, { from, to, intervalMs, maxDataPoints }: QueryWindow): string {
  const asked = Object.fromEntries(READ[query.type].map((field) => [field, query[field]]));
  const time = (at: number | undefined) => (at === undefined ? undefined : new Date(at).toISOString());
  const text = JSON.stringify(
    {
      type: query.type,
      ...asked,
      swarms: query.swarms,
      filters: query.filters,
      from: time(from),
      to: time(to),
      intervalMs,
      maxDataPoints,
    },
    null,
    2
  );
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}…`;
}

/**
 * Figures of an answer for Grafana's query inspector.
 */
export function queryStats(
  tables: readonly Table[],
  { elapsedMs, reused }: Execution
): NonNullable<TableMeta['stats']> {
  const sum = (values: ReadonlyArray<number | null>) =>
    values.reduce<number>((total, value) => total + (value ?? 0), 0);
  const units = tables.flatMap((table) => numbers(table, 'n') ?? []);
  const tests = tables[0]?.meta.custom?.tests;
  return [
    { displayName: 'Collector: time', value: Math.round(elapsedMs * 10) / 10, unit: 'ms' },
    { displayName: 'Collector: rows of the answer', value: sum(tables.map(rowCount)) },
    ...(units.length > 0 ? [{ displayName: 'Collector: units compared', value: sum(units) }] : []),
    ...(typeof tests === 'number' ? [{ displayName: 'Collector: tests', value: tests }] : []),
    ...(reused ? [{ displayName: 'Collector: answers reused', value: 1 }] : []),
  ];
}

/** The same tables, the first of which says what was asked and what it took: Grafana adds up what each frame says. */
export function withExecution(
  tables: readonly Table[],
  query: PerformanceQuery,
  window: QueryWindow,
  execution: Execution
): Table[] {
  const executedQueryString = executedQuery(query, window);
  const stats = queryStats(tables, execution);
  return tables.map((table, index) =>
    index === 0 ? { ...table, meta: { ...table.meta, executedQueryString, stats } } : table
  );
}
