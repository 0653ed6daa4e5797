/** Most buckets of a series, whatever is asked for. */
export const MAX_BUCKETS = 11_000;
const DEFAULT_BUCKETS = 100;

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Widths that people read easily; all divide a day, so buckets that start at the epoch also start at midnight UTC. */
const WIDTHS = [
  ...[1, 2, 5, 10, 15, 30].map((n) => n * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * MINUTE),
  ...[1, 2, 3, 6, 12].map((n) => n * HOUR),
  ...[1, 7, 30, 365].map((n) => n * DAY),
];

export interface BucketRequest {
  /** Epoch ms. */
  from: number;
  to: number;
  intervalMs?: number;
  maxDataPoints?: number;
}

/**
 * Width of the buckets in ms: the interval asked for, widened until the series has at most `maxDataPoints` buckets; a
 * readable width when none was asked for.
 */
export function bucketWidth({ from, to, intervalMs, maxDataPoints }: BucketRequest): number {
  const most = Math.max(
    1,
    Math.min(maxDataPoints ?? (intervalMs === undefined ? DEFAULT_BUCKETS : MAX_BUCKETS), MAX_BUCKETS)
  );
  const least = (to - from) / most;
  if (intervalMs !== undefined && intervalMs >= least) {
    return intervalMs;
  }
  return WIDTHS.find((width) => width >= least) ?? Math.ceil(least / DAY) * DAY;
}

/** Window that covers events at the given first and last time; the end is exclusive. */
export function windowOf(first: number, last: number): { from: number; to: number } {
  return { from: first, to: last + 1 };
}
