import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ServiceError } from '../../errors.ts';

const MOST_UNPACKED_BYTES = 50 * 1024 * 1024;

const unpack = promisify(gunzip);

/** JSON bodies, plain or gzip. Other types are refused, which also keeps simple cross-site forms out. */
export function readBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser<Buffer>(
    'application/json',
    { parseAs: 'buffer' },
    async (request: FastifyRequest, body: Buffer) => parseJson(await inflate(request, body))
  );
}

/** @throws ServiceError when the body is too large once unpacked, or packed in another way than it says. */
export async function inflate(request: FastifyRequest, body: Buffer): Promise<Buffer> {
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
  try {
    return await unpack(body, { maxOutputLength: MOST_UNPACKED_BYTES });
  } catch (error) {
    const tooLarge = error instanceof RangeError;
    throw tooLarge
      ? new ServiceError(
          'TOO_LARGE',
          `The body is larger than ${MOST_UNPACKED_BYTES / 1024 / 1024} MiB once unpacked. Send it in parts.`
        )
      : new ServiceError('BAD_REQUEST', 'The body is not valid gzip.', {
          fields: [{ field: '', message: 'not valid gzip' }],
        });
  }
}

function parseJson(body: Buffer): unknown {
  if (body.length === 0) {
    throw new ServiceError('BAD_REQUEST', 'The body is empty; send JSON.', {
      fields: [{ field: '', message: 'is empty' }],
    });
  }
  try {
    return JSON.parse(body.toString('utf8'));
  } catch (error) {
    const where = error instanceof Error ? error.message : 'not JSON';
    throw new ServiceError('BAD_REQUEST', `The body is not valid JSON: ${where}.`, {
      fields: [{ field: '', message: 'not valid JSON' }],
    });
  }
}
