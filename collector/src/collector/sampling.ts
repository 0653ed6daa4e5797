import type { MetricPriority } from '../../../src/core/metrics/records.ts';
import type { CollectorConfig } from '../config/file.ts';

/** Random numbers, evenly from 0 (inclusive) to 1 (exclusive). */
export type Random = () => number;

/**
 * The share of records that is kept, above 0 to 1. It is independent of the record's value, so 1 / share is an unbiased
 * weight (Horvitz and Thompson, JASA 47, 1952).
 *
 * `priority` keeps all of high priority and half as many again of medium; `adaptive` keeps down to half as many the fuller
 * the buffer is.
 * @param load of the buffer, from 0 to 1
 */
export function keptShare(
  { enabled, rate, strategy }: CollectorConfig['sampling'],
  priority: MetricPriority,
  load: number
): number {
  if (!enabled) {
    return 1;
  }
  switch (strategy) {
    case 'uniform':
      return rate;
    case 'adaptive':
      return rate * (1 - 0.5 * Math.min(1, Math.max(0, load)));
    case 'priority':
      return priority === 'high' ? 1 : priority === 'medium' ? Math.min(1, rate * 1.5) : rate;
  }
}
