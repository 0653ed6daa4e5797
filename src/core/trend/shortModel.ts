import { differencesModel, onRoots } from './autoregressions.ts';
import { forecastBlocks } from './blocks.ts';
import { dampedPath, fitDampedHolt } from './dampedHolt.ts';
import { dynamicTheta } from './dynamicTheta.ts';
import type { ValueForecast } from './forecastValues.ts';
import { addSeason, decomposeShrunk, isSeasonal, LEAST_PERIODS, withoutSeason, type Season } from './season.ts';
import { shortHalfWidths } from './shortIntervals.ts';

/** Values that the models are fitted to. */
const RECENT = 200;
/** Weight of a period's ratios against those of the period after it. */
const SEASON_MEMORY = 0.9;
/** Below this a division by the index blows noise up more than the ratio is worth. */
const LEAST_INDEX = 0.02;
/** Strong, for few values. */
const RIDGE = 0.02;
/** Models in the mean, in order: dynamic Theta, damped Holt, damped Holt on blocks, autoregression of differences. */
const WEIGHTS = [3 / 6, 1 / 6, 1 / 6, 1 / 6];

/**
 * Forecast of short series, or of long ones without candidate periods: the weighted mean of the dynamic Theta model on
 * square roots, damped Holt of the values and of their means over a quarter of the period (all three without the season,
 * whose indices are shrunk) and an autoregression of the square roots' differences.
 * @param values finite, at least 3
 * @param periods candidates in points; of those seen three times the first that shows counts, else the first
 */
export function shortForecast(values: Float64Array, periods: readonly number[], horizon: number): ValueForecast {
  const season = seasonOf(values, periods);
  const adjusted = season ? withoutSeason(values, season) : values;
  const recent = adjusted.subarray(Math.max(0, adjusted.length - RECENT));
  const holt = fitDampedHolt(recent, 'absolute');
  const slow = forecastBlocks(recent, blockSize(season), horizon, (means, ahead) =>
    dampedPath(fitDampedHolt(means, 'absolute'), ahead)
  );
  const models = [
    onRoots(recent, (roots) => (ahead) => dynamicTheta(roots, ahead))(horizon),
    dampedPath(holt, horizon),
    slow ?? dampedPath(holt, horizon),
  ];
  if (season) {
    models.forEach((path) => addSeason(path, values.length, season));
  }
  const lags = differenceLags(values.length, season ? season.period : 1);
  models.push(onRoots(values, (roots) => differencesModel(roots, lags, RIDGE))(horizon));
  const offset = values.length - recent.length;
  return {
    point: models[0].map((_, h) => models.reduce((sum, path, i) => sum + WEIGHTS[i] * path[h], 0)),
    halfWidths: shortHalfWidths(recent, holt, season ? { season, offset } : null, horizon),
    model: 'Theta, Holt and autoregression',
  };
}

function seasonOf(values: Float64Array, periods: readonly number[]): Season | null {
  const seen = periods.filter((period) => values.length >= LEAST_PERIODS * period);
  // Two or three indices are too few to shrink by: such a season must show.
  const period =
    seen.find((candidate) => isSeasonal(values, candidate)) ?? seen.find((candidate) => candidate > LEAST_PERIODS);
  if (period === undefined) {
    return null;
  }
  const ratios = values.every((value) => value > 0) ? decomposeShrunk(values, period, true, SEASON_MEMORY) : null;
  return ratios?.indices.every((index) => index > LEAST_INDEX)
    ? ratios
    : decomposeShrunk(values, period, false, SEASON_MEMORY);
}

/** @param period 1 where there is none */
function differenceLags(n: number, period: number): number[] {
  const wanted = period > 1 && n > 4 * period ? [1, 2, 3, 4, period - 1, period, period + 1] : [1, 2];
  return [...new Set(wanted)].filter((lag) => 3 * lag < n).sort((a, b) => a - b);
}

/** A quarter of the period, for monthly values three months. */
function blockSize(season: Season | null): number {
  return season === null ? 1 : Math.max(season.period > 3 ? 2 : 1, Math.round(season.period / 4));
}
