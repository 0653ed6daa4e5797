import { deflatedP } from '../stats/batchMeans.ts';
import { effectMagnitude } from '../stats/cliffsDelta.ts';
import { medianSorted } from '../stats/order.ts';
import { stratifiedShift } from '../stats/stratifiedShift.ts';
import { thinned } from '../stats/subset.ts';
import { vanElteren } from '../stats/vanElteren.ts';
import { ratioOf } from './ratio.ts';
import { smallestStratifiedRankP, smallestVanElterenP, type Sizes } from './smallestP.ts';
import type { PairTest } from './pairTest.ts';
import type { Cell } from './typeCells.ts';

type Cells = ReadonlyMap<string | null, Cell>;

interface Context {
  pooled: PairTest;
  mixP: number;
  /** Most values of a group that the shift is read from. */
  sketch: number;
  /** See `deflatedP`. */
  inflation: number;
}

/**
 * Compares units of the same type only: van Elteren's test, the shift combined over types, Cliff's delta as their weighted
 * mean. Without a common type there is nothing to compare, and no size of sample could show anything.
 */
export function testWithinTypes(candidate: Cells, reference: Cells, context: Context): PairTest {
  const { pooled, mixP, sketch, inflation } = context;
  const strata = [...candidate].flatMap(([name, a]) => {
    const b = reference.get(name);
    return b !== undefined && a.values.length > 0 && b.values.length > 0 ? [{ a, b }] : [];
  });
  const [n, m] = [sum(strata.map(({ a }) => a.values.length)), sum(strata.map(({ b }) => b.values.length))];
  const sizes = strata.map(({ a, b }): Sizes => [a.tested.length, b.tested.length]);
  const tested = vanElteren(strata.map(({ a, b }) => ({ a: a.tested, b: b.tested })));
  const units = strata.every(({ a, b }) => a.tested === a.units && b.tested === b.units);
  const { delta } = units ? tested : vanElteren(strata.map(({ a, b }) => ({ a: a.units, b: b.units })));
  const shift = stratifiedShift(
    strata.map(({ a, b }, i) => ({
      a: thinned(a.values, Math.ceil((sketch * a.values.length) / n)),
      b: thinned(b.values, Math.ceil((sketch * b.values.length) / m)),
      sizes: sizes[i],
    }))
  );
  return {
    figures: {
      nCandidate: n,
      nReference: m,
      nEffectiveCandidate: sum(sizes.map(([size]) => size)),
      nEffectiveReference: sum(sizes.map(([, size]) => size)),
      shift: shift?.shift ?? null,
      shiftLow: shift?.low ?? null,
      shiftHigh: shift?.high ?? null,
      ratio: combinedRatio(strata),
      cliffsDelta: delta,
      magnitude: delta === null ? null : effectMagnitude(delta),
      test: nameOf(tested.strata, tested.method),
      p: deflatedP(Math.max(tested.p, smallestStratifiedRankP(sizes)), inflation),
    },
    smallestP: strata.length === 0 ? 1 : deflatedP(smallestVanElterenP(sizes), inflation),
    sign: tested.z,
    pooled: {
      test: pooled,
      within: {
        shared: strata.length,
        leftOut: [pooled.figures.nCandidate - n, pooled.figures.nReference - m],
        mixP,
      },
    },
  };
}

function nameOf(strata: number, method: 'exact' | 'asymptotic'): PairTest['figures']['test'] {
  if (strata === 0) {
    return 'none';
  }
  return strata > 1 ? 'van elteren' : method === 'exact' ? 'mann-whitney exact' : 'mann-whitney';
}

/** Geometric mean of the types' ratios of medians, weighted as the test weighs types; null where one is not above 0. */
function combinedRatio(strata: ReadonlyArray<{ a: Cell; b: Cell }>): number | null {
  let logarithms = 0;
  let weights = 0;
  for (const { a, b } of strata) {
    const weight = (a.values.length * b.values.length) / (a.values.length + b.values.length + 1);
    const ratio = ratioOf(medianSorted(a.values) ?? NaN, medianSorted(b.values) ?? NaN);
    if (ratio === null || ratio <= 0) {
      return null;
    }
    logarithms += weight * Math.log(ratio);
    weights += weight;
  }
  return weights > 0 ? ratioOf(Math.exp(logarithms / weights), 1) : null;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
