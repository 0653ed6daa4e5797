import { z } from 'zod';
import { CHART_TYPES } from '../../../src/core/chart/chart.ts';
import { CHART_THEMES } from '../../../src/core/chart/look.ts';
import { AGGREGATIONS } from '../../../src/core/query/model.ts';
import { instantSchema, MAX_QUERY_LIST, metricSchema, nameSchema } from '../../../src/core/query/schema.ts';

export const CHART_FORMATS = ['svg', 'html', 'png'] as const;
export type ChartFormat = (typeof CHART_FORMATS)[number];

export const chartRequestSchema = z
  .strictObject({
    type: z.enum(CHART_TYPES).default('line'),
    metric: metricSchema,
    aggregation: z.enum(AGGREGATIONS).optional(),
    /** None: every swarm that has something. */
    swarms: z.array(nameSchema).max(MAX_QUERY_LIST).default([]),
    from: instantSchema.optional(),
    to: instantSchema.optional(),
    title: z.string().trim().min(1).max(200).optional(),
    theme: z.enum(CHART_THEMES).default('light'),
    format: z.enum(CHART_FORMATS).default('svg'),
  })
  .refine(({ from, to }) => from === undefined || to === undefined || from < to, {
    message: '"from" must be before "to"',
    path: ['from'],
  });

export type ChartRequest = z.output<typeof chartRequestSchema>;
export type ChartInput = z.input<typeof chartRequestSchema>;
