/**
 * The scoring rules of the M4 competition. Source: S. Makridakis, E. Spiliotis, V. Assimakopoulos, "The M4 Competition:
 * 100,000 time series and 61 forecasting methods", International Journal of Forecasting 36 (2020), appendix A.
 *
 * @typedef {{ id: string, period: string, m: number, h: number, x: number[], xx: number[] }} ScoredSeries
 *   x is the past, xx the h values to forecast, m the period that the rules take (24 for hours, 1 for weeks)
 * @typedef {{ point: ArrayLike<number>, lower: ArrayLike<number>, upper: ArrayLike<number> }} ScoredForecast
 */

/** Weight of what lies outside a 95 % interval: 2/α. */
const PENALTY = 40;
/** Level of the seasonality test. */
const SEASONAL_Z = 1.645;

/** Mean over the horizon. @param {ScoredSeries} series @param {(value: number, step: number) => number} of */
const meanOverHorizon = (series, of) => series.xx.reduce((sum, value, step) => sum + of(value, step), 0) / series.h;

/** Mean absolute step of the seasonal naive forecast within the past, the unit of MASE and MSIS. @param {ScoredSeries} series */
function scaleOf({ x, m }) {
  const steps = x.slice(m).map((value, i) => Math.abs(value - x[i]));
  return steps.reduce((sum, step) => sum + step, 0) / steps.length;
}

/** @param {ScoredSeries} series @param {{ point: ArrayLike<number> }} forecast */
export function pointScores(series, { point }) {
  return {
    smape: meanOverHorizon(
      series,
      (value, step) => (200 * Math.abs(value - point[step])) / (Math.abs(value) + Math.abs(point[step]))
    ),
    mase: meanOverHorizon(series, (value, step) => Math.abs(value - point[step])) / scaleOf(series),
  };
}

/** @param {ScoredSeries} series @param {ScoredForecast} forecast */
export function intervalScores(series, { lower, upper }) {
  const outside = (value, step) => Math.max(0, lower[step] - value, value - upper[step]);
  return {
    coverage: meanOverHorizon(series, (value, step) => (outside(value, step) === 0 ? 1 : 0)),
    msis:
      meanOverHorizon(series, (value, step) => upper[step] - lower[step] + PENALTY * outside(value, step)) /
      scaleOf(series),
  };
}

/** The benchmark: the last value, seasonally adjusted where the past shows a season. @param {ScoredSeries} series */
export function naive2({ x, m, h }) {
  const n = x.length;
  const indices = isSeasonal(x, m) ? seasonalIndices(x, m) : new Array(m).fill(1);
  const level = x[n - 1] / indices[(n - 1) % m];
  return { point: Array.from({ length: h }, (_, step) => level * indices[(n + step) % m]) };
}

function isSeasonal(x, m) {
  if (m < 2 || x.length < 3 * m) {
    return false;
  }
  const mean = x.reduce((sum, value) => sum + value, 0) / x.length;
  const centred = x.map((value) => value - mean);
  const product = (lag) => centred.reduce((sum, value, i) => (i < lag ? sum : sum + value * centred[i - lag]), 0);
  const correlations = Array.from({ length: m + 1 }, (_, lag) => product(lag) / product(0));
  const squares = correlations.slice(1, m).reduce((sum, r) => sum + r * r, 0);
  return Math.abs(correlations[m]) > SEASONAL_Z * Math.sqrt((1 + 2 * squares) / x.length);
}

/** Multiplicative indices of classical decomposition. */
function seasonalIndices(x, m) {
  const half = Math.floor(m / 2);
  const ratios = Array.from({ length: m }, () => []);
  for (let i = half; i < x.length - half; i++) {
    const around = x.slice(i - half, i + half + 1);
    const sum = around.reduce((total, value) => total + value, 0);
    const trend = (m % 2 === 1 ? sum : sum - (around[0] + around[2 * half]) / 2) / m;
    ratios[i % m].push(x[i] / trend);
  }
  const means = ratios.map((list) => list.reduce((sum, ratio) => sum + ratio, 0) / list.length);
  const mean = means.reduce((sum, value) => sum + value, 0) / m;
  return means.map((value) => value / mean);
}

/**
 * Scores a method on many series: OWA is the mean of its sMAPE and MASE over those of Naive2, each averaged over the
 * series first.
 * @param {ScoredSeries[]} all @param {(series: ScoredSeries) => ScoredForecast} method
 */
export function scoreAll(all, method) {
  const rows = all.map((series) => {
    const forecast = method(series);
    const reference = pointScores(series, naive2(series));
    return { ...pointScores(series, forecast), ...intervalScores(series, forecast), reference };
  });
  const mean = (of) => rows.reduce((sum, row) => sum + of(row), 0) / rows.length;
  const smape = mean((row) => row.smape);
  const mase = mean((row) => row.mase);
  const owa = (smape / mean((row) => row.reference.smape) + mase / mean((row) => row.reference.mase)) / 2;
  return { n: rows.length, smape, mase, owa, coverage: mean((row) => row.coverage), msis: mean((row) => row.msis) };
}
