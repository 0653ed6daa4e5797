import { fisherExact } from '../stats/fisher.ts';
import { mantelHaenszel, type ShareStratum } from '../stats/mantelHaenszel.ts';
import { EXACT_SIZE, mannWhitneyNormalP } from '../stats/mannWhitney.ts';
import { normalSurvival } from '../stats/normal.ts';
import { choose } from '../stats/rankSum.ts';
import type { Family } from './scope.ts';

/** Sizes of the two samples of a stratum. */
export type Sizes = readonly [number, number];

/** Smallest two-sided p that any rank test of n and m values can justify: one arrangement on either side. */
export function smallestExactP(n: number, m: number): number {
  return Math.min(1, 2 / choose(n + m, n));
}

/** Smallest p of the Mann-Whitney test as it is used here: all values of one sample below all of the other. */
export function smallestRankP(n: number, m: number): number {
  const exact = smallestExactP(n, m);
  return n <= EXACT_SIZE && m <= EXACT_SIZE ? exact : Math.max(exact, mannWhitneyNormalP(0, n, m, 0));
}

/** Smallest p that any rank test within strata of these sizes can justify; 1 without a stratum. */
export function smallestStratifiedRankP(strata: readonly Sizes[]): number {
  return Math.min(1, 2 / strata.reduce((product, [n, m]) => product * choose(n + m, n), 1));
}

/** Smallest p of van Elteren's test as it is used here; 1 without a stratum. */
export function smallestVanElterenP(strata: readonly Sizes[]): number {
  if (strata.length === 1) {
    return smallestRankP(...strata[0]);
  }
  const distance = strata.reduce((sum, [n, m]) => sum + (n * m) / 2 / (n + m + 1), 0);
  const variance = strata.reduce((sum, [n, m]) => sum + (n * m) / 12 / (n + m + 1), 0);
  const step = Math.min(...strata.map(([n, m]) => 1 / (n + m + 1)));
  const z = variance > 0 ? Math.max(0, distance - step / 2) / Math.sqrt(variance) : 0;
  return Math.max(smallestStratifiedRankP(strata), Math.min(1, 2 * normalSurvival(z)));
}

/** Smallest p of Fisher's exact test for groups of n and m units: nothing failed in one, everything in the other. */
export function smallestFisherP(n: number, m: number): number {
  return fisherExact({ count: 0, total: n }, { count: m, total: m });
}

/** Smallest p of the Mantel-Haenszel test of such strata: nothing failed in one group, everything in the other. */
export function smallestMantelHaenszelP(strata: readonly ShareStratum[]): number {
  const extreme = strata.map(({ a, b }) => ({
    a: { count: 0, total: a.total },
    b: { count: b.total, total: b.total },
  }));
  return mantelHaenszel(extreme).p;
}

/** Smallest size of two equal groups whose smallest p passes alpha after Holm over all tests. */
export function sizeNeeded({ alpha, tests }: Family): number {
  let n = 1;
  while (smallestExactP(n, n) * tests > alpha) {
    n++;
  }
  return n;
}
