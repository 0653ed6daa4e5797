import type { Column, ColumnConfig, ColumnType, Notice, Table, TableKind, TableMeta } from './table.ts';

/** Grafana's wire form of a data frame in JSON (`DataFrameJSON` of @grafana/data), the part that we write. */
export interface DataFrameJson {
  schema: {
    name?: string;
    refId?: string;
    meta?: DataFrameJsonMeta;
    fields: DataFrameJsonField[];
  };
  data: { values: unknown[][] };
}

export interface DataFrameJsonMeta {
  type?: string;
  typeVersion?: [number, number];
  notices?: Notice[];
  executedQueryString?: string;
  stats?: TableMeta['stats'];
  custom?: Record<string, unknown>;
  preferredVisualisationType?: string;
}

export interface DataFrameJsonField {
  name: string;
  type: string;
  typeInfo: { frame: string; nullable: boolean };
  labels?: Record<string, string>;
  config?: ColumnConfig;
}

const FRAME_TYPES: Record<ColumnType, { type: string; frame: string }> = {
  time: { type: 'time', frame: 'time.Time' },
  number: { type: 'number', frame: 'float64' },
  string: { type: 'string', frame: 'string' },
  boolean: { type: 'boolean', frame: 'bool' },
  json: { type: 'other', frame: 'json.RawMessage' },
};

/** Frame metadata in Grafana's names; the same object goes into Arrow and JSON frames. */
export function toFrameMeta(meta: TableMeta): DataFrameJsonMeta {
  const { kind, ...rest } = meta;
  return kind === 'table' ? rest : { type: kind, typeVersion: [0, 1], ...rest };
}

export function toDataFrameJson(table: Table): DataFrameJson {
  return {
    schema: {
      ...(table.name === undefined ? {} : { name: table.name }),
      ...(table.refId === undefined ? {} : { refId: table.refId }),
      meta: toFrameMeta(table.meta),
      fields: table.columns.map(toField),
    },
    data: { values: table.columns.map((column) => column.values) },
  };
}

function toField(column: Column): DataFrameJsonField {
  const { type, frame } = FRAME_TYPES[column.type];
  return {
    name: column.name,
    type,
    typeInfo: { frame, nullable: true },
    ...(column.labels ? { labels: column.labels } : {}),
    ...(column.config ? { config: column.config } : {}),
  };
}

const KINDS: readonly TableKind[] = [
  'timeseries-multi',
  'timeseries-wide',
  'numeric-long',
  'numeric-wide',
  'numeric-multi',
];

/**
 * Reads a frame back. Columns of types that a table does not have are kept as `json`.
 * @throws TypeError when fields and values do not belong together.
 */
export function fromDataFrameJson(frame: DataFrameJson): Table {
  const { fields, meta, name, refId } = frame.schema;
  if (fields.length !== frame.data.values.length) {
    throw new TypeError(`frame has ${fields.length} fields but ${frame.data.values.length} value arrays`);
  }
  const { type, typeVersion: _, preferredVisualisationType, ...rest } = meta ?? {};
  const kind = KINDS.find((known) => known === type) ?? 'table';
  const preferred = preferredVisualisationType === 'graph' || preferredVisualisationType === 'table';
  return {
    ...(name === undefined ? {} : { name }),
    ...(refId === undefined ? {} : { refId }),
    meta: { kind, ...rest, ...(preferred ? { preferredVisualisationType } : {}) },
    columns: fields.map((field, index) => fromField(field, frame.data.values[index] ?? [])),
  };
}

function fromField(field: DataFrameJsonField, values: unknown[]): Column {
  const base = {
    name: field.name,
    ...(field.labels ? { labels: field.labels } : {}),
    ...(field.config ? { config: field.config } : {}),
  };
  switch (field.type) {
    case 'time':
    case 'number':
      return {
        ...base,
        type: field.type,
        values: values.map((value) => (typeof value === 'number' && Number.isFinite(value) ? value : null)),
      };
    case 'string':
      return { ...base, type: 'string', values: values.map((value) => (typeof value === 'string' ? value : null)) };
    case 'boolean':
      return { ...base, type: 'boolean', values: values.map((value) => (typeof value === 'boolean' ? value : null)) };
    default:
      return { ...base, type: 'json', values };
  }
}
