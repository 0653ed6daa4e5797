import { positionOf, stepLength, stepOf, timeOf, type Step } from './calendar.ts';
import { formatDuration } from './duration.ts';
import { MOST } from './forecastValues.ts';
import type { CleanSeries } from './series.ts';

/** A gap of this many steps splits a series, as long as such gaps are rare: one in 50 steps. */
const SPLIT = 30;
const RARE = 50;
/** Values after a gap that can stand alone. */
const ALONE = 30;

/** Equally spaced values. */
export interface Grid {
  values: Float64Array;
  step: Step;
  /** Time of the last value, epoch ms. */
  end: number;
  notices: string[];
}

/**
 * Puts the values on equally spaced times: the usual step is the median one; several values of one step are averaged,
 * missing ones drawn straight between their neighbours. After a gap of more than 30 steps only what follows counts, if
 * that is 30 values; times without any regular step get one of their mean distance. At most the last 2,016 steps.
 * @param clean at least 2 values at distinct times
 */
export function toGrid(clean: CleanSeries): Grid {
  const notices: string[] = [];
  const usual = medianStep(clean.times);
  const from = afterLastGap(clean.times, usual);
  if (from > 0) {
    notices.push(
      `a gap of ${formatDuration(clean.times[from] - clean.times[from - 1])}: only the values after it count`
    );
  }
  const times = clean.times.subarray(from);
  const values = clean.values.subarray(from);
  const last = times.length - 1;
  const span = times[last] - times[0];
  const irregular = span / usual > 2 * times.length;
  const step = stepOf(irregular ? span / last : withoutDrift(times, usual));
  if (irregular) {
    notices.push(`irregular times: averaged over steps of ${formatDuration(stepLength(step))}`);
  }
  const cells = Math.min(MOST, positionOf(times[last], times[0], step) + 1);
  const origin = times[last];
  const sums = new Float64Array(cells);
  const counts = new Float64Array(cells);
  for (let i = 0; i <= last; i++) {
    const cell = cells - 1 + positionOf(times[i], origin, step);
    if (cell >= 0) {
      counts[cell]++;
      sums[cell] += (values[i] - sums[cell]) / counts[cell];
    }
  }
  const filled = fillEmpty(sums, counts);
  if (filled.missing > 0) {
    notices.push(
      `${filled.missing} of ${filled.values.length} steps without a value: drawn straight between neighbours`
    );
  }
  return { values: filled.values, step, end: timeOf(0, origin, step), notices };
}

function medianStep(times: Float64Array): number {
  const steps = times
    .subarray(1)
    .map((time, i) => time - times[i])
    .sort();
  return steps[Math.floor((steps.length - 1) / 2)];
}

/** Position after the last long gap, when enough follows; 0 without one. */
function afterLastGap(times: Float64Array, usual: number): number {
  const gaps: number[] = [];
  for (let i = 1; i < times.length; i++) {
    if (times[i] - times[i - 1] > SPLIT * usual) {
      gaps.push(i);
    }
  }
  return gaps.length * RARE > times.length ? 0 : (gaps.filter((i) => i <= times.length - ALONE).pop() ?? 0);
}

/** The mean step where jitter makes the median one run away from the times by half a step or more. */
function withoutDrift(times: Float64Array, usual: number): number {
  const steps = times.subarray(1).reduce((sum, time, i) => sum + Math.max(1, Math.round((time - times[i]) / usual)), 0);
  const span = times[times.length - 1] - times[0];
  return Math.abs(span - steps * usual) < usual / 2 ? usual : span / steps;
}

function fillEmpty(means: Float64Array, counts: Float64Array): { values: Float64Array; missing: number } {
  const first = counts.findIndex((count) => count > 0);
  const values = means.slice(first);
  const known = counts.subarray(first);
  let missing = 0;
  let before = 0;
  for (let i = 1; i < values.length; i++) {
    if (known[i] === 0) {
      missing++;
      continue;
    }
    for (let j = before + 1; j < i; j++) {
      values[j] = values[before] + ((values[i] - values[before]) * (j - before)) / (i - before);
    }
    before = i;
  }
  return { values, missing };
}
