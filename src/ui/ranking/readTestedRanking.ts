import { FieldType, type DataFrame, type Field } from '@grafana/data';
import { findMetric, type MetricDefinition } from '../../core/metrics/catalogue.ts';
import { GRAFANA_UNITS } from '../../core/metrics/units.ts';
import { readMeta } from '../frames/meta.ts';
import { withLinksOf } from '../frames/links.ts';
import { fieldNamed, numberAt, textAt } from '../frames/values.ts';
import type { RankingData, RankingResult, RankingRow } from './model.ts';

/** True for a frame that brings places with it: our `ranking` frame, whatever it was renamed to. */
export function isTestedRanking(frame: DataFrame): boolean {
  return frame.fields.some((field) => field.name === 'rank_low') || frame.name === 'ranking';
}

/** Longer lists of ties are cut: with a thousand rows, each names all others. */
const MOST_TIES_TEXT = 400;

/**
 * Reads our `ranking` frame, or one metric of the `estimates` frame of a comparison. Columns that only add detail may be
 * missing; those that make a ranking may not.
 */
export function readTestedRanking(frame: DataFrame, metric?: string): RankingResult<RankingData> {
  const of = metric === undefined ? undefined : fieldNamed(frame, 'metric', FieldType.string);
  const id =
    fieldNamed(frame, 'swarm_id', FieldType.string) ??
    frame.fields.find((field) => field.type === FieldType.string && field !== of);
  if (!id) {
    return missing('swarm_id', 'string');
  }
  const valueName = metric === undefined ? 'value' : 'estimate';
  const found = fieldNamed(frame, valueName, FieldType.number);
  if (!found) {
    return missing(valueName, 'number');
  }
  const known = metric === undefined ? undefined : findMetric(metric);
  const value = withLinksOf(known ? described(found, known) : found, [id]);
  const rankLow = fieldNamed(frame, 'rank_low', FieldType.number);
  if (!rankLow) {
    return missing('rank_low', 'number');
  }
  const columns: Columns = { id, value, rankLow, ...optionalColumns(frame, id) };
  const rows: RankingRow[] = [];
  const positions = new Map<string, number>();
  for (let rowIndex = 0; rowIndex < frame.length; rowIndex++) {
    if (!of || of.values[rowIndex] === metric) {
      const row = readRow(columns, rowIndex);
      rows.push(row);
      positions.set(row.key, positionAt(columns, rowIndex));
    }
  }
  const { direction = known?.direction ?? 'none', sampleUnit = known?.sampleUnit, winner } = readMeta(frame);
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
  chance?: Field;
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
    chance: fieldNamed(frame, 'p_best', FieldType.number),
  };
}

function readRow(columns: Columns, rowIndex: number): RankingRow {
  const { low, high, n, topology, tiedWith, chance } = columns;
  const value = numberAt(columns.value, rowIndex);
  const rankLow = numberAt(columns.rankLow, rowIndex);
  const rankHigh = columns.rankHigh ? numberAt(columns.rankHigh, rowIndex) : rankLow;
  const samples = n ? numberAt(n, rowIndex) : null;
  const kind = topology ? textAt(topology, rowIndex) : null;
  const first = chance ? numberAt(chance, rowIndex) : null;
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
    ...(first === null ? {} : { chance: first }),
    field: columns.value,
    rowIndex,
  };
}

function positionAt({ position }: Columns, rowIndex: number): number {
  return (position ? numberAt(position, rowIndex) : null) ?? rowIndex + 1;
}

function splitNames(text: string | null): string[] {
  const all = text ?? '';
  // What is cut off may be half a name, so it goes as well.
  const cut = all.length <= MOST_TIES_TEXT ? all : all.slice(0, all.lastIndexOf(',', MOST_TIES_TEXT));
  return cut
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

/** Name and unit of a metric that shares its column with others. The display made for the whole column knows neither. */
function described(field: Field, { name, unit }: MetricDefinition): Field {
  const config = { displayName: name, unit: GRAFANA_UNITS[unit], ...field.config };
  return { ...field, config, display: undefined };
}

function missing(field: string, type: 'string' | 'number'): RankingResult<never> {
  return { ok: false, problem: { kind: 'missing-field', field, type } };
}
