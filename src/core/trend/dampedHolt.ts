import { fitIndexLine } from '../stats/line.ts';
import { nelderMead } from '../stats/nelderMead.ts';

const EVALUATIONS = 160;
/** Values that the free start is drawn around. */
const HEAD = 10;
const ALPHA = { low: 0.01, high: 0.99 };
const PHI = { low: 0.7, high: 0.99 };

export interface DampedHolt {
  alpha: number;
  beta: number;
  phi: number;
  /** Level and slope after each value. */
  levels: Float64Array;
  slopes: Float64Array;
}

/**
 * Exponential smoothing with a damped trend: the weights of level and slope, their start values and the damping are
 * those with the least one-step errors, squared or (less moved by outliers) absolute. Source: E. Gardner and E. McKenzie, "Forecasting trends in time series", Management
 * Science 31 (1985).
 * @param values finite, at least 2
 */
export function fitDampedHolt(values: Float64Array, loss: 'squares' | 'absolute'): DampedHolt {
  const absolute = loss === 'absolute';
  const head = fitIndexLine(values, 0, Math.min(HEAD, values.length));
  const step = meanStep(values);
  const unpack = (p: ArrayLike<number>) => {
    const alpha = clamp(p[0], ALPHA.low, ALPHA.high);
    return {
      alpha,
      beta: clamp(p[1], 0, 1) * alpha,
      phi: clamp(p[2], PHI.low, PHI.high),
      level: head.intercept - head.slope + clamp(p[3], -5, 5) * step,
      slope: head.slope + clamp(p[4], -3, 3) * step,
    };
  };
  const cost = (p: Float64Array): number => {
    const { alpha, beta, phi, level: firstLevel, slope: firstSlope } = unpack(p);
    let level = firstLevel;
    let slope = firstSlope;
    let sum = 0;
    for (let i = 0; i < values.length; i++) {
      const expected = level + phi * slope;
      const error = values[i] - expected;
      sum += absolute ? Math.abs(error) : error * error;
      level = expected + alpha * error;
      slope = phi * slope + beta * error;
    }
    return sum;
  };
  const [first, second] = [
    [0.3, 0.1, 0.9, 0, 0],
    [0.8, 0.1, 0.95, 0, 0],
  ].map((start) => nelderMead(cost, start, [0.15, 0.15, -0.08, 0.5, 0.3], EVALUATIONS));
  const { alpha, beta, phi, level, slope } = unpack((second.value < first.value ? second : first).point);
  return { alpha, beta, phi, ...dampedStates(values, { alpha, beta, phi, level, slope }) };
}

/** Forecast of the next values from the state after value `at` (default: the last). */
export function dampedPath(model: DampedHolt, horizon: number, at = model.levels.length - 1): Float64Array {
  const path = new Float64Array(horizon);
  let value = model.levels[at];
  let step = model.slopes[at];
  for (let h = 0; h < horizon; h++) {
    step *= model.phi;
    value += step;
    path[h] = value;
  }
  return path;
}

function dampedStates(
  values: Float64Array,
  start: { alpha: number; beta: number; phi: number; level: number; slope: number }
): Pick<DampedHolt, 'levels' | 'slopes'> {
  const levels = new Float64Array(values.length);
  const slopes = new Float64Array(values.length);
  let { level, slope } = start;
  for (let i = 0; i < values.length; i++) {
    const expected = level + start.phi * slope;
    const error = values[i] - expected;
    level = expected + start.alpha * error;
    slope = start.phi * slope + start.beta * error;
    levels[i] = level;
    slopes[i] = slope;
  }
  return { levels, slopes };
}

/** Mean absolute difference of neighbours, the natural scale of a start value's error. */
export function meanStep(values: Float64Array): number {
  let sum = 0;
  for (let i = 1; i < values.length; i++) {
    sum += Math.abs(values[i] - values[i - 1]);
  }
  return values.length > 1 ? sum / (values.length - 1) : 0;
}

export function clamp(value: number, low: number, high: number): number {
  return value < low ? low : value > high ? high : value;
}
