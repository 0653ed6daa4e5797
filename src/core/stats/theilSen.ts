import { countNotRising } from './inversions.ts';
import { CONFIDENCE, tailProbability } from './interval.ts';
import { kendallVariance } from './mannKendall.ts';
import { normalQuantile } from './normalQuantile.ts';
import { between, medianSorted, sortedCopy } from './order.ts';

/** Up to this many points all slopes are made and sorted, beyond it they are only counted. */
const ALL_PAIRS = 1000;
/** Where the search ends: width of the bracket over the largest slope in it. */
const PRECISION = 1e-13;

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
 * variance. Up to 1,000 points exactly, in O(n²); beyond that to 13 digits by counting inversions, in O(n log n).
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

type SlopeAt = (rank: number) => number;

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

/** Slopes at or below s are the pairs whose y - s·x does not rise; the rank is found by cutting a bracket. */
function slopeFinder(x: Float64Array, y: Float64Array): SlopeAt {
  const n = x.length;
  const residuals = new Float64Array(n);
  const scratch = new Float64Array(n);
  const countUpTo = (slope: number): number => {
    for (let i = 0; i < n; i++) {
      residuals[i] = y[i] - slope * x[i];
    }
    return countNotRising(residuals, scratch);
  };
  // The steepest pair is always one of neighbours.
  let least = Infinity;
  let most = -Infinity;
  for (let i = 1; i < n; i++) {
    const slope = (y[i] - y[i - 1]) / (x[i] - x[i - 1]);
    least = Math.min(least, slope);
    most = Math.max(most, slope);
  }
  const pairs = (n * (n - 1)) / 2;
  const falling = pairs - countNotRising(y.map((value) => -value));
  const notRising = countUpTo(0);
  const smallest = (most - least) * PRECISION;
  return (rank) => {
    // Ties make many slopes 0, and the sign of a bound decides: 0 is found exactly.
    if (rank >= falling && rank < notRising) {
      return 0;
    }
    let [low, below] = rank < falling ? [least, 0] : [0, notRising];
    let [high, upTo] = rank < falling ? [0, falling] : [most, pairs];
    for (let pass = 0; high - low > Math.min(smallest, PRECISION * Math.max(-low, high)); pass++) {
      const share = pass % 3 === 2 ? 0.5 : Math.min(0.95, Math.max(0.05, (rank + 0.5 - below) / (upTo - below)));
      const pivot = low + (high - low) * share;
      if (!(pivot > low && pivot < high)) {
        break;
      }
      const count = countUpTo(pivot);
      if (count > rank) {
        high = pivot;
        upTo = count;
      } else {
        low = pivot;
        below = count;
      }
    }
    return high;
  };
}
