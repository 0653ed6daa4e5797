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
  type Data,
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
  const children = table.columns.map(toData);
  const fields = table.columns.map(
    (column, index) => new Field(column.name, children[index]?.type ?? new Utf8(), true, fieldMetadata(column))
  );
  const schema = new Schema(fields, schemaMetadata(table));
  const data = makeData({ type: new Struct(fields), length: rowCount(table), nullCount: 0, children });
  return tableToIPC(new ArrowTable(schema, [new RecordBatch(schema, data)]), 'file');
}

function toData(column: Column): Data {
  switch (column.type) {
    case 'time':
      return makeData({
        type: new TimestampNanosecond(),
        ...nullability(column.values),
        data: BigInt64Array.from(column.values, (value) =>
          value === null ? 0n : BigInt(Math.round(value * 1000)) * 1000n
        ),
      });
    case 'number':
      return makeData({
        type: new Float64(),
        ...nullability(column.values),
        data: Float64Array.from(column.values, (value) => value ?? 0),
      });
    case 'string':
      return only(vectorFromArray(column.values, new Utf8()));
    case 'boolean':
      return only(vectorFromArray(column.values, new Bool()));
    case 'json':
      return only(
        vectorFromArray(
          column.values.map((value) => (value == null ? null : Buffer.from(JSON.stringify(value)))),
          new Binary()
        )
      );
  }
}

/** Arrow's bitmap has a bit set for each value that is there, least significant first. */
function nullability(values: ReadonlyArray<number | null>): {
  length: number;
  nullCount: number;
  nullBitmap: Uint8Array;
} {
  const nullBitmap = new Uint8Array(Math.ceil(values.length / 8));
  let nullCount = 0;
  values.forEach((value, index) => {
    if (value === null) {
      nullCount++;
    } else {
      nullBitmap[index >> 3] = (nullBitmap[index >> 3] ?? 0) | (1 << (index & 7));
    }
  });
  return { length: values.length, nullCount, nullBitmap };
}

/** The data of a vector that was built in one piece. */
function only<T extends DataType>(vector: Vector<T>): Data<T> {
  const [data] = vector.data;
  if (!data || vector.data.length > 1) {
    throw new TypeError('expected a vector in one piece');
  }
  return data;
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
