import type { FastifyInstance } from 'fastify';
import { REPORT_EXTENSIONS, REPORT_MEDIA_TYPES } from '../../../../../src/core/report/spec.ts';
import { writeReport } from '../../../../../src/core/report/write.ts';
import { reportData } from '../../../reports/reportData.ts';
import type { PerformanceSystem } from '../../../system.ts';
import { cancellation } from '../cancellation.ts';
import { parseWith } from '../problems.ts';
import { reportBody } from './schemas.ts';

/** A report never runs anything, whoever opens it. */
const POLICY = `default-src 'none'; style-src 'unsafe-inline'; sandbox`;

export function reportRoutes(app: FastifyInstance, system: PerformanceSystem): void {
  app.post('/api/v1/reports', async (request, reply) => {
    const { swarmId, swarmIds = [], format, baseline, from, to, config } = parseWith(reportBody, request.body);
    const ids = [...new Set([...swarmIds, ...(swarmId === undefined ? [] : [swarmId])])];
    const spec = {
      title: config?.name ?? (ids.length === 1 ? `Performance of ${ids[0]}` : 'Swarm performance'),
      swarmIds: ids,
      from: from ?? config?.timeRange?.start,
      to: to ?? config?.timeRange?.end,
      ...(baseline === undefined ? {} : { baseline }),
    };
    const data = await reportData(system, spec, cancellation(request, reply));
    return reply
      .type(REPORT_MEDIA_TYPES[format])
      .header('content-security-policy', POLICY)
      .header('content-disposition', `attachment; filename="swarm-report.${REPORT_EXTENSIONS[format]}"`)
      .send(writeReport(data, format));
  });
}
