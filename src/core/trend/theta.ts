import { fitIndexLine } from '../stats/line.ts';
import { nelderMead } from '../stats/nelderMead.ts';
import { clamp, meanStep } from './dampedHolt.ts';

const ALPHA = { low: 0.02, high: 0.99 };
const EVALUATIONS = 60;

export interface Smoothing {
  alpha: number;
  /** Level after each value. */
  levels: Float64Array;
}

/**
 * Simple exponential smoothing with the weight and first level of the least squared one-step errors; the last level is
 * the forecast. Source: R. Hyndman, A. Koehler, J. Ord and R. Snyder, "Forecasting with exponential smoothing" (2008).
 * @param values finite, at least 1
 */
export function smooth(values: Float64Array): Smoothing {
  const step = meanStep(values);
  const start = (p: Float64Array) => values[0] + clamp(p[1], -5, 5) * step;
  const cost = (p: Float64Array): number => {
    const alpha = clamp(p[0], ALPHA.low, ALPHA.high);
    let level = start(p);
    let squares = 0;
    for (const value of values) {
      const error = value - level;
      squares += error * error;
      level += alpha * error;
    }
    return squares;
  };
  const { point } = nelderMead(cost, [0.4, 0], [0.25, 0.5], EVALUATIONS);
  const alpha = clamp(point[0], ALPHA.low, ALPHA.high);
  const levels = new Float64Array(values.length);
  let level = start(point);
  for (let i = 0; i < values.length; i++) {
    level += alpha * (values[i] - level);
    levels[i] = level;
  }
  return { alpha, levels };
}

/**
 * Theta forecast: exponential smoothing with half of the straight line's slope as drift. Source: V. Assimakopoulos and
 * K. Nikolopoulos, "The theta model", International Journal of Forecasting 16 (2000), in the form of R. Hyndman and B.
 * Billah, "Unmasking the Theta method", ibid. 19 (2003).
 * @param values finite, at least 2
 */
export function theta(values: Float64Array, horizon: number, { alpha, levels } = smooth(values)): Float64Array {
  const n = values.length;
  const drift = fitIndexLine(values).slope / 2;
  const lag = (1 - (1 - alpha) ** n) / alpha;
  return Float64Array.from({ length: horizon }, (_, h) => levels[n - 1] + drift * (h + lag));
}
