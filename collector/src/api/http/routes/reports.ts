import type { FastifyInstance } from 'fastify';
import { reportSpecJsonSchema } from '../../../../../src/core/report/schema.ts';
import { parseWith } from '../../../parse.ts';
import { renderReport } from '../../../reports/renderReport.ts';
import { MOST_REPORTS } from '../../../reports/reportQueue.ts';
import type { PerformanceSystem } from '../../../system.ts';
import { cancellation } from '../cancellation.ts';
import { readReportRequest, reportQuery } from './schemas.ts';

/** A report never runs anything, whoever opens it. */
const POLICY = `default-src 'none'; style-src 'unsafe-inline'; sandbox`;

const SCHEMA_TYPE = 'application/schema+json; charset=utf-8';

export function reportRoutes(app: FastifyInstance, system: PerformanceSystem): void {
  app.get('/api/v1/schemas/report-spec', async (_, reply) => reply.type(SCHEMA_TYPE).send(reportSpecJsonSchema()));

  app.get('/api/v1/reports/queue', async () => ({ most: MOST_REPORTS, jobs: system.reportQueue.jobs }));

  app.post('/api/v1/reports', async (request, reply) => {
    const { spec, format, at = Date.now(), save } = readReportRequest(request.body);
    const { job } = parseWith(reportQuery, request.query);
    const signal = cancellation(request, reply);
    const { data, files } = await renderReport(system, spec, [format], {
      at,
      signal,
      ...(job === undefined ? {} : { job }),
    });
    const [{ mediaType, extension, bytes }] = files;
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
