import { finiteOrNull, type Column, type ColumnConfig, type Notice, type Table } from '../frames/table.ts';

export interface NumberRow {
  /** Label name to value; a label that is not known is absent. */
  labels: Record<string, string>;
  value: number;
}

export interface NumberTableRequest {
  /** Of the table and of its column of numbers. */
  name: string;
  labelNames: readonly string[];
  rows: readonly NumberRow[];
  config: ColumnConfig;
  notices?: readonly Notice[];
  custom?: Record<string, unknown>;
}

/**
 * One number a label set, the form that an alert rule's condition reads without a reduce step. Label sets must differ: Grafana
 * refuses a frame with two that are alike.
 */
export function numberTable({ name, labelNames, rows, config, notices = [], custom }: NumberTableRequest): Table {
  return {
    name,
    meta: {
      kind: 'numeric-long',
      ...(notices.length > 0 ? { notices: [...notices] } : {}),
      ...(custom === undefined ? {} : { custom }),
    },
    columns: [
      ...labelNames.map((label): Column => ({
        name: label,
        type: 'string',
        values: rows.map(({ labels }) => labels[label] ?? null),
      })),
      { name, type: 'number', config, values: rows.map(({ value }) => finiteOrNull(value)) },
    ],
  };
}
