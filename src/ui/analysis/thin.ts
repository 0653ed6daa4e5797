import type { AnomalyColumns } from '../../core/anomaly/scanAnomalies.ts';

/** What is drawn of a series: arrays of one length. */
export type Drawn = Pick<AnomalyColumns, 'times' | 'values' | 'expected' | 'lower' | 'upper' | 'score' | 'anomalous'>;

/** What a stretch of time keeps at most: first, last, lowest and highest value, lowest and highest bound, and an anomaly. */
const KEPT = 7;
/** Rows between two pauses: about a millisecond. */
const SLICE = 50_000;

/**
 * The rows that a drawing of a long series needs: of each of equal stretches of time those that M4 (Jugel et al. 2014) keeps, so that
 * every line through them covers the pixels of the whole, the outermost bounds and an anomaly beside. All of them are rows of the
 * series; a stretch without any value keeps one, and so the gap.
 * @param columns in order of time
 * @param most rows that may be kept, at least 7
 * @returns positions in ascending order; null when there are no more than `most` anyway
 */
export function* thinRows(columns: Drawn, most: number): Generator<undefined, Uint32Array | null> {
  const { times } = columns;
  const n = times.length;
  if (n <= most) {
    return null;
  }
  const stretches = Math.max(1, Math.floor(most / KEPT));
  const perMs = stretches / (times[n - 1] - times[0] || 1);
  const kept: number[] = [];
  let start = 0;
  let current = 0;
  for (let row = 1; row < n; row++) {
    const stretch = Math.min(stretches - 1, Math.floor((times[row] - times[0]) * perMs));
    if (stretch !== current) {
      kept.push(...outermost(columns, start, row));
      start = row;
      current = stretch;
    }
    if (row % SLICE === 0) {
      yield;
    }
  }
  kept.push(...outermost(columns, start, n));
  return Uint32Array.from(kept);
}

/** The rows to keep of those from `start` up to `end`, which is not one of them. */
function outermost({ values, lower, upper, anomalous }: Drawn, start: number, end: number): number[] {
  let first = -1;
  let last = -1;
  let [low, high, bottom, top, alarm] = [-1, -1, -1, -1, -1];
  for (let row = start; row < end; row++) {
    if (!Number.isNaN(values[row])) {
      first = first < 0 ? row : first;
      last = row;
      low = low < 0 || values[row] < values[low] ? row : low;
      high = high < 0 || values[row] > values[high] ? row : high;
    }
    if (!Number.isNaN(lower[row])) {
      bottom = bottom < 0 || lower[row] < lower[bottom] ? row : bottom;
      top = top < 0 || upper[row] > upper[top] ? row : top;
    }
    alarm = alarm < 0 && anomalous[row] === 1 ? row : alarm;
  }
  const rows = [first, last, low, high, bottom, top, alarm].filter((row) => row >= 0);
  return rows.length === 0 ? [start] : [...new Set(rows)].sort((a, b) => a - b);
}

/** The same with the rows that a drawing needs; incidents and counts stay those of the whole series. @param most see `thinRows` */
export function* thinColumns<T extends Drawn>(columns: T, most: number): Generator<undefined, T> {
  const rows = yield* thinRows(columns, most);
  if (rows === null) {
    return columns;
  }
  const pick = (column: Float64Array): Float64Array => Float64Array.from(rows, (row) => column[row]);
  return {
    ...columns,
    times: pick(columns.times),
    values: pick(columns.values),
    expected: pick(columns.expected),
    lower: pick(columns.lower),
    upper: pick(columns.upper),
    score: pick(columns.score),
    anomalous: Uint8Array.from(rows, (row) => columns.anomalous[row]),
  };
}
