import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { instantSchema, nameSchema } from '../../../../../src/core/query/schema.ts';
import { ServiceError } from '../../../errors.ts';
import { parseWith } from '../../../parse.ts';
import type { PerformanceSystem } from '../../../system.ts';
import { rangeQuery } from './schemas.ts';

/** What a person reads in one line of a graph's tooltip: no line breaks, and nothing that turns the text around. */
const line = (most: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(most)
    .regex(/^[^\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]*$/u, 'must be one line without control characters');

const markerBody = z
  .strictObject({
    /** Of the sender's own, so that the same marker sent again is one marker. */
    id: line(200).optional(),
    time: instantSchema.optional(),
    timeEnd: instantSchema.optional(),
    title: line(200),
    text: z.string().max(2000).default(''),
    tags: z.array(line(100)).max(20).default([]),
    swarms: z.array(nameSchema).max(100).default([]),
  })
  .refine(({ time, timeEnd }) => time === undefined || timeEnd === undefined || time <= timeEnd, {
    message: '"timeEnd" must not be before "time"',
    path: ['timeEnd'],
  });

/** Deployments and whatever else people want to see beside the measurements. */
export function markerRoutes(app: FastifyInstance, system: PerformanceSystem): void {
  app.get('/api/v1/markers', async (request) => ({
    markers: system.markers.list(parseWith(rangeQuery, request.query)),
  }));

  app.post('/api/v1/markers', async (request, reply) => {
    const { timeEnd, ...body } = parseWith(markerBody, request.body);
    const time = Math.round(body.time ?? Math.min(Date.now(), timeEnd ?? Infinity));
    const { marker, added } = system.markers.add({
      ...body,
      time,
      ...(timeEnd === undefined ? {} : { timeEnd: Math.round(timeEnd) }),
    });
    return reply.code(added ? 201 : 200).send(marker);
  });

  app.delete<{ Params: { id: string } }>('/api/v1/markers/:id', async (request, reply) => {
    if (!system.markers.remove(request.params.id)) {
      throw new ServiceError('NOT_FOUND', 'There is no marker of that id; GET /api/v1/markers lists those there are.');
    }
    return reply.code(204).send();
  });
}
