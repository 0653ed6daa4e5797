import { z } from 'zod';
import { ANOMALY_DIRECTIONS, ANOMALY_METHODS, ANOMALY_MODES } from '../anomaly/types.ts';
import { FORECAST_METHODS } from '../trend/forecastTypes.ts';
import { TREND_METHODS } from '../trend/trendTypes.ts';
import { findMetric, METRICS } from '../metrics/catalogue.ts';
import {
  AGGREGATIONS,
  ANNOTATION_KINDS,
  DEFAULT_QUERY,
  DIMENSIONS,
  FILTER_KEYS,
  FILTER_OPERATORS,
  HEALTH_CHECKS,
  QUERY_TYPES,
  SERIES_FORMATS,
  TASK_FILTER_KEYS,
  VALUE_FIELDS,
  type PerformanceQuery,
  type QueryType,
  type QueryWindow,
} from './model.ts';

/** Longest list and longest name that a query may carry. */
export const MAX_QUERY_LIST = 10_000;
const MAX_NAME = 1024;
const MAX_PATTERN = 256;

/** A swarm, an agent, a model. */
export const nameSchema = z.string().min(1).max(MAX_NAME);

/** A metric by id or alias, in any case. */
export const metricSchema = nameSchema.transform((text, context) => {
  const found = findMetric(text);
  if (!found) {
    context.addIssue({
      code: 'custom',
      message: `unknown metric "${text}"; known: ${METRICS.map((m) => m.id).join(', ')}`,
    });
    return z.NEVER;
  }
  return found.id;
});

export const filterSchema = z
  .strictObject({
    key: z.enum(FILTER_KEYS),
    operator: z.enum(FILTER_OPERATORS),
    values: z.array(z.string().max(MAX_NAME)).min(1).max(MAX_QUERY_LIST),
  })
  .check((context) => {
    const { operator, values } = context.value;
    if (operator !== 'in' && operator !== 'notIn' && values.length !== 1) {
      context.issues.push({
        code: 'custom',
        input: values,
        path: ['values'],
        message: `"${operator}" takes exactly one value`,
      });
    }
    const pattern = values[0] ?? '';
    const isPattern = operator === 'matches' || operator === 'notMatches';
    if (isPattern && (pattern.length > MAX_PATTERN || !isRegExp(pattern))) {
      context.issues.push({
        code: 'custom',
        input: values,
        path: ['values', 0],
        message: `not a regular expression of at most ${MAX_PATTERN} characters`,
      });
    }
  });

function isRegExp(pattern: string): boolean {
  try {
    new RegExp(pattern);
    return true;
  } catch {
    return false;
  }
}

/**
 * A query as it comes in: every field but none required, since each has a default. Unknown fields are ignored: Grafana
 * adds its own (`datasource`, `datasourceId`, `intervalMs`, …); `ignoredFields` names those that are nobody's.
 */
export const querySchema = z.object({
  version: z.literal(1).default(DEFAULT_QUERY.version),
  refId: z.string().max(MAX_NAME).default('A'),
  type: z.enum(QUERY_TYPES).default(DEFAULT_QUERY.type),
  metric: metricSchema.default(DEFAULT_QUERY.metric),
  metrics: z
    .array(metricSchema)
    .min(1)
    .max(METRICS.length)
    .default([...DEFAULT_QUERY.metrics]),
  aggregation: z.enum(AGGREGATIONS).optional(),
  groupBy: z
    .array(z.enum(DIMENSIONS))
    .max(DIMENSIONS.length)
    .default([...DEFAULT_QUERY.groupBy]),
  filters: z.array(filterSchema).max(50).default([]),
  swarms: z.array(nameSchema).max(MAX_QUERY_LIST).default([]),
  baseline: nameSchema.optional(),
  instant: z.boolean().default(DEFAULT_QUERY.instant),
  format: z.enum(SERIES_FORMATS).default(DEFAULT_QUERY.format),
  limit: z.number().int().min(1).max(1_000_000).default(DEFAULT_QUERY.limit),
  valuesOf: z.enum(VALUE_FIELDS).default(DEFAULT_QUERY.valuesOf),
  search: z.string().max(MAX_NAME).optional(),
  check: z.enum(HEALTH_CHECKS).default(DEFAULT_QUERY.check),
  recentMs: z.number().positive().optional(),
  annotationsOf: z
    .array(z.enum(ANNOTATION_KINDS))
    .max(ANNOTATION_KINDS.length)
    .default([...DEFAULT_QUERY.annotationsOf]),
  method: z.enum([...ANOMALY_METHODS, ...FORECAST_METHODS, ...TREND_METHODS]).optional(),
  sensitivity: z.number().positive().optional(),
  direction: z.enum(ANOMALY_DIRECTIONS).optional(),
  mode: z.enum(ANOMALY_MODES).optional(),
  baselineWindow: z.number().int().positive().optional(),
  minPoints: z.number().int().positive().optional(),
  incidentGap: z.number().int().positive().optional(),
  minEffect: z
    .strictObject({ absolute: z.number().nonnegative().optional(), relative: z.number().nonnegative().optional() })
    .optional(),
  periodMs: z.number().positive().optional(),
  recentPoints: z.number().int().min(1).max(MAX_QUERY_LIST).optional(),
  predictionHorizon: z
    .union([z.number().positive(), z.string().max(20), z.strictObject({ points: z.number().int().positive() })])
    .optional(),
  threshold: z.number().optional(),
  hide: z.boolean().optional(),
}) satisfies z.ZodType<PerformanceQuery>;

/** The range of dates, ms either side of 1970. */
const MOST_TIME = 8.64e15;

/** A time as epoch milliseconds or as an ISO 8601 text with a zone. */
export const instantSchema = z.union([
  z.number().min(-MOST_TIME).max(MOST_TIME),
  z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number),
  z.iso.datetime({ offset: true }).transform((text) => Date.parse(text)),
]);

const window = {
  from: instantSchema.optional(),
  to: instantSchema.optional(),
  intervalMs: z.number().positive().optional(),
  maxDataPoints: z.number().int().positive().optional(),
};

export const windowSchema = z
  .object(window)
  .refine((value) => value.from === undefined || value.to === undefined || value.from < value.to, {
    message: '"from" must be before "to"',
    path: ['from'],
  }) satisfies z.ZodType<QueryWindow>;

/** One query of a request; its own window wins over that of the request (alert rules give every query its own). */
export const requestQuery = querySchema.extend(window).check((context) => {
  const { type, filters } = context.value;
  filters.forEach(({ key }, index) => {
    if (type !== 'tasks' && TASK_FILTER_KEYS.some((name) => name === key)) {
      context.issues.push({
        code: 'custom',
        input: key,
        path: ['filters', index, 'key'],
        message: `"${key}" filters single tasks only: ask for type "tasks"`,
      });
    }
  });
});

/** A request as a whole; each query is checked by itself, so that one bad query spares the others. */
export const queryRequestSchema = z.object({
  queries: z.array(z.unknown()).min(1).max(100),
  from: window.from,
  to: window.to,
});
export type QueryRequest = z.output<typeof queryRequestSchema>;

/** What Grafana, or the query's editor, puts beside the query's own fields. */
const OF_GRAFANA = new Set([
  'datasource',
  'datasourceId',
  'editorMode',
  'live',
  'queryType',
  'key',
  'timeRange',
  'queryCachingTTL',
  'range',
]);

/**
 * Fields of a query as it was sent that no answer depends on: those that nobody knows, and `metrics` alone where the type
 * reads `metric`.
 */
export function ignoredFields(type: QueryType, raw: unknown): string[] {
  const sent = typeof raw === 'object' && raw !== null ? Object.keys(raw) : [];
  const unknown = sent.filter((field) => !(field in requestQuery.shape) && !OF_GRAFANA.has(field));
  const onlyMetrics = sent.includes('metrics') && !sent.includes('metric') && type !== 'comparison';
  return [...unknown, ...(onlyMetrics ? ['metrics (it reads "metric")'] : [])]
    .slice(0, 20)
    .map((field) => field.slice(0, 100));
}
