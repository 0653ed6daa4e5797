import { SlidingWindow } from '../stats/slidingWindow.ts';
import { leastScale, MOST_SCORE, robustSpread, scalesFrom } from './scales.ts';
import { zOfFence } from './sensitivity.ts';
import type { PointScore } from './types.ts';

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
  const width = z * Math.max(spread, leastScale(centre));
  return {
    score,
    level: score,
    expected: centre,
    lower: centre - width,
    upper: centre + width,
    pValue: (window.countBeyond(centre, Math.abs(value - centre)) + 1) / (window.size + 1),
    baseline: window.size,
  };
}

interface Placed {
  centre: number;
  /** Half width of the band for one unit of z. */
  spread: number;
  score: number;
}

const methods: Record<PlainMethod, (window: SlidingWindow, value: number) => Placed> = {
  zscore(window, value) {
    const centre = window.mean();
    const spread = window.sd();
    return { centre, spread, score: scalesFrom(centre, value, spread) };
  },
  iqr(window, value) {
    const centre = window.median();
    const q25 = window.quantile(0.25);
    const q75 = window.quantile(0.75);
    const range = q75 - q25;
    const fences = Math.max(q25 - value, value - q75) / Math.max(range, leastScale(value, centre));
    const score = value === centre ? 0 : Math.min(MOST_SCORE, Math.max(0, zOfFence(fences)));
    return { centre, spread: range / 1.349, score };
  },
  mad(window, value) {
    const centre = window.median();
    const spread = robustSpread(window);
    return { centre, spread, score: scalesFrom(centre, value, spread) };
  },
};
