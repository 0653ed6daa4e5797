import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { ServiceError } from '../../errors.ts';

/** Anybody may ask whether the service lives, and load the page, which itself asks for the key. */
const PUBLIC = new Set(['/livez', '/readyz', '/api/v1/health']);

export interface AuthOptions {
  key?: string;
  /** On loopback a foreign Host header is a page in the user's browser that re-bound its name to this address. */
  checkHost: boolean;
}

export function authenticator({ key, checkHost }: AuthOptions): (request: FastifyRequest) => Promise<void> {
  const expected = key === undefined ? undefined : digest(key);
  return async (request) => {
    if (checkHost && !isLocalName(request.hostname)) {
      throw new ServiceError(
        'FORBIDDEN',
        'This address answers to "localhost" and "127.0.0.1" only. To reach it by another name, start it with --host and a key.'
      );
    }
    if (expected === undefined || !isGuarded(request)) {
      return;
    }
    if (!authorizes(request.headers.authorization, expected)) {
      throw new ServiceError(
        'UNAUTHORIZED',
        'A valid key is needed: send "Authorization: Bearer <key>" with the key that the service was started with (CLAUDE_FLOW_PERF_KEY).'
      );
    }
  };
}

/** Whether an Authorization header carries the key. */
export function authorizes(header: string | undefined, expected: Buffer): boolean {
  const given = /^Bearer\s+(\S+)\s*$/i.exec(header ?? '')?.[1];
  return given !== undefined && timingSafeEqual(digest(given), expected);
}

/** Keys are compared by digests of one length, so that the time taken says nothing of them. */
export function digest(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}

/** By the route that was found, not by the text of the path: the router reads "/%61pi/" as "/api/". */
function isGuarded(request: FastifyRequest): boolean {
  const path = request.routeOptions.url ?? request.url.split('?')[0] ?? '';
  return (path.startsWith('/api/') || path.startsWith('/v1/') || path === '/metrics') && !PUBLIC.has(path);
}

export function isLocalName(hostname: string): boolean {
  return (
    hostname === 'localhost' || hostname === '[::1]' || hostname === '::1' || /^127(?:\.\d{1,3}){3}$/.test(hostname)
  );
}
