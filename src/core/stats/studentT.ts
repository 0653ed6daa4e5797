import { betaCdf, logBeta } from './beta.ts';
import { normalQuantile } from './normalQuantile.ts';

/**
 * Share of Student's t distribution above t, accurate in the upper tail too (about 12 digits). From the incomplete beta
 * function: M. Abramowitz and I. Stegun, "Handbook of Mathematical Functions" (1964), 26.7.1.
 * @param df degrees of freedom, above 0, need not be whole
 * @throws RangeError when df is not above 0 or t is NaN
 */
export function studentSurvival(t: number, df: number): number {
  if (!(df > 0) || Number.isNaN(t)) {
    throw new RangeError(`no t distribution of ${t} with ${df} degrees of freedom`);
  }
  const tail = 0.5 * tails(Math.abs(t), df);
  return t < 0 ? 1 - tail : tail;
}

/** Share of Student's t distribution at or below t, accurate in the lower tail too; see `studentSurvival`. */
export function studentCdf(t: number, df: number): number {
  return studentSurvival(-t, df);
}

/** Two-sided p of a t statistic; RangeError as `studentSurvival`. */
export function studentTwoSidedP(t: number, df: number): number {
  return 2 * studentSurvival(Math.abs(t), df);
}

/** P(|T| > t). Each share of the beta argument is computed on its own, so neither is lost when it is small. */
function tails(t: number, df: number): number {
  const square = t * t;
  if (square === Infinity) {
    // So far out the first term of the incomplete beta function is all that is left of it.
    return Math.exp((df / 2) * (Math.log(df) - 2 * Math.log(t)) - Math.log(df / 2) - logBeta(df / 2, 0.5));
  }
  return betaCdf(df / (df + square), df / 2, 0.5, square / (df + square));
}

/**
 * Value that a share p of Student's t distribution lies below, to about 12 digits: a bracketed search on `studentCdf`.
 * 0 gives -Infinity, 1 Infinity.
 * @throws RangeError when p is outside 0 to 1 or df is not above 0
 */
export function studentQuantile(p: number, df: number): number {
  if (!(p >= 0 && p <= 1) || !(df > 0)) {
    throw new RangeError(`no quantile ${p} of a t distribution with ${df} degrees of freedom`);
  }
  if (p === 0 || p === 1 || p === 0.5) {
    return p === 0.5 ? 0 : p === 0 ? -Infinity : Infinity;
  }
  const tail = Math.min(p, 1 - p);
  let low = 0;
  let high = Math.max(1, -normalQuantile(tail));
  while (studentSurvival(high, df) > tail) {
    low = high;
    high *= 2;
  }
  // Where the tail is a power of t, halving the logarithm of what lies between converges as fast far out as near.
  while (high - low > 1e-15 * high) {
    const middle = low > 1 ? Math.sqrt(low) * Math.sqrt(high) : (low + high) / 2;
    if (!(middle > low && middle < high)) {
      break;
    }
    if (studentSurvival(middle, df) > tail) {
      low = middle;
    } else {
      high = middle;
    }
  }
  return p < 0.5 ? -high : high;
}

/**
 * The t that |T| exceeds with probability `p`, for two-sided intervals (p = .05: 95 %).
 * @throws RangeError unless 0 < p < 1 and df is above 0
 */
export function studentTwoSidedT(p: number, df: number): number {
  if (!(p > 0 && p < 1)) {
    throw new RangeError(`not a probability: ${p}`);
  }
  return -studentQuantile(p / 2, df);
}
