import type { ColumnConfig, Table } from '../frames/table.ts';

/** A column of a time series, of ours or of any other data source, with its times. */
export interface SeriesColumn {
  /** Name of the column. */
  id: string;
  /** What a person calls it: its labels, else its display name. */
  name: string;
  labels: Record<string, string>;
  config: ColumnConfig;
  /** Epoch ms; NaN where a row has none. */
  times: number[];
  values: Array<number | null>;
}

/**
 * Every number column of tables that have a time column; tables without one, and without rows, have no series.
 * @param before epoch ms: rows at or after it are left out, such as a last bucket that is still filling and would look like a fall
 */
export function seriesColumns(tables: readonly Table[], before = Infinity): SeriesColumn[] {
  return tables.flatMap((table) => {
    const time = table.columns.find(({ type }) => type === 'time');
    if (time?.type !== 'time') {
      return [];
    }
    const rows = time.values.flatMap((at, row) => (at !== null && at < before ? [row] : []));
    return table.columns.flatMap((column): SeriesColumn[] => {
      if (column.type !== 'number' || rows.length === 0) {
        return [];
      }
      const { name: id, labels = {}, config = {}, values } = column;
      const name = config.displayNameFromDS ?? config.displayName ?? (Object.values(labels).join(' ') || id);
      return [
        {
          id,
          name,
          labels,
          config,
          times: rows.map((row) => time.values[row] ?? NaN),
          values: rows.map((row) => values[row]),
        },
      ];
    });
  });
}
