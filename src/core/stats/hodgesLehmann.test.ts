import fc from 'fast-check';
import { hodgesLehmann, shiftIntervalOrder } from './hodgesLehmann.ts';
import { cutDifferences, kthDifference } from './kthDifference.ts';
import { mannWhitney, mannWhitneyExactP, mannWhitneyNormalP } from './mannWhitney.ts';
import { medianSorted, sortedCopy } from './order.ts';

const EMPTY = new Float64Array(0);
const values = fc.array(
  fc.oneof(
    fc.integer({ min: -3, max: 3 }),
    fc.double({ min: -1e3, max: 1e3, noNaN: true }),
    fc.constantFrom(1e300, -1e300, 1e-300, 1e17, -0)
  ),
  { minLength: 1, maxLength: 40 }
);

function allDifferences(a: Float64Array, b: Float64Array): Float64Array {
  return sortedCopy([...a].flatMap((x) => [...b].map((y) => x - y)));
}

describe('kthDifference', () => {
  it('selects what sorting all differences would, for ties, huge ranges and any k', () => {
    fc.assert(
      fc.property(values, values, fc.double({ min: 0, max: 1, noNaN: true }), (listA, listB, share) => {
        const a = sortedCopy(listA);
        const b = sortedCopy(listB);
        const all = allDifferences(a, b);
        for (const k of [1, all.length, 1 + Math.floor(share * (all.length - 1))]) {
          expect(kthDifference(a, b, k) + 0).toBe(all[k - 1] + 0);
        }
      }),
      { numRuns: 300 }
    );
  });

  it('refuses a place that does not exist', () => {
    expect(() => kthDifference(EMPTY, EMPTY, 1)).toThrow(RangeError);
    expect(() => kthDifference(Float64Array.of(1), Float64Array.of(1), 2)).toThrow(RangeError);
    expect(() => kthDifference(Float64Array.of(1), Float64Array.of(1), NaN)).toThrow(RangeError);
  });
});

describe('hodgesLehmann', () => {
  it('says nothing of nothing and bounds nothing of little', () => {
    expect(hodgesLehmann(EMPTY, Float64Array.of(1))).toBeNull();
    expect(hodgesLehmann(Float64Array.of(3), Float64Array.of(1))).toEqual({ shift: 2, low: null, high: null });
    expect(hodgesLehmann(Float64Array.of(1, 2, 3), Float64Array.of(1, 2, 3))).toMatchObject({ low: null, high: null });
    expect(hodgesLehmann(Float64Array.of(5, 6, 7, 8), Float64Array.of(1, 2, 3, 4))).toEqual({
      shift: 4,
      low: 1,
      high: 7,
    });
  });

  it('is the median of all differences', () => {
    fc.assert(
      fc.property(values, values, (listA, listB) => {
        const a = sortedCopy(listA);
        const b = sortedCopy(listB);
        const expected = medianSorted(allDifferences(a, b)) ?? NaN;
        expect((hodgesLehmann(a, b)?.shift ?? NaN) + 0).toBe(expected + 0);
      })
    );
  });

  it('turns its sign when the samples change places, and follows shift and scale', () => {
    const whole = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1, maxLength: 60 });
    const negated = (value: number | null): number | null => (value === null ? null : 0 - value);
    fc.assert(
      fc.property(
        whole,
        whole,
        fc.integer({ min: -99, max: 99 }),
        fc.constantFrom(0.5, 4, 1024),
        (a, b, move, scale) => {
          const plain = hodgesLehmann(sortedCopy(a), sortedCopy(b));
          const back = hodgesLehmann(sortedCopy(b), sortedCopy(a));
          const moved = hodgesLehmann(
            sortedCopy(a.map((x) => (x + move) * scale)),
            sortedCopy(b.map((x) => x * scale))
          );
          if (plain === null) {
            throw new Error('no shift of two samples');
          }
          expect(back).toEqual({ shift: 0 - plain.shift, low: negated(plain.high), high: negated(plain.low) });
          const map = (value: number | null): number | null => (value === null ? null : (value + move) * scale);
          expect(moved).toEqual({ shift: map(plain.shift), low: map(plain.low), high: map(plain.high) });
        }
      )
    );
  });

  it('excludes a shift of 0 from its interval exactly when the test rejects it', () => {
    const distinct = fc.uniqueArray(fc.integer({ min: -60, max: 60 }), { minLength: 8, maxLength: 60 });
    fc.assert(
      fc.property(distinct, fc.double({ min: 0.2, max: 0.8, noNaN: true }), fc.nat(60), (list, share, move) => {
        const cut = Math.round(list.length * share);
        const a = sortedCopy(list.slice(0, cut).map((value) => 2 * (value + move)));
        const b = sortedCopy(list.slice(cut).map((value) => 2 * value + 1));
        const interval = hodgesLehmann(a, b);
        const excluded = (interval?.low ?? -1) > 0 || (interval?.high ?? 1) < 0;
        expect(excluded).toBe(mannWhitney(a, b).p <= 0.05);
      }),
      { numRuns: 300 }
    );
  });

  it('takes the order of its bounds from the exact distribution and beyond it from the normal one', () => {
    expect([
      shiftIntervalOrder(3, 3),
      shiftIntervalOrder(4, 4),
      shiftIntervalOrder(8, 9),
      shiftIntervalOrder(20, 20),
    ]).toEqual([0, 1, 16, 128]);
    expect(shiftIntervalOrder(1, 1000)).toBe(0);
    expect(shiftIntervalOrder(2, 1000)).toBeGreaterThan(0);
    expect(shiftIntervalOrder(0, 1000)).toBe(0);
    expect(() => shiftIntervalOrder(5, 5, 0)).toThrow(RangeError);
  });

  it.each([
    [
      [1, 1],
      [2, 3],
      [4, 7],
      [3, 9],
      [1, 20],
    ],
    [
      [20, 21],
      [21, 20],
      [60, 5],
      [5, 60],
    ],
  ])('takes as many differences as the test of the same sizes rejects', (...pairs) => {
    for (const confidence of [0.8, 0.9, 0.95, 0.99]) {
      for (const [n, m] of pairs) {
        const p = (u: number): number =>
          Math.max(n, m) > 20 ? mannWhitneyNormalP(u, n, m, 0) : mannWhitneyExactP(u, n, m);
        // What is rejected in exact arithmetic: 1 - 0.8 is a little less than 0.2.
        const level = (1 - confidence) * (1 + 1e-12);
        const rejected = Array.from({ length: Math.floor((n * m) / 2) }, (_, u) => u).filter((u) => p(u) <= level);
        expect([n, m, shiftIntervalOrder(n, m, confidence)]).toEqual([n, m, rejected.length]);
      }
    }
  });

  it('is exact up to twenty values on either side', () => {
    // R: qwilcox(0.025, 20, 1:20)
    const orders = [0, 3, 9, 15, 21, 28, 35, 42, 49, 56, 63, 70, 77, 84, 91, 99, 106, 113, 120, 128];
    orders.forEach((order, i) => {
      expect([shiftIntervalOrder(20, i + 1), shiftIntervalOrder(i + 1, 20)]).toEqual([order, order]);
    });
  });

  it('places its bounds among the differences as the sizes say that the samples are worth', () => {
    const values = Float64Array.from({ length: 40 }, (_, i) => i);
    const order = shiftIntervalOrder(10, 10);
    // The middle of the share that place `order` has among 100, of 1600 differences.
    const place = Math.floor((order - 0.5) * 16 + 0.5);
    const all = allDifferences(values, values);
    expect(hodgesLehmann(values, values, 0.95, [10, 10])).toEqual({
      shift: 0,
      low: all[place - 1],
      high: all[1600 - place],
    });
    expect(hodgesLehmann(values, values, 0.95, [3, 3])).toEqual({ shift: 0, low: null, high: null });
  });

  it('selects among 4e8 differences without making them', () => {
    const n = 20_000;
    const a = Float64Array.from({ length: n }, (_, i) => Math.exp((6 * i) / n));
    const b = Float64Array.from({ length: n }, (_, i) => Math.exp((5.9 * (i + 0.5)) / n));
    const result = hodgesLehmann(a, b);
    const order = shiftIntervalOrder(n, n);
    for (const [difference, k] of [
      [result?.low, order],
      [result?.high, n * n + 1 - order],
    ]) {
      const { count, atMost } = cutDifferences(a, b, difference ?? NaN);
      expect(atMost).toBe(difference);
      expect(count).toBe(k);
    }
    const below = cutDifferences(a, b, result?.shift ?? NaN).count;
    expect(below).toBe((n * n) / 2);
  });
});
