import type { FastifyInstance } from 'fastify';
import type { PerformanceSystem } from '../../../system.ts';
import { cancellation } from '../cancellation.ts';
import { parseWith } from '../../../parse.ts';
import { rangeQuery } from './schemas.ts';

export function swarmsRoutes(app: FastifyInstance, system: PerformanceSystem): void {
  app.get('/api/v1/swarms', async (request, reply) => {
    const range = parseWith(rangeQuery, request.query);
    const swarms = await system.store.swarms(range, cancellation(request, reply));
    return { swarms, window: { from: range.from ?? null, to: range.to ?? null }, demo: system.isDemo };
  });
}
