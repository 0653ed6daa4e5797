import {
  createDataFrame,
  FieldType,
  type DataFrame,
  type FieldConfig,
  type QueryResultMetaNotice,
} from '@grafana/data';

export interface FrameRow {
  id: string | null;
  value: number | null;
  low?: number | null;
  high?: number | null;
  n?: number | null;
  rankLow?: number | null;
  rankHigh?: number | null;
  topology?: string | null;
  tiedWith?: string;
}

export interface FrameOptions {
  custom?: Record<string, unknown>;
  config?: FieldConfig;
  notices?: QueryResultMetaNotice[];
  /** Columns to leave out. */
  without?: string[];
}

/** A `ranking` frame as the data source answers it. */
export function rankingFrame(
  rows: readonly FrameRow[],
  { custom, config, notices, without = [] }: FrameOptions = {}
): DataFrame {
  const numbers = (
    name: string,
    of: (row: FrameRow, index: number) => number | null | undefined,
    fieldConfig?: FieldConfig
  ) => ({
    name,
    type: FieldType.number,
    values: rows.map((row, index) => of(row, index) ?? null),
    config: fieldConfig ?? {},
  });
  const texts = (name: string, of: (row: FrameRow) => string | null | undefined) => ({
    name,
    type: FieldType.string,
    values: rows.map((row) => of(row) ?? null),
    config: {},
  });
  const value: FieldConfig = { displayName: 'Task duration', unit: 'ms', ...config };
  return createDataFrame({
    name: 'ranking',
    meta: { custom: { direction: 'lower', sampleUnit: 'task', ...custom }, notices },
    fields: [
      texts('swarm_id', ({ id }) => id),
      numbers('value', (row) => row.value, value),
      numbers('low', ({ low }) => low, value),
      numbers('high', ({ high }) => high, value),
      numbers('n', ({ n }) => n),
      numbers('position', (_, index) => index + 1),
      numbers('rank_low', ({ rankLow }, index) => (rankLow === undefined ? index + 1 : rankLow)),
      numbers('rank_high', ({ rankHigh, rankLow }, index) =>
        rankHigh === undefined ? (rankLow ?? index + 1) : rankHigh
      ),
      texts('topology', ({ topology }) => topology),
      texts('tied_with', ({ tiedWith }) => tiedWith ?? ''),
    ].filter(({ name }) => !without.includes(name)),
  });
}

/** Two swarms that cannot be told apart and one that is proven worse. */
export const TIED_ROWS: readonly FrameRow[] = [
  {
    id: 'mesh-1',
    value: 1000,
    low: 900,
    high: 1100,
    n: 40,
    rankLow: 1,
    rankHigh: 2,
    topology: 'mesh',
    tiedWith: 'ring-1',
  },
  {
    id: 'ring-1',
    value: 1050,
    low: 950,
    high: 1200,
    n: 38,
    rankLow: 1,
    rankHigh: 2,
    topology: 'ring',
    tiedWith: 'mesh-1',
  },
  { id: 'star-1', value: 3000, low: 2500, high: 3600, n: 41, rankLow: 3, rankHigh: 3, topology: 'star' },
];
