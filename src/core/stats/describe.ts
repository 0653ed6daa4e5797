/** Moments and extremes of a sample, in the unit of its values. */
export interface Summary {
  /** Finite values counted. */
  n: number;
  /** Null when n = 0. */
  mean: number | null;
  /** Sample standard deviation (divisor n - 1); null when n < 2. */
  sd: number | null;
  min: number | null;
  max: number | null;
}

/** Values summed around one shift: enough to keep the merging cheap, few enough to stay in the first-level cache. */
const BLOCK = 1024;
/** Squares below this lose digits to underflow. */
const TINY_SQUARES = 1e-280;

interface Moments {
  mean: number;
  squares: number;
  min: number;
  max: number;
}

/**
 * Count, mean, sample standard deviation, minimum and maximum in one pass, in any order, in the unit of the values.
 * NaN and infinities are left out and not counted; n = 0 has null everywhere, n = 1 has a null `sd`. Large offsets,
 * spikes and values near the limits of a double keep about 12 digits.
 *
 * Method: sums block by block, shifted by the mean of the block before and merged by the update of Chan, Golub and
 * LeVeque, "Algorithms for computing the sample variance", The American Statistician 37 (1983). A shift
 * costs digits where it is far from the block's mean, but then the two blocks differ so much that the lost ones are
 * beyond the last digit of the whole.
 */
export function describe(values: Float64Array): Summary {
  if (values.length === 0) {
    return { n: 0, mean: null, sd: null, min: null, max: null };
  }
  const moments = momentsOf(values);
  const { mean, squares, min, max } = moments;
  const usable = Number.isFinite(mean) && Number.isFinite(squares) && (squares > TINY_SQUARES || min === max);
  return usable ? summary(values.length, moments, 1) : describeRescaled(values.filter(Number.isFinite));
}

/** The slow way for what the fast one cannot hold: a power of two scales the squares into range without rounding. */
function describeRescaled(finite: Float64Array): Summary {
  const largest = finite.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (largest === 0) {
    return finite.length === 0 ? describe(finite) : summary(finite.length, momentsOf(finite), 1);
  }
  const scale = 2 ** Math.floor(Math.log2(largest));
  return summary(finite.length, momentsOf(finite.map((value) => value / scale)), scale);
}

function summary(n: number, { mean, squares, min, max }: Moments, scale: number): Summary {
  return {
    n,
    mean: Math.min(max, Math.max(min, mean)) * scale,
    sd: n < 2 ? null : Math.sqrt(squares / (n - 1)) * scale,
    min: min * scale,
    max: max * scale,
  };
}

function momentsOf(values: Float64Array): Moments {
  let shift = values[0];
  let mean = 0;
  let squares = 0;
  let min = values[0];
  let max = values[0];
  for (let start = 0; start < values.length; start += BLOCK) {
    const end = Math.min(start + BLOCK, values.length);
    // Four independent sums: one dependent addition after the other would wait for the adder.
    let sum0 = 0;
    let sum1 = 0;
    let sum2 = 0;
    let sum3 = 0;
    let square0 = 0;
    let square1 = 0;
    let square2 = 0;
    let square3 = 0;
    let i = start;
    for (const lastFour = end - 3; i < lastFour; i += 4) {
      const x0 = values[i];
      const x1 = values[i + 1];
      const x2 = values[i + 2];
      const x3 = values[i + 3];
      min = x0 < min ? x0 : min;
      max = x0 > max ? x0 : max;
      min = x1 < min ? x1 : min;
      max = x1 > max ? x1 : max;
      min = x2 < min ? x2 : min;
      max = x2 > max ? x2 : max;
      min = x3 < min ? x3 : min;
      max = x3 > max ? x3 : max;
      const d0 = x0 - shift;
      const d1 = x1 - shift;
      const d2 = x2 - shift;
      const d3 = x3 - shift;
      sum0 += d0;
      sum1 += d1;
      sum2 += d2;
      sum3 += d3;
      square0 += d0 * d0;
      square1 += d1 * d1;
      square2 += d2 * d2;
      square3 += d3 * d3;
    }
    for (; i < end; i++) {
      const x = values[i];
      min = x < min ? x : min;
      max = x > max ? x : max;
      const d = x - shift;
      sum0 += d;
      square0 += d * d;
    }
    const length = end - start;
    const offset = (sum0 + sum1 + (sum2 + sum3)) / length;
    squares += Math.max(0, square0 + square1 + (square2 + square3) - offset * offset * length);
    shift += offset;
    const step = shift - mean;
    squares += start === 0 ? 0 : step * step * ((start * length) / end);
    mean += (step * length) / end;
  }
  return { mean, squares, min, max };
}
