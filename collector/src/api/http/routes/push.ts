import { createGunzip } from 'node:zlib';
import { pipeline, Readable } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ServiceError } from '../../../errors.ts';
import { object } from '../../../inputs/narrow.ts';
import { ndjsonValues } from '../../../inputs/push/ndjson.ts';
import {
  addResult,
  emptyResult,
  Unreadable,
  type PushReceiver,
  type PushResult,
} from '../../../inputs/push/pushReceiver.ts';
import type { PerformanceSystem } from '../../../system.ts';

const NDJSON = ['application/x-ndjson', 'application/ndjson', 'application/jsonl'];

/** Lines that are stored in one go. */
const LINES_AT_ONCE = 1000;

/** The largest stream of lines, unpacked: larger ones come in parts. */
const MOST_STREAM_BYTES = 1024 * 1024 * 1024;

const PATH = '/api/v1/metrics';

/** Push: one metric, a list, `{ metrics }`, or lines of JSON. Answers after the commit: what it calls stored is kept. */
export function pushRoutes(app: FastifyInstance, system: PerformanceSystem): void {
  app.addContentTypeParser(NDJSON, async (request: FastifyRequest, body: Readable) => {
    if (request.routeOptions.url !== PATH) {
      throw new ServiceError('UNSUPPORTED_MEDIA_TYPE', `Lines of JSON are read at ${PATH} only.`);
    }
    return unpacked(request, body);
  });

  app.post(PATH, async (request) =>
    request.body instanceof Readable
      ? receiveLines(system.push, request.body)
      : system.push.receive(metricsOf(request.body))
  );
}

/**
 * The metrics of a JSON body.
 * @throws ServiceError `BAD_REQUEST`
 */
export function metricsOf(body: unknown): unknown[] {
  if (Array.isArray(body)) {
    return body;
  }
  const metrics = object(body)?.['metrics'];
  if (Array.isArray(metrics)) {
    return metrics;
  }
  if (metrics === undefined && object(body)?.['metricType'] !== undefined) {
    return [body];
  }
  const message = 'must be a list of metrics; a single metric or a list may also be sent by itself';
  throw new ServiceError('BAD_REQUEST', `"metrics" ${message}.`, { fields: [{ field: 'metrics', message }] });
}

function unpacked(request: FastifyRequest, body: Readable): Readable {
  const encoding = request.headers['content-encoding']?.toLowerCase();
  if (encoding === undefined || encoding === 'identity') {
    return body;
  }
  if (encoding !== 'gzip') {
    throw new ServiceError(
      'UNSUPPORTED_MEDIA_TYPE',
      `Content encoding "${encoding}" is not read; send the body plain or with gzip.`
    );
  }
  // A pipeline passes the end of a broken connection on, where a pipe would wait for ever.
  return pipeline(body, createGunzip(), () => undefined);
}

/**
 * Stores the lines while they come. A line that can't be read is refused by itself.
 * @throws ServiceError `BAD_REQUEST` when no line is JSON or the gzip is broken, `TOO_LARGE`.
 */
async function receiveLines(push: PushReceiver, body: Readable): Promise<PushResult> {
  const total = emptyResult();
  let firstUnreadable: number | undefined;
  let readable = false;
  try {
    for await (const batch of ndjsonValues(limited(body), LINES_AT_ONCE)) {
      firstUnreadable ??= batch.find(({ value }) => value instanceof Unreadable)?.line;
      readable ||= batch.some(({ value }) => !(value instanceof Unreadable));
      const part = await push.receive(batch.map(({ value }) => value));
      addResult(total, part, (index) => batch[index]?.line ?? 0);
    }
  } catch (error) {
    throw isBrokenGzip(error) ? unreadable('The body is not valid gzip.', '') : error;
  } finally {
    body.destroy();
  }
  if (!readable) {
    throw firstUnreadable === undefined
      ? unreadable('The body is empty; send one metric a line.', '')
      : unreadable(`Line ${firstUnreadable + 1} is not valid JSON, nor is any other.`, `line ${firstUnreadable + 1}`);
  }
  return total;
}

function unreadable(text: string, field: string): ServiceError {
  return new ServiceError('BAD_REQUEST', text, { fields: [{ field, message: 'not valid' }] });
}

async function* limited(body: Readable): AsyncGenerator<Buffer> {
  let bytes = 0;
  for await (const chunk of body) {
    const part: Buffer = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    bytes += part.length;
    if (bytes > MOST_STREAM_BYTES) {
      throw new ServiceError(
        'TOO_LARGE',
        'The lines are more than 1 GiB; those before are kept. Send the rest in parts: what comes twice counts once.'
      );
    }
    yield part;
  }
}

function isBrokenGzip(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return code.startsWith('Z_');
}
