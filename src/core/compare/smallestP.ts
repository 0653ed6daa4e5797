import { fisherExact } from '../stats/fisher.ts';
import { EXACT_SIZE, mannWhitneyNormalP } from '../stats/mannWhitney.ts';
import { choose } from '../stats/rankSum.ts';
import type { Family } from './scope.ts';

/** Smallest two-sided p that any rank test of n and m values can justify: one arrangement on either side. */
export function smallestExactP(n: number, m: number): number {
  return Math.min(1, 2 / choose(n + m, n));
}

/** Smallest p of the Mann-Whitney test as it is used here: all values of one sample below all of the other. */
export function smallestRankP(n: number, m: number): number {
  const exact = smallestExactP(n, m);
  return n <= EXACT_SIZE && m <= EXACT_SIZE ? exact : Math.max(exact, mannWhitneyNormalP(0, n, m, 0));
}

/** Smallest p of Fisher's exact test for groups of n and m units: nothing failed in one, everything in the other. */
export function smallestFisherP(n: number, m: number): number {
  return fisherExact({ count: 0, total: n }, { count: m, total: m });
}

/** Smallest size of two equal groups whose smallest p passes alpha after Holm over all tests. */
export function sizeNeeded({ alpha, tests }: Family): number {
  let n = 1;
  while (smallestExactP(n, n) * tests > alpha) {
    n++;
  }
  return n;
}
