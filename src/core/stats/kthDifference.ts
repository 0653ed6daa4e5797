/** Where a pivot cuts the differences a[i] - b[j]. */
export interface Cut {
  /** Differences at or below the pivot. */
  count: number;
  /** Largest difference at or below the pivot; -Infinity when there is none. */
  atMost: number;
  /** Smallest difference above the pivot; Infinity when there is none. */
  above: number;
}

/** Between which differences an answer lies, and how many (or what weight) are below `low` and up to `high`. */
export interface Bracket {
  low: number;
  high: number;
  below: number;
  upTo: number;
}

/** Cuts all differences of two ascending samples at a pivot in O(n + m), without making them. */
export function cutDifferences(a: Float64Array, b: Float64Array, pivot: number): Cut {
  const m = b.length;
  let count = 0;
  let atMost = -Infinity;
  let above = Infinity;
  // Row i falls with j, and the first column at or below the pivot moves right as a[i] grows.
  let j = 0;
  for (let i = 0; i < a.length; i++) {
    const value = a[i];
    while (j < m && value - b[j] > pivot) {
      j++;
    }
    count += m - j;
    if (j < m && value - b[j] > atMost) {
      atMost = value - b[j];
    }
    if (j > 0 && value - b[j - 1] < above) {
      above = value - b[j - 1];
    }
  }
  return { count, atMost, above };
}

/**
 * The k-th smallest (1 = smallest) of the n·m differences a[i] - b[j], exactly, without making them: O(n + m) memory
 * and about a dozen passes of O(n + m), never more than about 200. The bounds always snap to existing differences, so
 * ties end the search instead of slowing it. Both samples finite and ascending, their differences within the range of
 * a double.
 * @param known differences between which it lies, where earlier searches have shown some
 * @throws RangeError unless 1 <= k <= n·m
 */
export function kthDifference(a: Float64Array, b: Float64Array, k: number, known: Partial<Bracket> = {}): number {
  const total = a.length * b.length;
  if (!(k >= 1 && k <= total)) {
    throw new RangeError(`there is no difference number ${k} of ${total}`);
  }
  let { low = a[0] - b[b.length - 1], high = a[a.length - 1] - b[0], below = 0, upTo = total } = known;
  for (let pass = 0; low < high; pass++) {
    // Interpolation is fast where differences are spread evenly; a logarithmic middle bounds the rest.
    const pivot =
      pass % 3 < 2 ? interpolate(low, high, (k - below - 0.5) / (upTo - below)) : middleMagnitude(low, high);
    const cut = cutDifferences(a, b, pivot);
    if (cut.count >= k) {
      high = cut.atMost;
      upTo = cut.count;
    } else {
      low = cut.above;
      below = cut.count;
    }
  }
  return low + 0; // never -0, which people would see as a sign
}

/** Between two bounds, and never the upper one itself. */
export function interpolate(low: number, high: number, share: number): number {
  const pivot = low + (high - low) * share;
  return pivot < high ? pivot : low;
}

/** Halves the logarithm of what lies between, so that any range shrinks to a factor of 2 in a dozen steps. */
export function middleMagnitude(low: number, high: number): number {
  if (low < 0 && high > 0) {
    return 0;
  }
  const root = (value: number): number => Math.sqrt(Math.max(Math.abs(value), Number.MIN_VALUE));
  const middle = Math.sign(low + high) * root(low) * root(high);
  return middle >= low && middle < high ? middle : low;
}
