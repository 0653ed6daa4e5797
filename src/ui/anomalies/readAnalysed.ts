import { FieldType, getFieldDisplayName, type DataFrame, type Field } from '@grafana/data';
import type { Crossing } from '../../core/trend/crossing.ts';
import { thinColumns } from '../analysis/thin.ts';
import { rowsInTime } from '../frames/rowsInTime.ts';
import { fieldNamed, numberAt } from '../frames/values.ts';
import { isRecord, textOrUndefined } from '../guards.ts';
import { drawnRows, type AnalysedSeries, type ForecastRows, type Points } from './model.ts';
import { readIncidents } from './readIncidents.ts';

const BAND = ['expected', 'lower', 'upper', 'score'] as const;
const FAN = ['forecast', 'lower80', 'upper80', 'lower95', 'upper95'] as const;
const CROSSING_STATES = ['reached', 'expected', 'possible', 'not expected'] as const;

/** A frame that was analysed already, and what it is about: verdicts on a series, a forecast, or incidents of any number of series. */
export interface AnalysedFrame {
  kind: 'anomalies' | 'forecast' | 'incidents';
  frame: DataFrame;
  time: Field;
  /** What was judged or forecast; the peaks of incidents. */
  value: Field;
}

const number = (frame: DataFrame, name: string) => fieldNamed(frame, name, FieldType.number);

/** Tells by its columns whether a frame was analysed, since transformations drop names and metadata. */
export function recognise(frame: DataFrame): AnalysedFrame | undefined {
  const time = fieldNamed(frame, 'time', FieldType.time);
  if (!time) {
    return undefined;
  }
  const point = number(frame, 'forecast');
  if (point && FAN.every((name) => number(frame, name))) {
    return { kind: 'forecast', frame, time, value: point };
  }
  const names: readonly string[] = BAND;
  const value = frame.fields.find(({ name, type }) => type === FieldType.number && !names.includes(name));
  if (value && names.every((name) => number(frame, name)) && fieldNamed(frame, 'is_anomaly', FieldType.boolean)) {
    return { kind: 'anomalies', frame, time, value };
  }
  const peak = number(frame, 'peak');
  return peak && number(frame, 'baseline_n') && fieldNamed(frame, 'severity', FieldType.string)
    ? { kind: 'incidents', frame, time, value: peak }
    : undefined;
}

/**
 * Series that were analysed before they came here. A forecast joins the series of its metric and labels, incidents that of
 * their query as well; those without a series stand for themselves.
 * @param most series that are shown; `all` counts them all
 */
export function readAnalysed(
  frames: readonly AnalysedFrame[],
  most: number
): { series: AnalysedSeries[]; all: number } {
  const found = new Map<string, AnalysedSeries>();
  const judged = frames.filter(({ kind, frame }) => kind === 'anomalies' && frame.length > 0);
  const rows = drawnRows(Math.min(most, judged.length));
  for (const one of judged) {
    const key = keyOf(one.frame, one.value.labels);
    // What is not shown need not be read.
    const points = found.size < most ? readPoints(one, rows) : undefined;
    found.set(key, { ...subjectOf(one), ...(points ? { points } : {}), ...silenceOf(one.frame) });
  }
  const bySubject = new Map([...found.keys()].reverse().map((key) => [subjectIn(key), key]));
  for (const one of frames.filter(({ kind }) => kind === 'forecast')) {
    const own = keyOf(one.frame, one.value.labels);
    const key = found.has(own) ? own : (bySubject.get(subjectIn(own)) ?? own);
    const ahead = one.frame.length > 0 ? { forecast: readForecast(one), crossings: crossingsOf(one.frame) } : {};
    found.set(key, { ...(found.get(key) ?? { ...subjectOf(one), ...silenceOf(one.frame) }), ...ahead });
  }
  for (const { frame, value } of frames.filter(({ kind }) => kind === 'incidents')) {
    for (const { labels, incident } of readIncidents(frame)) {
      const key = keyOf(frame, labels);
      const series = found.get(key) ?? { name: nameOf(labels, frame), field: value, incidents: [], crossings: [] };
      series.incidents.push(incident);
      found.set(key, series);
    }
  }
  return { series: [...found.values()].slice(0, most), all: found.size };
}

/** The query, and the metric and labels of a series. */
function keyOf({ refId, meta }: DataFrame, labels: Record<string, string> = {}): string {
  const custom: unknown = meta?.custom;
  const metric = isRecord(custom) ? textOrUndefined(custom.metric) : undefined;
  const sorted = Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([refId ?? '', JSON.stringify([metric ?? '', sorted])]);
}

function subjectIn(key: string): string {
  const [, subject]: string[] = JSON.parse(key);
  return subject;
}

function subjectOf({ frame, value }: { frame: DataFrame; value: Field }): AnalysedSeries {
  return { name: getFieldDisplayName(value, frame), field: value, incidents: [], crossings: [] };
}

function nameOf(labels: Record<string, string>, { name }: DataFrame): string {
  return Object.values(labels).join(', ') || (name ?? '');
}

/** Why nothing can be said; an empty text where a notice of the frame says so already. */
function silenceOf({ meta }: DataFrame): { silence?: string } {
  const custom: unknown = meta?.custom;
  if (!isRecord(custom) || typeof custom.status !== 'string' || custom.status === 'ok') {
    return {};
  }
  return { silence: (meta?.notices ?? []).length > 0 ? '' : (textOrUndefined(custom.reason) ?? custom.status) };
}

/** The rows that a drawing needs, in order of time. */
function readPoints({ frame, time, value }: AnalysedFrame, most: number): Points {
  const order = rowsInTime(frame).filter((row) => numberAt(time, row) !== null);
  const flags: unknown[] = fieldNamed(frame, 'is_anomaly', FieldType.boolean)?.values ?? [];
  const column = (field: Field | undefined) =>
    Float64Array.from(order, (row) => (field && numberAt(field, row)) ?? NaN);
  const points: Points = {
    times: column(time),
    values: column(value),
    expected: column(number(frame, 'expected')),
    lower: column(number(frame, 'lower')),
    upper: column(number(frame, 'upper')),
    score: column(number(frame, 'score')),
    anomalous: Uint8Array.from(order, (row) => (flags[row] === true ? 1 : 0)),
  };
  return finish(thinColumns(points, most));
}

/** Runs to the end at once: frames of this size fit in memory several times, and reading them takes as long. */
function finish<T>(steps: Generator<undefined, T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) {
      return step.value;
    }
  }
}

function readForecast({ frame }: AnalysedFrame): ForecastRows {
  const order = rowsInTime(frame);
  const column = (name: string) => {
    const field = frame.fields.find((one) => one.name === name);
    return Array.from(order, (row) => (field ? numberAt(field, row) : null));
  };
  const [point, lower80, upper80, lower95, upper95] = FAN.map(column);
  return { times: column('time').map((time) => time ?? NaN), point, lower80, upper80, lower95, upper95 };
}

function crossingsOf({ meta }: DataFrame): Crossing[] {
  const custom: unknown = meta?.custom;
  const found = isRecord(custom) ? custom.thresholdCrossing : undefined;
  if (!isRecord(found) || typeof found.threshold !== 'number') {
    return [];
  }
  const state = CROSSING_STATES.find((one) => one === found.state);
  const time = (value: unknown) => (typeof value === 'number' ? value : null);
  const { threshold, at, earliest, latest } = found;
  return state === undefined
    ? []
    : [{ threshold, state, at: time(at), earliest: time(earliest), latest: time(latest) }];
}
