import { indexMetrics, overallRanks, type IndexedMetric } from './overallRank.ts';
import { recommendationsOf, type Recommendation } from './recommendations.ts';
import type { Comparison } from '../compare/types.ts';

/**
 * The guide's ComparisonResult. Its invented parts are left out or null: there is no composite score without a named
 * baseline and weights, and no best swarm on a metric where the data show none.
 */
export interface ComparisonResult {
  id: string;
  timestamp: number;
  window: { from: number; to: number } | null;
  swarms: ComparedSwarm[];
  overallWinner: string | null;
  reason: string;
  comparisonMatrix: {
    metrics: string[];
    swarms: string[];
    /** Estimate (median or share) per swarm and metric; null where there are no samples. */
    matrix: Array<Array<number | null>>;
    weights: Record<string, never>;
  };
  recommendations: Recommendation[];
  comparison: Comparison;
}

export interface ComparedSwarm {
  swarmId: string;
  /** 1 + number of rivals that are proven better on a metric and worse on none. Equal ranks are ties. */
  rank: number;
  /** Ranks that the data allow. */
  rankInterval: [number, number];
  score: null;
  /** Proven ones only. */
  strengths: string[];
  weaknesses: string[];
  metricComparisons: MetricComparison[];
}

export interface MetricComparison {
  metricType: string;
  values: Record<string, number>;
  bestSwarm: string | null;
  worstSwarm: string | null;
  /** |worst - best| / worst in percent, where both are shown by the data. */
  percentageDifference: number | null;
  /** Holm-adjusted p of best against worst, where both are shown by the data. */
  statisticalSignificance: number | null;
}

/** What the caller knows of an answer. */
export interface ResultMeta {
  id: string;
  /** Epoch ms. */
  timestamp: number;
  window: ComparisonResult['window'];
}

export function comparisonResult(comparison: Comparison, meta: ResultMeta): ComparisonResult {
  const { groups, metrics, overallWinner } = comparison;
  const indexed = indexMetrics(comparison);
  const ranks = overallRanks(comparison, indexed);
  const metricComparisons = indexed.map(metricComparison);
  return {
    ...meta,
    swarms: groups.map((swarmId) => {
      const rankInterval = ranks.get(swarmId) ?? [1, groups.length];
      const against = provenOf(swarmId, groups, indexed);
      return {
        swarmId,
        rank: rankInterval[0],
        rankInterval,
        score: null,
        strengths: against('better'),
        weaknesses: against('worse'),
        metricComparisons,
      };
    }),
    overallWinner: overallWinner.id,
    reason: overallWinner.reason,
    comparisonMatrix: {
      metrics: metrics.map((metric) => metric.metric),
      swarms: groups,
      matrix: matrixOf(comparison),
      weights: {},
    },
    recommendations: recommendationsOf(comparison),
    comparison,
  };
}

function matrixOf({ groups, metrics }: Comparison): Array<Array<number | null>> {
  const estimates = metrics.map(({ entries }) => new Map(entries.map(({ id, estimate }) => [id, estimate])));
  return groups.map((id) => estimates.map((ofMetric) => ofMetric.get(id) ?? null));
}

function provenOf(swarmId: string, groups: readonly string[], metrics: readonly IndexedMetric[]) {
  return (verdict: 'better' | 'worse'): string[] =>
    metrics.flatMap(({ ranking, find }) => {
      const named = groups.filter((rival) => rival !== swarmId && find(swarmId, rival)?.verdict === verdict);
      return named.length > 0 ? [`${ranking.name}: ${verdict} than ${named.join(', ')}`] : [];
    });
}

function metricComparison({ ranking, find }: IndexedMetric): MetricComparison {
  const { metric, winner, entries } = ranking;
  const best = winner.id;
  const last = entries.find((entry) => entry.rankLow === entries.length && entries.length > 1);
  const worst = last?.id ?? null;
  const value = (id: string | null) => entries.find((entry) => entry.id === id)?.estimate;
  const [bestValue, worstValue] = [value(best), value(worst)];
  const pair = best === null || worst === null ? undefined : find(best, worst)?.pair;
  return {
    metricType: metric.toUpperCase(),
    values: Object.fromEntries(entries.map((entry) => [entry.id, entry.estimate])),
    bestSwarm: best,
    worstSwarm: worst,
    percentageDifference:
      bestValue !== undefined && worstValue ? (Math.abs(worstValue - bestValue) / Math.abs(worstValue)) * 100 : null,
    statisticalSignificance: pair?.pAdjusted ?? null,
  };
}
