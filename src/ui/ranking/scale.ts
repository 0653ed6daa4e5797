import type { RankingRow } from './model.ts';

export interface Scale {
  min: number;
  max: number;
}

/**
 * Range of the bars: from 0, so that lengths compare, to the largest value or interval end; the field's own limits win.
 */
export function barScale(
  rows: readonly RankingRow[],
  withIntervals: boolean,
  limits: { min?: number; max?: number }
): Scale {
  let min = 0;
  let max = 0;
  for (const { value, interval } of rows) {
    const ends = withIntervals && interval ? [interval.low, interval.high] : [];
    for (const end of [value, ...ends]) {
      min = Math.min(min, end ?? 0);
      max = Math.max(max, end ?? 0);
    }
  }
  const from = limits.min ?? min;
  const to = limits.max ?? max;
  return to > from ? { min: from, max: to } : { min: from, max: from + 1 };
}

/** Position on the scale in percent of its width, clipped to it. */
export function percentOf(value: number, { min, max }: Scale): number {
  return Math.min(100, Math.max(0, ((value - min) / (max - min)) * 100));
}
