import type { Autocorrelation } from '../stats/batchMeans.ts';
import type { Estimate, PairResult, WithinTypes } from './types.ts';

/** The part of a result that a pair shows on its own, before the other tests of the comparison are known. */
export type PairFigures = Omit<
  PairResult,
  'metric' | 'candidate' | 'reference' | 'pAdjusted' | 'verdict' | 'withinTypes'
>;

export interface PairTest {
  figures: PairFigures;
  /** Smallest p that samples of these sizes can reach at all. */
  smallestP: number;
  /** Way of the tested statistic, above 0 where the candidate's values are larger. */
  sign: number;
  /** Set where `figures` are within task types: the same pair without regard to them. */
  pooled?: { test: PairTest; within: Omit<WithinTypes, 'pooled'> };
}

/** One metric, ready to be compared: an estimate for every group that has data, and the test of any two of them. */
export interface Measured {
  estimates: ReadonlyMap<string, Estimate>;
  /** RangeError when a group has no estimate. */
  test: (candidate: string, reference: string) => PairTest;
  /** Set where values depend on the ones before, and are batched. */
  dependence?: Autocorrelation;
  /** Set where values of groups too small to batch do; they are taken as independent. */
  shortDependence?: Autocorrelation;
  notices: string[];
}
