import type { Table } from '../../../../../src/core/frames/table.ts';

/** Whoever shows the table has to say that it is replayed and nobody's own. */
export function markDemo(table: Table): Table {
  return { ...table, meta: { ...table.meta, custom: { ...table.meta.custom, demo: true } } };
}
