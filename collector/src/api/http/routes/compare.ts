import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { benchmarkResult } from '../../../../../src/core/guide/benchmarkResult.ts';
import { comparisonResult } from '../../../../../src/core/guide/comparisonResult.ts';
import { DEFAULT_QUERY } from '../../../../../src/core/query/model.ts';
import { compareGroups } from '../../../query/compare.ts';
import { requireSwarms } from '../../../query/knownSwarms.ts';
import type { PerformanceSystem } from '../../../system.ts';
import { cancellation } from '../cancellation.ts';
import { parseWith } from '../../../parse.ts';
import { compareBody } from './schemas.ts';

export function compareRoutes(app: FastifyInstance, system: PerformanceSystem): void {
  app.post('/api/v1/compare', async (request, reply) => {
    const { swarmIds, baseline, metrics = DEFAULT_QUERY.metrics, from, to } = parseWith(compareBody, request.body);
    const signal = cancellation(request, reply);
    const swarms = [...new Set([...swarmIds, ...(baseline === undefined ? [] : [baseline])])];
    await requireSwarms(system.store, swarms, signal);
    const found = await compareGroups(
      system.store,
      { metrics, groupBy: 'swarm', swarms, filters: [], from, to, ...(baseline === undefined ? {} : { baseline }) },
      signal
    );
    const meta = { id: randomUUID(), timestamp: Date.now(), window: found.window };
    return {
      ...(baseline === undefined ? comparisonResult(found.comparison, meta) : benchmarkResult(found.comparison, meta)),
      notices: found.notices,
      demo: system.isDemo,
    };
  });
}
