/** Which pairs a comparison tests. */
export type Pairing =
  /** Every pair. */
  | { kind: 'all' }
  /** One group against every other: the named baseline, or on each metric the group with the best estimate. */
  | { kind: 'baseline'; id: string }
  | { kind: 'leader' };

/** More groups than this are compared with the leader of each metric only. */
export const MOST_GROUPS_IN_PAIRS = 100;

/** Values that all tests of a metric may visit together: about a second on one core. */
const TEST_LOAD = 120e6;
/** Values that exact shifts may visit; beyond it shifts are read from quantiles. */
const SHIFT_LOAD = 2e6;
/** Quantiles that stand for a group in a shift: each bound is off by less than a thousandth in probability. */
export const SKETCH = 1000;
/** No group is cut below this. */
const LEAST_SAMPLE = 1000;

/** The one seed of everything random in a comparison: sampling and bootstrap. */
export const SEED = 20_260;

export interface Load {
  /** Most values of a group that tests look at. */
  sample: number;
  /** Most values of a group that shifts look at. */
  sketch: number;
  notices: string[];
}

/** How many values the pairs of groups of these sizes visit together. */
function visits(sizes: readonly number[], pairing: Pairing, ids: readonly string[]): number {
  const total = sizes.reduce((sum, n) => sum + n, 0);
  const others = Math.max(0, sizes.length - 1);
  if (pairing.kind === 'all') {
    return others * total;
  }
  const hub = pairing.kind === 'leader' ? Math.max(0, ...sizes) : (sizes[ids.indexOf(pairing.id)] ?? 0);
  return total + Math.max(0, others - 1) * hub;
}

/** Bounds for one metric, so that comparing takes seconds whatever is stored; none for up to some 100,000 values. */
export function loadOf(groups: ReadonlyArray<{ id: string; n: number }>, pairing: Pairing, name: string): Load {
  const sizes = groups.map(({ n }) => n);
  const ids = groups.map(({ id }) => id);
  const all = visits(sizes, pairing, ids);
  const load: Load = { sample: Infinity, sketch: Infinity, notices: [] };
  if (all > TEST_LOAD) {
    const share = TEST_LOAD / all;
    load.sample = Math.max(LEAST_SAMPLE, largestSample(sizes, pairing, ids));
    load.notices.push(
      `${name}: tests use a random sample of at most ${load.sample} values a group (seed ${SEED}), ` +
        `as all would visit ${Math.round(1 / share)} times the values that are allowed; medians use every value.`
    );
  }
  if (all > SHIFT_LOAD) {
    load.sketch = SKETCH;
    const largest = Math.max(...sizes);
    if (largest > SKETCH) {
      load.notices.push(
        `${name}: differences are read from ${SKETCH} quantiles of each group that has more values ` +
          `(up to ${largest}); ${load.sample < largest ? 'medians' : 'tests, effect sizes and medians'} use every value.`
      );
    }
  }
  return load;
}

/** The largest common limit that keeps the visits allowed, by halving. */
function largestSample(sizes: readonly number[], pairing: Pairing, ids: readonly string[]): number {
  let low = 0;
  let high = Math.max(...sizes);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    const cut = sizes.map((n) => Math.min(n, middle));
    if (visits(cut, pairing, ids) <= TEST_LOAD) {
      low = middle;
    } else {
      high = middle;
    }
  }
  return low;
}
