import { FieldType, getFieldDisplayName, type DataFrame, type Field } from '@grafana/data';
import { findMetric } from '../../core/metrics/catalogue.ts';
import { withLinksOf } from '../frames/links.ts';
import { numberAt, textAt } from '../frames/values.ts';
import type { RankingData, RankingResult, RankingRow } from './model.ts';

/**
 * Reads rows from frames of any data source: a name and a number per row, or number fields, of which the last value
 * counts. There are no samples in them, so there are neither intervals nor proven places.
 */
export function readValueRanking(frames: DataFrame[]): RankingResult<RankingData> {
  const rows = frames.flatMap((frame, frameIndex) => readFrame(frame, frameIndex, frames));
  const first = rows[0];
  if (first) {
    const direction = findMetric(first.field.name)?.direction ?? 'none';
    return { ok: true, value: { rows, ofSwarms: false, valueField: first.field, direction, tested: false } };
  }
  const fields = frames.flatMap((frame) => frame.fields);
  if (fields.length === 0 || fields.some((field) => field.type === FieldType.number)) {
    return { ok: false, problem: { kind: 'no-data' } };
  }
  return { ok: false, problem: { kind: 'missing-field', field: 'value', type: 'number' } };
}

function readFrame(frame: DataFrame, frameIndex: number, frames: DataFrame[]): RankingRow[] {
  const numbers = frame.fields.filter((field) => field.type === FieldType.number);
  const names = nameFields(frame);
  const value = numbers[0];
  if (names.length > 0 && value) {
    return readLong(frame, frameIndex, names, value);
  }
  return frame.length === 0
    ? []
    : numbers.map((field, index) =>
        readSeries(field, `${frameIndex}/${index}`, getFieldDisplayName(field, frame, frames))
      );
}

/** Labels of a `numeric-long` frame name a row together; elsewhere the first text column does. */
function nameFields(frame: DataFrame): Field[] {
  const texts = frame.fields.filter((field) => field.type === FieldType.string);
  return frame.meta?.type === 'numeric-long' ? texts : texts.slice(0, 1);
}

function readLong(frame: DataFrame, frameIndex: number, names: Field[], found: Field): RankingRow[] {
  const value = withLinksOf(found, names);
  const hasTime = frame.fields.some((field) => field.type === FieldType.time);
  const byKey = new Map<string, RankingRow>();
  for (let rowIndex = 0; rowIndex < frame.length; rowIndex++) {
    const name = names.map((field) => textAt(field, rowIndex) ?? '').join(' · ');
    const key = hasTime ? `${frameIndex}/${name}` : `${frameIndex}/${rowIndex}`;
    byKey.set(key, row(key, name, value, rowIndex));
  }
  return [...byKey.values()];
}

function readSeries(field: Field, key: string, name: string): RankingRow {
  let rowIndex = field.values.length - 1;
  while (rowIndex > 0 && numberAt(field, rowIndex) === null) {
    rowIndex--;
  }
  return row(key, name, field, rowIndex);
}

function row(key: string, name: string, field: Field, rowIndex: number): RankingRow {
  return { key, name, value: numberAt(field, rowIndex), rank: null, tiedWith: [], field, rowIndex };
}
