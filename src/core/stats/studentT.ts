import { logGamma } from './logGamma.ts';

const TINY = 1e-300;
const PRECISION = 1e-16;
const MOST_TERMS = 10_000;

/**
 * Probability that |T| of Student's distribution exceeds |t|, accurate relative to itself far into the tails.
 * @param t an infinity gives 0
 * @param degrees of freedom, above 0
 * @throws RangeError when t is NaN or degrees is not above 0
 */
export function studentTwoSidedP(t: number, degrees: number): number {
  if (Number.isNaN(t) || !(degrees > 0)) {
    throw new RangeError(`not a t value or degrees of freedom: ${t}, ${degrees}`);
  }
  const square = t * t;
  // Both shares are given, because 1 - x would lose the digits of a small one.
  return square === Infinity
    ? 0
    : incompleteBeta(degrees / (degrees + square), square / (degrees + square), degrees / 2, 0.5);
}

/**
 * The t that |T| exceeds with probability `p`, for two-sided intervals (p = .05: 95 %).
 * @throws RangeError unless 0 < p < 1 and degrees is above 0
 */
export function studentTwoSidedT(p: number, degrees: number): number {
  if (!(p > 0 && p < 1 && degrees > 0)) {
    throw new RangeError(`not a probability or degrees of freedom: ${p}, ${degrees}`);
  }
  let low = 0;
  let high = 1;
  while (studentTwoSidedP(high, degrees) > p) {
    low = high;
    high *= 2;
  }
  for (let middle = (low + high) / 2; middle > low && middle < high; middle = (low + high) / 2) {
    if (studentTwoSidedP(middle, degrees) > p) {
      low = middle;
    } else {
      high = middle;
    }
  }
  return high;
}

/**
 * Regularised incomplete beta function at x, y = 1 - x, by its continued fraction. Source: A. DiDonato and A. Morris,
 * "Significant digit computation of the incomplete beta function ratios", ACM TOMS 18 (1992).
 */
function incompleteBeta(x: number, y: number, a: number, b: number): number {
  if (x <= 0 || y <= 0) {
    return x <= 0 ? 0 : 1;
  }
  if (x > (a + 1) / (a + b + 2)) {
    return 1 - incompleteBeta(y, x, b, a);
  }
  const front = Math.exp(a * Math.log(x) + b * Math.log(y) + logGamma(a + b) - logGamma(a) - logGamma(b)) / a;
  let c = 1;
  let d = 1 / notZero(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m < MOST_TERMS; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / notZero(1 + even * d);
    c = notZero(1 + even / c);
    fraction *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / notZero(1 + odd * d);
    c = notZero(1 + odd / c);
    const change = d * c;
    fraction *= change;
    if (Math.abs(change - 1) < PRECISION) {
      break;
    }
  }
  return front * fraction;
}

function notZero(value: number): number {
  return Math.abs(value) < TINY ? TINY : value;
}
