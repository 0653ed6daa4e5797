import fc from 'fast-check';
import { holm } from './holm.ts';

const probability = fc.double({ min: 0, max: 1, noNaN: true });

describe('holm', () => {
  it('adjusts none and one to themselves', () => {
    expect(holm([])).toEqual([]);
    expect(holm([0.03])).toEqual([0.03]);
  });

  it('refuses what is no p-value', () => {
    expect(() => holm([0.1, NaN])).toThrow(RangeError);
    expect(() => holm([1.2])).toThrow(RangeError);
    expect(() => holm([-0.1])).toThrow(RangeError);
    expect(holm([0, 1])).toEqual([0, 1]);
  });

  it('counts tests of the family that were not done, of which there are never fewer than none', () => {
    const rounded = (list: number[]): number[] => list.map((p) => Number(p.toPrecision(12)));
    expect(rounded(holm([0.01, 0.04, 0.03]))).toEqual([0.03, 0.06, 0.06]);
    expect(rounded(holm([0.01, 0.04, 0.03], 5))).toEqual([0.05, 0.12, 0.12]);
    expect(holm([0.01, 0.02], 2)).toEqual(holm([0.01, 0.02]));
    expect(() => holm([0.01, 0.02], 1)).toThrow(RangeError);
    expect(() => holm([0.01, 0.02], NaN)).toThrow(RangeError);
  });

  it('keeps the order of the p-values, never lowers one and never exceeds Bonferroni', () => {
    fc.assert(
      fc.property(fc.array(probability, { maxLength: 40 }), (p) => {
        const adjusted = holm(p);
        p.forEach((own, i) => {
          expect(adjusted[i]).toBeGreaterThanOrEqual(own);
          expect(adjusted[i]).toBeLessThanOrEqual(Math.min(1, own * p.length));
          p.forEach((other, j) => expect(own <= other || adjusted[i] >= adjusted[j]).toBe(true));
        });
      })
    );
  });

  it('does not depend on the order of the tests, and rises with every p', () => {
    fc.assert(
      fc.property(fc.array(probability, { minLength: 1, maxLength: 20 }), fc.nat(), probability, (p, place, more) => {
        expect(holm([...p].reverse()).reverse()).toEqual(holm(p));
        const i = place % p.length;
        const raised = holm(p.map((own, j) => (i === j ? Math.max(own, more) : own)));
        holm(p).forEach((own, j) => expect(raised[j]).toBeGreaterThanOrEqual(own));
      })
    );
  });
});
