import { countNotRising } from './inversions.ts';
import { normalSurvival } from './normal.ts';
import { sortedCopy } from './order.ts';

/** Up to this many untied values the exact distribution is used. */
const EXACT = 60;

export interface MannKendall {
  /** Rising less falling pairs. */
  s: number;
  /** S over the number of pairs: Kendall's tau without a correction for ties, -1 to 1. */
  tau: number;
  /** Variance of S without a trend, corrected for ties. */
  variance: number;
  /** Two-sided; 1 when all values are equal. */
  p: number;
}

/**
 * Mann-Kendall test for a trend of independent values in order of time: exact for up to 60 values without ties, else
 * normal with correction for ties and continuity. Sources: H. Mann, "Nonparametric tests against trend", Econometrica 13
 * (1945); M. Kendall, "Rank correlation methods" (1948). Fewer than 2 values have S 0 and p 1.
 * @param values finite (not checked)
 */
export function mannKendall(values: Float64Array): MannKendall {
  const n = values.length;
  const pairs = (n * (n - 1)) / 2;
  const rising = pairs - countNotRising(Float64Array.from(values));
  const falling = pairs - countNotRising(values.map((value) => -value));
  const s = rising - falling;
  const variance = kendallVariance(values);
  const tau = pairs === 0 ? 0 : s / pairs;
  if (n <= EXACT && rising + falling === pairs) {
    return { s, tau, variance, p: exactP(Math.min(rising, falling), n) };
  }
  const z = variance > 0 ? Math.max(0, Math.abs(s) - 1) / Math.sqrt(variance) : 0;
  return { s, tau, variance, p: Math.min(1, 2 * normalSurvival(z)) };
}

/** Variance of S for these values without a trend, [n(n-1)(2n+5) - Σ t(t-1)(2t+5)]/18 over groups of t equal values. */
export function kendallVariance(values: Float64Array): number {
  const term = (count: number): number => count * (count - 1) * (2 * count + 5);
  const sorted = sortedCopy(values);
  let ties = 0;
  for (let i = 0; i < sorted.length;) {
    let end = i + 1;
    while (end < sorted.length && sorted[end] === sorted[i]) {
      end++;
    }
    ties += term(end - i);
    i = end;
  }
  return (term(sorted.length) - ties) / 18;
}

/** Two-sided probability of at most so few pairs against the trend, in a random order of n untied values. */
function exactP(against: number, n: number): number {
  // Adding the i-th value makes 0 to i - 1 new inversions, each as likely: shares stay within the range of a double.
  let shares = Float64Array.of(1);
  for (let i = 2; i <= n; i++) {
    const next = new Float64Array(Math.min(against + 1, shares.length + i - 1));
    let sum = 0;
    for (let k = 0; k < next.length; k++) {
      sum += (k < shares.length ? shares[k] : 0) - (k >= i ? shares[k - i] : 0);
      next[k] = sum / i;
    }
    shares = next;
  }
  return Math.min(1, 2 * shares.reduce((total, share) => total + share, 0));
}
