import type { DataFrame, Field, QueryResultMetaNotice } from '@grafana/data';
import type { Comparison, MetricSamples, PairResult, Verdict } from '../../core/compare/types.ts';
import type { Problem } from '../frames/problem.ts';

export const COMPARISON_VIEWS = ['distributions', 'differences', 'tradeoffs'] as const;
export type ComparisonViewName = (typeof COMPARISON_VIEWS)[number];

export const DISTRIBUTION_STYLES = ['box', 'strip', 'interval'] as const;
export type DistributionStyle = (typeof DISTRIBUTION_STYLES)[number];

export interface ComparisonOptions {
  /** What is shown first; the reader can switch. */
  view: ComparisonViewName;
  /** How samples are drawn; data without samples show their intervals in every style. */
  distribution: DistributionStyle;
  /** Group that the others are held against at first; empty compares every pair. May hold a dashboard variable. */
  baseline: string;
  /** Text field or label whose values are compared; empty finds one. */
  groupBy: string;
  /** Text field that tells the kind of work of a row; empty takes `task_type` or `type`. */
  typeBy: string;
  /** Which way is better where the data do not say. */
  direction: 'auto' | 'lower' | 'higher';
}

export const DEFAULT_COMPARISON_OPTIONS: ComparisonOptions = {
  view: 'distributions',
  distribution: 'box',
  baseline: '',
  groupBy: '',
  typeBy: '',
  direction: 'auto',
};

/** Where a group stands in the frames: its display options and data links live there. */
export interface Origin {
  field: Field;
  rowIndex: number;
}

/** What is needed to show one metric beside its figures. */
export interface MetricDisplay {
  /** Field whose unit, limits and colours stand for the metric. */
  field: Field;
  /** Grafana's id of the unit that values have where the field names none. */
  unit?: string;
  /** By group. */
  origins: ReadonlyMap<string, Origin>;
}

export interface SampleMetric {
  samples: MetricSamples;
  display: MetricDisplay;
}

/** Samples read from frames, before any is compared. */
export interface SampleSet {
  kind: 'samples';
  groups: string[];
  metrics: SampleMetric[];
  /** Kinds of work that are told of, in the order of their names. */
  types: string[];
  /** What was left out, and why. */
  left: QueryResultMetaNotice[];
}

/** A comparison that the data bring ready-made. */
export interface TestedSet {
  kind: 'tested';
  comparison: Comparison;
  displays: ReadonlyMap<string, MetricDisplay>;
  within: WithinNotes;
}

/** Pairs compared within task types: over how many types, and what all types together would have said. */
export type WithinNotes = ReadonlyMap<PairResult, { types: number; pooled: Verdict | null }>;

/** Frames that belong together: those of one query. */
export interface ComparisonInput {
  name: string;
  frames: DataFrame[];
}

/** Everything that the view draws. */
export interface Compared {
  comparison: Comparison;
  displays: ReadonlyMap<string, MetricDisplay>;
  within: WithinNotes;
  /** Ascending values by metric and group; empty where the data bring no samples. */
  values: ReadonlyMap<string, ReadonlyMap<string, Float64Array>>;
  notices: QueryResultMetaNotice[];
}

export type ComparisonResult<T> = { ok: true; value: T } | { ok: false; problem: Problem };
