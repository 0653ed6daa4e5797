import { dampedPath, type DampedHolt } from './dampedHolt.ts';
import { ErrorTally } from './errorGrowth.ts';
import type { Season } from './season.ts';
import { smooth } from './theta.ts';

/** Set so that 95 % of the values of M3 fall inside, with more for few values. */
const FACTOR = 2.35;

/**
 * Half of the 95 % interval at each step, from the errors of forecasts from the last three quarters of the past: the
 * mean of damped Holt and of exponential smoothing with half of the slope up to the origin as drift.
 * @param adjusted the values that the models saw, without the season
 * @param holt fitted to them
 * @param seasonal their season and the position of the first of them in it
 */
export function shortHalfWidths(
  adjusted: Float64Array,
  holt: DampedHolt,
  seasonal: { season: Season; offset: number } | null,
  horizon: number
): Float64Array {
  const n = adjusted.length;
  const tally = new ErrorTally(horizon);
  const { levels } = smooth(adjusted);
  const slopes = slopesUpTo(adjusted);
  const indexAt = (position: number): number => {
    if (!seasonal?.season.multiplicative) {
      return 1;
    }
    const { indices, period } = seasonal.season;
    return indices[(seasonal.offset + position) % period];
  };
  for (let origin = Math.max(3, Math.floor(n / 4)); origin < n; origin++) {
    const path = dampedPath(holt, Math.min(horizon, n - origin), origin - 1);
    for (let h = 0; h < path.length; h++) {
      const drifted = levels[origin - 1] + 0.5 * (h + 1) * slopes[origin - 1];
      tally.add(h, (adjusted[origin + h] - (path[h] + drifted) / 2) * indexAt(origin + h));
    }
  }
  return tally.halfWidths(horizon, FACTOR * Math.sqrt(1 + 10 / Math.max(4, n - 8)));
}

/** Least-squares slope of the values up to and with each position. */
function slopesUpTo(values: Float64Array): Float64Array {
  let sum = 0;
  let products = 0;
  return values.map((value, i) => {
    const n = i + 1;
    sum += value - values[0];
    products += i * (value - values[0]);
    return n < 2 ? 0 : (12 * (products - ((n - 1) / 2) * sum)) / (n * (n * n - 1));
  });
}
