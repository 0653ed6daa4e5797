import { formatInterval, formatP, formatTime, formatValue } from '../report/format.ts';
import { holm } from '../stats/holm.ts';
import { medianSorted, sortedCopy } from '../stats/order.ts';
import { analyseTrend } from '../trend/analyseTrend.ts';
import { boundsOf } from '../trend/bounds.ts';
import { formatDuration, HOUR } from '../trend/duration.ts';
import { forecast } from '../trend/forecast.ts';
import type { Trend } from '../trend/trendTypes.ts';
import type { MeasuredSeries, Prediction, SeriesReport, TrendEntry } from './analysisTypes.ts';
import { ALPHA } from './correlations.ts';
import { metricTypeOf, seriesName } from './seriesNames.ts';

/** A change over the whole time of less than this share of the middle value is none that matters. */
const STABLE_SHARE = 0.1;
const MINUTES = 60;

export interface TrendFindings {
  shown: TrendEntry[];
  reports: Array<NonNullable<SeriesReport['trend']>>;
}

/** How each series moved, where the data show it: p adjusted by Holm over the series. Reports are in the series' order. */
export function trendsOf(series: readonly MeasuredSeries[]): TrendFindings {
  const trends = series.map((one) => ({ one, trend: trendOf(one) }));
  const tested = trends.filter(({ trend }) => trend.p !== null);
  const adjusted = holm(tested.map(({ trend }) => trend.p ?? 1));
  const entries = trends.map(({ one, trend }) => {
    const at = tested.findIndex((other) => other.one === one);
    const p = at < 0 ? null : adjusted[at];
    return { trend, p, entry: p === null ? undefined : entryOf(one, trend, p) };
  });
  return {
    shown: entries.flatMap(({ entry }) => entry ?? []),
    reports: entries.map(({ trend, p, entry }) => ({
      status: trend.status,
      reason: trend.reason ?? trend.notices.find((notice) => notice.includes('not valid')) ?? null,
      method: trend.method,
      shown: entry !== undefined,
      p,
    })),
  };
}

function trendOf(series: MeasuredSeries): Trend {
  const { metric, times, values } = series;
  const known = times.filter((_, index) => values[index] !== null);
  const hours = known.length > 1 ? (known[known.length - 1] - known[0]) / HOUR : 0;
  const middle = Math.abs(medianSorted(sortedCopy(values.filter((value) => value !== null))) ?? 0);
  const minEffect = hours > 0 ? (STABLE_SHARE * middle) / hours : 0;
  return analyseTrend(series, {
    better: metric.direction,
    ...(Number.isFinite(minEffect) ? { minEffect } : {}),
  });
}

function entryOf(series: MeasuredSeries, trend: Trend, p: number): TrendEntry | undefined {
  const { line, slopePerHour, low, high, n, effectiveN, method, status } = trend;
  const direction = directionOf(trend, p);
  if (direction === undefined || line === null || slopePerHour === null || low === null || high === null) {
    return undefined;
  }
  const prediction = direction === 'stable' && status === 'constant' ? undefined : predictionOf(series);
  return {
    metricType: metricTypeOf(series.metric),
    direction,
    rate: slopePerHour / MINUTES,
    rateLow: low / MINUTES,
    rateHigh: high / MINUTES,
    unit: series.metric.unit,
    confidence: status === 'constant' || trend.adjustedR2 === null ? null : Math.max(0, trend.adjustedR2),
    p,
    n,
    effectiveN,
    method,
    timeRange: { start: line.from.time, end: line.to.time + series.bucketMs },
    description: describe(series, { trend, p, direction, slope: slopePerHour, low, high }),
    ...(prediction === undefined ? {} : { prediction }),
  };
}

function directionOf({ direction, verdict }: Trend, p: number): TrendEntry['direction'] | undefined {
  if (direction === 'flat') {
    return 'stable';
  }
  if (p >= ALPHA) {
    return undefined;
  }
  return verdict === 'better' ? 'improving' : verdict === 'worse' ? 'degrading' : undefined;
}

interface Moved {
  trend: Trend;
  p: number;
  direction: TrendEntry['direction'];
  slope: number;
  low: number;
  high: number;
}

function describe(series: MeasuredSeries, { trend, p, direction, slope, low, high }: Moved): string {
  const { unit } = series.metric;
  const name = seriesName(series);
  const { n, effectiveN, status } = trend;
  if (status === 'constant') {
    return `${name} is the same in all ${n} points.`;
  }
  const worth = effectiveN < n ? `, tested as ${effectiveN} independent ones` : '';
  const { from, to } = trend.line ?? { from: { time: 0 }, to: { time: 0 } };
  const end = to.time + series.bucketMs;
  const span = end - from.time;
  const over = (perHour: number): number => (perHour * span) / HOUR;
  const numbers =
    `${formatValue(over(slope), unit)} within ${formatDuration(span)} to ${formatTime(end)}, ` +
    `95 % interval ${formatInterval(over(low), over(high), unit)}, n = ${n} points${worth}`;
  return direction === 'stable'
    ? `${name} is stable: ${numbers}.`
    : `${name} is ${direction}: ${slope > 0 ? '+' : ''}${numbers}, p ${p < 0.0001 ? '' : '= '}${formatP(p)} after Holm.`;
}

function predictionOf({ metric, times, values }: MeasuredSeries): Prediction | undefined {
  const found = forecast({ times, values }, { bounds: boundsOf(metric.unit) });
  const [nextValue, low, high, at] = [found.point[0], found.lower95[0], found.upper95[0], found.times[0]];
  if (found.betterThanNaive !== true || found.mase === null || nextValue == null || low == null || high == null) {
    return undefined;
  }
  return {
    nextValue,
    low,
    high,
    confidence: 0.95,
    at: Math.round(at),
    timeHorizon: Math.round(found.stepMs),
    mase: found.mase,
    factors: [],
  };
}
