import { autocorrelation, batchMeans, LEAST_TO_BATCH } from '../stats/batchMeans.ts';
import { mixDifferenceP } from '../stats/mixTest.ts';
import { tally, type Tally } from '../stats/tally.ts';
import type { OrderedUnits, UnitTypes, ValueGroup } from './types.ts';

/** Mixes that differ this clearly are not compared across types. */
export const MIX_ALPHA = 0.05;

/** How many units of each type a group has; null is the type of those whose type nobody told. */
export type TypeCounts = ReadonlyMap<string | null, number>;

/** One group's values of one type. */
export interface Cell {
  /** Ascending. */
  values: Float64Array;
  /** Of means of batches where values depend on the ones before, else of the values. */
  tested: Tally;
  /** Of the values. */
  units: Tally;
}

export function countTypes({ names, codes }: UnitTypes): TypeCounts {
  const counts = new Float64Array(names.length);
  for (let i = 0; i < codes.length; i++) {
    counts[codes[i]]++;
  }
  const byName = new Map<string | null, number>();
  names.forEach((name, code) => byName.set(name, (byName.get(name) ?? 0) + counts[code]));
  return byName;
}

/**
 * p that two groups are mixed alike; null where that can't be said, because the type of no unit of one of them is known.
 */
export function mixP(a: TypeCounts | undefined, b: TypeCounts | undefined): number | null {
  if (!knowsTypes(a) || !knowsTypes(b)) {
    return null;
  }
  const names = new Set([...a.keys(), ...b.keys()]);
  return mixDifferenceP([...names].map((name) => [a.get(name) ?? 0, b.get(name) ?? 0] as const));
}

function knowsTypes(counts: TypeCounts | undefined): counts is TypeCounts {
  return counts !== undefined && [...counts].some(([name, n]) => name !== null && n > 0);
}

/** Values of each type in the order of time. */
export function seriesByType({ units }: ValueGroup): Map<string | null, Float64Array> {
  if (units?.types === undefined) {
    return new Map();
  }
  const { names, codes } = units.types;
  const slots = new Map<string | null, { values: Float64Array; filled: number }>(
    [...countTypes(units.types)].map(([name, n]) => [name, { values: new Float64Array(n), filled: 0 }])
  );
  const ofCode = names.map((name) => slots.get(name));
  for (let i = 0; i < codes.length; i++) {
    const slot = ofCode[codes[i]];
    if (slot !== undefined) {
      slot.values[slot.filled++] = units.values[i];
    }
  }
  return new Map([...slots].map(([name, { values }]) => [name, values]));
}

/** Fewer units a type than this say too little of the type's own level. */
const UNITS_A_TYPE = 10;

/**
 * What the order of time shows of a group, less the level of each unit's type: types that come in runs would pass for
 * dependence, though they say nothing of how units of one type depend on each other. The values themselves where types
 * are not known or too many.
 */
export function withoutTypeLevels({ values, types }: OrderedUnits): Float64Array {
  if (types === undefined || types.names.length < 2 || types.names.length * UNITS_A_TYPE > values.length) {
    return values;
  }
  const sums = new Float64Array(types.names.length);
  const counts = new Float64Array(types.names.length);
  for (let i = 0; i < values.length; i++) {
    sums[types.codes[i]] += values[i];
    counts[types.codes[i]]++;
  }
  return values.map((value, i) => value - sums[types.codes[i]] / counts[types.codes[i]]);
}

/** The cells of every group, and what batching has left of the dependence between their values. */
export interface TypeCells {
  ofGroup: ReadonlyMap<string, ReadonlyMap<string | null, Cell>>;
  inflation: number;
}

/**
 * Batches are as long as the values of one type in one group depend on the ones before.
 * @param limit cuts ascending values of a group as the group is cut
 */
export function cellsOf(
  groups: readonly ValueGroup[],
  limit: (part: Float64Array, group: ValueGroup) => Float64Array
): TypeCells {
  const series = groups.map((group) => [group, seriesByType(group)] as const);
  const long = series.flatMap(([, ofGroup]) => [...ofGroup.values()].filter(({ length }) => length >= LEAST_TO_BATCH));
  const { block, inflation } = autocorrelation(long);
  const cellOf = (group: ValueGroup, inTime: Float64Array): Cell => {
    const values = limit(inTime.slice().sort(), group);
    const units = tally(values);
    return block === 1 || inTime.length < LEAST_TO_BATCH
      ? { values, units, tested: units }
      : { values, units, tested: tally(limit(batchMeans(inTime, block).slice().sort(), group)) };
  };
  const cells = series.map(
    ([group, ofGroup]) =>
      [group.id, new Map([...ofGroup].map(([name, inTime]) => [name, cellOf(group, inTime)]))] as const
  );
  return { ofGroup: new Map(cells), inflation };
}
