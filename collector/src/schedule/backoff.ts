import { ServiceError, type ErrorCode } from '../errors.ts';

export interface Backoff {
  /** Longest wait after the first failure, ms; it doubles with each. */
  firstMs: number;
  mostMs: number;
}

/**
 * How long to wait before the next try, ms: anything up to a bound that doubles ("full jitter", so that what failed together does
 * not come back together), but never before the other side said, nor less than a second.
 * @param attempts tries so far, from 1
 */
export function waitBefore(
  attempts: number,
  { firstMs, mostMs }: Backoff,
  random: () => number,
  retryAfterMs = 0
): number {
  const bound = Math.min(mostMs, firstMs * 2 ** Math.min(attempts - 1, 30));
  return Math.round(retryAfterMs + Math.max(1000, random() * bound));
}

/** Failures of a request that stay the same however often it is tried. */
const LASTING: ReadonlySet<ErrorCode> = new Set([
  'BAD_REQUEST',
  'UNAUTHORIZED',
  'FORBIDDEN',
  'NOT_FOUND',
  'UNKNOWN_SWARM',
  'CONFLICT',
  'EMPTY_WINDOW',
  'TOO_LARGE',
  'UNSUPPORTED_MEDIA_TYPE',
  'CONFIG',
]);

export function isLasting(error: unknown): boolean {
  return error instanceof ServiceError && LASTING.has(error.code);
}
