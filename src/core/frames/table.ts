/**
 * The small column table that everything works on. It carries what Grafana's data frames carry (field configuration,
 * labels, metadata) and nothing of Grafana itself.
 */
export type ColumnType = 'time' | 'number' | 'string' | 'boolean' | 'json';

/** Subset of Grafana's FieldConfig that we fill in. */
export interface ColumnConfig {
  displayName?: string;
  displayNameFromDS?: string;
  description?: string;
  unit?: string;
  decimals?: number;
  min?: number;
  max?: number;
  noValue?: string;
  links?: Array<{ title: string; url: string; targetBlank?: boolean }>;
  custom?: Record<string, unknown>;
}

interface ColumnBase {
  name: string;
  labels?: Record<string, string>;
  config?: ColumnConfig;
}

/** `time` holds epoch milliseconds. `null` is "not known"; a NaN or an infinity never enters a table. */
export type Column = ColumnBase &
  (
    | { type: 'time'; values: Array<number | null> }
    | { type: 'number'; values: Array<number | null> }
    | { type: 'string'; values: Array<string | null> }
    | { type: 'boolean'; values: Array<boolean | null> }
    | { type: 'json'; values: unknown[] }
  );

export type TableKind =
  'timeseries-multi' | 'timeseries-wide' | 'numeric-long' | 'numeric-wide' | 'numeric-multi' | 'table';

export interface Notice {
  severity: 'info' | 'warning' | 'error';
  text: string;
}

export interface TableMeta {
  /** Frame contract of Grafana's data plane; `table` has none. */
  kind: TableKind;
  notices?: Notice[];
  executedQueryString?: string;
  stats?: Array<{ displayName: string; value: number; unit?: string }>;
  /** Ours: findings, windows and whatever a panel needs beside the columns. */
  custom?: Record<string, unknown>;
  preferredVisualisationType?: 'graph' | 'table';
}

export interface Table {
  name?: string;
  refId?: string;
  meta: TableMeta;
  columns: Column[];
}

/** Number of rows; 0 for a table without columns. */
export function rowCount(table: Table): number {
  return table.columns[0]?.values.length ?? 0;
}

export function column(table: Table, name: string): Column | undefined {
  return table.columns.find((candidate) => candidate.name === name);
}

/** The values of a number or time column; undefined when there is no such column of that type. */
export function numbers(table: Table, name: string): Array<number | null> | undefined {
  const found = column(table, name);
  return found && (found.type === 'number' || found.type === 'time') ? found.values : undefined;
}

/** The values of a string column; undefined when there is no such column of that type. */
export function strings(table: Table, name: string): Array<string | null> | undefined {
  const found = column(table, name);
  return found?.type === 'string' ? found.values : undefined;
}

/** Makes a value fit for a table: anything that is not a finite number is "not known". */
export function finiteOrNull(value: number | null | undefined): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}
