import { stepLength, type Step } from './calendar.ts';
import { formatDuration, parseDuration } from './duration.ts';

/** How far ahead: milliseconds, a duration such as `6h`, or a number of points. */
export type Horizon = number | string | { points: number };

/** Periods beyond which nothing can be said. */
const MOST_PERIODS = 10;
/** Share of the past that is forecast where nobody asks and there is no season. */
const USUAL_SHARE = 4;

/**
 * Number of points of a horizon, by the step, at least 1 and at most as many as there are values, or 10 periods where
 * there is a season; a notice says when that made it shorter. Without a horizon: one period, else a quarter of the past.
 * @throws RangeError when it is no duration, or not above 0
 */
export function horizonPoints(
  horizon: Horizon | undefined,
  { n, step, period }: { n: number; step: Step; period: number | null }
): { points: number; notice: string | null } {
  const most = period === null ? n : Math.min(n, MOST_PERIODS * period);
  if (horizon === undefined) {
    return { points: Math.max(1, Math.min(most, period ?? Math.floor(n / USUAL_SHARE))), notice: null };
  }
  const wanted = wantedPoints(horizon, stepLength(step));
  if (wanted <= most) {
    return { points: wanted, notice: null };
  }
  const kept = formatDuration(most * stepLength(step));
  const reason = most === n ? `as many as there are values` : `${MOST_PERIODS} periods`;
  return { points: most, notice: `forecast cut to ${kept} (${most} points, ${reason})` };
}

function wantedPoints(horizon: Horizon, step: number): number {
  if (typeof horizon === 'object') {
    if (!(Number.isInteger(horizon.points) && horizon.points > 0)) {
      throw new RangeError(`a horizon in points must be a whole number above 0, got ${horizon.points}`);
    }
    return horizon.points;
  }
  const ms = typeof horizon === 'string' ? parseDuration(horizon) : horizon;
  if (!(ms > 0 && Number.isFinite(ms))) {
    throw new RangeError(`a horizon in milliseconds must be above 0, got ${ms}`);
  }
  return Math.max(1, Math.round(ms / step));
}
