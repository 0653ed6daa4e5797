import { fisherExact } from './fisher.ts';
import { CONFIDENCE, tailProbability } from './interval.ts';
import { normalSurvival } from './normal.ts';
import { choose } from './rankSum.ts';
import { checkShare, wilsonInterval, type Share } from './proportion.ts';

/** Shares of two groups in one stratum. */
export interface ShareStratum {
  a: Share;
  b: Share;
}

export interface MantelHaenszel {
  /** Difference of the shares, a - b, combined over strata with weights nm/N; null without a common stratum. */
  difference: number | null;
  low: number | null;
  high: number | null;
  /** Two-sided. */
  p: number;
  strata: number;
}

/**
 * Cochran-Mantel-Haenszel test that two shares are equal within every stratum, two-sided, with continuity correction (as
 * R's `mantelhaen.test`), never below what an exact test of such sizes could reach; Fisher's exact test where one
 * stratum is common. The difference has an interval made of the strata's Wilson intervals (G. Y. Zou and A. Donner,
 * "Construction of confidence limits about effect measures", Statistics in Medicine 27 (2008)), which is Newcombe's for
 * one stratum. Strata that lack either group count for nothing. Source: N. Mantel and W. Haenszel, JNCI 22 (1959).
 * @throws RangeError when counts are not shares or confidence is not between 0 and 1
 */
export function mantelHaenszel(strata: readonly ShareStratum[], confidence = CONFIDENCE): MantelHaenszel {
  tailProbability(confidence);
  strata.forEach(({ a, b }) => [a, b].forEach(checkShare));
  const common = strata.filter(({ a, b }) => a.total > 0 && b.total > 0);
  if (common.length === 0) {
    return { difference: null, low: null, high: null, p: 1, strata: 0 };
  }
  const p = common.length === 1 ? fisherExact(common[0].a, common[0].b) : testP(common);
  return { ...differenceOf(common, confidence), p, strata: common.length };
}

function testP(strata: readonly ShareStratum[]): number {
  let distance = 0;
  let variance = 0;
  for (const { a, b } of strata) {
    const total = a.total + b.total;
    const failed = a.count + b.count;
    distance += a.count - (a.total * failed) / total;
    variance += (a.total * b.total * failed * (total - failed)) / (total * total * (total - 1));
  }
  if (!(variance > 0)) {
    return 1;
  }
  const size = Math.abs(distance);
  const corrected = size >= 0.5 ? size - 0.5 : size;
  return Math.max(Math.min(1, 2 * normalSurvival(corrected / Math.sqrt(variance))), smallestStratifiedP(strata));
}

/** Smallest two-sided p that any exact test of these sizes could reach. */
function smallestStratifiedP(strata: readonly ShareStratum[]): number {
  const arrangements = strata.reduce((product, { a, b }) => product * choose(a.total + b.total, a.total), 1);
  return Math.min(1, 2 / arrangements);
}

function differenceOf(
  strata: readonly ShareStratum[],
  confidence: number
): Pick<MantelHaenszel, 'difference' | 'low' | 'high'> {
  const weights = strata.map(({ a, b }) => (a.total * b.total) / (a.total + b.total));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let difference = 0;
  let below = 0;
  let above = 0;
  strata.forEach(({ a, b }, i) => {
    const weight = weights[i] / total;
    const [boundsA, boundsB] = [wilsonInterval(a, confidence), wilsonInterval(b, confidence)];
    const [shareA, shareB] = [a.count / a.total, b.count / b.total];
    difference += weight * (shareA - shareB);
    below += (weight * (shareA - (boundsA.low ?? 0))) ** 2 + (weight * ((boundsB.high ?? 1) - shareB)) ** 2;
    above += (weight * ((boundsA.high ?? 1) - shareA)) ** 2 + (weight * (shareB - (boundsB.low ?? 0))) ** 2;
  });
  return { difference, low: difference - Math.sqrt(below), high: difference + Math.sqrt(above) };
}
