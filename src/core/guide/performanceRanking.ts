import { compositeScores, type CompositeOptions, type CompositeScores } from '../rank/compositeScore.ts';
import { indexMetrics, overallRanks } from './overallRank.ts';
import type { ResultMeta } from './comparisonResult.ts';
import type { Comparison } from '../compare/types.ts';

/** The guide's PerformanceRanking, with intervals where it has single ranks. */
export interface PerformanceRanking {
  id: string;
  timestamp: number;
  window: ResultMeta['window'];
  rankings: RankedSwarm[];
  criteria: RankingCriterion[];
  methodology: string;
  /** Swarms that no other dominates. */
  paretoFront: string[];
  overallWinner: string | null;
  reason: string;
  /** Only where the caller named a baseline and weights. */
  composite: CompositeScores | null;
}

export interface RankedSwarm {
  swarmId: string;
  /** Ranks over all metrics that the data allow; equal ones are ties. */
  overallRank: [number, number];
  /** How many times as good as the baseline; null without a named baseline and weights, or where a metric is missing. */
  overallScore: number | null;
  /** By metric; a metric without data is absent. */
  metricRanks: Record<string, [number, number]>;
  /** Ratio to the baseline by metric, more is better; as `overallScore`. */
  metricScores: Record<string, number | null>;
  /** Share of bootstrap draws with the best estimate, by metric; null where it can't be said. */
  pBest: Record<string, number | null>;
}

export interface RankingCriterion {
  metric: string;
  /** Share of the composite score; null where there is none. */
  weight: number | null;
  direction: 'lower' | 'higher' | 'none';
  normalization: 'baseline_ratio' | 'none';
}

const METHODOLOGY =
  'Ranks are intervals: from 1 + the swarms proven better to all less those proven worse (Mann-Whitney or, for failures, ' +
  "Fisher's test; within task types where these are mixed differently; Holm over all tests). Swarms whose intervals " +
  'overlap are in the order given, which is no claim.';
const SCORED = ' The score is the weighted geometric mean of the ratios to the baseline; it proves nothing.';

/**
 * In the order of the best rank that the data allow, then of the worst, then as given.
 * @param composite absent: no score; see `compositeScores` for what it refuses
 */
export function performanceRanking(
  comparison: Comparison,
  meta: ResultMeta,
  composite?: CompositeOptions
): PerformanceRanking {
  const { groups, metrics, overallWinner, paretoFront } = comparison;
  const scores = composite === undefined ? null : compositeScores(comparison, composite);
  const ranks = overallRanks(comparison, indexMetrics(comparison));
  const entries = metrics.map(({ metric, entries: own }) => ({
    key: metric.toUpperCase(),
    byId: new Map(own.map((entry) => [entry.id, entry])),
  }));
  const rankings = groups.map((swarmId): RankedSwarm => {
    const measured = entries.flatMap(({ key, byId }) => {
      const entry = byId.get(swarmId);
      return entry === undefined ? [] : [{ key, entry }];
    });
    const score = scores?.scores.find(({ id }) => id === swarmId);
    return {
      swarmId,
      overallRank: ranks.get(swarmId) ?? [1, groups.length],
      overallScore: score?.score ?? null,
      metricRanks: Object.fromEntries(measured.map(({ key, entry }) => [key, [entry.rankLow, entry.rankHigh]])),
      metricScores: Object.fromEntries(
        Object.entries(score?.ratios ?? {}).map(([metric, ratio]) => [metric.toUpperCase(), ratio])
      ),
      pBest: Object.fromEntries(measured.map(({ key, entry }) => [key, entry.pBest])),
    };
  });
  rankings.sort((a, b) => a.overallRank[0] - b.overallRank[0] || a.overallRank[1] - b.overallRank[1]);
  return {
    ...meta,
    rankings,
    criteria: metrics.map(({ metric, direction }) => {
      const weight = scores?.weights[metric] ?? null;
      const stated = composite?.directions?.[metric];
      return {
        metric: metric.toUpperCase(),
        weight,
        direction: direction === 'none' && weight !== null && stated !== undefined ? stated : direction,
        normalization: weight === null ? 'none' : 'baseline_ratio',
      };
    }),
    methodology: scores === null ? METHODOLOGY : METHODOLOGY + SCORED,
    paretoFront,
    overallWinner: overallWinner.id,
    reason: overallWinner.reason,
    composite: scores,
  };
}
