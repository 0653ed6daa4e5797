import type { FastifyInstance } from 'fastify';
import { chartOf } from '../../../charts/chartOf.ts';
import { renderChart } from '../../../charts/renderChart.ts';
import { chartRequestSchema } from '../../../charts/schema.ts';
import { parseWith } from '../../../parse.ts';
import type { PerformanceSystem } from '../../../system.ts';
import { cancellation } from '../cancellation.ts';

/** A chart never runs anything, whoever opens it. */
const POLICY = `default-src 'none'; style-src 'unsafe-inline'; sandbox`;

export function chartRoutes(app: FastifyInstance, system: PerformanceSystem): void {
  app.post('/api/v1/charts', async (request, reply) => {
    const asked = parseWith(chartRequestSchema, request.body);
    const chart = await chartOf(system.store, asked, cancellation(request, reply));
    const { mediaType, bytes } = await renderChart(chart, asked.format, asked.theme);
    return reply
      .type(mediaType)
      .header('content-security-policy', POLICY)
      .header('content-disposition', `attachment; filename="swarm-chart.${asked.format}"`)
      .send(bytes);
  });
}
