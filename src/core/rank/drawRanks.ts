import { SEED } from '../compare/load.ts';
import { betaDraw, seededRandom, type Random } from '../stats/random.ts';
import type { Estimate, MetricSamples, PairResult } from '../compare/types.ts';

/** How often each group is first, and among the first `top`, over all draws. */
export interface DrawnRanks {
  draws: number;
  seed: number;
  top: number;
  /** Groups with too few units to bound their estimate have none. */
  shares: ReadonlyMap<string, { best: number; top: number }>;
}

export const DRAWS = 1000;
/** The k of P(among the first k). */
export const TOP = 3;
/** Draws of all groups together. */
const MOST = 1e6;
/** Below it a median can't be bounded, and resamples of so few values say nothing of others. */
const LEAST = 6;

/**
 * P(best) and P(among the first 3) by a bootstrap of the units of every group, 1,000 draws with a fixed seed; each group
 * has its own numbers, so neither their order nor further groups change them. The median of a resample is drawn directly
 * from its exact distribution (an order statistic of uniform positions, whose law is a beta distribution), which costs
 * the same for any n; where values depend on each other, a resample has the effective n. A failed share is drawn from
 * Beta(failed + ½, n - failed + ½), as resamples of a group without failures could show none. Ties share. Source: B. Efron,
 * "Bootstrap methods: another look at the jackknife", Annals of Statistics 7 (1979); J. S. Maritz and R. G. Jarrett, JASA 73
 * (1978), for the bootstrap distribution of a median.
 *
 * Null where that would mislead or means nothing: no direction, fewer than two groups with 6 (effective) units, or pairs
 * whose task types are mixed differently.
 * @param wanted draws; fewer for more than 1,000 groups, none for 0
 */
export function drawRanks(
  sample: MetricSamples,
  estimates: ReadonlyMap<string, Estimate>,
  pairs: readonly PairResult[],
  wanted = DRAWS
): DrawnRanks | null {
  const bounded = [...estimates.values()].filter(({ nEffective }) => nEffective >= LEAST);
  if (
    wanted === 0 ||
    sample.direction === 'none' ||
    bounded.length < 2 ||
    pairs.some(({ withinTypes }) => withinTypes !== null)
  ) {
    return null;
  }
  const draws = drawsOf(wanted, bounded.length);
  const ids = bounded.map(({ id }) => id);
  const drawn = bounded.map(({ id, nEffective }) => {
    const draw = drawerOf(sample, id, nEffective);
    const random = seededRandom(SEED, id);
    return Float64Array.from({ length: draws }, () => draw(random));
  });
  const best = new Float64Array(ids.length);
  const top = new Float64Array(ids.length);
  const order = Uint32Array.from(ids, (_, i) => i);
  const values = new Float64Array(ids.length);
  const sign = sample.direction === 'higher' ? -1 : 1;
  for (let draw = 0; draw < draws; draw++) {
    for (let i = 0; i < ids.length; i++) {
      values[i] = sign * drawn[i][draw];
    }
    order.sort((a, b) => values[a] - values[b]);
    share(order, values, 1, best);
    share(order, values, TOP, top);
  }
  return {
    draws,
    seed: SEED,
    top: TOP,
    shares: new Map(ids.map((id, i) => [id, { best: best[i] / draws, top: top[i] / draws }])),
  };
}

/** Draws a group, so that all groups together take a million at most, or 100 each. */
export function drawsOf(wanted: number, groups: number): number {
  return Math.min(wanted, Math.max(100, Math.floor(MOST / groups)));
}

/** Gives the first `places` places to the groups in order; equal ones share the places that they cover. */
function share(order: Uint32Array, values: Float64Array, places: number, into: Float64Array): void {
  for (let start = 0; start < Math.min(places, order.length);) {
    let end = start + 1;
    while (end < order.length && values[order[end]] === values[order[start]]) {
      end++;
    }
    const each = Math.min(end, places) - start;
    for (let i = start; i < end; i++) {
      into[order[i]] += each / (end - start);
    }
    start = end;
  }
}

function drawerOf(sample: MetricSamples, id: string, size: number): (random: Random) => number {
  if (sample.shape === 'outcomes') {
    const { failed, total } = find(sample.groups, id);
    return (random) => betaDraw(random, failed + 0.5, total - failed + 0.5);
  }
  const { values } = find(sample.groups, id);
  return (random) => resampledMedian(values, size, random);
}

/** Median of a resample of `size` values: those at the middle of `size` uniform positions. */
export function resampledMedian(values: Float64Array, size: number, random: Random): number {
  const place = Math.ceil(size / 2);
  const at = betaDraw(random, place, size + 1 - place);
  const lower = values[Math.min(values.length - 1, Math.floor(at * values.length))];
  if (size % 2 === 1) {
    return lower;
  }
  // The next one above it is the smallest of the size - place others, which lie evenly above.
  const next = at + (1 - at) * (1 - (1 - random()) ** (1 / (size - place)));
  return lower / 2 + values[Math.min(values.length - 1, Math.floor(next * values.length))] / 2;
}

function find<Group extends { id: string }>(groups: readonly Group[], id: string): Group {
  const found = groups.find((group) => group.id === id);
  if (found === undefined) {
    throw new RangeError(`no data of group ${id}`);
  }
  return found;
}
