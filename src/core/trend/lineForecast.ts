import { fitIndexLine } from '../stats/line.ts';
import { ErrorTally } from './errorGrowth.ts';
import type { ValueForecast } from './forecastValues.ts';

/** As for `shortForecast`; the interval of the regression itself covers far too little (71 to 83 % instead of 95). */
const FACTOR = 2.35;

/**
 * Straight continuation of the least-squares line of equally spaced values, with the interval from the errors that such
 * lines made in the past. It describes, it is no good forecast: 1.27 times the error of Naive2 on M3.
 * @param values finite, at least 3
 */
export function lineForecast(values: Float64Array, horizon: number): ValueForecast {
  return extrapolate(values, horizon, 'straight line', (value) => value);
}

/** Continuation of exponential growth, the line of the logarithms. @param values above 0, at least 3 */
export function exponentialForecast(values: Float64Array, horizon: number): ValueForecast {
  const most = values.reduce((max, value) => Math.max(max, value));
  // What a power law of time does beyond this says nothing about the series.
  const limit = most * 1e6;
  // Scaled values can have become 0 on the way here, the smallest number stands for them.
  const logs = values.map((value) => Math.log(Math.max(value, Number.MIN_VALUE)));
  return extrapolate(logs, horizon, 'exponential growth', (log) => Math.min(limit, Math.exp(log)));
}

function extrapolate(
  values: Float64Array,
  horizon: number,
  model: string,
  back: (value: number) => number
): ValueForecast {
  const n = values.length;
  const tally = new ErrorTally(horizon);
  for (let origin = Math.max(3, Math.floor(n / 4)); origin < n; origin += Math.ceil(n / 400)) {
    const { slope, intercept } = fitIndexLine(values, 0, origin);
    for (let h = 0; h < Math.min(horizon, n - origin); h++) {
      tally.add(h, back(values[origin + h]) - back(intercept + slope * (origin + h)));
    }
  }
  const { slope, intercept } = fitIndexLine(values);
  return {
    point: Float64Array.from({ length: horizon }, (_, h) => back(intercept + slope * (n + h))),
    halfWidths: tally.halfWidths(horizon, FACTOR * Math.sqrt(1 + 10 / Math.max(4, n - 8))),
    model,
  };
}
