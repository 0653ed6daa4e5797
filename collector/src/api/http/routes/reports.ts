import type { FastifyInstance } from 'fastify';
import { reportSpecJsonSchema } from '../../../../../src/core/report/schema.ts';
import { reportData } from '../../../reports/reportData.ts';
import { writeReport } from '../../../reports/writeReport.ts';
import type { PerformanceSystem } from '../../../system.ts';
import { cancellation } from '../cancellation.ts';
import { readReportRequest } from './schemas.ts';

/** A report never runs anything, whoever opens it. */
const POLICY = `default-src 'none'; style-src 'unsafe-inline'; sandbox`;

const SCHEMA_TYPE = 'application/schema+json; charset=utf-8';

export function reportRoutes(app: FastifyInstance, system: PerformanceSystem): void {
  app.get('/api/v1/schemas/report-spec', async (_, reply) => reply.type(SCHEMA_TYPE).send(reportSpecJsonSchema()));

  app.post('/api/v1/reports', async (request, reply) => {
    const { spec, format, at = Date.now(), save } = readReportRequest(request.body);
    const data = await reportData(system, spec, { at, signal: cancellation(request, reply) });
    const { mediaType, extension, bytes } = await writeReport(data, format);
    if (save) {
      await system.savedReports.save(data);
    }
    return reply
      .type(mediaType)
      .header('content-security-policy', POLICY)
      .header('x-report-id', data.id)
      .header('content-disposition', `attachment; filename="swarm-report.${extension}"`)
      .send(bytes);
  });
}
