import fc from 'fast-check';
import { hodgesLehmann } from './hodgesLehmann.ts';
import { mannWhitney } from './mannWhitney.ts';
import { mantelHaenszel } from './mantelHaenszel.ts';
import { fisherExact } from './fisher.ts';
import { mixDifferenceP } from './mixTest.ts';
import { newcombeInterval } from './proportion.ts';
import { sortedCopy } from './order.ts';
import { normalDraw, seededRandom } from './random.ts';
import { stratifiedShift } from './stratifiedShift.ts';
import { vanElteren, type Stratum } from './vanElteren.ts';

const list = fc.array(fc.oneof(fc.integer({ min: 0, max: 9 }), fc.double({ min: -1e6, max: 1e6, noNaN: true })), {
  maxLength: 12,
});
const strata = fc.array(
  fc.tuple(list, list).map(([a, b]): Stratum => ({ a: sortedCopy(a), b: sortedCopy(b) })),
  { maxLength: 4 }
);
const swapped = (all: readonly Stratum[]): Stratum[] => all.map(({ a, b }) => ({ a: b, b: a }));

/** Every weighted difference, made one by one. */
function bruteMedian(all: readonly Stratum[]): number | null {
  const differences = all.flatMap(({ a, b }) =>
    [...a].flatMap((x) => [...b].map((y) => ({ d: x - y, weight: 1 / (a.length + b.length + 1) })))
  );
  differences.sort((x, y) => x.d - y.d);
  const half = differences.reduce((sum, { weight }) => sum + weight, 0) / 2;
  let sum = 0;
  for (const [i, { d, weight }] of differences.entries()) {
    sum += weight;
    if (Math.abs(sum - half) < 1e-9) {
      return (d + (differences[i + 1]?.d ?? d)) / 2;
    }
    if (sum > half) {
      return d;
    }
  }
  return null;
}

describe('vanElteren', () => {
  it('is Mann-Whitney where one stratum is common', () => {
    const [a, b] = [sortedCopy([1, 2, 5, 9]), sortedCopy([3, 6, 7])];
    const found = vanElteren([
      { a, b },
      { a, b: new Float64Array() },
      { a: new Float64Array(), b },
    ]);
    expect(found).toMatchObject({ p: mannWhitney(a, b).p, method: 'exact', strata: 1 });
    expect(found.delta).toBeCloseTo((2 * mannWhitney(a, b).u) / 12 - 1, 12);
  });

  it('has nothing to say without a common stratum, or without any difference', () => {
    const a = sortedCopy([1, 2]);
    expect(vanElteren([{ a, b: new Float64Array() }])).toEqual({
      delta: null,
      z: 0,
      p: 1,
      method: 'asymptotic',
      strata: 0,
    });
    const same = { a: sortedCopy([4, 4, 4]), b: sortedCopy([4, 4]) };
    expect(vanElteren([same, same])).toMatchObject({ delta: 0, z: 0, p: 1, strata: 2 });
  });

  it('turns its sign and keeps p when the samples change places, whatever the order of strata', () => {
    fc.assert(
      fc.property(strata, (all) => {
        const [forth, back] = [vanElteren(all), vanElteren(swapped(all).reverse())];
        expect(back.z).toBeCloseTo(-forth.z, 9);
        expect(back.p).toBeCloseTo(forth.p, 9);
        expect(forth.p >= 0 && forth.p <= 1).toBe(true);
      })
    );
  });

  it('claims falsely in at most 5 % of small equal samples whose strata differ', () => {
    const random = seededRandom(4);
    let claims = 0;
    for (let run = 0; run < 2000; run++) {
      const draw = (n: number, level: number) =>
        Float64Array.from({ length: n }, () => level + normalDraw(random)).sort();
      claims += vanElteren([0, 5, 9].map((level) => ({ a: draw(5, level), b: draw(3, level) }))).p <= 0.05 ? 1 : 0;
    }
    expect(claims / 2000).toBeLessThan(0.06);
    expect(claims / 2000).toBeGreaterThan(0.015);
  });
});

describe('stratifiedShift', () => {
  it('is the weighted median of the differences within strata', () => {
    fc.assert(
      fc.property(strata, (all) => {
        const [found, expected] = [stratifiedShift(all)?.shift ?? null, bruteMedian(all)];
        if (expected === null) {
          expect(found).toBeNull();
        } else {
          expect(Math.abs((found ?? NaN) - expected)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(expected)));
        }
      })
    );
  });

  it('is the Hodges-Lehmann shift of one stratum, with nearly its interval', () => {
    const random = seededRandom(8);
    const a = Float64Array.from({ length: 40 }, () => 3 + normalDraw(random)).sort();
    const b = Float64Array.from({ length: 30 }, () => normalDraw(random)).sort();
    expect(stratifiedShift([{ a, b }])).toEqual(hodgesLehmann(a, b));
  });

  it('lies in its interval, turns with the samples and moves with one of them', () => {
    fc.assert(
      fc.property(strata, (all) => {
        const found = stratifiedShift(all);
        const back = stratifiedShift(swapped(all));
        if (found === null || back === null) {
          expect(back).toBe(found);
          return;
        }
        expect((found.low ?? -Infinity) <= found.shift && found.shift <= (found.high ?? Infinity)).toBe(true);
        expect(back.shift + found.shift).toBe(0);
        expect((back.low ?? 0) + (found.high ?? 0)).toBe(0);
        expect((back.high ?? 0) + (found.low ?? 0)).toBe(0);
        const moved = stratifiedShift(all.map(({ a, b }) => ({ a: a.map((value) => value + 64), b })));
        expect(moved?.shift).toBeCloseTo(found.shift + 64, 6);
      })
    );
  });

  it('has a wider interval for fewer independent values', () => {
    const a = Float64Array.from({ length: 60 }, (_, i) => i);
    const [full, less] = [stratifiedShift([{ a, b: a }]), stratifiedShift([{ a, b: a, sizes: [10, 10] }])];
    expect(less?.shift).toBe(full?.shift);
    expect(less?.low ?? 0).toBeLessThan(full?.low ?? 0);
    expect(stratifiedShift([{ a, b: a, sizes: [2, 2] }])).toMatchObject({ low: null, high: null });
  });
});

describe('mantelHaenszel', () => {
  it('is Fisher and Newcombe where one stratum is common', () => {
    const [a, b] = [
      { count: 3, total: 20 },
      { count: 11, total: 25 },
    ];
    const found = mantelHaenszel([
      { a, b },
      { a, b: { count: 0, total: 0 } },
    ]);
    expect(found.p).toBe(fisherExact(a, b));
    const { low, high } = newcombeInterval(a, b);
    expect(found.low).toBeCloseTo(low ?? NaN, 12);
    expect(found.high).toBeCloseTo(high ?? NaN, 12);
  });

  it('finds nothing where nothing failed, with an interval all the same', () => {
    const none = { count: 0, total: 9 };
    const found = mantelHaenszel([
      { a: none, b: none },
      { a: none, b: none },
    ]);
    expect(found).toMatchObject({ difference: 0, p: 1, strata: 2 });
    expect(found.low ?? 0).toBeLessThan(0);
    expect(found.high ?? 0).toBeGreaterThan(0);
    expect(mantelHaenszel([])).toEqual({ difference: null, low: null, high: null, p: 1, strata: 0 });
    expect(() => mantelHaenszel([{ a: { count: 2, total: 1 }, b: none }])).toThrow(RangeError);
    expect(() => mantelHaenszel([{ a: { count: 1, total: 0 }, b: none }])).toThrow(RangeError);
    expect(() => mantelHaenszel([{ a: { count: 0, total: 0 }, b: { count: NaN, total: 3 } }])).toThrow(RangeError);
  });

  it('corrects for continuity from half a unit on, as R does', () => {
    const shares = (failedA: number, totalA: number, failedB: number, totalB: number) => ({
      a: { count: failedA, total: totalA },
      b: { count: failedB, total: totalB },
    });
    // R: mantelhaen.test(array(c(2, 8, 3, 17, 5, 10, 4, 9), c(2, 2, 2)))
    expect(mantelHaenszel([shares(2, 10, 3, 20), shares(5, 15, 4, 13)]).p).toBeCloseTo(0.994031987237078, 10);
    // R: mantelhaen.test(array(c(5, 5, 4, 16, 5, 10, 4, 9), c(2, 2, 2)))
    expect(mantelHaenszel([shares(5, 10, 4, 20), shares(5, 15, 4, 13)]).p).toBeCloseTo(0.334371967443244, 10);
    // R: mantelhaen.test(array(c(5, 5, 10, 10, 5, 10, 4, 9), c(2, 2, 2)))
    expect(mantelHaenszel([shares(5, 10, 10, 20), shares(5, 15, 4, 13)]).p).toBeCloseTo(0.921686632023889, 10);
    expect(mantelHaenszel([shares(1, 2, 0, 2), shares(1, 2, 1, 2)]).p).toBe(1);
  });

  it('weighs the difference of each stratum by nm/N, and leaves out those that lack a group', () => {
    const found = mantelHaenszel([
      { a: { count: 5, total: 10 }, b: { count: 3, total: 30 } },
      { a: { count: 2, total: 10 }, b: { count: 4, total: 10 } },
      { a: { count: 0, total: 0 }, b: { count: 8, total: 20 } },
      { a: { count: 4, total: 20 }, b: { count: 0, total: 0 } },
    ]);
    expect(found.difference).toBeCloseTo((7.5 * 0.4 - 5 * 0.2) / 12.5, 12);
    expect(found.strata).toBe(2);
  });

  it('never proves more than the sizes can', () => {
    const tiny = { a: { count: 0, total: 1 }, b: { count: 1, total: 1 } };
    expect(mantelHaenszel([tiny, tiny]).p).toBe(0.5);
  });
});

describe('mixDifferenceP', () => {
  it('is 1 where there is nothing to tell apart', () => {
    expect(mixDifferenceP([])).toBe(1);
    expect(mixDifferenceP([[4, 9]])).toBe(1);
    expect(
      mixDifferenceP([
        [0, 5],
        [0, 7],
      ])
    ).toBe(1);
    expect(
      mixDifferenceP([
        [5, 10],
        [8, 16],
        [0, 0],
      ])
    ).toBeCloseTo(1, 12);
  });

  it('is small where mixes are clearly different', () => {
    expect(
      mixDifferenceP([
        [18, 2],
        [2, 18],
      ])
    ).toBeLessThan(1e-5);
  });
});
