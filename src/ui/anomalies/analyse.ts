import { ThresholdsMode, type Field, type QueryResultMetaNotice } from '@grafana/data';
import { t } from '@grafana/i18n';
import type { ColumnSeries } from '../../core/anomaly/scanAnomalies.ts';
import type { AnalysisClient } from '../analysis/AnalysisClient.ts';
import type { SeriesAnswer, SeriesTask } from '../analysis/jobs.ts';
import { verbatim } from '../text.ts';
import {
  drawnRows,
  type Analysed,
  type AnalysedSeries,
  type AnomaliesInput,
  type AnomaliesOptions,
  type RawSeries,
} from './model.ts';

/**
 * Analyses what the data do not bring analysed.
 * @throws AnalysisStopped once the signal says so, and an Error with a sentence for people
 */
export async function analyse(
  input: AnomaliesInput,
  options: AnomaliesOptions,
  client: AnalysisClient,
  signal: AbortSignal
): Promise<Analysed> {
  const { raw } = input;
  const thin = drawnRows(raw.length + input.analysed.length);
  const { method, sensitivity, direction } = options;
  const anomalies = { method, sensitivity, direction };
  const tasks = raw.map((series): SeriesTask => ({
    series: columnsOf(series),
    ...(method === 'outlier' ? {} : { anomalies }),
    ...(options.forecast
      ? { forecast: options.horizon === '' ? {} : { horizon: options.horizon }, thresholds: thresholdsOf(series.field) }
      : {}),
    thin,
  }));
  const { answer, withoutWorker } = await client.run(
    { kind: 'series', tasks, ...(method === 'outlier' ? { outliers: anomalies } : {}) },
    signal
  );
  if (answer.kind !== 'series') {
    throw new Error(t('anomalies.error.answer', 'The analysis was answered with something else.'));
  }
  const series = answer.answers.map((one, index) => toSeries(raw[index], one));
  const notices = answer.answers.flatMap((one, index) => noticesOf(raw[index].name, one));
  return {
    series: [...input.analysed, ...series],
    notices: [...input.notices, ...(withoutWorker ? [noWorker()] : []), ...notices],
  };
}

/** Copies, since the analysis takes them over; what is no number is a gap, what has no time is left out. */
export function columnsOf({ field, time, rows }: RawSeries): ColumnSeries {
  const count = rows?.length ?? time.values.length;
  const times = new Float64Array(count);
  const values = new Float64Array(count);
  let known = 0;
  for (let place = 0; place < count; place++) {
    const row = rows ? rows[place] : place;
    const at: unknown = time.values[row];
    if (typeof at === 'number' && Number.isFinite(at)) {
      const value: unknown = field.values[row];
      times[known] = at;
      values[known] = typeof value === 'number' && Number.isFinite(value) ? value : NaN;
      known++;
    }
  }
  return known === count ? { times, values } : { times: times.slice(0, known), values: values.slice(0, known) };
}

/** Values of the thresholds that the reader has set; shares of a range that nobody knows are none. */
function thresholdsOf({ config }: Field): number[] {
  const { thresholds } = config;
  return thresholds?.mode === ThresholdsMode.Absolute
    ? thresholds.steps.map(({ value }) => value).filter((value) => Number.isFinite(value))
    : [];
}

function toSeries(
  { name, field, rows }: RawSeries,
  { anomalies, forecast, crossings = [] }: SeriesAnswer
): AnalysedSeries {
  return {
    name,
    field,
    ...(rows ? { rows } : {}),
    ...(anomalies ? { points: anomalies } : {}),
    ...(anomalies && anomalies.status !== 'ok' ? { silence: anomalies.reason } : {}),
    incidents: anomalies?.incidents ?? [],
    ...(forecast && forecast.times.length > 0 ? { forecast } : {}),
    crossings,
  };
}

function noticesOf(name: string, { anomalies, forecast, leftOut }: SeriesAnswer): QueryResultMetaNotice[] {
  const about = (text: string): QueryResultMetaNotice => ({
    severity: 'info',
    text: t('anomalies.notice.about', '{{name}}: {{text}}.', verbatim({ name, text })),
  });
  return [
    ...(anomalies?.notices ?? []).map((notice) => ({ ...about(notice.text), severity: notice.severity })),
    ...(forecast?.notices ?? []).map(about),
    ...(forecast?.betterThanNaive === false
      ? [about(t('anomalies.notice.naive', 'on its latest values the forecast is no better than repeating the past'))]
      : []),
    ...(leftOut.includes('forecast')
      ? [about(t('anomalies.notice.left-out', 'too long for a forecast without a web worker'))]
      : []),
  ];
}

function noWorker(): QueryResultMetaNotice {
  return {
    severity: 'warning',
    text: t(
      'anomalies.notice.no-worker',
      'The browser or its security policy refuses web workers, so long series are analysed in the page.'
    ),
  };
}
