import type { SlidingWindow } from '../stats/slidingWindow.ts';

/** Below this share of a value its differences are rounding, so a scale is never less. */
const ROUNDING = 1e-9;
/** Scores are not told apart above: there the scale is rounding, and what is divided by it depends on the unit's zero. */
export const MOST_SCORE = 1e6;

/** The least scale by which a value of this size can be told from others, same unit. */
export function leastScale(value: number, other = 0): number {
  return ROUNDING * Math.max(Math.abs(value), Math.abs(other));
}

/** How many scales `value` lies from `centre`, 0 to `MOST_SCORE`. @param scale same unit as the values; may be 0 */
export function scalesFrom(centre: number, value: number, scale: number): number {
  const distance = Math.abs(value - centre);
  return distance === 0 ? 0 : Math.min(MOST_SCORE, distance / Math.max(scale, leastScale(value, centre)));
}

/** Robust standard deviation that is 0 only where all values are equal. */
export function robustSpread(window: SlidingWindow): number {
  const q05 = window.quantile(0.05);
  const q95 = window.quantile(0.95);
  return Math.max(1.4826 * window.medianDeviation(window.median()), (q95 - q05) / 3.29, window.sd() / 2);
}
