import { autocorrelation, batchCount, batchMeans, deflatedP, LEAST_TO_BATCH } from '../stats/batchMeans.ts';
import { cliffsDelta, effectMagnitude } from '../stats/cliffsDelta.ts';
import { hodgesLehmann, hodgesLehmannShift } from '../stats/hodgesLehmann.ts';
import { mannWhitney } from '../stats/mannWhitney.ts';
import { medianInterval } from '../stats/medianInterval.ts';
import { medianSorted } from '../stats/order.ts';
import { seededRandom } from '../stats/random.ts';
import { randomSubset, thinned } from '../stats/subset.ts';
import { tally, type Tally } from '../stats/tally.ts';
import { groupsById } from './byId.ts';
import { ratioOf } from './ratio.ts';
import { smallestExactP, smallestRankP } from './smallestP.ts';
import {
  cellsOf,
  countTypes,
  MIX_ALPHA,
  mixP,
  withoutTypeLevels,
  type TypeCells,
  type TypeCounts,
} from './typeCells.ts';
import { testWithinTypes } from './withinTypes.ts';
import { SEED, type Load } from './load.ts';
import type { Measured, PairFigures, PairTest } from './pairTest.ts';
import type { Estimate, ValueGroup } from './types.ts';

/** A group as the tests see it. */
interface Tested {
  id: string;
  n: number;
  median: number;
  /** Independent values that it is worth. */
  size: number;
  units: Tally;
  /** Of means of batches where values depend on the ones before, else the units. */
  tested: Tally;
  /** Ascending; quantiles that the shift is read from, or all values. */
  sketch: Float64Array;
  types?: TypeCounts;
}

/**
 * Medians with order-statistic intervals, compared by Mann-Whitney, or by van Elteren's test within task types where the
 * types are mixed differently; every group has at least one value.
 * @throws RangeError when a group repeats, or its units are not as many as its values
 */
export function measureValues(groups: readonly ValueGroup[], load: Load): Measured {
  groups.forEach(checkUnits);
  const inTime = groups.flatMap(({ units }) => (units === undefined ? [] : [withoutTypeLevels(units)]));
  const dependence = autocorrelation(inTime.filter(({ length }) => length >= LEAST_TO_BATCH));
  const short = autocorrelation(inTime.filter(({ length }) => length < LEAST_TO_BATCH));
  const find = groupsById(groups.map((group) => prepare(group, dependence.block, load)));
  let cells: TypeCells | undefined;
  return {
    estimates: new Map(groups.map(({ id, values }) => [id, estimateMedian(values, find(id))])),
    test: (candidateId, referenceId) => {
      const [candidate, reference] = [find(candidateId), find(referenceId)];
      const batched = candidate.size < candidate.n || reference.size < reference.n;
      const inflation = batched ? dependence.inflation : 1;
      const alike = mixP(candidate.types, reference.types);
      if (alike === null || alike >= MIX_ALPHA) {
        return testValues(candidate, reference, inflation, hodgesLehmann);
      }
      const pooled = testValues(candidate, reference, inflation, shiftAlone);
      cells ??= cellsOf(groups, (part, { id, values }) => limit(part, values.length, id, load));
      const [a, b] = [cells.ofGroup.get(candidateId), cells.ofGroup.get(referenceId)];
      const context = { pooled, mixP: alike, sketch: load.sketch, inflation: cells.inflation };
      return testWithinTypes(a ?? new Map(), b ?? new Map(), context);
    },
    ...(dependence.block > 1 ? { dependence } : {}),
    ...(short.block > 1 ? { shortDependence: short } : {}),
    notices: load.notices,
  };
}

function checkUnits({ id, values, units }: ValueGroup): void {
  if (units === undefined) {
    return;
  }
  const { types } = units;
  if (units.values.length !== values.length || (types !== undefined && types.codes.length !== values.length)) {
    throw new RangeError(`${id} has ${values.length} values, but not as many units or types`);
  }
  if (types !== undefined && types.codes.some((code) => code >= types.names.length)) {
    throw new RangeError(`${id} has a type without a name`);
  }
}

function prepare({ id, values, units }: ValueGroup, block: number, load: Load): Tested {
  const limited = limit(values, values.length, id, load);
  const dependent = units !== undefined && block > 1 && values.length >= LEAST_TO_BATCH;
  const tallied = tally(limited);
  return {
    id,
    n: values.length,
    median: known(medianSorted(values)),
    size: dependent ? batchCount(values.length, block) : values.length,
    units: tallied,
    tested: dependent ? tally(limit(batchMeans(units.values, block).slice().sort(), values.length, id, load)) : tallied,
    sketch: thinned(limited, load.sketch),
    ...(units?.types === undefined ? {} : { types: countTypes(units.types) }),
  };
}

/** A part of a group of n values, cut by the share by which the group is cut. */
function limit(part: Float64Array, n: number, id: string, { sample }: Load): Float64Array {
  return n <= sample ? part : randomSubset(part, Math.ceil((part.length / n) * sample), seededRandom(SEED, id));
}

function estimateMedian(values: Float64Array, { id, median, size }: Tested): Estimate {
  return { id, n: values.length, nEffective: size, estimate: median, ...medianInterval(values, undefined, size) };
}

/** Of a pair that is compared within types, nobody sees how sure the shift of all types together is. */
const shiftAlone: typeof hodgesLehmann = (a, b) => {
  const shift = hodgesLehmannShift(a, b);
  return shift === null ? null : { shift, low: null, high: null };
};

function testValues(candidate: Tested, reference: Tested, inflation: number, shiftOf: typeof hodgesLehmann): PairTest {
  const [n, m] = [candidate.units.length, reference.units.length];
  const batches = mannWhitney(candidate.tested, reference.tested);
  const units = n === candidate.tested.length && m === reference.tested.length;
  const { u } = units ? batches : mannWhitney(candidate.units, reference.units);
  const delta = known(cliffsDelta(u, n, m));
  const sizes = [candidate.tested.length, reference.tested.length] as const;
  const { shift, low, high } = known(shiftOf(candidate.sketch, reference.sketch, undefined, sizes));
  const figures: PairFigures = {
    nCandidate: n,
    nReference: m,
    nEffectiveCandidate: sizes[0],
    nEffectiveReference: sizes[1],
    shift,
    shiftLow: low,
    shiftHigh: high,
    ratio: ratioOf(candidate.median, reference.median),
    cliffsDelta: delta,
    magnitude: effectMagnitude(delta),
    test: batches.method === 'exact' ? 'mann-whitney exact' : 'mann-whitney',
    // Small tied samples: the normal approximation goes below what any arrangement of the values can show.
    p: deflatedP(Math.max(batches.p, smallestExactP(...sizes)), inflation),
  };
  return {
    figures,
    smallestP: deflatedP(smallestRankP(...sizes), inflation),
    sign: 2 * batches.u - sizes[0] * sizes[1],
  };
}

/** A statistic that is null for empty samples only. */
function known<T>(statistic: T | null): T {
  if (statistic === null) {
    throw new RangeError('a group without values cannot be compared');
  }
  return statistic;
}
