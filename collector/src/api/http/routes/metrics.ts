import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import type { MetricRecord } from '../../../../../src/core/guide/metricRecord.ts';
import { requireSwarms } from '../../../query/knownSwarms.ts';
import { metricRecords } from '../../../query/metricRecords.ts';
import type { PerformanceSystem } from '../../../system.ts';
import { cancellation } from '../cancellation.ts';
import { parseWith } from '../../../parse.ts';
import { metricsQuery } from './schemas.ts';

/** Records that are turned into text at once while an answer streams. */
const RECORDS_AT_ONCE = 1000;

export function metricsRoutes(app: FastifyInstance, system: PerformanceSystem): void {
  app.get<{ Params: { swarmId: string } }>('/api/v1/metrics/:swarmId', async (request, reply) => {
    const { swarmId } = request.params;
    const { duration, limit } = parseWith(metricsQuery, request.query);
    const signal = cancellation(request, reply);
    const to = Date.now() + 1;
    const window = { from: to - duration, to };
    const { records, cut } = await metricRecords(system.store, swarmId, window, limit, signal);
    if (records.length === 0) {
      // Asked afterwards: what a host or a program measured of itself makes no swarm of its own, and is still an answer.
      await requireSwarms(system.store, [swarmId], signal);
    }
    const tail = { count: records.length, truncated: cut, window, demo: system.isDemo };
    return reply.type('application/json; charset=utf-8').send(Readable.from(jsonParts(records, tail)));
  });
}

/** `{ "metrics": [ … ], …tail }` in pieces, so that a million records never stand in memory as one text. */
function* jsonParts(records: readonly MetricRecord[], tail: object): Generator<string> {
  yield '{"metrics":[';
  for (let at = 0; at < records.length; at += RECORDS_AT_ONCE) {
    const part = records.slice(at, at + RECORDS_AT_ONCE).map((record) => JSON.stringify(record));
    yield `${at > 0 ? ',' : ''}${part.join(',')}`;
  }
  yield `],${JSON.stringify(tail).slice(1)}`;
}
