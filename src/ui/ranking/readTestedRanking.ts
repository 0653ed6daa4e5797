import { FieldType, type DataFrame, type Field } from '@grafana/data';
import { readMeta } from '../frames/meta.ts';
import { fieldNamed, numberAt, textAt } from '../frames/values.ts';
import type { RankingData, RankingResult, RankingRow } from './model.ts';

/** True for a frame that brings places with it: our `ranking` frame, whatever it was renamed to. */
export function isTestedRanking(frame: DataFrame): boolean {
  return frame.fields.some((field) => field.name === 'rank_low') || frame.name === 'ranking';
}

/** Reads our `ranking` frame. Columns that only add detail may be missing; those that make a ranking may not. */
export function readTestedRanking(frame: DataFrame): RankingResult<RankingData> {
  const id =
    fieldNamed(frame, 'swarm_id', FieldType.string) ?? frame.fields.find((field) => field.type === FieldType.string);
  if (!id) {
    return missing('swarm_id', 'string');
  }
  const value = fieldNamed(frame, 'value', FieldType.number);
  if (!value) {
    return missing('value', 'number');
  }
  const rankLow = fieldNamed(frame, 'rank_low', FieldType.number);
  if (!rankLow) {
    return missing('rank_low', 'number');
  }
  const columns: Columns = { id, value, rankLow, ...optionalColumns(frame, id) };
  const rows = id.values.map((_, rowIndex) => readRow(columns, rowIndex));
  const { direction = 'none', sampleUnit, winner } = readMeta(frame);
  const positions = new Map(rows.map((row, index) => [row.key, positionAt(columns, index)]));
  return {
    ok: true,
    value: {
      rows,
      ofSwarms: id.name === 'swarm_id',
      valueField: value,
      direction,
      tested: true,
      positions,
      ...(sampleUnit === undefined ? {} : { sampleUnit }),
      ...(winner === undefined ? {} : { winner }),
    },
  };
}

interface OptionalColumns {
  low?: Field;
  high?: Field;
  n?: Field;
  position?: Field;
  rankHigh?: Field;
  topology?: Field;
  tiedWith?: Field;
}

interface Columns extends OptionalColumns {
  id: Field;
  value: Field;
  rankLow: Field;
}

function optionalColumns(frame: DataFrame, id: Field): OptionalColumns {
  const topology = frame.fields.find(
    (field) => field.name === 'topology' && field !== id && field.type === FieldType.string
  );
  return {
    low: fieldNamed(frame, 'low', FieldType.number),
    high: fieldNamed(frame, 'high', FieldType.number),
    n: fieldNamed(frame, 'n', FieldType.number),
    position: fieldNamed(frame, 'position', FieldType.number),
    rankHigh: fieldNamed(frame, 'rank_high', FieldType.number),
    topology,
    tiedWith: fieldNamed(frame, 'tied_with', FieldType.string),
  };
}

function readRow(columns: Columns, rowIndex: number): RankingRow {
  const { low, high, n, topology, tiedWith } = columns;
  const value = numberAt(columns.value, rowIndex);
  const rankLow = numberAt(columns.rankLow, rowIndex);
  const rankHigh = columns.rankHigh ? numberAt(columns.rankHigh, rowIndex) : rankLow;
  const samples = n ? numberAt(n, rowIndex) : null;
  const kind = topology ? textAt(topology, rowIndex) : null;
  return {
    key: String(rowIndex),
    name: textAt(columns.id, rowIndex) ?? '',
    value,
    ...(kind === null ? {} : { topology: kind }),
    ...(low && high && value !== null
      ? { interval: { low: numberAt(low, rowIndex), high: numberAt(high, rowIndex) } }
      : {}),
    ...(samples === null ? {} : { n: samples }),
    rank: rankLow === null ? null : { low: rankLow, high: rankHigh ?? rankLow },
    tiedWith: splitNames(tiedWith ? textAt(tiedWith, rowIndex) : null),
    field: columns.value,
    rowIndex,
  };
}

function positionAt({ position }: Columns, rowIndex: number): number {
  return (position ? numberAt(position, rowIndex) : null) ?? rowIndex + 1;
}

function splitNames(text: string | null): string[] {
  return (text ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

function missing(field: string, type: 'string' | 'number'): RankingResult<never> {
  return { ok: false, problem: { kind: 'missing-field', field, type } };
}
