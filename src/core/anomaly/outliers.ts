import { SlidingWindow } from '../stats/slidingWindow.ts';
import { checkOptions } from './detector.ts';
import { ordered, type TimeSeries } from './detectAnomalies.ts';
import { Incidents } from './incidents.ts';
import { scoreAgainst } from './plainScores.ts';
import { thresholdsOf } from './sensitivity.ts';
import { DEFAULT_ANOMALY_OPTIONS, type AnomalyOptions, type AnomalyResult, type PointVerdict } from './types.ts';
import { verdictOf } from './verdict.ts';

/** Series that have to have a value at the same time before one of them can be the odd one out. */
const LEAST_SERIES = 3;

/**
 * Which of several series (swarms, agents) leaves the others at the same time: each value is scored as `mad` against the
 * values of the others. Times have to be aligned, as those of one query are; a time that fewer than three series know
 * says nothing.
 * @returns one result a series, in the order given; `baseline` counts the other series
 * @throws RangeError for options out of range, or times and values of different lengths
 */
export function detectOutliers(series: readonly TimeSeries[], given: Partial<AnomalyOptions> = {}): AnomalyResult[] {
  const options: AnomalyOptions = { ...DEFAULT_ANOMALY_OPTIONS, ...given, method: 'outlier' };
  checkOptions(options);
  const { z } = thresholdsOf(options.sensitivity);
  const all = series.map(ordered);
  const at = new Map<number, number[]>();
  all.forEach(({ times, values }) =>
    times.forEach((time, index) => {
      const value = values[index];
      if (value !== null) {
        at.set(time, [...(at.get(time) ?? []), value]);
      }
    })
  );
  // Moments must not depend on the order in which the series come.
  at.forEach((together) => together.sort((a, b) => a - b));
  return all.map(({ times, values, notices }) => {
    const grouped = new Incidents(z, z, options.incidentGap);
    let n = 0;
    const points = times.map((time, index): PointVerdict | undefined => {
      const value = values[index];
      const together = at.get(time) ?? [];
      if (value === null || together.length < LEAST_SERIES) {
        return undefined;
      }
      n++;
      const others = without(together, value);
      const range = others.quantile(1) - others.quantile(0);
      const score = scoreAgainst('mad', others, value, z);
      const verdict = verdictOf(score, value, z, range, { ...options, minPoints: LEAST_SERIES - 1 });
      grouped.push(time, value, verdict, range);
      return verdict;
    });
    return {
      status: n > 0 ? 'ok' : 'insufficient_data',
      reason:
        n > 0
          ? `${n} times at which at least ${LEAST_SERIES} series are known`
          : `no time at which at least ${LEAST_SERIES} series are known`,
      method: 'outlier',
      mode: options.mode,
      threshold: z,
      n,
      times,
      values,
      points,
      incidents: grouped.all(),
      notices,
    };
  });
}

/** The values but one of those that equal `value`. */
function without(values: readonly number[], value: number): SlidingWindow {
  const others = new SlidingWindow(Math.max(2, values.length - 1));
  let left = false;
  for (const other of values) {
    if (other === value && !left) {
      left = true;
    } else {
      others.push(other);
    }
  }
  return others;
}
