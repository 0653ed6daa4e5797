import { countNotRising } from './inversions.ts';

/** Where the search ends among equal slopes: width of the bracket over the largest slope in it. */
const PRECISION = 1e-14;

/** The slope of this rank, 0 for the smallest, among those of all pairs of points. */
export type SlopeAt = (rank: number) => number;

/**
 * Finds slopes by rank without making all of them: those at or below s are the pairs whose y - s·x does not rise, which
 * merge sort counts. A bracket is cut until few pairs are left, which are then made. Source: M. Dillencourt, D. Mount and
 * N. Netanyahu, "A randomized algorithm for slope selection", International Journal of Computational Geometry 2 (1992),
 * without the random numbers.
 * @param x ascending and distinct, at least 2
 */
export function slopeFinder(x: Float64Array, y: Float64Array): SlopeAt {
  const n = x.length;
  const residuals = new Float64Array(n);
  const scratch = new Float64Array(n);
  const countUpTo = (slope: number): number => countNotRising(residualsOf(x, y, slope, residuals), scratch);
  // The steepest pair is always one of neighbours.
  let least = Infinity;
  let most = -Infinity;
  for (let i = 1; i < n; i++) {
    const slope = (y[i] - y[i - 1]) / (x[i] - x[i - 1]);
    least = Math.min(least, slope);
    most = Math.max(most, slope);
  }
  const pairs = (n * (n - 1)) / 2;
  const falling = pairs - countNotRising(y.map((value) => -value));
  const notRising = countUpTo(0);
  const smallest = (most - least) * PRECISION;
  return (rank) => {
    // Ties make many slopes 0, and the sign of a bound decides: 0 is found exactly.
    if (rank >= falling && rank < notRising) {
      return 0;
    }
    let [low, below] = rank < falling ? [least, 0] : [0, notRising];
    let [high, upTo] = rank < falling ? [0, falling] : [most, pairs];
    for (let pass = 0; high - low > Math.max(smallest, PRECISION * Math.max(-low, high)); pass++) {
      if (below > 0 && upTo - below <= n) {
        return slopesBetween(x, y, low, high)[rank - below] ?? high;
      }
      const share = pass % 3 === 2 ? 0.5 : Math.min(0.98, Math.max(0.02, (rank + 0.5 - below) / (upTo - below)));
      const pivot = low + (high - low) * share;
      const count = countUpTo(pivot);
      if (count > rank) {
        high = pivot;
        upTo = count;
      } else {
        low = pivot;
        below = count;
      }
    }
    return high;
  };
}

function residualsOf(x: Float64Array, y: Float64Array, slope: number, into: Float64Array): Float64Array {
  for (let i = 0; i < x.length; i++) {
    into[i] = y[i] - slope * x[i];
  }
  return into;
}

/** Slopes above `low` and up to `high`, ascending: the pairs that change places between the two orders of residuals. */
function slopesBetween(x: Float64Array, y: Float64Array, low: number, high: number): Float64Array {
  const atLow = residualsOf(x, y, low, new Float64Array(x.length));
  const atHigh = residualsOf(x, y, high, new Float64Array(x.length));
  const order = Uint32Array.from(x, (_, i) => i).sort((a, b) => atLow[a] - atLow[b] || b - a);
  const slopes: number[] = [];
  for (let i = 1; i < order.length; i++) {
    const moved = order[i];
    let j = i;
    for (; j > 0; j--) {
      const other = order[j - 1];
      if (atHigh[other] < atHigh[moved] || (atHigh[other] === atHigh[moved] && other > moved)) {
        break;
      }
      slopes.push((y[moved] - y[other]) / (x[moved] - x[other]));
      order[j] = other;
    }
    order[j] = moved;
  }
  return Float64Array.from(slopes).sort();
}
