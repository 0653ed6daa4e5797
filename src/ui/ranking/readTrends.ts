import { FieldType, getFieldDisplayName, type DataFrame } from '@grafana/data';
import { numberAt } from '../frames/values.ts';

/** Longer ones are thinned out: a small drawing shows no more. */
const MOST_POINTS = 60;

/** The values of each series, by the names that a row may have for it: its labels' values and the name that Grafana shows. */
export function readTrends(frames: DataFrame[]): Map<string, readonly number[]> {
  const trends = new Map<string, readonly number[]>();
  for (const frame of frames) {
    if (!frame.fields.some(({ type }) => type === FieldType.time)) {
      continue;
    }
    for (const field of frame.fields) {
      if (field.type !== FieldType.number) {
        continue;
      }
      const known = field.values.flatMap((_, row) => numberAt(field, row) ?? []);
      const values = thin(known);
      for (const name of [...Object.values(field.labels ?? {}), getFieldDisplayName(field, frame, frames)]) {
        if (values.length > 1 && !trends.has(name)) {
          trends.set(name, values);
        }
      }
    }
  }
  return trends;
}

function thin(values: readonly number[]): readonly number[] {
  const { length } = values;
  return length <= MOST_POINTS
    ? values
    : Array.from({ length: MOST_POINTS }, (_, index) => values[Math.round((index / (MOST_POINTS - 1)) * (length - 1))]);
}
