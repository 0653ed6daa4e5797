import { FieldType, type DataFrame } from '@grafana/data';
import { seededRandom } from '../../core/stats/random.ts';
import { numberAt } from './values.ts';

const SEED = 1;

/**
 * Row numbers in the order of the frame's first time field, rows without a time last. Without such a field nobody knows the
 * order in which the values came, and that of the rows may be any, even that of the values: a drawn one (fixed seed) keeps it
 * from passing for dependence in time.
 */
export function rowsInTime(frame: DataFrame): Uint32Array {
  const rows = Uint32Array.from({ length: frame.length }, (_, row) => row);
  const time = frame.fields.find(({ type }) => type === FieldType.time);
  if (!time) {
    return shuffled(rows);
  }
  const at = Float64Array.from(rows, (row) => numberAt(time, row) ?? Infinity);
  const ascending = at.every((value, row) => row === 0 || at[row - 1] <= value);
  return ascending ? rows : rows.sort((a, b) => (at[a] === at[b] ? a - b : at[a] < at[b] ? -1 : 1));
}

/** Fisher and Yates's shuffle, in place. */
function shuffled(rows: Uint32Array): Uint32Array {
  const random = seededRandom(SEED, 'rows');
  for (let last = rows.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [rows[last], rows[other]] = [rows[other], rows[last]];
  }
  return rows;
}
