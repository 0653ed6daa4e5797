/** How a method did on the last values, which it was not shown. */
export interface HoldoutScore {
  /** Mean absolute error over that of seasonal naive steps in the past (Hyndman and Koehler 2006). */
  mase: number;
  /** Whether its error was below that of repeating the last value and, with a season, the last period. */
  betterThanNaive: boolean;
}

/** Share of the values that is held out at most. */
const SHARE = 4;

/**
 * Forecasts the last values (as many as the horizon, at most a quarter) from those before them and scores the forecast.
 * Null when too few are left to forecast from, or the past never moved.
 * @param period of the season, 1 without one
 * @param least values that the method needs
 */
export function scoreHoldout(
  values: Float64Array,
  { horizon, period, least }: { horizon: number; period: number; least: number },
  method: (past: Float64Array, horizon: number) => Float64Array
): HoldoutScore | null {
  const held = Math.min(horizon, Math.floor(values.length / SHARE));
  const past = values.subarray(0, values.length - held);
  const n = past.length;
  if (held < 1 || n < Math.max(least, period + 1)) {
    return null;
  }
  let moved = 0;
  for (let i = period; i < n; i++) {
    moved += Math.abs(past[i] - past[i - period]) / (n - period);
  }
  if (!(moved > 0)) {
    return null;
  }
  const future = values.subarray(n);
  const error = (at: (h: number) => number): number =>
    future.reduce((sum, value, h) => sum + Math.abs(value - at(h)) / held, 0);
  const path = method(past, held);
  const own = error((h) => path[h]);
  const naive = Math.min(
    error(() => past[n - 1]),
    error((h) => past[n - period + (h % period)])
  );
  return { mase: own / moved, betterThanNaive: own < naive };
}
