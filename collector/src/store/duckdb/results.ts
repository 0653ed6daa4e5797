import type { AggregatePlan, AggregateRow } from '../../../../src/core/query/plan.ts';
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

export function text(cell: Cell | undefined): string | null {
  return typeof cell === 'string' ? cell : null;
}

export function number(cell: Cell | undefined): number | null {
  return typeof cell === 'number' ? finiteOrNull(cell) : null;
}
