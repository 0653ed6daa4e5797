import { mannWhitney, rankStatistic } from './mannWhitney.ts';
import { normalSurvival } from './normal.ts';
import type { RankSample } from './tally.ts';

/** Two samples of one stratum, each finite and ascending. */
export interface Stratum<Sample = Float64Array> {
  a: Sample;
  b: Sample;
}

export interface VanElteren {
  /** Weighted mean of the strata's Cliff's deltas, P(a > b) - P(a < b) within a stratum; null without common strata. */
  delta: number | null;
  /** Standardised statistic without continuity correction; 0 where its variance is 0. */
  z: number;
  /** Two-sided, with a continuity correction of half of the statistic's smallest step; exact for one small stratum. */
  p: number;
  method: 'exact' | 'asymptotic';
  /** Strata that hold values of both samples. */
  strata: number;
}

/**
 * Van Elteren's test: the Mann-Whitney test within strata, each stratum weighted by 1/(N + 1), which is the locally most
 * powerful weighting where the shift is the same in all. Two-sided, normal approximation with tie correction. Strata
 * that lack either sample count for nothing; without any common stratum p = 1. Source: P. H. van Elteren, "On the
 * combination of independent two sample tests of Wilcoxon", Bulletin of the International Statistical Institute 37
 * (1960); E. L. Lehmann, "Nonparametrics" (1975), section 3.3.
 */
export function vanElteren(strata: ReadonlyArray<Stratum<RankSample>>): VanElteren {
  const common = strata.filter(({ a, b }) => a.length > 0 && b.length > 0);
  let distance = 0;
  let variance = 0;
  let pairs = 0;
  let step = Infinity;
  for (const { a, b } of common) {
    const { u, ties } = rankStatistic(a, b);
    const total = a.length + b.length;
    const product = a.length * b.length;
    const weight = 1 / (total + 1);
    distance += weight * (u - product / 2);
    variance += (weight * weight * product * (total + 1 - ties / (total * (total - 1)))) / 12;
    pairs += weight * product;
    step = Math.min(step, weight);
  }
  const strataCount = common.length;
  const delta = strataCount === 0 ? null : (2 * distance) / pairs;
  if (!(variance > 0)) {
    return { delta, z: 0, p: 1, method: 'asymptotic', strata: strataCount };
  }
  const sigma = Math.sqrt(variance);
  const z = distance / sigma;
  if (strataCount === 1) {
    const { p, method } = mannWhitney(common[0].a, common[0].b);
    return { delta, z, p, method, strata: 1 };
  }
  const corrected = Math.max(0, Math.abs(distance) - step / 2) / sigma;
  return { delta, z, p: Math.min(1, 2 * normalSurvival(corrected)), method: 'asymptotic', strata: strataCount };
}
