import type { Aggregation, Dimension, QueryFilter } from '../query/model.ts';

export const REPORT_FORMATS = ['html', 'markdown', 'json', 'csv', 'pdf'] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

/** Version of the spec's layout that this program writes; it reads this one and all before it. */
export const REPORT_SPEC_VERSION = 1;

/** Parts of a report, in the order in which they stand in it. */
export const REPORT_SECTIONS = [
  'overview',
  'recommendations',
  'ranking',
  'comparison',
  'anomalies',
  'trends',
  'usage',
  'statistics',
  'quality',
] as const;
export type ReportSection = (typeof REPORT_SECTIONS)[number];

export const REPORT_AUDIENCES = ['executive', 'engineer'] as const;
export type ReportAudience = (typeof REPORT_AUDIENCES)[number];

/** `auto` is light or dark as the reader's system is, where the format can tell. */
export const REPORT_THEMES = ['auto', 'light', 'dark', 'high-contrast'] as const;
export type ReportTheme = (typeof REPORT_THEMES)[number];

export const REPORT_LANGUAGES = ['en'] as const;
export type ReportLanguage = (typeof REPORT_LANGUAGES)[number];

/** What becomes of a report on a window in which nothing was recorded. */
export const WHEN_EMPTY = ['refuse', 'report'] as const;
export type WhenEmpty = (typeof WHEN_EMPTY)[number];

export interface ReportMetric {
  /** Metric id. */
  metric: string;
  /** Absent: the metric's own default. */
  aggregation?: Aggregation;
  groupBy: Dimension[];
}

/** A time is epoch ms, or relative to when the report is made: `now-7d`, `now-1d/d`. */
export interface ReportRange {
  /** Inclusive. */
  from?: number | string;
  /** Exclusive; absent beside a relative `from` means now. */
  to?: number | string;
}

/** What the numbers are held against, beside a baseline swarm. */
export type CompareWith = 'previous-period' | { report: string };

export interface ReportBranding {
  /** PNG, JPEG or SVG as a base64 data URI. */
  logo?: string;
  /** `#rrggbb` of the band behind the title, and of the lines above headings. */
  colours: { primary?: string; secondary?: string };
  /** Stands at the end, and at the foot of every page of a PDF. */
  footer?: string;
}

/** What a report is about: the one description that page, API, command line, library and schedules share. */
export interface ReportSpec {
  version: typeof REPORT_SPEC_VERSION;
  /** Absent: made of the swarms. */
  title?: string;
  /** Ids; none means every swarm that has something in the window and passes the filters. */
  swarms: string[];
  filters: QueryFilter[];
  /** Without it everything stored is covered. */
  range: ReportRange;
  /** IANA zone of the times shown and of the days, weeks and months meant by relative times. */
  timeZone: string;
  /** Swarm that the others are held against; absent: each against each. */
  baseline?: string;
  compareWith?: CompareWith;
  sections: ReportSection[];
  /** Of ranking, comparison and statistics. */
  metrics: ReportMetric[];
  audience: ReportAudience;
  theme: ReportTheme;
  branding: ReportBranding;
  language: ReportLanguage;
  whenEmpty: WhenEmpty;
}

/** Metrics that a report compares unless others are named. */
export const DEFAULT_REPORT_METRICS: readonly string[] = [
  'task_duration',
  'error_rate',
  'request_duration',
  'tool_error_rate',
  'cost_usd',
  'token_usage',
];

/** Who decides wants the outcome and what to do; who builds wants how it came about. */
export const SECTIONS_OF_AUDIENCE: Record<ReportAudience, readonly ReportSection[]> = {
  executive: ['overview', 'recommendations', 'ranking', 'comparison', 'anomalies', 'quality'],
  engineer: REPORT_SECTIONS,
};

export function titleOf({ title, swarms }: Pick<ReportSpec, 'title' | 'swarms'>): string {
  return title ?? (swarms.length === 1 ? `Performance of ${swarms[0]}` : 'Swarm performance');
}
