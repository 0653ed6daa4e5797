import { CONFIDENCE, tailProbability } from './interval.ts';
import { kendallVariance } from './mannKendall.ts';
import { normalQuantile } from './normalQuantile.ts';
import { between, medianSorted, sortedCopy } from './order.ts';
import { slopeFinder, type SlopeAt } from './slopeFinder.ts';

/** Up to this many points all slopes are made and sorted, beyond it they are only counted. */
const ALL_PAIRS = 500;

export interface TheilSen {
  /** Unit of y per unit of x. */
  slope: number;
  /** Value at x = 0: median of y less slope times median of x. */
  intercept: number;
  low: number;
  high: number;
}

/**
 * Theil-Sen line: the median of the slopes of all pairs, with the interval of Sen from the sorted slopes and Kendall's
 * variance. Up to 500 points from all slopes; beyond that by counting them, in O(n log n).
 * Sources: P. Sen, "Estimates of the regression coefficient based on Kendall's tau", JASA 63 (1968); the counting: M.
 * Dillencourt, D. Mount and N. Netanyahu, International Journal of Computational Geometry 2 (1992). Null below 2 points.
 * @param x ascending and distinct, as long as y (not checked)
 * @param y finite (not checked)
 * @throws RangeError unless 0 < confidence < 1
 */
export function theilSen(x: Float64Array, y: Float64Array, confidence = CONFIDENCE): TheilSen | null {
  const n = x.length;
  const z = normalQuantile(1 - tailProbability(confidence));
  if (n < 2) {
    return null;
  }
  const pairs = (n * (n - 1)) / 2;
  const half = (z * Math.sqrt(kendallVariance(y))) / 2;
  const lower = Math.max(0, Math.round(pairs / 2 - half) - 1);
  const upper = Math.min(pairs - 1, Math.round(pairs / 2 + half));
  const at = n <= ALL_PAIRS ? sortedSlopes(x, y) : slopeFinder(x, y);
  const middle = Math.floor((pairs - 1) / 2);
  const slope = pairs % 2 === 1 ? at(middle) : between(at(middle), at(middle + 1), 0.5);
  const intercept = (medianSorted(sortedCopy(y)) ?? 0) - slope * (medianSorted(sortedCopy(x)) ?? 0);
  return { slope: slope + 0, intercept: intercept + 0, low: at(lower) + 0, high: at(upper) + 0 };
}

function sortedSlopes(x: Float64Array, y: Float64Array): SlopeAt {
  const n = x.length;
  const slopes = new Float64Array((n * (n - 1)) / 2);
  let k = 0;
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) {
      slopes[k++] = (y[j] - y[i]) / (x[j] - x[i]);
    }
  }
  slopes.sort();
  return (rank) => slopes[rank];
}
