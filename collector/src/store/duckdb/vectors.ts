import { DuckDBListVector, type DuckDBConnection, type DuckDBDataChunk, type DuckDBVector } from '@duckdb/node-api';
import type { UnitTypes } from '../../../../src/core/compare/types.ts';
import type { VectorGroup } from '../../../../src/core/query/plan.ts';
import { bind, type SqlParameter } from './run.ts';

/** What of the answer of `compileVectors` a group is made of, by its columns. */
export interface VectorShape {
  /** The values come in the order of time and are given in it too, beside the ascending ones. */
  isOrdered: boolean;
  /** A third and fourth column hold the types. */
  hasTypes: boolean;
}

/**
 * Runs a statement of `compileVectors` and cuts its answer into one ascending vector a group. Values never become objects
 * on their way: a million of them as rows take a second longer.
 */
export async function readVectors(
  connection: DuckDBConnection,
  sql: string,
  parameters: readonly SqlParameter[],
  shape: VectorShape
): Promise<VectorGroup[]> {
  const result = await connection.stream(sql, bind(parameters));
  const groups: VectorGroup[] = [];
  for (;;) {
    const chunk = await result.fetchChunk();
    if (!chunk || chunk.rowCount === 0) {
      return groups;
    }
    for (let row = 0; row < chunk.rowCount; row++) {
      groups.push(readGroup(chunk, row, shape));
    }
  }
}

/** The memory of groups, to be handed from one thread to another. */
export function memoryOfVectors(groups: readonly VectorGroup[]): ArrayBuffer[] {
  return groups.flatMap(({ values, units }) =>
    [values, units?.values, units?.types?.codes].flatMap((column) =>
      column?.buffer instanceof ArrayBuffer ? [column.buffer] : []
    )
  );
}

function readGroup(chunk: DuckDBDataChunk, row: number, { isOrdered, hasTypes }: VectorShape): VectorGroup {
  const id = String(chunk.getColumnVector(0).getItem(row));
  const values = numbers(chunk.getColumnVector(1), row, Float64Array);
  if (!isOrdered) {
    return { id, values: values.sort() };
  }
  const types = hasTypes
    ? ownTypes(texts(chunk.getColumnVector(3), row), numbers(chunk.getColumnVector(2), row, Uint32Array))
    : undefined;
  return { id, values: values.slice().sort(), units: { values, ...(types === undefined ? {} : { types }) } };
}

/** Names that occur in a group, of those that occur in any. */
function ownTypes(all: ReadonlyArray<string | null>, codes: Uint32Array): UnitTypes {
  const positions = new Int32Array(all.length).fill(-1);
  const names: Array<string | null> = [];
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i] ?? 0;
    if (positions[code] === -1) {
      positions[code] = names.length;
      names.push(all[code] ?? null);
    }
    codes[i] = positions[code] ?? 0;
  }
  return { names, codes };
}

function numbers<T extends Float64Array | Uint32Array>(
  column: DuckDBVector,
  row: number,
  Type: new (length: number) => T
): T {
  const { items, from, length } = listOf(column, row);
  const result = new Type(length);
  for (let i = 0; i < length; i++) {
    result[i] = Number(items.getItem(from + i));
  }
  return result;
}

function texts(column: DuckDBVector, row: number): Array<string | null> {
  const { items, from, length } = listOf(column, row);
  return Array.from({ length }, (_, i) => {
    const item = items.getItem(from + i);
    return typeof item === 'string' ? item : null;
  });
}

function listOf(column: DuckDBVector, row: number): { items: DuckDBVector; from: number; length: number } {
  if (!(column instanceof DuckDBListVector)) {
    throw new TypeError(`a column of lists was expected, got ${column.type.toString()}`);
  }
  return { items: column.childVector, from: column.getEntryOffset(row), length: column.getEntryLength(row) };
}
