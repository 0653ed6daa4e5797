/**
 * Binary searches without branches on what they find: on values in no foreseeable order that is twice as fast. The sums of
 * comparisons below are what keeps compilers from making branches of them.
 */

/** Place of the first of `count` ascending values that is at least `value`; `count` when all are less. */
export function firstAtLeast(ascending: Float64Array, count: number, value: number): number {
  let low = 0;
  let left = count;
  while (left > 1) {
    const half = left >> 1;
    low += +(ascending[low + half - 1] < value) * half;
    left -= half;
  }
  return left === 1 && ascending[low] < value ? low + 1 : low;
}

/** Place of the first of `count` ascending values that is above `value`; `count` when none is. */
export function firstAbove(ascending: Float64Array, count: number, value: number): number {
  let low = 0;
  let left = count;
  while (left > 1) {
    const half = left >> 1;
    low += +(ascending[low + half - 1] <= value) * half;
    left -= half;
  }
  return left === 1 && ascending[low] <= value ? low + 1 : low;
}
