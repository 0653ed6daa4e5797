import { createDataFrame, FieldType, type DataFrame } from '@grafana/data';
import type { Table } from '../../core/frames/table.ts';

const TYPES = { number: FieldType.number, string: FieldType.string, time: FieldType.time, boolean: FieldType.boolean };

/** A table of the core as the data source hands it to panels. */
export function toFrame({ name, meta, columns }: Table, refId: string): DataFrame {
  return createDataFrame({
    name,
    refId,
    meta: { notices: meta.notices, custom: meta.custom },
    fields: columns.map((column) => ({
      name: column.name,
      type: column.type === 'json' ? FieldType.other : TYPES[column.type],
      values: [...column.values],
      labels: column.labels,
      config: column.config ? { ...column.config } : {},
    })),
  });
}
