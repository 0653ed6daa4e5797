import type { Notice } from '../frames/table.ts';
import { SlidingWindow } from '../stats/slidingWindow.ts';
import { AnomalyDetector, calculable, checkOptions } from './detector.ts';
import { Incidents } from './incidents.ts';
import { scoreAgainst, type PlainMethod } from './plainScores.ts';
import { thresholdsOf } from './sensitivity.ts';
import { timeOrder } from './timeOrder.ts';
import {
  DEFAULT_ANOMALY_OPTIONS,
  type AnomalyOptions,
  type AnomalyResult,
  type Incident,
  type PointVerdict,
  type SeriesStatus,
} from './types.ts';
import { verdictOf } from './verdict.ts';

/** Values in time: `times` in epoch ms, as long as `values`. */
export interface TimeSeries {
  times: ArrayLike<number>;
  values: ArrayLike<number | null>;
}

/** Fewest values for a z-score that counts the value itself: below 11 even the farthest one stays under 3. */
const LEAST_WHOLE = 11;

/**
 * Finds anomalies in one series. Gaps (null, NaN, infinities) stay gaps; unsorted times are sorted, and a notice says so.
 * Methods: `auto` of docs/analysis.md; `zscore`, `iqr`, `mad`, `seasonal` as `scoreAgainst` and `SeasonalScore` define them.
 * @throws RangeError for options out of range, for times and values of different lengths, and for `outlier`
 */
export function detectAnomalies(series: TimeSeries, given: Partial<AnomalyOptions> = {}): AnomalyResult {
  const options = { ...DEFAULT_ANOMALY_OPTIONS, ...given };
  checkOptions(options);
  const { times, values, notices } = ordered(series);
  const found = options.mode === 'whole' ? whole(times, values, options) : causal(times, values, options);
  return {
    ...found,
    ...statusOf(found.n, found.isConstant, options.mode === 'whole' ? LEAST_WHOLE : options.minPoints + 1),
    method: options.method,
    mode: options.mode,
    times,
    values,
    notices,
  };
}

interface Found {
  threshold: number;
  n: number;
  isConstant: boolean;
  points: Array<PointVerdict | undefined>;
  incidents: Incident[];
}

function causal(times: number[], values: Array<number | null>, options: AnomalyOptions): Found {
  const detector = new AnomalyDetector(options);
  const points = times.map((time, index) => detector.push(time, values[index]));
  const { threshold, n, isConstant, incidents } = detector;
  return { threshold, n, isConstant, points, incidents };
}

function whole(times: number[], values: Array<number | null>, options: AnomalyOptions): Found {
  const method = plainMethod(options);
  const { z } = thresholdsOf(options.sensitivity);
  const known = values.filter((value) => value !== null);
  const window = new SlidingWindow(Math.max(2, known.length));
  // In one go: inserting one by one would move memory for each.
  Float64Array.from(known)
    .sort()
    .forEach((value) => window.push(value));
  const range = known.length > 0 ? window.quantile(1) - window.quantile(0) : 0;
  const grouped = new Incidents(z, z, options.incidentGap);
  const points = times.map((time, index) => {
    const value = values[index];
    if (value === null) {
      return undefined;
    }
    const score = scoreAgainst(method, window, value, z);
    const verdict = verdictOf(score, value, z, range, { ...options, minPoints: LEAST_WHOLE });
    grouped.push(time, value, verdict, range);
    return verdict;
  });
  return { threshold: z, n: known.length, isConstant: range === 0, points, incidents: grouped.all() };
}

function plainMethod({ method }: AnomalyOptions): PlainMethod {
  if (method === 'zscore' || method === 'iqr' || method === 'mad') {
    return method;
  }
  throw new RangeError(`${method} is causal only; the whole series can be described with zscore, iqr or mad`);
}

/** Whether anything can be said of a series of `n` known values of which `needed` are needed. */
export function statusOf(n: number, isConstant: boolean, needed: number): { status: SeriesStatus; reason: string } {
  if (n < needed) {
    return { status: 'insufficient_data', reason: `${n} values, at least ${needed} are needed` };
  }
  return isConstant
    ? { status: 'constant', reason: `all ${n} values are equal` }
    : { status: 'ok', reason: `${n} values` };
}

/** In the order of time, with gaps as null. @throws RangeError when lengths differ */
export function ordered({ times, values }: TimeSeries): {
  times: number[];
  values: Array<number | null>;
  notices: Notice[];
} {
  if (times.length !== values.length) {
    throw new RangeError(`${times.length} times for ${values.length} values`);
  }
  const { places, notices } = timeOrder(times);
  const order = places ?? Uint32Array.from(times, (_, index) => index);
  return {
    times: Array.from(order, (place) => times[place]),
    values: Array.from(order, (place) => calculable(values[place]) ?? null),
    notices,
  };
}
