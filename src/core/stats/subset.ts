import type { Random } from './random.ts';

/**
 * `size` values picked without replacement, every subset equally likely, in the order that they have in `values`: an
 * ascending sample stays ascending. All of them when `size` is at least their number. O(n). Source: D. E. Knuth, "The
 * Art of Computer Programming" 2, section 3.4.2, algorithm S.
 */
export function randomSubset(values: Float64Array, size: number, random: Random): Float64Array {
  return size >= values.length
    ? values
    : Float64Array.from(randomPositions(values.length, size, random), (i) => values[i]);
}

/** `size` of the positions 0 to n - 1, ascending; see `randomSubset`. */
export function randomPositions(n: number, size: number, random: Random): Uint32Array {
  const picked = new Uint32Array(Math.min(n, size));
  let taken = 0;
  for (let i = 0; taken < picked.length; i++) {
    if ((n - i) * random() < picked.length - taken) {
      picked[taken++] = i;
    }
  }
  return picked;
}

/**
 * `size` evenly spaced order statistics, at the shares (i + 1/2)/size: what stands for a large sorted sample where only
 * its quantiles matter. Each lies within 1/(2·size) of the share that it stands for. The sample itself, where it has no
 * more values than that.
 */
export function thinned(sorted: Float64Array, size: number): Float64Array {
  const n = sorted.length;
  if (n <= size) {
    return sorted;
  }
  const quantiles = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    quantiles[i] = sorted[Math.floor(((i + 0.5) * n) / size)];
  }
  return quantiles;
}
