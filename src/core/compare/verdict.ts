import type { Direction } from '../metrics/catalogue.ts';
import type { PairTest } from './pairTest.ts';
import type { Family } from './scope.ts';
import type { Verdict } from './types.ts';

/**
 * What a pair shows about its candidate. "better" and "worse" are claims: the adjusted p is at most alpha, the metric
 * says which way is better, and the tested statistic (of batches, where values depend on each other) points the same way
 * as the effect among the units. A metric without direction never gets one of them; its p tells whether there is a
 * difference. "too few samples": not even the most extreme outcome of groups of these sizes could have passed alpha /
 * tests.
 */
export function verdictOf(test: PairTest, pAdjusted: number, direction: Direction, { alpha, tests }: Family): Verdict {
  if (pAdjusted > alpha) {
    return test.smallestP * tests > alpha ? 'too few samples' : 'no difference shown';
  }
  const { cliffsDelta } = test.figures;
  if (direction === 'none' || cliffsDelta === null || cliffsDelta * test.sign <= 0) {
    return 'no difference shown';
  }
  return cliffsDelta < 0 === (direction === 'lower') ? 'better' : 'worse';
}

/** The verdict on the reference as seen from the candidate. */
export function mirrored(verdict: Verdict): Verdict {
  if (verdict === 'better') {
    return 'worse';
  }
  return verdict === 'worse' ? 'better' : verdict;
}
