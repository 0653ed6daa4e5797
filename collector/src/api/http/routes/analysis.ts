import type { FastifyInstance } from 'fastify';
import { quickReportOf } from '../../../query/quickReport.ts';
import type { PerformanceSystem } from '../../../system.ts';
import { cancellation } from '../cancellation.ts';

export function analysisRoutes(app: FastifyInstance, system: PerformanceSystem): void {
  app.get<{ Params: { swarmId: string } }>('/api/v1/analysis/:swarmId', async (request, reply) => {
    const report = await quickReportOf(system.store, request.params.swarmId, Date.now(), cancellation(request, reply));
    return { ...report, demo: system.isDemo };
  });
}
