import { z } from 'zod';
import { findMetric, METRICS } from '../../../../../src/core/metrics/catalogue.ts';
import { windowSchema } from '../../../../../src/core/query/schema.ts';
import { guideRequestSchema } from '../../../../../src/core/report/guideRequest/schema.ts';
import { reportSpecSchema } from '../../../../../src/core/report/schema.ts';
import { REPORT_FORMATS, type ReportFormat, type ReportSpec } from '../../../../../src/core/report/spec.ts';
import { parseWith } from '../../../parse.ts';

const MOST_SWARMS = 10_000;
const swarmId = z.string().min(1).max(1024);
const { from, to } = windowSchema.shape;

/** Of a range whose ends stand in the order of time. */
const inOrder = (start?: number, end?: number) => start === undefined || end === undefined || start < end;
const fromBeforeTo = { message: '"from" must be before "to"', path: ['from'] };

const metric = z.string().transform((text, context) => {
  const found = findMetric(text);
  if (!found) {
    context.addIssue({
      code: 'custom',
      message: `unknown metric "${text}"; known: ${METRICS.map(({ id }) => id).join(', ')}`,
    });
    return z.NEVER;
  }
  return found.id;
});

export const rangeQuery = z.object({ from, to }).refine((range) => inOrder(range.from, range.to), fromBeforeTo);

export const metricsQuery = z.object({
  /** ms back from now. */
  duration: z.coerce.number().positive().max(8.64e15).default(30_000),
  limit: z.coerce.number().int().min(1).max(1_000_000).default(10_000),
});

export const compareBody = z
  .object({
    swarmIds: z.array(swarmId).min(1).max(MOST_SWARMS),
    baseline: swarmId.optional(),
    metrics: z.array(metric).min(1).max(METRICS.length).optional(),
    from,
    to,
  })
  .refine((body) => inOrder(body.from, body.to), fromBeforeTo);

const format = z.enum(REPORT_FORMATS).default('json');

/** With a spec. */
const specBody = z.strictObject({
  format,
  spec: reportSpecSchema,
  /** Epoch ms that "now" in the spec stands for: the same spec at the same time is the same report. Absent: now. */
  at: z.number().int().min(0).max(8.64e15).optional(),
  /** Keeps the report under its id, so that others can be compared with it. */
  save: z.boolean().default(false),
});

/** What the sender calls a report while it is made, to find it in the queue. */
export const reportQuery = z.object({ job: z.string().min(1).max(200).optional() });

/** In the integration guide's shape, which names everything beside the format. */
const guideBody = z.object({ format }).loose();

export interface ReportRequest {
  format: ReportFormat;
  spec: ReportSpec;
  at?: number;
  save: boolean;
}

/** @throws ServiceError `BAD_REQUEST` naming each field that is wrong */
export function readReportRequest(body: unknown): ReportRequest {
  return typeof body === 'object' && body !== null && 'spec' in body
    ? parseWith(specBody, body)
    : { format: parseWith(guideBody, body).format, spec: parseWith(guideRequestSchema, body), save: false };
}
