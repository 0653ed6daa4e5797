import { ANOMALY_DIRECTIONS, ANOMALY_MODES } from '../../core/anomaly/types.ts';
import {
  AGGREGATIONS,
  ANNOTATION_KINDS,
  DIMENSIONS,
  FILTER_KEYS,
  FILTER_OPERATORS,
  HEALTH_CHECKS,
  QUERY_TYPES,
  SERIES_FORMATS,
  VALUE_FIELDS,
  type PerformanceQuery as CoreQuery,
} from '../../core/query/model.ts';
import { isRecord } from '../../ui/guards.ts';
import { completeQuery, type PerformanceQuery } from '../types.ts';

/** What is wrong with a query that somebody wrote. */
export type CodeFault =
  | { kind: 'syntax'; reason: string }
  | { kind: 'not-an-object' }
  | { kind: 'field'; field: string; wanted: Wanted; choices?: readonly string[] };

/** What a field has to hold. */
export type Wanted = 'text' | 'number' | 'yes-no' | 'object' | 'one-of' | 'list-of' | 'texts' | 'filters' | 'span';

export type Reading = { query: PerformanceQuery; unknown: string[] } | { fault: CodeFault };

interface Check {
  wanted: Wanted;
  choices?: readonly string[];
  fits: (value: unknown) => boolean;
}

const isText = (value: unknown) => typeof value === 'string';
const isNumber = (value: unknown) => typeof value === 'number';
const isObject = (value: unknown) => isRecord(value) && !Array.isArray(value);
const isListOf = (value: unknown, fits: (one: unknown) => boolean) => Array.isArray(value) && value.every(fits);
const isOneOf = (value: unknown, choices: readonly string[]) => choices.some((choice) => choice === value);

const TEXT: Check = { wanted: 'text', fits: isText };
const NUMBER: Check = { wanted: 'number', fits: isNumber };
const YES_NO: Check = { wanted: 'yes-no', fits: (value) => typeof value === 'boolean' };
const OBJECT: Check = { wanted: 'object', fits: isObject };
const TEXTS: Check = { wanted: 'texts', fits: (value) => isListOf(value, isText) };
const FILTERS: Check = {
  wanted: 'filters',
  fits: (value) =>
    isListOf(
      value,
      (one) =>
        isRecord(one) &&
        isOneOf(one.key, FILTER_KEYS) &&
        isOneOf(one.operator, FILTER_OPERATORS) &&
        isListOf(one.values, isText)
    ),
};

function oneOf(choices: readonly string[]): Check {
  return { wanted: 'one-of', choices, fits: (value) => isOneOf(value, choices) };
}

function listOf(choices: readonly string[]): Check {
  return { wanted: 'list-of', choices, fits: (value) => isListOf(value, (one) => isOneOf(one, choices)) };
}

type Written = Exclude<keyof CoreQuery, 'refId' | 'hide'>;

/** Only what the builder relies on: whether the values make sense is the collector's to say, which names the field. */
const CHECKS: Record<Written, Check> = {
  version: NUMBER,
  type: oneOf(QUERY_TYPES),
  metric: TEXT,
  metrics: TEXTS,
  aggregation: oneOf(AGGREGATIONS),
  groupBy: listOf(DIMENSIONS),
  filters: FILTERS,
  swarms: TEXTS,
  baseline: TEXT,
  instant: YES_NO,
  format: oneOf(SERIES_FORMATS),
  limit: NUMBER,
  valuesOf: oneOf(VALUE_FIELDS),
  annotationsOf: listOf(ANNOTATION_KINDS),
  search: TEXT,
  method: TEXT,
  sensitivity: NUMBER,
  direction: oneOf(ANOMALY_DIRECTIONS),
  mode: oneOf(ANOMALY_MODES),
  baselineWindow: NUMBER,
  minPoints: NUMBER,
  incidentGap: NUMBER,
  minEffect: OBJECT,
  periodMs: NUMBER,
  recentPoints: NUMBER,
  predictionHorizon: { wanted: 'span', fits: (value) => isText(value) || isNumber(value) || isObject(value) },
  threshold: NUMBER,
  check: oneOf(HEALTH_CHECKS),
  recentMs: NUMBER,
};

const KNOWN = new Map<string, Check>(Object.entries(CHECKS));

/** Fields and, where there are only some, the values that they take: what the code editor suggests. */
export const WRITTEN_FIELDS: ReadonlyArray<{ field: string; choices: readonly string[] }> = [...KNOWN].map(
  ([field, { choices = [] }]) => ({ field, choices })
);

/** Grafana's own fields of a query (the last two in alert rules) and the editor's; they are kept, but nobody writes them. */
const KEPT = new Set([
  'refId',
  'hide',
  'datasource',
  'datasourceId',
  'key',
  'queryType',
  'editorMode',
  'live',
  'intervalMs',
  'maxDataPoints',
]);

/** The query as text to edit, its defaults written out. Fields that nobody knows are kept. */
export function codeOf(saved: PerformanceQuery): string {
  const written = Object.entries(completeQuery(saved)).filter(([field]) => !KEPT.has(field));
  return JSON.stringify(Object.fromEntries(written), undefined, 2);
}

/** The query that a text means; whatever is not in the text is not in the query any more, but for Grafana's own fields. */
export function readCode(text: string, saved: PerformanceQuery): Reading {
  let model: unknown;
  try {
    model = JSON.parse(text);
  } catch (error) {
    return { fault: { kind: 'syntax', reason: error instanceof Error ? error.message : String(error) } };
  }
  if (!isRecord(model) || Array.isArray(model)) {
    return { fault: { kind: 'not-an-object' } };
  }
  const written = Object.entries(model).filter(([field]) => !KEPT.has(field));
  for (const [field, value] of written) {
    const check = KNOWN.get(field);
    if (check && !check.fits(value)) {
      const { wanted, choices } = check;
      return { fault: { kind: 'field', field, wanted, ...(choices === undefined ? {} : { choices }) } };
    }
  }
  const kept = Object.entries(saved).filter(([field]) => KEPT.has(field));
  return {
    query: { refId: saved.refId, ...Object.fromEntries([...written, ...kept]) },
    unknown: written.map(([field]) => field).filter((field) => !KNOWN.has(field)),
  };
}
