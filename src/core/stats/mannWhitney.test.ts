import fc from 'fast-check';
import { cliffsDelta, effectMagnitude } from './cliffsDelta.ts';
import { mannWhitney, mannWhitneyExactP } from './mannWhitney.ts';
import { sortedCopy } from './order.ts';
import { choose, rankSumCounts } from './rankSum.ts';

const EMPTY = new Float64Array(0);
const tied = fc.array(fc.integer({ min: -4, max: 4 }), { minLength: 1, maxLength: 30 });

/** U by looking at every pair. */
function countPairs(a: readonly number[], b: readonly number[]): number {
  return a.flatMap((x) => b.map((y): number => (x > y ? 1 : x === y ? 0.5 : 0))).reduce((sum, one) => sum + one, 0);
}

/** Sum of t³ - t over all groups of equal values. */
function countTies(values: readonly number[]): number {
  return [...new Set(values)]
    .map((value) => values.filter((other) => other === value).length)
    .reduce((sum, t) => sum + t ** 3 - t, 0);
}

/** Two-sided p by laying out every arrangement of n and m untied values. */
function enumerateP(u: number, n: number, m: number): number {
  let arrangements = 0;
  let extreme = 0;
  for (let mask = 0; mask < 2 ** (n + m); mask++) {
    const ranks = Array.from({ length: n + m }, (_, i) => i).filter((i) => (mask >> i) & 1);
    if (ranks.length === n) {
      const other = ranks.reduce((sum, rank, i) => sum + rank - i, 0);
      arrangements++;
      extreme += other <= Math.min(u, n * m - u) ? 1 : 0;
    }
  }
  return Math.min(1, (2 * extreme) / arrangements);
}

describe('mannWhitney', () => {
  it('finds nothing in nothing or in equal values', () => {
    expect(mannWhitney(EMPTY, EMPTY).p).toBe(1);
    expect(mannWhitney(EMPTY, Float64Array.of(1, 2))).toMatchObject({ u: 0, p: 1 });
    expect(mannWhitney(Float64Array.of(5), Float64Array.of(5))).toMatchObject({ u: 0.5, p: 1 });
    expect(mannWhitney(new Float64Array(40).fill(5), new Float64Array(30).fill(5))).toMatchObject({ u: 600, p: 1 });
  });

  it('reaches the smallest p that small samples allow', () => {
    expect([3, 4, 5, 6, 8].map((n) => Number(mannWhitneyExactP(0, n, n).toPrecision(2)))).toEqual([
      0.1, 0.029, 0.0079, 0.0022, 0.00016,
    ]);
  });

  it('is exact for small untied samples', () => {
    for (const [n, m] of [
      [1, 1],
      [3, 4],
      [5, 2],
      [6, 6],
    ]) {
      for (let u = 0; u <= n * m; u++) {
        expect(mannWhitneyExactP(u, n, m)).toBeCloseTo(enumerateP(u, n, m), 12);
      }
    }
    expect(mannWhitney(Float64Array.of(1, 2, 3), Float64Array.of(4, 5, 6)).method).toBe('exact');
    expect(mannWhitney(Float64Array.of(1, 2, 3), Float64Array.of(3, 5, 6)).method).toBe('asymptotic');
    expect(
      mannWhitney(
        Float64Array.from({ length: 21 }, (_, i) => i),
        Float64Array.of(0.5)
      ).method
    ).toBe('asymptotic');
  });

  it.each([
    [20, 20, 'exact'],
    [20, 21, 'asymptotic'],
    [21, 20, 'asymptotic'],
    [3, 25, 'asymptotic'],
  ])('of %i and %i untied values is %s', (n, m, method) => {
    const spread = (length: number, from: number) => Float64Array.from({ length }, (_, i) => 2 * i + from);
    expect(mannWhitney(spread(n, 0), spread(m, 1)).method).toBe(method);
  });

  it('takes -0 and 0 for the same value', () => {
    expect(mannWhitney(sortedCopy([-0, -0]), sortedCopy([0, 0]))).toMatchObject({ u: 2, p: 1 });
  });

  it('counts pairs and ties as looking at each of them does, and mirrors when the samples change places', () => {
    fc.assert(
      fc.property(tied, tied, (a, b) => {
        const forth = mannWhitney(sortedCopy(a), sortedCopy(b));
        const back = mannWhitney(sortedCopy(b), sortedCopy(a));
        expect(forth.u).toBe(countPairs(a, b));
        expect(back).toEqual({ ...forth, u: a.length * b.length - forth.u });
        const hasTies = countTies([...a, ...b]) > 0;
        expect(forth.method).toBe(hasTies || a.length > 20 || b.length > 20 ? 'asymptotic' : 'exact');
        expect(forth.p).toBeGreaterThan(0);
        expect(forth.p).toBeLessThanOrEqual(1);
      })
    );
  });

  it('depends on the order of values only', () => {
    fc.assert(
      fc.property(tied, tied, (a, b) => {
        const stretched = (values: number[]): Float64Array =>
          sortedCopy(values.map((value) => Math.exp(value) * 100 + 7));
        expect(mannWhitney(stretched(a), stretched(b))).toEqual(mannWhitney(sortedCopy(a), sortedCopy(b)));
      })
    );
  });
});

describe('rankSumCounts', () => {
  it('adds up to all ways of choosing, to the last one, up to 56 values', () => {
    expect(rankSumCounts(28, 28).reduce((sum, one) => sum + one, 0)).toBe(choose(56, 28));
    expect(() => rankSumCounts(28, 29)).toThrow(RangeError);
    expect([choose(2000, 1998), choose(2000, 2), choose(5, 0)]).toEqual([1_999_000, 1_999_000, 1]);
  });
});

describe('cliffsDelta', () => {
  it('goes from -1 to 1 and needs both samples', () => {
    expect([cliffsDelta(0, 3, 4), cliffsDelta(6, 3, 4), cliffsDelta(12, 3, 4)]).toEqual([-1, 0, 1]);
    expect(cliffsDelta(0, 0, 4)).toBeNull();
    expect(cliffsDelta(0, 4, 0)).toBeNull();
  });

  it('names effects by their size', () => {
    expect([0, 0.146, -0.147, 0.32, 0.33, -0.473, 0.474, -1].map(effectMagnitude)).toEqual([
      'negligible',
      'negligible',
      'small',
      'small',
      'medium',
      'medium',
      'large',
      'large',
    ]);
  });
});
