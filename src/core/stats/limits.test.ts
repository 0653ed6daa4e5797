import { benjaminiHochberg } from './benjaminiHochberg.ts';
import { betaCdf } from './beta.ts';
import { binomialCdf, binomialPmf } from './binomial.ts';
import { chiSquareSurvival } from './gamma.ts';
import { studentQuantile, studentSurvival, studentTwoSidedT } from './studentT.ts';

/** What functions say at the ends of their ranges, and that they refuse what lies beyond. */

describe('Student’s t', () => {
  it('refuses what is no t, no share or no degrees of freedom, and says so', () => {
    expect(() => studentSurvival(NaN, 5)).toThrow('no t distribution of NaN with 5');
    expect(() => studentSurvival(1, 0)).toThrow('no t distribution of 1 with 0');
    expect(() => studentSurvival(1, NaN)).toThrow('no t distribution');
    for (const p of [-0.1, 1.1, NaN]) {
      expect(() => studentQuantile(p, 5)).toThrow(`no quantile ${p} of a t distribution with 5`);
    }
    expect(() => studentQuantile(0.3, 0)).toThrow('no quantile');
    expect(() => studentTwoSidedT(1, 5)).toThrow('not a probability: 1');
    expect(() => studentTwoSidedT(0, 5)).toThrow('not a probability: 0');
  });

  it('knows the ends and the middle', () => {
    expect([studentQuantile(0, 3), studentQuantile(0.5, 3), studentQuantile(1, 3)]).toEqual([-Infinity, 0, Infinity]);
    expect([studentSurvival(Infinity, 3), studentSurvival(-Infinity, 3), studentSurvival(0, 3)]).toEqual([0, 1, 0.5]);
    expect(studentTwoSidedT(0.05, 1)).toBeCloseTo(Math.tan(Math.PI * 0.475), 9);
    expect(studentQuantile(0.025, 1)).toBeCloseTo(-Math.tan(Math.PI * 0.475), 9);
  });

  it('has the tail of Cauchy’s distribution where a square overflows', () => {
    // One degree of freedom: P(T > t) is 1/(πt) that far out.
    expect(studentSurvival(1e200, 1) * Math.PI * 1e200).toBeCloseTo(1, 9);
    expect(studentSurvival(1e153, 1) * Math.PI * 1e153).toBeCloseTo(1, 9);
    expect([studentSurvival(1e200, 2), studentSurvival(-1e200, 1)]).toEqual([0, 1]);
  });
});

describe('the beta distribution', () => {
  it.each([
    [0.5, 0, 1],
    [0.5, 1, 0],
    [-0.1, 1, 1],
    [1.1, 1, 1],
    [NaN, 1, 1],
    [0.5, NaN, 1],
    [0.5, 1, NaN],
  ])('is not at %p with %p and %p', (x, a, b) => {
    expect(() => betaCdf(x, a, b)).toThrow(`no beta distribution (${a}, ${b}) at ${x}`);
  });

  it('has nothing below 0 and all below 1, and closed forms between', () => {
    expect([betaCdf(0, 2, 3), betaCdf(1, 2, 3)]).toEqual([0, 1]);
    expect(betaCdf(0.3, 1, 1)).toBeCloseTo(0.3, 14);
    expect(betaCdf(0.3, 2, 1)).toBeCloseTo(0.09, 14);
    expect(betaCdf(0.3, 1, 2)).toBeCloseTo(1 - 0.49, 14);
    expect(betaCdf(0.5, 7, 7)).toBeCloseTo(0.5, 14);
  });
});

describe('the chi-square distribution', () => {
  it('refuses what it is not for, and knows its ends', () => {
    expect(() => chiSquareSurvival(NaN, 2)).toThrow('no chi-square distribution of NaN with 2');
    expect(() => chiSquareSurvival(1, 0)).toThrow('no chi-square distribution of 1 with 0');
    expect(() => chiSquareSurvival(1, NaN)).toThrow('no chi-square');
    expect([chiSquareSurvival(0, 2), chiSquareSurvival(-1, 2), chiSquareSurvival(Infinity, 2)]).toEqual([1, 1, 0]);
    for (const x of [0.1, 1, 2, 3, 4, 5, 30, 300]) {
      expect(chiSquareSurvival(x, 2) / Math.exp(-x / 2)).toBeCloseTo(1, 12);
      expect(chiSquareSurvival(x, 4) / (Math.exp(-x / 2) * (1 + x / 2))).toBeCloseTo(1, 12);
    }
  });
});

describe('the binomial distribution', () => {
  it('is certain where p is 0 or 1', () => {
    expect([0, 1, 3].map((k) => binomialPmf(k, 3, 0))).toEqual([1, 0, 0]);
    expect([0, 1, 3].map((k) => binomialPmf(k, 3, 1))).toEqual([0, 0, 1]);
    expect([0, 3].map((k) => binomialCdf(k, 3, 0))).toEqual([1, 1]);
    expect([0, 2, 3].map((k) => binomialCdf(k, 3, 1))).toEqual([0, 0, 1]);
  });

  it('has nothing below 0, all from n on, and refuses what is no share or number of trials', () => {
    expect([binomialCdf(-1, 3, 0.5), binomialCdf(3, 3, 0.5), binomialCdf(7, 3, 0.5), binomialCdf(0, 0, 0.5)]).toEqual([
      0, 1, 1, 1,
    ]);
    expect(() => binomialCdf(1, -1, 0.5)).toThrow(RangeError);
    expect(() => binomialCdf(1, 2, -0.5)).toThrow(RangeError);
    expect(() => binomialCdf(1, 2, NaN)).toThrow(RangeError);
  });

  it('has closed forms at the ends', () => {
    for (const p of [1e-9, 0.2, 0.5, 0.8, 1 - 1e-9]) {
      expect(binomialPmf(0, 3, p) / Math.exp(3 * Math.log1p(-p))).toBeCloseTo(1, 9);
      expect(binomialPmf(3, 3, p) / p ** 3).toBeCloseTo(1, 9);
    }
  });
});

describe('benjaminiHochberg', () => {
  it('refuses what is no p, and takes both ends', () => {
    for (const p of [-0.1, 1.1, NaN]) {
      expect(() => benjaminiHochberg([0.5, p])).toThrow(`p-value must be between 0 and 1, got ${p}`);
    }
    expect(benjaminiHochberg([0, 1])).toEqual([0, 1]);
    expect(benjaminiHochberg([])).toEqual([]);
  });

  it('adjusts as by hand, in the order given', () => {
    // Sorted .01 .02 .03 .5: .04 .04 .04 .5.
    const adjusted = benjaminiHochberg([0.03, 0.5, 0.01, 0.02]);
    [0.04, 0.5, 0.04, 0.04].forEach((expected, index) => expect(adjusted[index]).toBeCloseTo(expected, 14));
  });
});
