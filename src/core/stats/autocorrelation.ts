/**
 * Autocorrelations of equally spaced values at lags 0 to `maxLag` (the first is 1), with the divisor n at every lag, as
 * R's `acf`. Source: G. Box and G. Jenkins, "Time series analysis" (1970), section 2.1. Lags beyond n - 1 are 0; a
 * constant series has 0 at every lag above 0.
 * @param values finite (not checked)
 */
export function autocorrelations(values: Float64Array, maxLag: number): Float64Array {
  const n = values.length;
  const result = new Float64Array(maxLag + 1);
  result[0] = 1;
  const centred = values.map(centre(values));
  let squares = 0;
  for (const value of centred) {
    squares += value * value;
  }
  if (!(squares > 0)) {
    return result;
  }
  for (let lag = 1; lag <= Math.min(maxLag, n - 1); lag++) {
    // Independent sums: one dependent addition after the other would wait for the adder.
    let sum0 = 0;
    let sum1 = 0;
    let sum2 = 0;
    let sum3 = 0;
    let i = lag;
    for (; i + 3 < n; i += 4) {
      sum0 += centred[i] * centred[i - lag];
      sum1 += centred[i + 1] * centred[i + 1 - lag];
      sum2 += centred[i + 2] * centred[i + 2 - lag];
      sum3 += centred[i + 3] * centred[i + 3 - lag];
    }
    for (; i < n; i++) {
      sum0 += centred[i] * centred[i - lag];
    }
    result[lag] = (sum0 + sum1 + (sum2 + sum3)) / squares;
  }
  return result;
}

/** Equal values have a difference of exactly 0 to the mean, whatever the sum was rounded to. */
function centre(values: Float64Array): (value: number) => number {
  const first = values.length > 0 ? values[0] : 0;
  let sum = 0;
  for (const value of values) {
    sum += value - first;
  }
  const mean = values.length > 0 ? sum / values.length : 0;
  return (value) => value - first - mean;
}
