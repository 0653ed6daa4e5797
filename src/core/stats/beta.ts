import { logGamma, stirlingCorrection } from './gamma.ts';

const LARGE = 10;
const LN_SQRT_2PI = 0.9189385332046728;
const MOST_TERMS = 100_000;

/**
 * Share of the beta distribution at or below x: the regularised incomplete beta function I_x(a, b), accurate in both
 * tails when the caller knows 1 - x without rounding. Continued fraction by Lentz's method; W. H. Press and others,
 * "Numerical Recipes" (2007), section 6.4. Relative error about 1e-13, growing with a + b to 1e-10 at 1e6.
 * @param a above 0
 * @param b above 0
 * @param y 1 - x
 * @throws RangeError when a or b is not above 0, or x is outside 0 to 1
 */
export function betaCdf(x: number, a: number, b: number, y = 1 - x): number {
  if (!(a > 0 && b > 0 && x >= 0 && x <= 1)) {
    throw new RangeError(`no beta distribution (${a}, ${b}) at ${x}`);
  }
  if (x === 0 || y === 0) {
    return x === 0 ? 0 : 1;
  }
  const front = Math.exp(a * logOf(x, y) + b * logOf(y, x) - logBeta(a, b));
  return x < (a + 1) / (a + b + 2) ? (front * betaFraction(x, a, b)) / a : 1 - (front * betaFraction(y, b, a)) / b;
}

/** log B(a, b) = log Γ(a) + log Γ(b) - log Γ(a + b) without the cancellation of large arguments, as R's `lbeta`. */
export function logBeta(a: number, b: number): number {
  const [p, q] = a < b ? [a, b] : [b, a];
  if (q < LARGE) {
    return logGamma(p) + logGamma(q) - logGamma(p + q);
  }
  const share = p / (p + q);
  if (p < LARGE) {
    const correction = stirlingCorrection(q) - stirlingCorrection(p + q);
    return logGamma(p) + correction + p - p * Math.log(p + q) + (q - 0.5) * Math.log1p(-share);
  }
  const correction = stirlingCorrection(p) + stirlingCorrection(q) - stirlingCorrection(p + q);
  return LN_SQRT_2PI - 0.5 * Math.log(q) + correction + (p - 0.5) * Math.log(share) + q * Math.log1p(-share);
}

function logOf(x: number, rest: number): number {
  return x > 0.5 ? Math.log1p(-rest) : Math.log(x);
}

function betaFraction(x: number, a: number, b: number): number {
  const guard = (value: number): number => (Math.abs(value) < 1e-300 ? 1e-300 : value);
  let c = 1;
  let d = 1 / guard(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let i = 1; i < MOST_TERMS; i++) {
    const even = (i * (b - i) * x) / ((a + 2 * i - 1) * (a + 2 * i));
    d = 1 / guard(1 + even * d);
    c = guard(1 + even / c);
    fraction *= d * c;
    const odd = (-(a + i) * (a + b + i) * x) / ((a + 2 * i) * (a + 2 * i + 1));
    d = 1 / guard(1 + odd * d);
    c = guard(1 + odd / c);
    const change = d * c;
    fraction *= change;
    if (Math.abs(change - 1) < 1e-16) {
      break;
    }
  }
  return fraction;
}
