import type { Direction } from '../metrics/catalogue.ts';
import type { Unit } from '../metrics/units.ts';

/** Values of one swarm (or agent, model, …): one per unit of work, finite, sorted ascending. */
export interface ValueGroup {
  id: string;
  values: Float64Array;
}

/** Outcomes of one swarm: how many units ended and how many of them failed. */
export interface OutcomeGroup {
  id: string;
  total: number;
  failed: number;
}

interface MetricSamplesBase {
  metric: string;
  name: string;
  unit: Unit;
  direction: Direction;
  /** What `n` counts: "task", "tool call", "request". */
  sampleUnit: string;
}

/** Everything that is known about one metric of the groups being compared; a group without data has no entry. */
export type MetricSamples =
  | (MetricSamplesBase & { shape: 'values'; groups: ValueGroup[] })
  | (MetricSamplesBase & { shape: 'outcomes'; groups: OutcomeGroup[] });

/**
 * A group's location with its 95 % interval: the median with an order-statistic interval, or the failed share with a
 * Wilson interval. `low`/`high` are null where the sample is too small to bound it.
 */
export interface Estimate {
  id: string;
  n: number;
  estimate: number;
  low: number | null;
  high: number | null;
}

export const VERDICTS = ['better', 'worse', 'no difference shown', 'too few samples'] as const;
export type Verdict = (typeof VERDICTS)[number];

export const EFFECT_MAGNITUDES = ['negligible', 'small', 'medium', 'large'] as const;
export type EffectMagnitude = (typeof EFFECT_MAGNITUDES)[number];

/** One pair of groups on one metric. The verdict is about `candidate` as seen from `reference`. */
export interface PairResult {
  metric: string;
  candidate: string;
  reference: string;
  nCandidate: number;
  nReference: number;
  /** candidate - reference in the metric's unit: Hodges-Lehmann shift, or the difference of the failed shares. */
  shift: number;
  shiftLow: number | null;
  shiftHigh: number | null;
  /** Ratio of the estimates, candidate / reference; null when the reference is 0. */
  ratio: number | null;
  /** Cliff's delta: P(candidate > reference) - P(candidate < reference). */
  cliffsDelta: number;
  magnitude: EffectMagnitude;
  test: 'mann-whitney exact' | 'mann-whitney' | 'fisher exact';
  p: number;
  /** Holm-adjusted over all pairs and metrics of the comparison. */
  pAdjusted: number;
  verdict: Verdict;
}

/** Place of a group among the others: display order, and the interval that the data allow. */
export interface RankEntry extends Estimate {
  /** Display order by estimate, 1 first. Not a claim. */
  position: number;
  /** 1 + number of groups proven better. */
  rankLow: number;
  /** Number of groups - number proven worse. */
  rankHigh: number;
  /** Ids of groups that this one is not separable from. */
  tiedWith: string[];
}

export interface Winner {
  /** Null when the data show no single winner. */
  id: string | null;
  /** A sentence for people: why it is the winner, or why there is none. */
  reason: string;
}

export interface MetricRanking {
  metric: string;
  name: string;
  unit: Unit;
  direction: Direction;
  sampleUnit: string;
  entries: RankEntry[];
  pairs: PairResult[];
  winner: Winner;
}

export interface Comparison {
  /** Ids compared, in the order given. */
  groups: string[];
  baseline?: string;
  /** Family-wise error rate over all tests of the comparison. */
  alpha: number;
  /** Number of tests that the Holm correction covers. */
  tests: number;
  metrics: MetricRanking[];
  overallWinner: Winner;
}
