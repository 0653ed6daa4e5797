import { z } from 'zod';
import { findMetric, METRICS } from '../metrics/catalogue.ts';
import { defaultAggregation } from '../query/aggregation.ts';
import { planMetric } from '../query/measure.ts';
import { AGGREGATIONS, DIMENSIONS, type Aggregation } from '../query/model.ts';
import { filterSchema, instantSchema, MAX_QUERY_LIST, metricSchema, nameSchema } from '../query/schema.ts';
import { RELATIVE_TIME } from '../time/relativeTime.ts';
import { isTimeZone } from '../time/zonedTime.ts';
import { logoProblem, MOST_LOGO_BYTES } from './logo.ts';
import {
  DEFAULT_REPORT_METRICS,
  REPORT_AUDIENCES,
  REPORT_LANGUAGES,
  REPORT_SECTIONS,
  REPORT_SPEC_VERSION,
  REPORT_THEMES,
  SECTIONS_OF_AUDIENCE,
  WHEN_EMPTY,
  type ReportSpec,
} from './spec.ts';

const MOST_METRICS = 20;
const MOST_DIMENSIONS = 3;

const NOT_A_TIME = 'not a time: write epoch ms, ISO 8601 with a zone, or a relative time like "now-24h" or "now-1d/d"';

const timePoint = z
  .union([z.number(), z.string()], NOT_A_TIME)
  .transform((point, context) => {
    const instant = instantSchema.safeParse(point);
    if (instant.success) {
      return instant.data;
    }
    if (typeof point === 'string' && RELATIVE_TIME.test(point)) {
      return point;
    }
    context.addIssue({ code: 'custom', message: NOT_A_TIME });
    return z.NEVER;
  })
  .describe('Epoch ms, ISO 8601 with a zone, or relative to when the report is due: now, now-24h, now-7d, now-1d/d.');

const range = z
  .strictObject({ from: timePoint.optional(), to: timePoint.optional() })
  .refine(({ from, to }) => !(typeof from === 'number' && typeof to === 'number') || from < to, {
    message: '"from" must be before "to"',
    path: ['from'],
  });

const metric = z
  .strictObject({
    metric: metricSchema.describe(`Id or alias: ${METRICS.map(({ id }) => id).join(', ')}.`),
    aggregation: z.enum(AGGREGATIONS).optional(),
    groupBy: z
      .array(z.enum(DIMENSIONS))
      .max(MOST_DIMENSIONS)
      .default(['swarm'])
      .transform((dimensions) => [...new Set(dimensions)]),
  })
  .check(({ value, issues }) => {
    const problem = aggregationProblem(value.metric, value.aggregation);
    if (problem !== undefined) {
      issues.push({ code: 'custom', input: value.aggregation, path: ['aggregation'], message: problem });
    }
  });

function aggregationProblem(id: string, aggregation: Aggregation | undefined): string | undefined {
  const found = findMetric(id);
  try {
    if (found) {
      planMetric(found, aggregation ?? defaultAggregation(found));
    }
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const colour = z.string().regex(/^#[0-9a-f]{6}$/i, 'a colour is written as #rrggbb');

const branding = z.strictObject({
  logo: z
    .string()
    .check(({ value, issues }) => {
      const problem = logoProblem(value);
      if (problem !== undefined) {
        issues.push({ code: 'custom', input: '', message: `the logo can't be used: ${problem}` });
      }
    })
    .optional()
    .describe(
      `PNG, JPEG or SVG as a base64 data URI, at most ${MOST_LOGO_BYTES / 1024} KiB; an SVG that does more than draw is refused.`
    ),
  colours: z.strictObject({ primary: colour.optional(), secondary: colour.optional() }).prefault({}),
  footer: z.string().max(500).optional(),
});

const fields = z.strictObject({
  version: z.literal(REPORT_SPEC_VERSION).default(REPORT_SPEC_VERSION),
  title: z.string().trim().min(1).max(200).optional(),
  swarms: z
    .array(nameSchema)
    .max(MAX_QUERY_LIST)
    .default([])
    .transform((ids) => [...new Set(ids)])
    .describe('Ids; none: every swarm that has something in the window and passes the filters.'),
  filters: z.array(filterSchema).max(50).default([]),
  range: range.prefault({}).describe('Without it everything stored is covered.'),
  timeZone: z
    .string()
    .refine(isTimeZone, 'not a time zone: write one like "Europe/Berlin" or "UTC"')
    .default('UTC')
    .describe('IANA zone of the times shown and of the days meant by relative times.'),
  baseline: nameSchema.optional().describe('Swarm that the others are held against; absent: each against each.'),
  compareWith: z
    .union([z.literal('previous-period'), z.strictObject({ report: z.string().regex(/^[0-9a-f]{16,64}$/) })], {
      error: 'write "previous-period", or { "report": the id of a saved report }',
    })
    .optional(),
  sections: z
    .array(z.enum(REPORT_SECTIONS))
    .min(1)
    .optional()
    .describe('Default: those of the audience. They stand in a fixed order.'),
  metrics: z
    .array(metric)
    .min(1)
    .max(MOST_METRICS)
    .default(() => DEFAULT_REPORT_METRICS.map((id) => ({ metric: id, groupBy: ['swarm' as const] }))),
  audience: z.enum(REPORT_AUDIENCES).default('engineer'),
  theme: z.enum(REPORT_THEMES).default('auto'),
  branding: branding.prefault({}),
  language: z.enum(REPORT_LANGUAGES).default('en'),
  whenEmpty: z.enum(WHEN_EMPTY).default('refuse').describe('What becomes of a report on a window without records.'),
});

/** Of a newer version only that is said: its other fields can't be judged here. */
const readableVersion = z.unknown().check(({ value, issues }) => {
  const version = typeof value === 'object' && value !== null && 'version' in value ? value.version : undefined;
  if (typeof version === 'number' && version > REPORT_SPEC_VERSION) {
    issues.push({
      code: 'custom',
      input: version,
      path: ['version'],
      continue: false,
      message: `this report spec has version ${version}, and this collector reads versions up to ${REPORT_SPEC_VERSION}: update the collector, or write the spec in version ${REPORT_SPEC_VERSION}`,
    });
  }
});

/** A spec as it comes in: every field but none required, since each has a default. Unknown fields are refused. */
export const reportSpecSchema = readableVersion.pipe(fields).transform(({ sections, ...spec }): ReportSpec => ({
  ...spec,
  sections: REPORT_SECTIONS.filter((section) => (sections ?? SECTIONS_OF_AUDIENCE[spec.audience]).includes(section)),
}));

/** What callers may write, all of it optional. */
export type ReportSpecInput = z.input<typeof fields>;

/** JSON Schema (2020-12) of a spec as it comes in. */
export function reportSpecJsonSchema(): object {
  const { $schema, ...schema } = z.toJSONSchema(fields, { io: 'input' });
  return { $schema, title: 'Report spec', description: 'What a swarm report is about.', ...schema };
}
