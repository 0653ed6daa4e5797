import { nelderMead } from '../stats/nelderMead.ts';
import { clamp, meanStep } from './dampedHolt.ts';

const EVALUATIONS = 120;
const THETA = { low: 1, high: 8 };
const ALPHA = { low: 0.05, high: 0.99 };

/**
 * Forecast of the dynamic optimised Theta model: exponential smoothing around a line that is fitted anew after every
 * value, with the θ, α and first level that make the sum
 * of the one-step errors to the power 1.5 (between squares and absolute values) least. Source: J. Fiorucci, T. Pellegrini, F.
 * Louzada, F. Petropoulos and A. Koehler, "Models for optimising the theta method and their relationship to state space
 * models", International Journal of Forecasting 32 (2016).
 * @param values finite, at least 2
 */
export function dynamicTheta(values: Float64Array, horizon: number): Float64Array {
  const n = values.length;
  const step = meanStep(values);
  const { intercepts, slopes } = runningLines(values);
  const cost = (p: Float64Array): number => {
    const alpha = clamp(p[0], ALPHA.low, ALPHA.high);
    const share = 1 - 1 / clamp(p[1], THETA.low, THETA.high);
    let level = values[0] + clamp(p[2], -5, 5) * step;
    let decay = 1;
    let sum = 0;
    for (let t = 0; t < n; t++) {
      const kept = decay * (1 - alpha);
      const expected = level + share * (decay * intercepts[t] + ((1 - kept) / alpha) * slopes[t]);
      const error = Math.abs(values[t] - expected);
      sum += error * Math.sqrt(error);
      level = alpha * values[t] + (1 - alpha) * level;
      decay = kept;
    }
    return sum;
  };
  const [first, second] = [
    [0.3, 2, 0],
    [0.7, 2, 0],
  ].map((start) => nelderMead(cost, start, [0.15, 0.8, 0.5], EVALUATIONS));
  const { point } = second.value < first.value ? second : first;
  return continuation(values, horizon, {
    alpha: clamp(point[0], ALPHA.low, ALPHA.high),
    share: 1 - 1 / clamp(point[1], THETA.low, THETA.high),
    level: values[0] + clamp(point[2], -5, 5) * step,
  });
}

/** Least-squares line of the values before each position, as intercept at position -1 and slope. */
function runningLines(values: Float64Array): { intercepts: Float64Array; slopes: Float64Array } {
  const intercepts = new Float64Array(values.length);
  const slopes = new Float64Array(values.length);
  const line = new RunningLine(values[0]);
  for (let t = 0; t < values.length; t++) {
    intercepts[t] = line.intercept;
    slopes[t] = line.slope;
    line.add(values[t]);
  }
  return { intercepts, slopes };
}

function continuation(
  values: Float64Array,
  horizon: number,
  model: { alpha: number; share: number; level: number }
): Float64Array {
  const { alpha, share } = model;
  const line = new RunningLine(values[0]);
  const path = new Float64Array(horizon);
  let { level } = model;
  let decay = 1;
  for (let t = 0; t < values.length + horizon; t++) {
    const kept = decay * (1 - alpha);
    const expected = level + share * (decay * line.intercept + ((1 - kept) / alpha) * line.slope);
    const value = t < values.length ? values[t] : expected;
    if (t >= values.length) {
      path[t - values.length] = expected;
    }
    level = alpha * value + (1 - alpha) * level;
    decay = kept;
    line.add(value);
  }
  return path;
}

/**
 * Least-squares line through values at 1, 2, …, less the first value, updated value by value. The model takes the line from
 * there: only so a shift of all values shifts the forecast and does nothing else.
 */
class RunningLine {
  intercept = 0;
  slope = 0;
  private n = 0;
  private sum = 0;
  private products = 0;

  constructor(private readonly origin: number) {}

  add(value: number): void {
    const n = ++this.n;
    this.sum += value - this.origin;
    this.products += n * (value - this.origin);
    if (n > 1) {
      this.slope = (12 * (this.products - ((n + 1) / 2) * this.sum)) / (n * (n * n - 1));
    }
    this.intercept = this.sum / n - (this.slope * (n + 1)) / 2;
  }
}
