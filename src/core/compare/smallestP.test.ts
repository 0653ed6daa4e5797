import { mannWhitney } from '../stats/mannWhitney.ts';
import { fisherExact } from '../stats/fisher.ts';
import { vanElteren } from '../stats/vanElteren.ts';
import { mantelHaenszel } from '../stats/mantelHaenszel.ts';
import {
  sizeNeeded,
  smallestExactP,
  smallestFisherP,
  smallestMantelHaenszelP,
  smallestRankP,
  smallestStratifiedRankP,
  smallestVanElterenP,
  type Sizes,
} from './smallestP.ts';

const PAIRS: Sizes[] = [
  [1, 1],
  [1, 20],
  [3, 4],
  [20, 20],
  [20, 21],
  [21, 20],
  [1, 1000],
  [60, 30],
];

/** All values of one sample below all of the other. */
const separated = ([n, m]: Sizes) => ({
  a: Float64Array.from({ length: n }, (_, i) => i),
  b: Float64Array.from({ length: m }, (_, i) => n + i),
});

describe('the smallest p of a rank test', () => {
  it('is two of all arrangements where it is exact', () => {
    expect([smallestExactP(1, 1), smallestExactP(0, 9), smallestExactP(3, 3), smallestExactP(4, 4)]).toEqual([
      1,
      1,
      0.1,
      2 / 70,
    ]);
  });

  it.each(PAIRS)('is what the test says of %i and %i values that are separated', (...sizes) => {
    const { a, b } = separated(sizes);
    expect(smallestRankP(...sizes)).toBeCloseTo(mannWhitney(a, b).p, 14);
    expect(smallestVanElterenP([sizes])).toBe(smallestRankP(...sizes));
  });

  it('is what the test within strata says of strata that are separated, or the share of arrangements', () => {
    const big: Sizes[] = [
      [12, 30],
      [25, 8],
      [40, 41],
    ];
    expect(smallestVanElterenP(big) / vanElteren(big.map(separated)).p).toBeCloseTo(1, 12);
    const small: Sizes[] = [
      [2, 2],
      [1, 3],
    ];
    expect(smallestStratifiedRankP(small)).toBeCloseTo(2 / 24, 14);
    expect(smallestVanElterenP(small)).toBeCloseTo(Math.max(2 / 24, vanElteren(small.map(separated)).p), 14);
    expect(smallestVanElterenP([])).toBe(1);
    expect(smallestStratifiedRankP([])).toBe(1);
  });

  it('tells the size that two equal groups need', () => {
    const needed = [1, 2, 3, 10].map((tests) => sizeNeeded({ alpha: 0.05, tests }));
    // 2 of 70, 252, 252 and 924 arrangements.
    expect(needed).toEqual([4, 5, 5, 6]);
    expect(sizeNeeded({ alpha: 0.1, tests: 1 })).toBe(3);
  });
});

describe('the smallest p of a test of shares', () => {
  it('is that of nothing failed here and everything there', () => {
    expect(smallestFisherP(3, 3)).toBeCloseTo(0.1, 12);
    expect(smallestFisherP(2, 5)).toBeCloseTo(1 / 21, 12);
    expect(smallestFisherP(0, 5)).toBe(1);
  });

  it('is reached within strata, and never below one arrangement on either side', () => {
    const strata = [
      { a: { count: 1, total: 20 }, b: { count: 3, total: 30 } },
      { a: { count: 0, total: 15 }, b: { count: 9, total: 10 } },
    ];
    const extreme = strata.map(({ a, b }) => ({ a: { ...a, count: 0 }, b: { ...b, count: b.total } }));
    expect(smallestMantelHaenszelP(strata)).toBe(mantelHaenszel(extreme).p);
    expect(smallestMantelHaenszelP(strata)).toBeLessThan(1e-12);
    const tiny = { a: { count: 0, total: 2 }, b: { count: 0, total: 2 } };
    expect(smallestMantelHaenszelP([tiny, tiny])).toBeGreaterThanOrEqual(2 / 36);
    expect(smallestMantelHaenszelP([strata[1]])).toBe(fisherExact({ count: 0, total: 15 }, { count: 10, total: 10 }));
  });
});
