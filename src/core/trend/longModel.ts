import {
  differencesModel,
  levelModel,
  onLogarithms,
  onRoots,
  profileModel,
  seasonalDifferencesModel,
  type Continuation,
} from './autoregressions.ts';
import { dampedPath, fitDampedHolt } from './dampedHolt.ts';
import { ErrorTally } from './errorGrowth.ts';
import type { ValueForecast } from './forecastValues.ts';
import { addSeason, profileOf, withoutSeason } from './season.ts';

const ORIGINS = 60;
const HOLT_VALUES = 200;
/** Set so that 95 % of the values fall inside, with more where the models have spent much of the data. */
const FACTOR = 1.7;
const SPENT_POWER = 0.75;

/**
 * Forecast of long series with one or two candidate periods: at each step the mean of several models without the lowest
 * and the highest. Five are ridge autoregressions: of the square roots, of the logarithms, of what the mean course of the
 * longest period leaves of the roots, of the roots' differences over the shortest period, and of those over the longest
 * period or, where there is but one, of those of neighbours. With one period the sixth is damped Holt of what the mean
 * course leaves.
 * Null when these models, even on the values that they were fitted to, err more than repeating the last value does.
 * @param values finite, at least 3 of the longest period
 * @param periods one or two, ascending
 */
export function longForecast(values: Float64Array, periods: readonly number[], horizon: number): ValueForecast | null {
  const n = values.length;
  const lags = lagsOf(periods, n);
  const longest = periods[periods.length - 1];
  const regressions = regressionsOf(values, periods, lags);
  const paths = regressions.map((model) => model(horizon));
  if (periods.length === 1) {
    paths.push(holtPath(values, longest, horizon));
  }
  const tally = new ErrorTally(horizon);
  const first = Math.max(lags[lags.length - 1], longest + 1, Math.floor(0.3 * n));
  let own = 0;
  let naive = 0;
  for (let i = 0; i < ORIGINS; i++) {
    const origin = first + Math.floor((i * (n - 1 - first)) / ORIGINS);
    const ahead = Math.min(horizon, n - origin);
    const path = trimmedMean(regressions.map((model) => model(ahead, origin)));
    for (let h = 0; h < ahead; h++) {
      const error = values[origin + h] - path[h];
      tally.add(h, error);
      own += Math.abs(error) / Math.sqrt(h + 1);
      naive += Math.abs(values[origin + h] - values[origin - 1]) / Math.sqrt(h + 1);
    }
  }
  if (own > naive) {
    return null;
  }
  const spent = longest + lags.length;
  const factor = FACTOR * ((n + spent) / Math.max(1, n - spent)) ** SPENT_POWER;
  return {
    point: trimmedMean(paths),
    halfWidths: tally.halfWidths(horizon, factor),
    model: 'seasonal autoregressions',
  };
}

function regressionsOf(values: Float64Array, periods: readonly number[], lags: readonly number[]): Continuation[] {
  const longest = periods[periods.length - 1];
  const [shortest] = periods;
  const two = periods.length > 1;
  const differenceLags = [...new Set([1, 2, 3, ...periods.flatMap((period) => [period - 1, period, period + 1])])]
    .filter((lag) => lag > 0)
    .sort((a, b) => a - b);
  const profileLags = two ? [...new Set([1, 2, 3, shortest, shortest + 1])].sort((a, b) => a - b) : [1, 2, 3, 4];
  const positive = values.every((value) => value > 0);
  return [
    onRoots(values, (roots) => levelModel(roots, lags)),
    positive ? onLogarithms(values, (logs) => levelModel(logs, lags)) : levelModel(values, lags),
    onRoots(values, (roots) => profileModel(roots, profileOf(roots, longest, false), profileLags)),
    onRoots(values, (roots) => seasonalDifferencesModel(roots, shortest, differenceLags)),
    onRoots(values, (roots) =>
      two ? seasonalDifferencesModel(roots, longest, differenceLags) : differencesModel(roots, lags)
    ),
  ];
}

function lagsOf(periods: readonly number[], n: number): number[] {
  const lags = [1, 2, 3, 4, ...periods.flatMap((period) => [period - 1, period, period + 1, 2 * period])];
  if (periods.length > 1) {
    const [day] = periods;
    lags.push(day - 2, day + 2, 2 * day + 1, 3 * day, 6 * day);
  }
  return [...new Set(lags)].filter((lag) => lag > 0 && 4 * lag < n).sort((a, b) => a - b);
}

function holtPath(values: Float64Array, period: number, horizon: number): Float64Array {
  const profile = profileOf(
    values,
    period,
    values.every((value) => value > 0)
  );
  const adjusted = withoutSeason(values, profile);
  const holt = fitDampedHolt(adjusted.subarray(Math.max(0, values.length - HOLT_VALUES)), 'squares');
  const path = dampedPath(holt, horizon);
  addSeason(path, values.length, profile);
  return path;
}

/** Mean of the paths at each step without the lowest and the highest of them; at least three paths. */
function trimmedMean(paths: readonly Float64Array[]): Float64Array {
  return paths[0].map((_, h) => {
    let sum = 0;
    let least = Infinity;
    let most = -Infinity;
    for (const path of paths) {
      const value = path[h];
      sum += value;
      least = value < least ? value : least;
      most = value > most ? value : most;
    }
    return (sum - least - most) / (paths.length - 2);
  });
}
