import type { UnitTypes } from '../../../../src/core/compare/types.ts';
import type { AggregatePlan, AggregateRow, VectorGroup, VectorPlan } from '../../../../src/core/query/plan.ts';
import { finiteOrNull } from '../../../../src/core/frames/table.ts';
import type { QueryResult } from './run.ts';

type Cell = string | number | boolean | null;

/** Reads the columns by the positions that `compileAggregate` gave them. */
export function toAggregateRows(plan: AggregatePlan, { rows, columns }: QueryResult): AggregateRow[] {
  const byName = new Map(columns.map((column) => [column.name, column.values]));
  const cell = (name: string, row: number): Cell => byName.get(name)?.[row] ?? null;
  return Array.from({ length: rows }, (_, row) => ({
    group: Object.fromEntries(plan.groupBy.map((dimension, index) => [dimension, text(cell(`g${index}`, row))])),
    ...(plan.bucketMs === undefined ? {} : { bucket: Number(cell('bucket', row)) }),
    values: Object.fromEntries(plan.measures.map((measure, index) => [measure.as, number(cell(`m${index}`, row))])),
  }));
}

/** Cuts the ordered rows of `compileVectors` into one sorted vector a group; values without a group are left out. */
export function toVectorGroups({ units }: Pick<VectorPlan, 'units'>, { rows, columns }: QueryResult): VectorGroup[] {
  const [groups, values, types] = columns.map((column) => column.values);
  const result: VectorGroup[] = [];
  let start = 0;
  for (let row = 1; row <= rows; row++) {
    if (row === rows || groups?.[row] !== groups?.[start]) {
      const id = groups?.[start];
      const ordered = Float64Array.from(values?.slice(start, row) ?? [], Number);
      if (typeof id === 'string') {
        result.push(
          units ? withUnits(id, ordered, units.types ? types?.slice(start, row) : undefined) : { id, values: ordered }
        );
      }
      start = row;
    }
  }
  return result;
}

function withUnits(id: string, inTime: Float64Array, types: readonly Cell[] | undefined): VectorGroup {
  const values = inTime.slice().sort();
  return { id, values, units: { values: inTime, ...(types === undefined ? {} : { types: toTypes(types) }) } };
}

function toTypes(types: readonly Cell[]): UnitTypes {
  const positions = new Map<string | null, number>();
  const codes = Uint32Array.from(types, (cell) => {
    const name = text(cell);
    const position = positions.get(name) ?? positions.size;
    positions.set(name, position);
    return position;
  });
  return { names: [...positions.keys()], codes };
}

export function text(cell: Cell | undefined): string | null {
  return typeof cell === 'string' ? cell : null;
}

export function number(cell: Cell | undefined): number | null {
  return typeof cell === 'number' ? finiteOrNull(cell) : null;
}
