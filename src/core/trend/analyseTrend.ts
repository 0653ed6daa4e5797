import { finiteOrNull } from '../frames/table.ts';
import { independentBatches, type Batches } from './batches.ts';
import { HOUR } from './duration.ts';
import { cleanSeries, isConstant, scaleOf, type CleanSeries, type Series } from './series.ts';
import { thresholdTime } from './thresholdTime.ts';
import { adjustedR2, leastSquaresLine, rankLine, type TrendLine } from './trendLine.ts';
import type { Trend, TrendDirection, TrendOptions, TrendVerdict } from './trendTypes.ts';

/** With 4 values no order is unlikely enough for a rank test at 5 %. */
const LEAST = 5;
const ALPHA = 0.05;
/** Batches without which a test is not valid: by simulation the rank test keeps its 5 % from 5 on, the t test from 8. */
const LEAST_BATCHES = { theilsen: 5, linear: 8, exponential: 8 };

/**
 * Describes how a series moved: slope per hour with its 95 % interval, test, fit and verdict. It describes; to look
 * ahead use `forecast`. Times may be irregular, unsorted and have gaps.
 *
 * `theilsen`: median of the slopes of all pairs with the Mann-Kendall test; `linear`: least squares with the t test;
 * `exponential`: least squares of the logarithms. Where neighbouring values depend on each other, line, interval and
 * test are those of batch medians (see `independentBatches`); where these are too few, there is no p and no interval.
 *
 * Status `insufficient_data`, with a reason, below 5 values and for `exponential` with values that are not above 0;
 * `constant` when all values are equal.
 * @throws RangeError when times and values differ in number, or `minEffect` is below 0 or NaN
 */
export function analyseTrend(series: Series, options: TrendOptions = {}): Trend {
  const method = options.method ?? 'theilsen';
  const minEffect = options.minEffect ?? 0;
  if (!(minEffect >= 0)) {
    throw new RangeError(`minEffect must be 0 or more, got ${minEffect}`);
  }
  const clean = cleanSeries(series);
  const { values, notices } = clean;
  const n = values.length;
  const empty: Trend = { ...NOTHING, method, n, notices };
  if (n < LEAST) {
    return { ...empty, reason: `${LEAST} values are needed, there are ${n}` };
  }
  if (method === 'exponential' && values.some((value) => value <= 0)) {
    return { ...empty, reason: 'exponential growth needs values above 0' };
  }
  if (isConstant(values)) {
    return constantTrend(empty, clean, options);
  }
  return fittedTrend(empty, clean, { ...options, method, minEffect });
}

const NOTHING: Omit<Trend, 'method' | 'n' | 'notices'> = {
  status: 'insufficient_data',
  reason: null,
  effectiveN: 0,
  slopePerHour: null,
  low: null,
  high: null,
  percentPerHour: null,
  adjustedR2: null,
  p: null,
  autocorrelation: null,
  direction: 'not significant',
  verdict: 'unrated',
  line: null,
  threshold: null,
};

function constantTrend(empty: Trend, { times, values }: CleanSeries, { better, threshold }: TrendOptions): Trend {
  const [value] = values;
  const there = threshold === value ? times[0] : null;
  return {
    ...empty,
    status: 'constant',
    reason: 'all values are equal',
    effectiveN: empty.n,
    slopePerHour: 0,
    low: 0,
    high: 0,
    percentPerHour: value === 0 ? null : 0,
    p: 1,
    direction: 'flat',
    verdict: verdictOf('flat', better),
    line: { from: { time: times[0], value }, to: { time: times[times.length - 1], value } },
    threshold:
      threshold === undefined
        ? null
        : { threshold, state: there === null ? 'not expected' : 'passed', at: there, earliest: there, latest: there },
  };
}

function fittedTrend(
  empty: Trend,
  clean: CleanSeries,
  options: TrendOptions & Pick<Trend, 'method'> & { minEffect: number }
): Trend {
  const { method, minEffect, better, threshold } = options;
  const exponential = method === 'exponential';
  const start = clean.times[0];
  const hours = clean.times.map((time) => (time - start) / HOUR);
  const scale = scaleOf(clean.values);
  // Logarithms of the values themselves: the smallest of them are 0 once divided.
  const y = clean.values.map((value) => (exponential ? Math.log(value) - Math.log(scale) : value / scale));
  const batches = independentBatches(hours, y, LEAST_BATCHES[method]);
  const line = (method === 'theilsen' ? rankLine : leastSquaresLine)(batches.times, batches.values);
  if (line === null) {
    return empty;
  }
  const back = (value: number): number => (exponential ? Math.exp(value) : value) * scale;
  const middle = back(line.middle.y);
  const slope = (value: number): number => (exponential ? Math.expm1(value) * middle : value * scale);
  const percent = exponential
    ? Math.expm1(line.slope) * 100
    : line.middle.y === 0
      ? NaN
      : (line.slope / Math.abs(line.middle.y)) * 100;
  const span = hours[hours.length - 1];
  const end = (x: number): number => back(line.middle.y + line.slope * (x - line.middle.x));
  const direction = batches.valid
    ? directionOf(line, { low: slope(line.low), high: slope(line.high), minEffect })
    : 'not significant';
  const level = threshold === undefined ? NaN : exponential ? Math.log(threshold) - Math.log(scale) : threshold / scale;
  return {
    ...empty,
    status: 'ok',
    effectiveN: batches.values.length,
    slopePerHour: finiteOrNull(slope(line.slope)),
    low: batches.valid ? finiteOrNull(slope(line.low)) : null,
    high: batches.valid ? finiteOrNull(slope(line.high)) : null,
    percentPerHour: finiteOrNull(percent),
    adjustedR2: finiteOrNull(adjustedR2(hours, y, line)),
    p: batches.valid ? line.p : null,
    autocorrelation: batches.autocorrelation,
    direction,
    verdict: verdictOf(direction, better),
    line: {
      from: { time: start, value: finiteOrNull(end(0)) },
      to: { time: clean.times[clean.times.length - 1], value: finiteOrNull(end(span)) },
    },
    threshold:
      threshold === undefined ? null : thresholdTime(line, { threshold, level, start, span, bounded: batches.valid }),
    notices: [...empty.notices, ...batchNotices(batches)],
  };
}

function batchNotices({ length, valid, values, autocorrelation }: Batches): string[] {
  const r = autocorrelation.toFixed(2);
  if (!valid) {
    return [`autocorrelated (${r}) and too short to correct for it: p not valid`];
  }
  return length === 1
    ? []
    : [`autocorrelated (${r}): tested on the medians of ${values.length} batches of ${length} values`];
}

function directionOf(
  line: TrendLine,
  { low, high, minEffect }: { low: number; high: number; minEffect: number }
): TrendDirection {
  if (low >= -minEffect && high <= minEffect) {
    return 'flat';
  }
  // Ties can leave a slope of 0 beside a small p: then there is no direction to state.
  if (line.p >= ALPHA || line.slope === 0) {
    return 'not significant';
  }
  return line.slope > 0 ? 'up' : 'down';
}

function verdictOf(direction: TrendDirection, better: TrendOptions['better'] = 'none'): TrendVerdict {
  if (better === 'none') {
    return 'unrated';
  }
  if (direction !== 'up' && direction !== 'down') {
    return 'no change shown';
  }
  return (direction === 'up') === (better === 'higher') ? 'better' : 'worse';
}
