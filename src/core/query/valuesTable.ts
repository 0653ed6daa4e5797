import type { Table } from '../frames/table.ts';

export interface ListedValue {
  value: string;
  /** What a person calls it; the value itself where it has no other name. */
  text?: string;
}

/** One row a value, as Grafana reads variables and filters. `cutAt`: there are more than this many. */
export function valuesTable(values: readonly ListedValue[], cutAt: number | undefined): Table {
  return {
    name: 'values',
    meta: {
      kind: 'table',
      ...(cutAt === undefined
        ? {}
        : {
            notices: [
              {
                severity: 'warning',
                text: `Only the first ${cutAt} values are listed: search for a part of the name, narrow the time range or raise "limit".`,
              },
            ],
          }),
    },
    columns: [
      { name: 'text', type: 'string', values: values.map(({ value, text }) => text ?? value) },
      { name: 'value', type: 'string', values: values.map(({ value }) => value) },
    ],
  };
}
