import { z } from 'zod';
import { DIMENSIONS, type Aggregation, type Dimension, type QueryFilter } from '../../query/model.ts';
import { instantSchema, MAX_QUERY_LIST, nameSchema } from '../../query/schema.ts';
import { reportSpecSchema, type ReportSpecInput } from '../schema.ts';

const AGGREGATIONS = ['sum', 'avg', 'min', 'max', 'count', 'p95', 'p99'] as const satisfies readonly Aggregation[];
const OPERATORS = ['eq', 'ne', 'gt', 'lt', 'gte', 'lte', 'in', 'contains'] as const;

/** `swarmId`, `agentId`, … are the guide's names of our dimensions. */
const dimension = z.string().transform((text, context): Dimension => {
  const name = { swarmId: 'swarm', agentId: 'agent', taskType: 'type' }[text] ?? text;
  const found = DIMENSIONS.find((one) => one === name);
  if (found === undefined) {
    context.addIssue({ code: 'custom', message: `"${text}" is none of ${DIMENSIONS.join(', ')}` });
    return z.NEVER;
  }
  return found;
});

const filter = z
  .looseObject({
    field: dimension,
    operator: z.enum(OPERATORS),
    value: z.union([z.string(), z.array(z.string()).min(1).max(MAX_QUERY_LIST)]),
  })
  .transform(({ field, operator, value }, context): QueryFilter => {
    const values = typeof value === 'string' ? [value] : value;
    switch (operator) {
      case 'eq':
      case 'ne':
      case 'in':
        return { key: field, operator, values };
      case 'contains':
        return {
          key: field,
          operator: 'matches',
          values: values.map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')),
        };
      default:
        context.addIssue({
          code: 'custom',
          message: `"${operator}" has no meaning for a name: write eq, ne, in or contains`,
        });
        return z.NEVER;
    }
  });

/** The integration guide's report configuration, as far as it decides something here; the rest is ignored. */
export const guideReportConfigSchema = z.object({
  name: z.string().max(200).optional(),
  timeRange: z
    .object({ start: instantSchema.optional(), end: instantSchema.optional() })
    .refine(({ start, end }) => start === undefined || end === undefined || start < end, {
      message: '"start" must be before "end"',
      path: ['start'],
    })
    .optional(),
  metrics: z
    .array(
      z.object({
        metricType: z.string(),
        aggregation: z.enum(AGGREGATIONS).optional(),
        groupBy: z.array(dimension).optional(),
      })
    )
    .optional(),
  filters: z.array(filter).optional(),
});
export type GuideReportConfig = z.input<typeof guideReportConfigSchema>;

const guideFields = z.object({
  swarmId: nameSchema.optional(),
  swarmIds: z.array(nameSchema).min(1).max(MAX_QUERY_LIST).optional(),
  baseline: nameSchema.optional(),
  from: instantSchema.optional(),
  to: instantSchema.optional(),
  config: guideReportConfigSchema.optional(),
});

/** The guide's request, from before there was a spec. A window without records makes a report that says so, as it always did. */
export const guideRequestSchema = guideFields
  .refine(({ from, to }) => from === undefined || to === undefined || from < to, {
    message: '"from" must be before "to"',
    path: ['from'],
  })
  .refine(({ swarmId, swarmIds }) => swarmId !== undefined || swarmIds !== undefined, {
    message: 'name a swarm in "swarmId" or several in "swarmIds"',
    path: ['swarmIds'],
  })
  .transform((request): unknown => toSpec(request))
  .pipe(reportSpecSchema);

function toSpec({
  swarmId,
  swarmIds = [],
  baseline,
  from,
  to,
  config = {},
}: z.output<typeof guideFields>): ReportSpecInput {
  const { name, timeRange, metrics = [], filters = [] } = config;
  const start = from ?? timeRange?.start;
  const end = to ?? timeRange?.end;
  const title = name?.trim();
  return {
    ...(title ? { title } : {}),
    swarms: [...swarmIds, ...(swarmId === undefined ? [] : [swarmId])],
    filters,
    range: { ...(start === undefined ? {} : { from: start }), ...(end === undefined ? {} : { to: end }) },
    ...(baseline === undefined ? {} : { baseline }),
    ...(metrics.length > 0
      ? {
          metrics: metrics.map(({ metricType, aggregation, groupBy }) => ({
            metric: metricType,
            ...(aggregation === undefined ? {} : { aggregation }),
            ...(groupBy === undefined ? {} : { groupBy }),
          })),
        }
      : {}),
    whenEmpty: 'report',
  };
}
