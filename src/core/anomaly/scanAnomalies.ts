import type { Notice } from '../frames/table.ts';
import { detectAnomalies, statusOf } from './detectAnomalies.ts';
import { AnomalyDetector, calculable, checkOptions } from './detector.ts';
import { timeOrder } from './timeOrder.ts';
import {
  DEFAULT_ANOMALY_OPTIONS,
  type AnomalyOptions,
  type AnomalyResult,
  type Incident,
  type PointVerdict,
} from './types.ts';

/** Values in time, as typed arrays: epoch ms, and NaN for a gap. */
export interface ColumnSeries {
  times: Float64Array;
  values: Float64Array;
}

/** What `detectAnomalies` says of a series, by column; all as long as `times`, NaN where nothing is known or said. */
export interface AnomalyColumns extends Pick<
  AnomalyResult,
  'status' | 'reason' | 'method' | 'mode' | 'threshold' | 'n'
> {
  times: Float64Array;
  values: Float64Array;
  expected: Float64Array;
  lower: Float64Array;
  upper: Float64Array;
  score: Float64Array;
  /** 1 where a point is an anomaly. */
  anomalous: Uint8Array;
  incidents: Incident[];
  notices: Notice[];
}

/** Points between two pauses: about two milliseconds. */
const SLICE = 2000;

/**
 * Finds anomalies in one series as `detectAnomalies` does, slice by slice: whoever runs it may pause after each, so that
 * a long series blocks neither a page nor a message. `whole` describes the series in one go. Without rows out of order the
 * arrays given become part of the answer and are written to: values that are no number become NaN.
 * @throws RangeError for options out of range, for times and values of different lengths, and for `outlier`
 */
export function* scanAnomalies(
  series: ColumnSeries,
  given: Partial<AnomalyOptions> = {}
): Generator<undefined, AnomalyColumns> {
  const options = { ...DEFAULT_ANOMALY_OPTIONS, ...given };
  if (options.mode === 'whole') {
    return toColumns(detectAnomalies(withNulls(series), options));
  }
  checkOptions(options);
  const { times, values, notices } = inOrder(series);
  const detector = new AnomalyDetector(options);
  const columns = emptyColumns(times, values);
  for (let i = 0; i < times.length; i++) {
    const value = calculable(values[i]);
    values[i] = value ?? NaN;
    write(columns, i, value === undefined ? undefined : detector.push(times[i], value));
    if (i % SLICE === SLICE - 1) {
      yield;
    }
  }
  const { threshold, n, isConstant, incidents } = detector;
  const { method, mode, minPoints } = options;
  return { ...columns, ...statusOf(n, isConstant, minPoints + 1), method, mode, threshold, n, incidents, notices };
}

/** The same answer by column. */
export function toColumns(result: AnomalyResult): AnomalyColumns {
  const { status, reason, method, mode, threshold, n, incidents, notices } = result;
  const values = Float64Array.from(result.values, (value) => value ?? NaN);
  const columns = emptyColumns(Float64Array.from(result.times), values);
  result.points.forEach((point, index) => write(columns, index, point));
  return { ...columns, status, reason, method, mode, threshold, n, incidents, notices };
}

/** The series as functions take it that know a gap as null. */
export function withNulls({ times, values }: ColumnSeries): { times: Float64Array; values: Array<number | null> } {
  return { times, values: Array.from(values, (value) => (Number.isNaN(value) ? null : value)) };
}

type Columns = Pick<AnomalyColumns, 'times' | 'values' | 'expected' | 'lower' | 'upper' | 'score' | 'anomalous'>;

function emptyColumns(times: Float64Array, values: Float64Array): Columns {
  const column = (): Float64Array => new Float64Array(times.length).fill(NaN);
  return {
    times,
    values,
    expected: column(),
    lower: column(),
    upper: column(),
    score: column(),
    anomalous: new Uint8Array(times.length),
  };
}

function write(columns: Columns, index: number, point: PointVerdict | undefined): void {
  if (point) {
    columns.expected[index] = point.expected;
    columns.lower[index] = point.lower;
    columns.upper[index] = point.upper;
    columns.score[index] = point.score;
    columns.anomalous[index] = point.isAnomaly ? 1 : 0;
  }
}

function inOrder({ times, values }: ColumnSeries): ColumnSeries & { notices: Notice[] } {
  if (times.length !== values.length) {
    throw new RangeError(`${times.length} times for ${values.length} values`);
  }
  const { places, notices } = timeOrder(times);
  return places === null
    ? { times, values, notices }
    : {
        times: Float64Array.from(places, (place) => times[place]),
        values: Float64Array.from(places, (place) => values[place]),
        notices,
      };
}
