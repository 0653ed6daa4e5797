import {
  Binary,
  Bool,
  Field,
  Float64,
  RecordBatch,
  Schema,
  Struct,
  Table as ArrowTable,
  TimestampNanosecond,
  Utf8,
  makeData,
  tableToIPC,
  vectorFromArray,
  type DataType,
  type Vector,
} from 'apache-arrow';
import { toFrameMeta } from '../../../../../src/core/frames/dataFrameJson.ts';
import { rowCount, type Column, type Table } from '../../../../../src/core/frames/table.ts';

/**
 * A table as an Arrow IPC file, in the form that Grafana's plugin SDK reads: strings as plain Utf8 (dictionaries are an
 * error there), times in nanoseconds, labels and field configuration as JSON in the field's metadata.
 */
export function toArrowFile(table: Table): Uint8Array {
  const rows = rowCount(table);
  const vectors = table.columns.map(toVector);
  const fields = table.columns.map(
    (column, index) => new Field(column.name, vectors[index]?.type ?? new Utf8(), true, fieldMetadata(column))
  );
  const schema = new Schema(fields, schemaMetadata(table));
  const data = makeData({
    type: new Struct(fields),
    length: rows,
    nullCount: 0,
    children: vectors.flatMap((vector) => vector.data[0] ?? []),
  });
  return tableToIPC(new ArrowTable(schema, [new RecordBatch(schema, data)]), 'file');
}

function toVector(column: Column): Vector<DataType> {
  switch (column.type) {
    case 'time':
      return vectorFromArray(
        column.values.map((value) => (value === null ? null : BigInt(Math.round(value * 1000)) * 1000n)),
        new TimestampNanosecond()
      );
    case 'number':
      return vectorFromArray(column.values, new Float64());
    case 'string':
      return vectorFromArray(column.values, new Utf8());
    case 'boolean':
      return vectorFromArray(column.values, new Bool());
    case 'json':
      return vectorFromArray(
        column.values.map((value) => (value == null ? null : Buffer.from(JSON.stringify(value)))),
        new Binary()
      );
  }
}

function fieldMetadata({ labels, config }: Column): Map<string, string> {
  return new Map([
    ...(labels && Object.keys(labels).length > 0 ? [['labels', JSON.stringify(labels)] as const] : []),
    ...(config ? [['config', JSON.stringify(config)] as const] : []),
  ]);
}

function schemaMetadata({ name, refId, meta }: Table): Map<string, string> {
  return new Map([
    ['name', name ?? ''],
    ['refId', refId ?? ''],
    ['meta', JSON.stringify(toFrameMeta(meta))],
  ]);
}
