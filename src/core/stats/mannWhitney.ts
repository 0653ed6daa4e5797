import { normalSurvival } from './normal.ts';
import { choose, rankSumCounts } from './rankSum.ts';
import { tallyOf, type RankSample } from './tally.ts';

/** Both samples up to this size are tested exactly when nothing is tied. */
export const EXACT_SIZE = 20;

export interface MannWhitney {
  /** Pairs with a > b, ties counting one half; 0 to n·m. */
  u: number;
  /** Two-sided. */
  p: number;
  method: 'exact' | 'asymptotic';
}

/**
 * Mann-Whitney U test (Wilcoxon rank sum), two-sided, in O(n + m). The p-value is exact when both samples have at most
 * 20 values and none is tied; otherwise from the normal approximation with continuity and tie correction (as scipy and
 * R). All values equal, or an empty sample: p = 1.
 * Source: H. B. Mann and D. R. Whitney, Annals of Mathematical Statistics 18 (1947).
 * @param a finite, ascending (not checked; see `sortedCopy`)
 * @param b like a
 */
export function mannWhitney(a: RankSample, b: RankSample): MannWhitney {
  const { u, ties } = rankStatistic(a, b);
  if (ties === 0 && a.length <= EXACT_SIZE && b.length <= EXACT_SIZE) {
    return { u, p: mannWhitneyExactP(u, a.length, b.length), method: 'exact' };
  }
  return { u, p: mannWhitneyNormalP(u, a.length, b.length, ties), method: 'asymptotic' };
}

/** Two-sided exact p of U for untied samples of n and m values; 1 when either is 0. RangeError when n + m > 56. */
export function mannWhitneyExactP(u: number, n: number, m: number): number {
  const counts = rankSumCounts(n, m);
  const extreme = Math.min(u, n * m - u);
  let arrangements = 0;
  for (let i = 0; i <= extreme; i++) {
    arrangements += counts[i];
  }
  return Math.min(1, (2 * arrangements) / choose(n + m, n));
}

/**
 * Two-sided p of U from the normal approximation with continuity correction; 1 when the variance is 0.
 * @param ties sum of t³ - t over the groups of t equal values in the pooled sample
 */
export function mannWhitneyNormalP(u: number, n: number, m: number, ties: number): number {
  const total = n + m;
  const variance = total < 2 ? 0 : ((n * m) / 12) * (total + 1 - ties / (total * (total - 1)));
  if (!(variance > 0)) {
    return 1;
  }
  const distance = Math.abs(u - (n * m) / 2) - 0.5;
  return Math.min(1, 2 * normalSurvival(Math.max(0, distance) / Math.sqrt(variance)));
}

export interface RankStatistic {
  /** Pairs with a > b, ties counting one half. */
  u: number;
  /** Sum of t³ - t over the groups of t equal values in the pooled sample. */
  ties: number;
}

/** One merge of two ascending samples; every step takes one distinct value with all its copies. */
export function rankStatistic(first: RankSample, second: RankSample): RankStatistic {
  const [a, b] = [tallyOf(first), tallyOf(second)];
  const [n, m] = [a.distinct.length, b.distinct.length];
  let j = 0;
  let below = 0;
  let u = 0;
  let ties = 0;
  for (let i = 0; i < n; i++) {
    const value = a.distinct[i];
    for (; j < m && b.distinct[j] < value; j++) {
      below += b.counts[j];
      ties += tieTerm(b.counts[j]);
    }
    const equal = j < m && b.distinct[j] === value ? b.counts[j++] : 0;
    u += a.counts[i] * (below + equal / 2);
    ties += tieTerm(a.counts[i] + equal);
    below += equal;
  }
  for (; j < m; j++) {
    ties += tieTerm(b.counts[j]);
  }
  return { u, ties };
}

function tieTerm(equal: number): number {
  return equal === 1 ? 0 : equal * equal * equal - equal;
}
