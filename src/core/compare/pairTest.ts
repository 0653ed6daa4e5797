import type { Estimate, PairResult } from './types.ts';

/** The part of a result that a pair shows on its own, before the other tests of the comparison are known. */
export type PairFigures = Omit<PairResult, 'metric' | 'candidate' | 'reference' | 'pAdjusted' | 'verdict'>;

export interface PairTest {
  figures: PairFigures;
  /** Smallest p that samples of these sizes can reach at all. */
  smallestP: number;
}

/** One metric, ready to be compared: an estimate for every group that has data, and the test of any two of them. */
export interface Measured {
  estimates: ReadonlyMap<string, Estimate>;
  /** RangeError when a group has no estimate. */
  test: (candidate: string, reference: string) => PairTest;
}
