import type { Direction } from '../metrics/catalogue.ts';
import type { Unit } from '../metrics/units.ts';

/** Values of one swarm (or agent, model, …): one per unit of work, finite, sorted ascending. */
export interface ValueGroup {
  id: string;
  values: Float64Array;
  /** The same units one by one, where their order or their types are known. */
  units?: OrderedUnits;
  /** Finished units of the same selection, of which the failed ones have no value here. */
  outcomes?: { total: number; failed: number };
}

/** The values of a group in the order of time, and of which type each unit is. */
export interface OrderedUnits {
  /** As many as the group's `values`, and the same ones. */
  values: Float64Array;
  /** Absent where types mean nothing, as in groups that are types. */
  types?: UnitTypes;
}

export interface UnitTypes {
  /** Distinct names; null is the kind of all units whose type nobody told. */
  names: ReadonlyArray<string | null>;
  /** Of each value in the order of time, the position of its type in `names`. */
  codes: Uint32Array;
}

/** Outcomes of one swarm: how many units ended and how many of them failed. */
export interface OutcomeGroup {
  id: string;
  total: number;
  failed: number;
  /** The same outcomes by task type, where known; they add up to the totals. */
  types?: ReadonlyArray<{ type: string | null; total: number; failed: number }>;
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
  /** Independent values that `n` is worth: fewer where they depend on the ones before (batch means). */
  nEffective: number;
  estimate: number;
  low: number | null;
  high: number | null;
}

export const VERDICTS = ['better', 'worse', 'no difference shown', 'too few samples'] as const;
export type Verdict = (typeof VERDICTS)[number];

export const EFFECT_MAGNITUDES = ['negligible', 'small', 'medium', 'large'] as const;
export type EffectMagnitude = (typeof EFFECT_MAGNITUDES)[number];

export type PairTestName =
  'mann-whitney exact' | 'mann-whitney' | 'van elteren' | 'fisher exact' | 'mantel-haenszel' | 'none';

/** Why and over what a pair was compared within task types, and what it would have shown without. */
export interface WithinTypes {
  /** Types that both groups have units of. */
  shared: number;
  /** Units of types that only one of the two has: candidate's, reference's. */
  leftOut: readonly [number, number];
  /** p of the test that both are mixed alike. */
  mixP: number;
  /** Without regard to types. */
  pooled: Pick<PairResult, 'shift' | 'cliffsDelta' | 'p' | 'verdict'>;
}

/** One pair of groups on one metric. The verdict is about `candidate` as seen from `reference`. */
export interface PairResult {
  metric: string;
  candidate: string;
  reference: string;
  /** Units that the test is of: all, or those of the types that both groups have. */
  nCandidate: number;
  nReference: number;
  /** Independent units that these are worth. */
  nEffectiveCandidate: number;
  nEffectiveReference: number;
  /**
   * candidate - reference in the metric's unit: Hodges-Lehmann shift, or the difference of the failed shares; within task
   * types where `withinTypes` is set. Null where the groups share no type.
   */
  shift: number | null;
  shiftLow: number | null;
  shiftHigh: number | null;
  /** Ratio of the estimates, candidate / reference (within types: their weighted geometric mean); null when one is 0. */
  ratio: number | null;
  /** Cliff's delta: P(candidate > reference) - P(candidate < reference); null where the groups share no type. */
  cliffsDelta: number | null;
  magnitude: EffectMagnitude | null;
  test: PairTestName;
  /** Set where the groups' task types are mixed differently, so that everything here is of units of the same type. */
  withinTypes: WithinTypes | null;
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
  /** Share of bootstrap draws in which this group has the best estimate; null where that can't be said. */
  pBest: number | null;
  /** Share of draws in which it is among the first `MetricRanking.bootstrap.top`. */
  pTop: number | null;
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
  /** What P(best) rests on; null where it was not drawn. */
  bootstrap: { draws: number; seed: number; top: number } | null;
}

export const FINDING_KINDS = [
  'autocorrelated',
  'types mixed differently',
  'types change the verdict',
  'no common types',
  'failed left out',
  'better but fails more',
] as const;
export type FindingKind = (typeof FINDING_KINDS)[number];

/** Something that a reader has to know to judge the figures, with its numbers. */
export interface Finding {
  kind: FindingKind;
  metric: string;
  /** Ids that it is about. */
  groups: string[];
  /** A sentence for people. */
  text: string;
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
  /** Groups that no other dominates: see `paretoFront`. */
  paretoFront: string[];
  findings: Finding[];
  /** Where the computation was bounded, and by what: sentences for people. */
  notices: string[];
}
