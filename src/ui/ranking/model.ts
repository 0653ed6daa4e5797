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
  /** Shows the share of bootstrap draws in which a row comes first, where the data have it. */
  showChance: boolean;
  /** Shows how places and values moved, where the data have an earlier ranking. */
  showMovement: boolean;
  /** Draws the series of a row, where the data have one. */
  showTrend: boolean;
  /** Lets readers choose the metric and the weights, search and copy. */
  showControls: boolean;
  /** Query whose ranking the others are held against; empty takes that of Grafana's time comparison. */
  previous: string;
}

export const DEFAULT_RANKING_OPTIONS: RankingOptions = {
  sort: 'auto',
  limit: 50,
  showInterval: true,
  showSamples: true,
  showChance: true,
  showMovement: true,
  showTrend: true,
  showControls: true,
  previous: '',
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
  /** Share of draws in which it comes first. */
  chance?: number;
  moved?: Movement;
  /** Values of its series in the order of time. */
  trend?: readonly number[];
  /** Where the value stands in the frames: its display processor and data links live there. */
  field: Field;
  rowIndex: number;
}

/** How a row stands now against an earlier ranking. */
export interface Movement {
  /** Places gained in the order shown; below 0 lost. Null where it had no value then. */
  places: number | null;
  was: RankInterval | null;
  /** (now - then) / then; null where that can't be said. */
  change: number | null;
  /** True where the places that the data allow have nothing in common with those of then. */
  proven: boolean;
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
  /** What is said above the rows instead of a winner. */
  statement?: string;
  /** True when ranks come from a test on samples, false when they only follow the values. */
  tested: boolean;
  /** Order of the rows by place, for data that bring one. */
  positions?: Map<string, number>;
}

/** What the rows can be ranked by. */
export interface NamedRanking {
  id: string;
  name: string;
  data: RankingData;
  /** The same of an earlier time. */
  previous?: RankingData;
}

export interface RankingSet {
  metrics: NamedRanking[];
  /** Series by the names of the rows. */
  trends: ReadonlyMap<string, readonly number[]>;
  notices: QueryResultMetaNotice[];
  demo: boolean;
}

export type SortColumn = 'place' | 'name' | 'value' | 'n' | 'chance';

/** The reader's own order. */
export interface SortBy {
  column: SortColumn;
  descending: boolean;
}

export interface Ranking extends Omit<RankingData, 'positions'> {
  /** How many rows `limit` left out. */
  omitted: number;
  /** What the reader sorted by. */
  sortBy?: SortBy;
  /** Order of the value column as shown; undefined when it follows the places. */
  sorted?: 'ascending' | 'descending';
  notices: QueryResultMetaNotice[];
  demo: boolean;
}

export type RankingProblem = { kind: 'no-data' } | { kind: 'missing-field'; field: string; type: 'string' | 'number' };

export type RankingResult<T> = { ok: true; value: T } | { ok: false; problem: RankingProblem };
