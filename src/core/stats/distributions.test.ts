import fc from 'fast-check';
import { binomialCdf, binomialPmf } from './binomial.ts';
import { normalCdf, normalSurvival } from './normal.ts';
import { normalQuantile } from './normalQuantile.ts';
import { choose, rankSumCounts } from './rankSum.ts';

describe('normal distribution', () => {
  it('answers at the ends and refuses what is no probability', () => {
    expect([normalCdf(-Infinity), normalCdf(0), normalCdf(Infinity)]).toEqual([0, 0.5, 1]);
    expect(normalCdf(NaN)).toBeNaN();
    expect([normalQuantile(0), normalQuantile(0.5), normalQuantile(1)]).toEqual([-Infinity, 0, Infinity]);
    expect(() => normalQuantile(NaN)).toThrow(RangeError);
    expect(() => normalQuantile(-0.1)).toThrow(RangeError);
  });

  it('has a quantile that inverts it, and two equal tails', () => {
    fc.assert(
      fc.property(fc.double({ min: -37, max: 0, noNaN: true }), (z) => {
        expect(normalSurvival(-z)).toBe(normalCdf(z));
        expect(normalQuantile(normalCdf(z))).toBeCloseTo(z, 12);
      })
    );
  });

  it('rises without a step between its three approximations', () => {
    for (const seam of [-0.67448975, -Math.sqrt(32)]) {
      const below = normalCdf(seam - 1e-12);
      const above = normalCdf(seam + 1e-12);
      expect(above).toBeGreaterThan(below);
      expect(above / below - 1).toBeLessThan(2e-11);
    }
  });
});

describe('binomial distribution', () => {
  it('answers outside its range and for no trials', () => {
    expect([binomialCdf(-1, 5, 0.5), binomialCdf(5, 5, 0.5), binomialCdf(0, 0, 0.5)]).toEqual([0, 1, 1]);
    expect([binomialPmf(-1, 5, 0.5), binomialPmf(6, 5, 0.5), binomialPmf(5, 5, 1), binomialPmf(0, 5, 1)]).toEqual([
      0, 0, 1, 0,
    ]);
    expect(() => binomialCdf(1, 2.5, 0.5)).toThrow(RangeError);
    expect(() => binomialCdf(1, 2, 1.5)).toThrow(RangeError);
    expect(() => binomialCdf(NaN, 2, 0.5)).toThrow(RangeError);
  });

  it('sums to one and mirrors when success and failure change places', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), fc.double({ min: 0.001, max: 0.999, noNaN: true }), (n, p) => {
        const all = Array.from({ length: n + 1 }, (_, k) => binomialPmf(k, n, p));
        expect(all.reduce((sum, term) => sum + term, 0)).toBeCloseTo(1, 11);
        const k = Math.floor(n / 3);
        expect(binomialCdf(k, n, p)).toBeCloseTo(1 - binomialCdf(n - k - 1, n, 1 - p), 11);
        expect(binomialCdf(k, n, p)).toBeCloseTo(
          all.slice(0, k + 1).reduce((sum, term) => sum + term, 0),
          11
        );
      }),
      { numRuns: 50 }
    );
  });
});

describe('exact rank-sum distribution', () => {
  it('counts the arrangements of small samples', () => {
    expect([...rankSumCounts(2, 2)]).toEqual([1, 1, 2, 1, 1]);
    expect([...rankSumCounts(0, 5)]).toEqual([1]);
    expect(() => rankSumCounts(30, 30)).toThrow(RangeError);
  });

  it('counts every arrangement exactly once, symmetrically', () => {
    const size = fc.integer({ min: 1, max: 20 });
    fc.assert(
      fc.property(size, size, (n, m) => {
        const counts = rankSumCounts(n, m);
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(choose(n + m, n));
        expect([...counts]).toEqual([...rankSumCounts(m, n)]);
        expect([...counts]).toEqual([...counts].reverse());
      }),
      { numRuns: 40 }
    );
  });
});
