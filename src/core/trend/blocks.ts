/**
 * Forecast of means of `size` neighbouring values (counted from the end), drawn straight between their middles back to
 * single values: a slow course shows better where the noise is averaged out. Source: N. Kourentzes, F. Petropoulos and
 * J. Trapero, "Improving forecasting by estimating time series structural components across multiple frequencies",
 * International Journal of Forecasting 30 (2014). Null with fewer than 4 blocks.
 */
export function forecastBlocks(
  values: Float64Array,
  size: number,
  horizon: number,
  method: (means: Float64Array, horizon: number) => Float64Array
): Float64Array | null {
  const count = Math.floor(values.length / size);
  if (count < 4) {
    return null;
  }
  const skipped = values.length - count * size;
  const means = Float64Array.from({ length: count }, (_, block) => {
    let sum = 0;
    for (let i = 0; i < size; i++) {
      sum += values[skipped + block * size + i];
    }
    return sum / size;
  });
  const ahead = method(means, Math.ceil(horizon / size) + 1);
  const at = (block: number): number => (block < count ? means[block] : ahead[block - count]);
  return Float64Array.from({ length: horizon }, (_, h) => {
    const position = count + (h + 0.5) / size - 0.5;
    const block = Math.floor(position);
    return at(block) + (position - block) * (at(block + 1) - at(block));
  });
}
