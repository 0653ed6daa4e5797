import { fitDampedHolt } from './dampedHolt.ts';
import type { ValueForecast } from './forecastValues.ts';
import { addSeason, decompose, isSeasonal, withoutSeason } from './season.ts';
import { shortHalfWidths } from './shortIntervals.ts';
import { theta } from './theta.ts';

/**
 * The classic Theta method with classical seasonal adjustment where a season shows, as R's `thetaf`: the best known
 * simple baseline, kept beside the automatic forecast to compare with.
 * @param values finite, at least 3
 */
export function thetaForecast(values: Float64Array, periods: readonly number[], horizon: number): ValueForecast {
  const period = periods.find((candidate) => isSeasonal(values, candidate));
  const positive = values.every((value) => value > 0);
  const season = period === undefined ? null : decompose(values, period, positive);
  const adjusted = season === null ? values : withoutSeason(values, season);
  const point = theta(adjusted, horizon);
  if (season !== null) {
    addSeason(point, values.length, season);
  }
  const seasonal = season === null ? null : { season, offset: 0 };
  return {
    point,
    halfWidths: shortHalfWidths(adjusted, fitDampedHolt(adjusted, 'squares'), seasonal, horizon),
    model: 'Theta',
  };
}
