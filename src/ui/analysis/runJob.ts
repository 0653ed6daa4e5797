import { detectOutliers } from '../../core/anomaly/outliers.ts';
import { scanAnomalies, toColumns, withNulls, type ColumnSeries } from '../../core/anomaly/scanAnomalies.ts';
import { compareSamples } from '../../core/compare/compareSamples.ts';
import { analyseTrend } from '../../core/trend/analyseTrend.ts';
import { findCrossing, type Crossing } from '../../core/trend/crossing.ts';
import { forecast } from '../../core/trend/forecast.ts';
import type { Forecast } from '../../core/trend/forecastTypes.ts';
import type { AnalysisAnswer, AnalysisJob, SeriesAnswer, SeriesTask } from './jobs.ts';
import { thinColumns } from './thin.ts';

/**
 * Runs a job slice by slice: whoever drives it may pause or stop after each. Forecasts, trends and comparisons have no
 * slices of their own.
 * @param longest points beyond which a series gets no forecast and no trend
 * @throws RangeError with a sentence that names the option or the data that can't be used
 */
export function* runJob(job: AnalysisJob, longest = Infinity): Generator<undefined, AnalysisAnswer> {
  if (job.kind === 'comparison') {
    return { kind: 'comparison', comparison: compareSamples(job.samples, job.options) };
  }
  const answers: SeriesAnswer[] = [];
  for (const task of job.tasks) {
    answers.push(yield* runTask(task, longest));
  }
  if (job.outliers) {
    yield;
    const found = detectOutliers(
      job.tasks.map(({ series }) => withNulls(series)),
      job.outliers
    );
    for (const [index, result] of found.entries()) {
      answers[index].anomalies = yield* thinColumns(toColumns(result), job.tasks[index].thin ?? Infinity);
    }
  }
  return { kind: 'series', answers };
}

function* runTask(task: SeriesTask, longest: number): Generator<undefined, SeriesAnswer> {
  const { series } = task;
  const answer: SeriesAnswer = { leftOut: [] };
  const short = series.times.length <= longest;
  // Before the scan, which writes to the values.
  if (task.forecast && short) {
    yield;
    answer.forecast = forecast(series, task.forecast);
    answer.crossings = crossingsOf(series, answer.forecast, task.thresholds ?? []);
  }
  if (task.trend && short) {
    yield;
    answer.trend = analyseTrend(series, task.trend);
  }
  if (!short) {
    answer.leftOut = [...(task.forecast ? ['forecast' as const] : []), ...(task.trend ? ['trend' as const] : [])];
  }
  if (task.anomalies) {
    yield;
    answer.anomalies = yield* thinColumns(yield* scanAnomalies(series, task.anomalies), task.thin ?? Infinity);
  }
  return answer;
}

/** Where the forecast passes each threshold, seen from the latest known value; none where nothing is forecast. */
function crossingsOf({ times, values }: ColumnSeries, found: Forecast, thresholds: readonly number[]): Crossing[] {
  let latest = -1;
  times.forEach((time, row) => {
    if (Number.isFinite(values[row]) && Number.isFinite(time) && (latest < 0 || time >= times[latest])) {
      latest = row;
    }
  });
  return found.times.length === 0 || latest < 0
    ? []
    : thresholds.map((threshold) => findCrossing(threshold, { time: times[latest], value: values[latest] }, found));
}
