import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ServiceError } from '../../errors.ts';

const MOST_UNPACKED_BYTES = 20 * 1024 * 1024;
/** Objects and lists in a body: few bytes can hold millions, which would stop everything else while they are read. */
const MOST_PARTS = 1_000_000;
const CURLY = 0x7b;
const SQUARE = 0x5b;

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
  checkSize(body);
  try {
    return JSON.parse(body.toString('utf8'));
  } catch (error) {
    throw noJson(error);
  }
}

/** @throws ServiceError when a JSON body is empty, or holds too much to be parsed beside everything else. */
export function checkSize(body: Buffer): void {
  if (body.length === 0) {
    throw new ServiceError('BAD_REQUEST', 'The body is empty; send JSON.', {
      fields: [{ field: '', message: 'is empty' }],
    });
  }
  if (partsOf(body) > MOST_PARTS) {
    throw new ServiceError('TOO_LARGE', `The body has more than ${MOST_PARTS} objects and lists. Send it in parts.`);
  }
}

/** The engine's own message quotes the body, which may hold what must not be told: only the position is kept of it. */
export function noJson(error: unknown): ServiceError {
  const position = error instanceof Error ? /at position (\d+)/.exec(error.message)?.[1] : undefined;
  const where = position === undefined ? '' : ` at position ${position}`;
  return new ServiceError('BAD_REQUEST', `The body is not valid JSON${where}.`, {
    fields: [{ field: '', message: 'not valid JSON' }],
  });
}

function partsOf(body: Buffer): number {
  let parts = 0;
  for (const byte of body) {
    parts += byte === CURLY || byte === SQUARE ? 1 : 0;
  }
  return parts;
}
