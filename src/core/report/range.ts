import { resolveRelative, type RelativeTo } from '../time/relativeTime.ts';
import type { ReportRange } from './spec.ts';

/**
 * Epoch ms of a report's ends; an end that is absent is open.
 * @param to.at epoch ms that `now` stands for: when the report is due, not when it happens to be made
 * @throws RangeError when `from` is not before `to`, or a relative time can't be read
 */
export function resolveRange(range: ReportRange, to: RelativeTo): { from?: number; to?: number } {
  const from = timeOf(range.from, to, false);
  const end = timeOf(range.to ?? (typeof range.from === 'string' ? 'now' : undefined), to, true);
  if (from !== undefined && end !== undefined && from >= end) {
    throw new RangeError(
      `the range from ${String(range.from)} to ${String(range.to ?? 'now')} holds no time: "from" must be before "to"`
    );
  }
  return { ...(from === undefined ? {} : { from }), ...(end === undefined ? {} : { to: end }) };
}

function timeOf(point: number | string | undefined, to: RelativeTo, roundUp: boolean): number | undefined {
  return typeof point === 'string' ? resolveRelative(point, to, roundUp) : point;
}
