import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { toDataFrameJson } from '../../../../../src/core/frames/dataFrameJson.ts';
import { nameSchema } from '../../../../../src/core/query/schema.ts';
import { ServiceError } from '../../../errors.ts';
import { parseWith } from '../../../parse.ts';
import { liveTables, type LiveTable } from '../../../query/live.ts';
import type { PerformanceSystem } from '../../../system.ts';
import { cancellation } from '../cancellation.ts';
import { markDemo } from '../frames/demo.ts';

/** Streams at once. Grafana opens one a swarm and organisation, however many people look at it. */
const MOST_STREAMS = 200;

const liveQuery = z.object({ swarm: nameSchema.optional() });

/** The state of a swarm as it changes: frames in JSON, one a line; an empty line is a sign of life. */
export function liveRoutes(app: FastifyInstance, system: PerformanceSystem): void {
  const open = new Set<AbortController>();
  app.addHook('preClose', async () => open.forEach((stream) => stream.abort()));

  app.get('/api/v1/live', async (request, reply) => {
    const { swarm } = parseWith(liveQuery, request.query);
    if (open.size >= MOST_STREAMS) {
      throw new ServiceError('OVERLOADED', `${MOST_STREAMS} live streams are open, as many as there may be.`, {
        retryAfterSeconds: 30,
      });
    }
    const stream = new AbortController();
    open.add(stream);
    const signal = AbortSignal.any([stream.signal, cancellation(request, reply)]);
    signal.addEventListener('abort', () => open.delete(stream), { once: true });
    try {
      const tables = liveTables(system, swarm, signal);
      // The first one decides between an answer and an error.
      const first = await tables.next();
      return await reply
        .type('application/x-ndjson; charset=utf-8')
        .header('cache-control', 'no-store')
        .send(Readable.from(lines(system, first, tables), { objectMode: false, highWaterMark: 1 }));
    } catch (error) {
      stream.abort();
      throw error;
    }
  });
}

async function* lines(
  system: PerformanceSystem,
  first: IteratorResult<LiveTable, void>,
  tables: AsyncGenerator<LiveTable, void>
): AsyncGenerator<string, void> {
  for (let next = first; !next.done; next = await tables.next()) {
    const table = next.value;
    yield table === undefined ? '\n' : `${JSON.stringify(toDataFrameJson(system.isDemo ? markDemo(table) : table))}\n`;
  }
}
