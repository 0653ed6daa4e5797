import { continueSeries, fitAutoregression } from './ridge.ts';
import { addSeason, withoutSeason, type Season } from './season.ts';

/** A fitted model that continues the series from its end, or from any earlier position as if it had ended there. */
export type Continuation = (horizon: number, from?: number) => Float64Array;

const RIDGE = 0.0003;
/** How far a forecast may leave the range of the past: factor on the centred values, distance of logarithms. */
const CENTRED_LIMIT = 3;
const LOG_LIMIT = 3;

/** Autoregression of the values on these lags, around their mean. */
export function levelModel(values: Float64Array, lags: readonly number[], ridge = RIDGE): Continuation {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const centred = values.map((value) => value - mean);
  const limit = CENTRED_LIMIT * centred.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const model = fitAutoregression(centred, lags, ridge);
  return (horizon, from) => continueSeries(centred, model, horizon, limit, from).map((value) => value + mean);
}

/** The model that `fit` makes of the logarithms. @param values above 0 */
export function onLogarithms(values: Float64Array, fit: (logs: Float64Array) => Continuation): Continuation {
  const logs = values.map(Math.log);
  const most = logs.reduce((max, value) => Math.max(max, value)) + LOG_LIMIT;
  const model = fit(logs);
  return (horizon, from) => model(horizon, from).map((value) => Math.exp(Math.min(value, most)));
}

/**
 * The model that `fit` makes of the square roots, which steady a variance that grows with the level and, unlike
 * logarithms, take zeros; of the values themselves where one is below 0.
 */
export function onRoots(values: Float64Array, fit: (roots: Float64Array) => Continuation): Continuation {
  if (values.some((value) => value < 0)) {
    return fit(values);
  }
  const model = fit(values.map(Math.sqrt));
  return (horizon, from) => model(horizon, from).map((root) => (root > 0 ? root * root : 0));
}

/** Autoregression of what is left when the mean course of a period is taken out. */
export function profileModel(values: Float64Array, profile: Season, lags: readonly number[]): Continuation {
  const model = levelModel(withoutSeason(values, profile), lags);
  return (horizon, from = values.length) => {
    const path = model(horizon, from);
    addSeason(path, from, profile);
    return path;
  };
}

/**
 * Autoregression of the differences to the value one period before.
 * @param values more than two periods
 * @param lags those of which the differences have four times as many are used
 */
export function seasonalDifferencesModel(values: Float64Array, period: number, lags: readonly number[]): Continuation {
  const changes = values.subarray(period).map((value, i) => value - values[i]);
  const model = levelModel(
    changes,
    lags.filter((lag) => 4 * lag < changes.length)
  );
  return (horizon, from = values.length) => {
    const path = model(horizon, from - period);
    for (let h = 0; h < horizon; h++) {
      path[h] += h < period ? values[from - period + h] : path[h - period];
    }
    return path;
  };
}

/** Autoregression of the differences of neighbours around their mean, which is thus the drift. @param values at least 2 */
export function differencesModel(values: Float64Array, lags: readonly number[], ridge?: number): Continuation {
  const model = levelModel(
    values.subarray(1).map((value, i) => value - values[i]),
    lags,
    ridge
  );
  return (horizon, from = values.length) => {
    let value = values[from - 1];
    return model(horizon, from - 1).map((change) => (value += change));
  };
}
