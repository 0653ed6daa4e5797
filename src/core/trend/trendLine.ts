import { fitLine } from '../stats/line.ts';
import { mannKendall } from '../stats/mannKendall.ts';
import { studentTwoSidedP, studentTwoSidedT } from '../stats/studentT.ts';
import { theilSen } from '../stats/theilSen.ts';

/** A straight line with its uncertainty. */
export interface TrendLine {
  slope: number;
  low: number;
  high: number;
  /** A point on it: the middle, through which the lines of the interval go as well. */
  middle: { x: number; y: number };
  p: number;
}

const ALPHA = 0.05;

/** Least-squares line with the t test and interval of its slope. Null below 3 points. */
export function leastSquaresLine(x: Float64Array, y: Float64Array): TrendLine | null {
  const line = fitLine(x, y);
  if (line === null || line.n < 3) {
    return null;
  }
  const degrees = line.n - 2;
  const error = Math.sqrt(line.residualSquares / degrees / line.squaresX);
  const margin = studentTwoSidedT(ALPHA, degrees) * error;
  const t = line.slope === 0 ? 0 : line.slope / error;
  return {
    slope: line.slope,
    low: line.slope - margin,
    high: line.slope + margin,
    middle: { x: line.meanX, y: line.meanY },
    p: studentTwoSidedP(t, degrees),
  };
}

/** Theil-Sen line with the Mann-Kendall test. Null below 3 points. */
export function rankLine(x: Float64Array, y: Float64Array): TrendLine | null {
  const line = x.length < 3 ? null : theilSen(x, y);
  if (line === null) {
    return null;
  }
  const middle = (x[Math.floor((x.length - 1) / 2)] + x[Math.ceil((x.length - 1) / 2)]) / 2;
  return {
    slope: line.slope,
    low: line.low,
    high: line.high,
    middle: { x: middle, y: line.intercept + line.slope * middle },
    p: mannKendall(y).p,
  };
}

/**
 * Share of the variance around the mean that the line takes away, corrected for its two parameters; below 0 when it
 * takes away less than chance would. Null when nothing varies or there are fewer than 3 points.
 */
export function adjustedR2(x: Float64Array, y: Float64Array, line: TrendLine): number | null {
  const n = y.length;
  const mean = y.reduce((sum, value) => sum + value / n, 0);
  let total = 0;
  let left = 0;
  y.forEach((value, i) => {
    total += (value - mean) ** 2;
    left += (value - line.middle.y - line.slope * (x[i] - line.middle.x)) ** 2;
  });
  return n < 3 || !(total > 0) ? null : 1 - (left / total) * ((n - 1) / (n - 2));
}
