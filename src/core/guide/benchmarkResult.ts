import { comparisonResult, type ComparisonResult, type ResultMeta } from './comparisonResult.ts';
import type { Comparison, PairResult } from '../compare/types.ts';

/** The guide's BenchmarkResult: what is proven of each candidate against the baseline, by swarm and metric. */
export interface BenchmarkResult extends ComparisonResult {
  baseline: string;
  improvements: Record<string, Record<string, Change>>;
  regressions: Record<string, Record<string, Change>>;
}

/** A proven change from the baseline to a candidate. */
export interface Change {
  /** candidate - baseline in the metric's unit, with its 95 % interval. */
  shift: number | null;
  low: number | null;
  high: number | null;
  /** (candidate - baseline) / baseline of the estimates in percent; null where the baseline's is 0. */
  percent: number | null;
  cliffsDelta: number | null;
  nCandidate: number;
  nBaseline: number;
  /** Holm-adjusted. */
  p: number;
}

/**
 * A candidate without a proven change on a metric has no entry for it, and none at all without any.
 * @throws RangeError when the comparison has no baseline
 */
export function benchmarkResult(comparison: Comparison, meta: ResultMeta): BenchmarkResult {
  const { baseline } = comparison;
  if (baseline === undefined) {
    throw new RangeError('a benchmark needs a baseline');
  }
  return {
    ...comparisonResult(comparison, meta),
    baseline,
    improvements: changesOf(comparison, 'better'),
    regressions: changesOf(comparison, 'worse'),
  };
}

function changesOf({ groups, metrics }: Comparison, verdict: 'better' | 'worse'): BenchmarkResult['improvements'] {
  const proven = metrics.flatMap(({ metric, pairs }) =>
    pairs.filter((pair) => pair.verdict === verdict).map((pair) => ({ key: metric.toUpperCase(), pair }))
  );
  return Object.fromEntries(
    groups.flatMap((id) => {
      const own = proven.filter(({ pair }) => pair.candidate === id);
      return own.length > 0 ? [[id, Object.fromEntries(own.map(({ key, pair }) => [key, changeOf(pair)]))]] : [];
    })
  );
}

function changeOf(pair: PairResult): Change {
  return {
    shift: pair.shift,
    low: pair.shiftLow,
    high: pair.shiftHigh,
    percent: pair.ratio === null ? null : (pair.ratio - 1) * 100,
    cliffsDelta: pair.cliffsDelta,
    nCandidate: pair.nCandidate,
    nBaseline: pair.nReference,
    p: pair.pAdjusted,
  };
}
