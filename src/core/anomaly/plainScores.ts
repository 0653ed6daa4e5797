import { SlidingWindow } from '../stats/slidingWindow.ts';
import { zOfFence } from './sensitivity.ts';
import type { PointScore } from './types.ts';

/** Below this share of a value its differences are rounding, so a scale is never less. */
export const ROUNDING = 1e-9;
/** Scores are not told apart above: there the scale is rounding, and what is divided by it depends on the unit's zero. */
export const MOST_SCORE = 1e6;

/** Scores a value by a baseline of others; on the z scale, except that `iqr` is translated to it. */
export type PlainMethod = 'zscore' | 'iqr' | 'mad';

/**
 * `zscore`: |x - mean| / sd (n - 1). `iqr`: how far outside the fence of Tukey ("Exploratory Data Analysis", 1977), as
 * the z with the same normal tail. `mad`: |x - median| over the largest of 1.4826·MAD, (q95 - q05)/3.29 and sd/2, so that
 * a series that mostly rests has a scale.
 * @param z threshold that the band is drawn at
 */
export function scoreAgainst(method: PlainMethod, window: SlidingWindow, value: number, z: number): PointScore {
  const { centre, spread, score } = methods[method](window, value);
  const floor = ROUNDING * Math.max(Math.abs(value), Math.abs(centre));
  const width = z * Math.max(spread, ROUNDING * Math.abs(centre));
  const distance = Math.abs(value - centre);
  const scored = distance === 0 ? 0 : Math.min(MOST_SCORE, score(floor));
  return {
    score: scored,
    level: scored,
    expected: centre,
    lower: centre - width,
    upper: centre + width,
    pValue: (window.countBeyond(centre, distance) + 1) / (window.size + 1),
    baseline: window.size,
  };
}

interface Placed {
  centre: number;
  /** Half width of the band for one unit of z. */
  spread: number;
  score(floor: number): number;
}

const methods: Record<PlainMethod, (window: SlidingWindow, value: number) => Placed> = {
  zscore(window, value) {
    const centre = window.mean();
    const spread = window.sd();
    return { centre, spread, score: (floor) => Math.abs(value - centre) / Math.max(spread, floor) };
  },
  iqr(window, value) {
    const q25 = window.quantile(0.25);
    const q75 = window.quantile(0.75);
    const range = q75 - q25;
    const outside = Math.max(q25 - value, value - q75);
    return {
      centre: window.median(),
      spread: range / 1.349,
      score: (floor) => Math.max(0, zOfFence(outside / Math.max(range, floor))),
    };
  },
  mad(window, value) {
    const centre = window.median();
    const spread = robustSpread(window);
    return { centre, spread, score: (floor) => Math.abs(value - centre) / Math.max(spread, floor) };
  },
};

/** Robust standard deviation that is 0 only where all values are equal. */
export function robustSpread(window: SlidingWindow): number {
  const q05 = window.quantile(0.05);
  const q95 = window.quantile(0.95);
  return Math.max(1.4826 * window.medianDeviation(window.median()), (q95 - q05) / 3.29, window.sd() / 2);
}
