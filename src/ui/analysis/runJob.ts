import { detectOutliers } from '../../core/anomaly/outliers.ts';
import { scanAnomalies, toColumns, withNulls } from '../../core/anomaly/scanAnomalies.ts';
import { compareSamples } from '../../core/compare/compareSamples.ts';
import { analyseTrend } from '../../core/trend/analyseTrend.ts';
import { forecast } from '../../core/trend/forecast.ts';
import type { AnalysisAnswer, AnalysisJob, SeriesAnswer, SeriesTask } from './jobs.ts';

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
    found.forEach((result, index) => {
      answers[index].anomalies = toColumns(result);
    });
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
    answer.anomalies = yield* scanAnomalies(series, task.anomalies);
  }
  return answer;
}
