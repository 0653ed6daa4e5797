import { FieldType, getFieldDisplayName, type DataFrame, type Field, type QueryResultMetaNotice } from '@grafana/data';
import { t } from '@grafana/i18n';
import { collectNotices } from '../frames/meta.ts';
import { missingField, type Problem } from '../frames/problem.ts';
import { textAt } from '../frames/values.ts';
import { shorten } from '../text.ts';
import type { AnomaliesInput, RawSeries, Subject } from './model.ts';
import { readAnalysed, recognise } from './readAnalysed.ts';

/** More series than this are not told apart by anybody. */
export const MOST_SERIES = 50;
const LONGEST_NAME = 80;

type ReadResult = { ok: true; value: AnomaliesInput } | { ok: false; problem: Problem | { kind: 'no-time' } };

/** The series of all frames: those that are analysed already, and numbers in time of any data source. */
export function readSeries(frames: readonly DataFrame[]): ReadResult {
  const recognised = frames.map((frame) => ({ frame, own: recognise(frame) }));
  const others = recognised.flatMap(({ frame, own }) => (own ? [] : [frame]));
  const analysed = readAnalysed(
    recognised.flatMap(({ own }) => own ?? []),
    MOST_SERIES
  );
  const raw = others.flatMap((frame) => seriesOf(frame, frames));
  const all = analysed.all + raw.length;
  const kinds = new Set(recognised.map(({ own }) => own?.kind));
  // A list of incidents that is empty is an answer, unless nothing was looked at.
  if (all === 0 && (!kinds.has('incidents') || kinds.has('anomalies'))) {
    return { ok: false, problem: problemOf(frames) };
  }
  const nameOf = uniqueNames();
  const named = <T extends Subject>(series: T): T => ({ ...series, name: nameOf(series.name) });
  return {
    ok: true,
    value: {
      frames,
      analysed: analysed.series.map(named),
      raw: raw.slice(0, MOST_SERIES - analysed.series.length).map(named),
      notices: [...collectNotices(frames), ...(all > MOST_SERIES ? [tooMany(all)] : [])],
    },
  };
}

/** Gives names a bearable length and, from the second of the same name on, a number: lines are told apart by them. */
function uniqueNames(): (name: string) => string {
  const given = new Set<string>();
  return (name) => {
    const short = shorten(name, LONGEST_NAME);
    let unique = short;
    for (let number = 2; given.has(unique); number++) {
      unique = `${short} (${number})`;
    }
    given.add(unique);
    return unique;
  };
}

function problemOf(frames: readonly DataFrame[]): Problem | { kind: 'no-time' } {
  const fields = frames.flatMap((frame) => frame.fields);
  if (fields.length === 0 || frames.every(({ length }) => length === 0)) {
    return { kind: 'no-data' };
  }
  return fields.some(({ type }) => type === FieldType.time)
    ? missingField('', 'number', fields).problem
    : { kind: 'no-time' };
}

function tooMany(all: number): QueryResultMetaNotice {
  return {
    severity: 'warning',
    text: t('anomalies.notice.too-many', 'The first {{shown}} of {{all}} series are shown.', {
      shown: MOST_SERIES,
      all,
    }),
  };
}

/** Every field of numbers is a series, or several where text fields beside it tell whose number a row has. */
function seriesOf(frame: DataFrame, frames: readonly DataFrame[]): RawSeries[] {
  const time = frame.fields.find(({ type }) => type === FieldType.time);
  const numbers = frame.fields.filter(({ type }) => type === FieldType.number);
  if (!time || frame.length === 0) {
    return [];
  }
  const texts = frame.fields.filter(({ type }) => type === FieldType.string);
  const groups = texts.length > 0 && hasRepeatedTimes(time) ? rowsByText(texts, frame.length) : undefined;
  return numbers.flatMap((field): RawSeries[] => {
    const name = getFieldDisplayName(field, frame, [...frames]);
    if (!groups) {
      return [{ name, field, time }];
    }
    return [...groups].map(([group, rows]) => ({
      name: numbers.length > 1 ? `${group}, ${name}` : group,
      field,
      time,
      rows,
    }));
  });
}

function hasRepeatedTimes(time: Field): boolean {
  return new Set(time.values).size < time.values.length;
}

/** Rows that have the same texts, in the order in which they first appear. */
function rowsByText(texts: readonly Field[], length: number): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  for (let row = 0; row < length; row++) {
    const group = texts.map((field) => textAt(field, row) ?? '–').join(', ');
    const rows = groups.get(group);
    if (rows) {
      rows.push(row);
    } else {
      groups.set(group, [row]);
    }
  }
  return groups;
}
