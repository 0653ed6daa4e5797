import fc from 'fast-check';
import { fisherExact } from './fisher.ts';

const ZERO = BigInt(0);
const DIGITS = BigInt('100000000000000000000');

const FACTORIALS = [BigInt(1)];

function factorial(n: number): bigint {
  for (let i = FACTORIALS.length; i <= n; i++) {
    FACTORIALS.push(FACTORIALS[i - 1] * BigInt(i));
  }
  return FACTORIALS[n];
}

function ways(n: number, k: number): bigint {
  return factorial(n) / (factorial(k) * factorial(n - k));
}

/** The definition, in whole numbers: tables with the same margins in no more ways than the observed one. */
function enumerateP(count1: number, total1: number, count2: number, total2: number): number {
  const marked = count1 + count2;
  const observed = ways(total1, count1) * ways(total2, count2);
  let extreme = ZERO;
  for (let x = Math.max(0, marked - total2); x <= Math.min(total1, marked); x++) {
    const table = ways(total1, x) * ways(total2, marked - x);
    extreme += table <= observed ? table : ZERO;
  }
  return Number((extreme * DIGITS) / ways(total1 + total2, marked)) / Number(DIGITS);
}

const share = fc
  .tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 60 }))
  .map(([x, y]) => ({ count: Math.min(x, y), total: Math.max(x, y) }));

describe('fisherExact', () => {
  it('finds nothing in empty groups or where nothing can differ', () => {
    expect(fisherExact({ count: 0, total: 0 }, { count: 0, total: 0 })).toBe(1);
    expect(fisherExact({ count: 0, total: 0 }, { count: 3, total: 5 })).toBe(1);
    expect(fisherExact({ count: 0, total: 9 }, { count: 0, total: 5 })).toBe(1);
    expect(fisherExact({ count: 9, total: 9 }, { count: 5, total: 5 })).toBe(1);
  });

  it('refuses counts that are no share', () => {
    expect(() => fisherExact({ count: 2, total: 1 }, { count: 0, total: 1 })).toThrow(RangeError);
    expect(() => fisherExact({ count: NaN, total: 1 }, { count: 0, total: 1 })).toThrow(RangeError);
  });

  it('sums the tables that are no more likely, to ten digits, and gives the same p for swapped groups', () => {
    fc.assert(
      fc.property(share, share, (one, other) => {
        const p = fisherExact(one, other);
        const expected = enumerateP(one.count, one.total, other.count, other.total);
        expect(Math.abs(p - expected)).toBeLessThanOrEqual(1e-10 * expected + 1e-19);
        expect(fisherExact(other, one)).toBe(p);
      }),
      { numRuns: 200 }
    );
  });

  it('is the definition for every table of up to six units a group', () => {
    const shares = Array.from({ length: 7 }, (_, total) =>
      Array.from({ length: total + 1 }, (_, count) => ({ count, total }))
    ).flat();
    const wrong = shares.flatMap((one) =>
      shares.filter((other) => {
        const expected = enumerateP(one.count, one.total, other.count, other.total);
        return !(Math.abs(fisherExact(one, other) - expected) < 1e-12);
      })
    );
    expect(wrong).toEqual([]);
  });

  it('tells a million from a million', () => {
    const million = 1_000_000;
    expect(fisherExact({ count: 500_000, total: million }, { count: 500_000, total: million })).toBe(1);
    const p = fisherExact({ count: 1000, total: million }, { count: 1200, total: million });
    expect(p).toBeGreaterThan(1e-5);
    expect(p).toBeLessThan(1e-4);
    expect(fisherExact({ count: 1200, total: million }, { count: 1000, total: million })).toBe(p);
    expect(fisherExact({ count: 0, total: million }, { count: million, total: million })).toBe(0);
  });
});
