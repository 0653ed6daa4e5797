import { randomUUID } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ZodError } from 'zod';
import { ServiceError } from '../../errors.ts';
import type { Logger } from '../../log.ts';
import { validationError } from '../../parse.ts';

/** RFC 9457 problem details. The one place where errors become HTTP answers. */
export function onError(log: Logger) {
  return async (error: unknown, request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const known = asServiceError(error);
    if (!known) {
      const requestId = randomUUID();
      log.error(
        { requestId, error: error instanceof Error ? { message: error.message, stack: error.stack } : String(error) },
        'unexpected error'
      );
      await send(
        reply,
        new ServiceError('INTERNAL', `Something went wrong here. Look for request ${requestId} in the service's log.`)
      );
      return;
    }
    if (known.code === 'INTERNAL') {
      log.error({ url: request.routeOptions.url, message: known.message }, 'internal error');
      await send(reply, new ServiceError('INTERNAL', `Something went wrong here. The service's log says what.`));
      return;
    }
    await send(reply, known);
  };
}

export async function onNotFound(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const path = request.url.split('?')[0] ?? '';
  await send(
    reply,
    new ServiceError('NOT_FOUND', `There is nothing at ${request.method} ${path}. The API is described in docs/api.md.`)
  );
}

/** When to come again where an error does not say it itself. */
const RETRY_SECONDS = 5;

export async function send(reply: FastifyReply, error: ServiceError): Promise<void> {
  const { status, code, extra } = error;
  const retryAfter = extra.retryAfterSeconds ?? (status === 503 ? RETRY_SECONDS : undefined);
  if (retryAfter !== undefined) {
    reply.header('retry-after', String(retryAfter));
  }
  if (code === 'UNAUTHORIZED') {
    reply.header('www-authenticate', 'Bearer');
  }
  await reply.code(status).type(PROBLEM_TYPE).send(problem(error));
}

export const PROBLEM_TYPE = 'application/problem+json; charset=utf-8';

/** The error as RFC 9457 details. */
export function problem({ status, code, message, extra }: ServiceError): object {
  return {
    type: 'about:blank',
    title: TITLES[status] ?? 'Error',
    status,
    detail: message,
    code,
    ...(extra.fields ? { errors: extra.fields } : {}),
    ...(extra.known ? { known: extra.known } : {}),
  };
}

const TITLES: Record<number, string> = {
  400: 'Bad request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not found',
  409: 'Conflict',
  413: 'Too large',
  415: 'Unsupported media type',
  422: 'Nothing to answer from',
  429: 'Too many requests',
  499: 'Cancelled',
  500: 'Internal error',
  503: 'Unavailable',
  507: 'Storage full',
};

export function asServiceError(error: unknown): ServiceError | undefined {
  if (error instanceof ServiceError) {
    return error;
  }
  if (error instanceof ZodError) {
    return validationError(error);
  }
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new ServiceError('TOO_LARGE', 'The body is larger than 5 MiB. Send it in parts.');
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new ServiceError('UNSUPPORTED_MEDIA_TYPE', 'Send JSON with "Content-Type: application/json".');
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
      return new ServiceError('BAD_REQUEST', 'The body is empty; send JSON.', {
        fields: [{ field: '', message: 'is empty' }],
      });
    case 'FST_ERR_BAD_URL':
      return new ServiceError(
        'BAD_REQUEST',
        'The path is not valid: each "%" has to begin an encoded UTF-8 character.'
      );
    case 'ECONNRESET':
      return new ServiceError('CANCELLED', 'The request was broken off.');
    default:
      return undefined;
  }
}
