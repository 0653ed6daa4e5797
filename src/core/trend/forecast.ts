import { finiteOrNull } from '../frames/table.ts';
import { stepLength, timeOf } from './calendar.ts';
import { findCrossing } from './crossing.ts';
import { EMPTY_FORECAST, type Forecast, type ForecastMethod, type ForecastOptions } from './forecastTypes.ts';
import { forecastValues, type ValueForecast } from './forecastValues.ts';
import { toGrid, type Grid } from './grid.ts';
import { scoreHoldout } from './holdout.ts';
import { horizonPoints } from './horizon.ts';
import { exponentialForecast, lineForecast } from './lineForecast.ts';
import { candidatePeriods } from './periods.ts';
import { cleanSeries, isConstant, scaleOf, type Series } from './series.ts';
import { showsSeason } from './season.ts';
import { thetaForecast } from './thetaForecast.ts';

/** With fewer values not even the nearest forecast has been wrong three times. */
const LEAST = 6;
/** Half of the 80 % interval over that of 95 %: forecast errors have longer tails than the normal law (1.28/1.96). */
const EIGHTY = 0.54;

/**
 * Forecast of one time series with 80 and 95 % intervals from the errors of earlier forecasts, the score of the method
 * on values held out, and the time to a threshold. Values may be irregular, unsorted and have gaps (see `toGrid`).
 *
 * `auto` is one method with one parameter set for all series; its parts and their sources: `shortForecast`, `longForecast`.
 * `theta` is the classic Theta method, a plain baseline; `linear` and `exponential` continue a line. Where no value is below 0 the forecast is not either.
 *
 * Below 6 values the status is `insufficient_data` and there are no rows; equal values have status `constant`, themselves
 * as forecast and no interval; `exponential` refuses values that are not above 0.
 * @throws RangeError when times and values differ in number, or an option is not what it must be
 */
export function forecast(series: Series, options: ForecastOptions = {}): Forecast {
  const method = options.method ?? 'auto';
  const clean = cleanSeries(series);
  const empty = { ...EMPTY_FORECAST, method, n: clean.values.length, notices: clean.notices };
  if (clean.values.length < 2) {
    return { ...empty, reason: `${LEAST} values are needed, there are ${clean.values.length}` };
  }
  const grid = toGrid(clean);
  const notices = [...clean.notices, ...grid.notices];
  const n = grid.values.length;
  if (n < LEAST) {
    return { ...empty, n, notices, reason: `${LEAST} values are needed, there are ${n}` };
  }
  const refused = method === 'exponential' && grid.values.some((value) => value <= 0);
  if (refused) {
    return { ...empty, n, notices, reason: 'exponential growth needs values above 0' };
  }
  const periods = readPeriods(options.periods) ?? candidatePeriods(grid.step);
  const shown = periods.find((period) => showsSeason(grid.values, period)) ?? null;
  const { points, notice } = horizonPoints(options.horizon, { n, step: grid.step, period: shown });
  const base = { ...empty, n, notices: notice === null ? notices : [...notices, notice] };
  return finish(grid, points, { base, options, periods, shown, method });
}

interface Context {
  base: Forecast;
  options: ForecastOptions;
  periods: readonly number[];
  /** Period that shows in the data. */
  shown: number | null;
  method: ForecastMethod;
}

function finish(grid: Grid, points: number, { base, options, periods, shown, method }: Context): Forecast {
  const constant = isConstant(grid.values);
  const scale = scaleOf(grid.values);
  const values = grid.values.map((value) => value / scale);
  const found = constant ? null : applyMethod(method, values, periods, points);
  const clip = clipper(grid.values, options.bounds);
  const path = (of: (h: number) => number): Array<number | null> =>
    Array.from({ length: points }, (_, h) => finiteOrNull(clip(of(h) * scale)));
  const band = (share: number): Array<number | null> =>
    path((h) => (found === null ? NaN : found.point[h] + share * found.halfWidths[h]));
  const times = Array.from({ length: points }, (_, h) => timeOf(h + 1, grid.end, grid.step));
  const rows = {
    times,
    point: path((h) => (found === null ? values[0] : found.point[h])),
    lower80: band(-EIGHTY),
    upper80: band(EIGHTY),
    lower95: band(-1),
    upper95: band(1),
  };
  const score = constant ? null : scoreOf(method, values, periods, points, shown ?? 1);
  const last = { time: grid.end, value: grid.values[grid.values.length - 1] };
  return {
    ...base,
    ...rows,
    status: constant ? 'constant' : 'ok',
    reason: constant ? 'all values are equal: there is no error to make an interval of' : null,
    model: found?.model ?? 'constant',
    period: constant ? null : shown,
    horizon: { points, ms: times[points - 1] - grid.end },
    stepMs: stepLength(grid.step),
    mase: finiteOrNull(score?.mase),
    betterThanNaive: score?.betterThanNaive ?? null,
    crossing:
      options.threshold === undefined ? null : findCrossing(options.threshold, last, rows, options.thresholdSide),
  };
}

function scoreOf(
  method: ForecastMethod,
  values: Float64Array,
  periods: readonly number[],
  horizon: number,
  period: number
): ReturnType<typeof scoreHoldout> {
  return scoreHoldout(
    values,
    { horizon, period, least: LEAST },
    (past, ahead) => applyMethod(method, past, periods, ahead).point
  );
}

function applyMethod(
  method: ForecastMethod,
  values: Float64Array,
  periods: readonly number[],
  horizon: number
): ValueForecast {
  switch (method) {
    case 'auto':
      return forecastValues(values, periods, horizon);
    case 'theta':
      return thetaForecast(values, periods, horizon);
    case 'linear':
      return lineForecast(values, horizon);
    case 'exponential':
      return exponentialForecast(values, horizon);
  }
}

function clipper(values: Float64Array, bounds: ForecastOptions['bounds']): (value: number) => number {
  const low = bounds?.low ?? (values.every((value) => value >= 0) ? 0 : -Infinity);
  const high = bounds?.high ?? Infinity;
  if (!(low <= high)) {
    throw new RangeError(`bounds from ${low} to ${high} hold nothing`);
  }
  return (value) => Math.min(high, Math.max(low, value));
}

function readPeriods(periods: ForecastOptions['periods']): number[] | undefined {
  if (periods === undefined) {
    return undefined;
  }
  const list = [...new Set(typeof periods === 'number' ? [periods] : periods)].sort((a, b) => a - b);
  if (list.length > 2 || list.some((period) => !(Number.isInteger(period) && period >= 2))) {
    throw new RangeError(`periods must be at most two whole numbers of points above 1, got ${list.join(', ')}`);
  }
  return list;
}
