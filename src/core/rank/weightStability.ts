import { SEED } from '../compare/load.ts';
import { exponentialDraw, seededRandom } from '../stats/random.ts';
import { logRatios, type CompositeScore } from './compositeScore.ts';

/** Shares of all weights that one metric may have, from 0 to 1. */
export interface ShareRange {
  low: number;
  high: number;
}

const DRAWS = 2000;

/**
 * How far each weight may move before another group comes first: the range of a metric's share, the other weights keeping
 * their ratios, within which the group that leads with the given weights has the highest score. Scores are linear in a
 * share on the log scale, so the ends are exact. Empty where no group has a score; 0 to 1 where there is one metric only.
 * @param weights shares by metric, above 0, as `compositeScores` answers them
 */
export function firstPlaceRanges(
  scores: readonly CompositeScore[],
  weights: Readonly<Record<string, number>>
): Record<string, ShareRange> {
  const scored = scores.filter(({ score }) => score !== null);
  const [first] = [...scored].sort((a, b) => (b.score ?? 0) - (a.score ?? 0));
  if (first === undefined) {
    return {};
  }
  const metrics = Object.keys(first.ratios);
  const leader = logRatios(first);
  // The leader's own margins are 0, which bounds nothing.
  const margins = scored.map((one) => differences(leader, logRatios(one)));
  return Object.fromEntries(metrics.map((metric, at) => [metric, rangeOf(at, margins, metrics, weights)]));
}

function differences(own: readonly number[], other: readonly number[]): number[] {
  return own.map((value, i) => value - other[i]);
}

function rangeOf(
  at: number,
  margins: ReadonlyArray<readonly number[]>,
  metrics: readonly string[],
  weights: Readonly<Record<string, number>>
): ShareRange {
  const others = metrics.reduce((sum, metric, i) => sum + (i === at ? 0 : weights[metric]), 0);
  let low = 0;
  let high = 1;
  for (const margin of margins) {
    const rest = margin.reduce((sum, value, i) => sum + (i === at ? 0 : (weights[metrics[i]] / others) * value), 0);
    // The margin at a share s is s·own + (1 - s)·rest; it is 0 at s = rest / (rest - own).
    const own = margin[at];
    if (own <= 0 && rest <= 0) {
      // The leader leads, so both are 0 but for rounding.
      continue;
    }
    if (own < 0) {
      high = Math.min(high, rest / (rest - own));
    } else if (rest < 0) {
      low = Math.max(low, rest / (rest - own));
    }
  }
  return { low, high };
}

/**
 * How firmly each scored group stays ahead of the next one: the share of weights, drawn evenly from all that are possible
 * (Dirichlet(1, …, 1), fixed seed), under which its score is at least that of the group after it.
 * @param ordered scored groups, highest score first
 * @returns one share fewer than there are groups
 */
export function orderShares(ordered: readonly CompositeScore[], draws = DRAWS): number[] {
  const gaps = ordered.slice(1).map((next, i) => differences(logRatios(ordered[i]), logRatios(next)));
  const kept = new Float64Array(gaps.length);
  const random = seededRandom(SEED, 'weights');
  const metrics = gaps[0] ?? [];
  for (let draw = 0; draw < draws; draw++) {
    const weights = metrics.map(() => exponentialDraw(random));
    gaps.forEach((gap, i) => {
      kept[i] += gap.reduce((sum, value, at) => sum + weights[at] * value, 0) >= 0 ? 1 : 0;
    });
  }
  return Array.from(kept, (count) => count / draws);
}
