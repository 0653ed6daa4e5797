import type { Field, QueryResultMetaNotice } from '@grafana/data';
import type { WinnerStatement } from '../frames/meta.ts';

export type RankingSort = 'auto' | 'asc' | 'desc';

export interface RankingOptions {
  /** `auto` puts the best first where the data say what is better, else the largest. */
  sort: RankingSort;
  /** Most rows to show; 0 shows all. */
  limit: number;
  showInterval: boolean;
  /** Shows how many units of work a value rests on. */
  showSamples: boolean;
}

export const DEFAULT_RANKING_OPTIONS: RankingOptions = {
  sort: 'auto',
  limit: 50,
  showInterval: true,
  showSamples: true,
};

/** Bounds of a 95 % interval; null where the sample is too small to bound that side. */
export interface Interval {
  low: number | null;
  high: number | null;
}

/** Places that the data allow, 1 being the best. */
export interface RankInterval {
  low: number;
  high: number;
}

export interface RankingRow {
  /** Unique within the ranking, also when names repeat. */
  key: string;
  name: string;
  topology?: string;
  value: number | null;
  /** Absent when the data have no samples to take one from. */
  interval?: Interval;
  n?: number;
  /** Null for a row that has no value and so no place. */
  rank: RankInterval | null;
  tiedWith: string[];
  /** Where the value stands in the frames: its display processor and data links live there. */
  field: Field;
  rowIndex: number;
}

/** Rows as the data give them, before sorting and cutting. */
export interface RankingData {
  rows: RankingRow[];
  /** True when the rows are swarms, false for anything else that has a name. */
  ofSwarms: boolean;
  /** Field whose name, unit and limits stand for the whole ranking. */
  valueField: Field;
  direction: 'lower' | 'higher' | 'none';
  sampleUnit?: string;
  winner?: WinnerStatement;
  /** True when ranks come from a test on samples, false when they only follow the values. */
  tested: boolean;
  /** Order of the rows by place, for data that bring one. */
  positions?: Map<string, number>;
}

export interface Ranking extends Omit<RankingData, 'positions'> {
  /** How many rows `limit` left out. */
  omitted: number;
  /** Order of the value column as shown; undefined when it follows the places. */
  sorted?: 'ascending' | 'descending';
  notices: QueryResultMetaNotice[];
  demo: boolean;
}

export type RankingProblem = { kind: 'no-data' } | { kind: 'missing-field'; field: string; type: 'string' | 'number' };

export type RankingResult<T> = { ok: true; value: T } | { ok: false; problem: RankingProblem };
