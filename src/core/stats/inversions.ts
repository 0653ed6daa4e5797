/**
 * Number of pairs of which the later value is at or below the earlier one, in O(n log n) by merge sort.
 * Source: D. Knuth, "The art of computer programming" 3 (1973), section 5.2.4.
 * @param values finite; sorted in place
 * @param scratch as long as the values
 */
export function countNotRising(values: Float64Array, scratch: Float64Array = new Float64Array(values.length)): number {
  const n = values.length;
  let count = 0;
  let from: Float64Array = values;
  let to: Float64Array = scratch;
  for (let width = 1; width < n; width *= 2) {
    for (let start = 0; start < n; start += 2 * width) {
      const middle = Math.min(start + width, n);
      const end = Math.min(start + 2 * width, n);
      let left = start;
      let right = middle;
      for (let k = start; k < end; k++) {
        // Equal values: the later one first, so that it is counted against all earlier ones that are left.
        if (left < middle && (right >= end || from[left] < from[right])) {
          to[k] = from[left++];
        } else {
          to[k] = from[right++];
          count += middle - left;
        }
      }
    }
    [from, to] = [to, from];
  }
  if (from !== values) {
    values.set(from);
  }
  return count;
}
