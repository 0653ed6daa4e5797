import { SEED } from '../compare/load.ts';
import { exponentialDraw, seededRandom } from '../stats/random.ts';
import type { Direction } from '../metrics/catalogue.ts';

/** What scores are made of: estimates of groups on metrics. A `Comparison` is one. */
export interface Scorable {
  groups: readonly string[];
  metrics: ReadonlyArray<{
    metric: string;
    name: string;
    direction: Direction;
    entries: ReadonlyArray<{ id: string; estimate: number }>;
  }>;
}

export interface CompositeOptions {
  /** The group that everything is held against: its score is 1. */
  baseline: string;
  /** Above 0, by metric id; only their ratios count. Metrics without a weight are left out. */
  weights: Readonly<Record<string, number>>;
  /** Which way is better, by metric id, for metrics that have no direction of their own. */
  directions?: Readonly<Record<string, 'lower' | 'higher'>>;
}

export interface CompositeScore {
  id: string;
  /** Above 1 better than the baseline, 2 twice as good; null where a metric is missing. */
  score: number | null;
  /** How many times as good as the baseline, by metric; null where that can't be said. */
  ratios: Record<string, number | null>;
  /** Why there is no score. */
  reason?: string;
}

export interface CompositeScores {
  baseline: string;
  /** Shares of the weights, adding up to 1. */
  weights: Record<string, number>;
  scores: CompositeScore[];
  /** Share of weight draws in which each scored group has the highest score; see `weightSensitivity`. */
  firstShare: Record<string, number>;
  draws: number;
  seed: number;
}

const DRAWS = 2000;

/**
 * Weighted geometric mean of each group's ratios to a named baseline, turned so that more is better. A score depends on the
 * group's and the baseline's estimates only: no further group changes it or reorders two others. It is a description of
 * estimates, not a proof. A metric that was not measured, or an estimate of 0, gives no score, never a zero. Source: P. J.
 * Fleming and J. J. Wallace, "How not to lie with statistics: the correct way to summarize benchmark results", CACM 29
 * (1986).
 * @throws RangeError when the baseline is not compared, a weight is not above 0, a weighted metric is not compared, or a
 * weighted metric has no direction
 */
export function compositeScores(comparison: Scorable, options: CompositeOptions): CompositeScores {
  const { groups, metrics } = comparison;
  const { baseline } = options;
  if (!groups.includes(baseline)) {
    throw new RangeError(`baseline ${baseline} is not among the groups compared: ${groups.join(', ')}`);
  }
  const weighted = Object.entries(options.weights).map(([id, weight]) => weigh(id, weight, metrics, options));
  if (weighted.length === 0) {
    throw new RangeError('a composite score needs a weight for at least one metric');
  }
  const total = weighted.reduce((sum, { weight }) => sum + weight, 0);
  const scores = groups.map((id) => scoreOf(id, baseline, weighted, total));
  return {
    baseline,
    weights: Object.fromEntries(weighted.map(({ metric, weight }) => [metric, weight / total])),
    scores,
    firstShare: weightSensitivity(scores),
    draws: DRAWS,
    seed: SEED,
  };
}

interface Weighted {
  metric: string;
  name: string;
  estimates: ReadonlyMap<string, number>;
  weight: number;
  direction: 'lower' | 'higher';
}

function weigh(
  id: string,
  weight: number,
  metrics: Scorable['metrics'],
  { directions = {} }: CompositeOptions
): Weighted {
  if (!(weight > 0 && weight < Infinity)) {
    throw new RangeError(`the weight of ${id} must be above 0, got ${weight}`);
  }
  const ranking = metrics.find(({ metric }) => metric === id);
  if (ranking === undefined) {
    throw new RangeError(`${id} has a weight but is not compared`);
  }
  const direction = ranking.direction === 'none' ? directions[id] : ranking.direction;
  if (direction === undefined) {
    throw new RangeError(`no way is the better one on ${id}: state its direction to score it`);
  }
  const estimates = new Map(ranking.entries.map((entry) => [entry.id, entry.estimate]));
  return { metric: id, name: ranking.name, estimates, weight, direction };
}

function scoreOf(id: string, baseline: string, weighted: readonly Weighted[], total: number): CompositeScore {
  const parts = weighted.map(({ metric, name, estimates, weight, direction }) => {
    const [own, base] = [estimates.get(id), estimates.get(baseline)];
    if (own === undefined || base === undefined) {
      const missing = own === undefined ? id : baseline;
      return { metric, weight, ratio: null, reason: `${name} of ${missing} was not measured` };
    }
    if (own <= 0 || base <= 0) {
      const blamed = own <= 0 ? id : baseline;
      return { metric, weight, ratio: null, reason: `${name} of ${blamed} is not above 0, so it has no ratio` };
    }
    const ratio = direction === 'higher' ? own / base : base / own;
    return ratio > 0 && ratio < Infinity
      ? { metric, weight, ratio }
      : { metric, weight, ratio: null, reason: `${name} of ${id} and ${baseline} are too far apart for a ratio` };
  });
  const ratios = Object.fromEntries(parts.map(({ metric, ratio }) => [metric, ratio]));
  const reason = parts.find((part) => part.reason !== undefined)?.reason;
  if (reason !== undefined) {
    return { id, score: null, ratios, reason };
  }
  const logarithm = parts.reduce((sum, { weight, ratio }) => sum + (weight / total) * Math.log(ratio ?? 1), 0);
  return { id, score: Math.exp(logarithm), ratios };
}

/**
 * How much the first place hangs on the weights: the share of weight vectors, drawn evenly from all that are possible
 * (Dirichlet(1, …, 1), fixed seed), under which each scored group comes first. Ties share. One metric gives the whole
 * share to its best group.
 */
export function weightSensitivity(scores: readonly CompositeScore[], draws = DRAWS): Record<string, number> {
  const scored = scores.filter(({ score }) => score !== null);
  const all = scored.map(logRatios);
  // What another group beats on some metric and is beaten by on none is never first, so it needs no draw.
  const contenders = all.flatMap((own, i) => (all.some((other) => dominates(other, own)) ? [] : [i]));
  const logs = contenders.map((i) => all[i]);
  const first = new Float64Array(scored.length);
  const random = seededRandom(SEED, 'weights');
  const metrics = logs[0] ?? [];
  for (let draw = 0; draw < draws; draw++) {
    // Divided by their sum they would be Dirichlet weights; the order of the scores is the same.
    const weights = metrics.map(() => exponentialDraw(random));
    const totals = logs.map((own) => own.reduce((sum, log, i) => sum + weights[i] * log, 0));
    const most = Math.max(...totals);
    const winners = totals.flatMap((total, i) => (total === most ? [i] : []));
    winners.forEach((i) => (first[contenders[i]] += 1 / winners.length));
  }
  return Object.fromEntries(scored.map(({ id }, i) => [id, first[i] / draws]));
}

/** The logarithms of a scored group's ratios, in the order of the metrics. */
export function logRatios({ ratios }: CompositeScore): number[] {
  return Object.values(ratios).map((ratio) => Math.log(ratio ?? 1));
}

function dominates(other: readonly number[], own: readonly number[]): boolean {
  return other.every((log, i) => log >= own[i]) && other.some((log, i) => log > own[i]);
}
