import { z } from 'zod';
import { findMetric, METRICS } from '../../../../../src/core/metrics/catalogue.ts';
import { windowSchema } from '../../../../../src/core/query/schema.ts';
import { REPORT_FORMATS } from '../../../../../src/core/report/spec.ts';

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

export const reportBody = z
  .object({
    swarmId: swarmId.optional(),
    swarmIds: z.array(swarmId).min(1).max(MOST_SWARMS).optional(),
    format: z.enum(REPORT_FORMATS).default('json'),
    baseline: swarmId.optional(),
    from,
    to,
    config: z
      .object({
        name: z.string().max(200).optional(),
        timeRange: z
          .object({ start: from, end: to })
          .refine(({ start, end }) => inOrder(start, end), { message: '"start" must be before "end"', path: ['start'] })
          .optional(),
      })
      .optional(),
  })
  .refine((body) => inOrder(body.from, body.to), fromBeforeTo)
  .refine((body) => body.swarmId !== undefined || body.swarmIds !== undefined, {
    message: 'name a swarm in "swarmId" or several in "swarmIds"',
    path: ['swarmIds'],
  });
