import type { Comparison, MetricRanking, PairResult } from '../compare/types.ts';

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
  recommendations: never[];
  comparison: Comparison;
}

export interface ComparedSwarm {
  swarmId: string;
  /** 1 + number of rivals that are proven better on a metric and worse on none. Equal ranks are ties. */
  rank: number;
  /** Ranks that the data allow. */
  rankInterval: [number, number];
  score: null;
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

export function comparisonResult(
  comparison: Comparison,
  meta: { id: string; timestamp: number; window: ComparisonResult['window'] }
): ComparisonResult {
  const { groups, metrics, overallWinner } = comparison;
  const metricComparisons = metrics.map(metricComparison);
  return {
    ...meta,
    swarms: groups.map((swarmId) => comparedSwarm(swarmId, comparison, metricComparisons)),
    overallWinner: overallWinner.id,
    reason: overallWinner.reason,
    comparisonMatrix: {
      metrics: metrics.map((metric) => metric.metric),
      swarms: groups,
      matrix: groups.map((id) =>
        metrics.map((metric) => metric.entries.find((entry) => entry.id === id)?.estimate ?? null)
      ),
      weights: {},
    },
    recommendations: [],
    comparison,
  };
}

/** Verdict of one swarm against another on a metric, seen from the first. */
function verdictOf(pairs: readonly PairResult[], swarm: string, rival: string): 'better' | 'worse' | undefined {
  for (const { candidate, reference, verdict } of pairs) {
    if (verdict === 'better' || verdict === 'worse') {
      if (candidate === swarm && reference === rival) {
        return verdict;
      }
      if (candidate === rival && reference === swarm) {
        return verdict === 'better' ? 'worse' : 'better';
      }
    }
  }
  return undefined;
}

function beats(comparison: Comparison, swarm: string, rival: string): boolean {
  const verdicts = comparison.metrics.map((metric) => verdictOf(metric.pairs, swarm, rival));
  return verdicts.includes('better') && !verdicts.includes('worse');
}

function comparedSwarm(swarmId: string, comparison: Comparison, metricComparisons: MetricComparison[]): ComparedSwarm {
  const rivals = comparison.groups.filter((id) => id !== swarmId);
  const better = rivals.filter((rival) => beats(comparison, rival, swarmId)).length;
  const worse = rivals.filter((rival) => beats(comparison, swarmId, rival)).length;
  const against = (verdict: 'better' | 'worse') =>
    comparison.metrics.flatMap((metric) => {
      const named = rivals.filter((rival) => verdictOf(metric.pairs, swarmId, rival) === verdict);
      return named.length > 0 ? [`${metric.name}: ${verdict} than ${named.join(', ')}`] : [];
    });
  return {
    swarmId,
    rank: better + 1,
    rankInterval: [better + 1, comparison.groups.length - worse],
    score: null,
    strengths: against('better'),
    weaknesses: against('worse'),
    metricComparisons,
  };
}

function metricComparison(metric: MetricRanking): MetricComparison {
  const best = metric.winner.id;
  const last = metric.entries.find((entry) => entry.rankLow === metric.entries.length && metric.entries.length > 1);
  const worst = last?.id ?? null;
  const value = (id: string | null) => metric.entries.find((entry) => entry.id === id)?.estimate;
  const [bestValue, worstValue] = [value(best), value(worst)];
  const pair = metric.pairs.find(
    ({ candidate, reference }) => [candidate, reference].sort().join('\0') === [best, worst].sort().join('\0')
  );
  return {
    metricType: metric.metric.toUpperCase(),
    values: Object.fromEntries(metric.entries.map((entry) => [entry.id, entry.estimate])),
    bestSwarm: best,
    worstSwarm: worst,
    percentageDifference:
      bestValue !== undefined && worstValue ? (Math.abs(worstValue - bestValue) / Math.abs(worstValue)) * 100 : null,
    statisticalSignificance: pair?.pAdjusted ?? null,
  };
}
