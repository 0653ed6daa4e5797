import fc from 'fast-check';
import { autocorrelations } from './autocorrelation.ts';
import { countNotRising } from './inversions.ts';
import { fitIndexLine, fitLine } from './line.ts';
import { kendallVariance, mannKendall } from './mannKendall.ts';
import { nelderMead } from './nelderMead.ts';
import { slopeFinder } from './slopeFinder.ts';
import { solvePositive } from './solvePositive.ts';
import { studentTwoSidedP, studentTwoSidedT } from './studentT.ts';
import { theilSen } from './theilSen.ts';

const whole = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 2, maxLength: 60 });
const index = (n: number): Float64Array => Float64Array.from({ length: n }, (_, i) => i);

describe('countNotRising', () => {
  it('counts what comparing every pair counts', () => {
    fc.assert(
      fc.property(whole, (list) => {
        const expected = list.flatMap((a, i) => list.slice(i + 1).filter((b) => b <= a)).length;
        const values = Float64Array.from(list);
        expect(countNotRising(values)).toBe(expected);
        expect([...values]).toEqual([...list].sort((a, b) => a - b));
      })
    );
  });
});

describe('mannKendall', () => {
  it('has exact probabilities', () => {
    expect(mannKendall(Float64Array.of(1, 2, 3, 4))).toEqual({ s: 6, tau: 1, variance: 156 / 18, p: 2 / 24 });
    expect(mannKendall(Float64Array.of(2, 1, 3)).p).toBe(1);
    expect(mannKendall(index(60)).p).toBeGreaterThan(0);
  });

  it('says nothing of nothing, of one value and of equal ones', () => {
    for (const values of [[], [5], [5, 5, 5, 5, 5]]) {
      expect(mannKendall(Float64Array.from(values))).toMatchObject({ s: 0, p: 1 });
    }
    expect(kendallVariance(Float64Array.of(5, 5, 5))).toBe(0);
  });

  it('turns its sign with the order and knows only ranks', () => {
    fc.assert(
      fc.property(whole, (list) => {
        const there = mannKendall(Float64Array.from(list));
        const back = mannKendall(Float64Array.from(list).reverse());
        expect(back.s + there.s).toBe(0);
        expect(back.p).toBe(there.p);
        expect(mannKendall(Float64Array.from(list, (value) => Math.exp(value)))).toEqual(there);
        expect(there.p > 0 && there.p <= 1).toBe(true);
      })
    );
  });
});

describe('theilSen', () => {
  it('needs two points and is not turned by an outlier', () => {
    expect(theilSen(index(1), Float64Array.of(1))).toBeNull();
    const y = index(31).map((x) => 2 * x + 1);
    y[30] = 1e9;
    expect(theilSen(index(31), y)).toMatchObject({ slope: 2, intercept: 1 });
  });

  it('finds by counting what sorting all slopes finds, for ties too', () => {
    const steps = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 60, maxLength: 60 });
    const values = fc.array(
      fc.oneof(fc.integer({ min: -3, max: 3 }), fc.double({ min: -1e3, max: 1e3, noNaN: true })),
      {
        minLength: 60,
        maxLength: 60,
      }
    );
    fc.assert(
      fc.property(steps, values, fc.double({ min: 0, max: 1, noNaN: true }), (gaps, list, share) => {
        let at = 0;
        const x = Float64Array.from(gaps, (gap) => (at += gap));
        const y = Float64Array.from(list);
        const all = new Float64Array(gaps.length * (gaps.length - 1) * 0.5);
        let k = 0;
        y.forEach((a, i) => y.subarray(i + 1).forEach((b, j) => (all[k++] = (b - a) / (x[i + 1 + j] - x[i]))));
        all.sort();
        const rank = Math.round(share * (all.length - 1));
        const scale = Math.max(Math.abs(all[0]), Math.abs(all[all.length - 1]));
        expect(Math.abs(slopeFinder(x, y)(rank) - all[rank])).toBeLessThanOrEqual(1e-12 * scale);
      })
    );
  });

  it('keeps the slope of thousands of points', () => {
    const x = index(5000);
    const line = theilSen(
      x,
      x.map((value) => 3 * value + 40 * Math.sin(value * value))
    );
    expect(line?.slope).toBeCloseTo(3, 3);
    expect((line?.low ?? 9) < 3 && (line?.high ?? 0) > 3).toBe(true);
  });
});

describe('fitLine', () => {
  it('has no line through one point or through points above each other', () => {
    expect(fitLine(Float64Array.of(1), Float64Array.of(1))).toBeNull();
    expect(fitLine(Float64Array.of(2, 2), Float64Array.of(1, 5))).toBeNull();
    expect(fitIndexLine(Float64Array.of(7))).toEqual({ slope: 0, intercept: 7 });
  });

  it('keeps its digits at times of today and values of 1e17', () => {
    const x = index(100).map((i) => 1.8e12 + 1000 * i);
    const line = fitLine(
      x,
      x.map((time) => 1e17 + 4096 * (time - 1.8e12))
    );
    expect(line?.slope).toBeCloseTo(4096, 6);
    expect(line?.residualSquares).toBeLessThan(1e4);
  });

  it('agrees with the line of equal steps', () => {
    fc.assert(
      fc.property(whole, (list) => {
        const y = Float64Array.from(list);
        expect(fitIndexLine(y).slope).toBeCloseTo(fitLine(index(y.length), y)?.slope ?? NaN, 10);
      })
    );
  });
});

describe('studentT', () => {
  it('inverts itself and refuses what is no t', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-9, max: 0.999, noNaN: true }), fc.integer({ min: 1, max: 500 }), (p, degrees) => {
        expect(Math.abs(studentTwoSidedP(studentTwoSidedT(p, degrees), degrees) / p - 1)).toBeLessThan(1e-10);
      })
    );
    expect([studentTwoSidedP(0, 5), studentTwoSidedP(Infinity, 5), studentTwoSidedP(-2, 7)]).toEqual([
      1,
      0,
      studentTwoSidedP(2, 7),
    ]);
    expect(() => studentTwoSidedP(NaN, 5)).toThrow(RangeError);
    expect(() => studentTwoSidedP(1, 0)).toThrow(RangeError);
    expect(() => studentTwoSidedT(0, 5)).toThrow(RangeError);
  });
});

describe('autocorrelations', () => {
  it('are 0 for equal values and beyond the end', () => {
    expect([...autocorrelations(new Float64Array(9).fill(0.1), 3)]).toEqual([1, 0, 0, 0]);
    expect([...autocorrelations(Float64Array.of(1, -1), 3)]).toEqual([1, -0.5, 0, 0]);
    expect([...autocorrelations(new Float64Array(0), 1)]).toEqual([1, 0]);
  });
});

describe('nelderMead', () => {
  it('finds the bottom of a bent valley and spends no more than it may', () => {
    let spent = 0;
    const valley = (p: Float64Array): number => {
      spent++;
      return (1 - p[0]) ** 2 + 100 * (p[1] - p[0] ** 2) ** 2;
    };
    const { point } = nelderMead(valley, [-1.2, 1], [0.5, 0.5], 400);
    expect(point[0]).toBeCloseTo(1, 2);
    expect(spent).toBeLessThanOrEqual(404);
  });

  it('takes NaN for the worst', () => {
    const { value } = nelderMead((p) => (p[0] < 0 ? NaN : p[0]), [1], [-3], 60);
    expect(value).toBeGreaterThanOrEqual(0);
    expect(value).toBeLessThan(0.1);
  });
});

describe('solvePositive', () => {
  it('solves, and refuses what is not positive definite', () => {
    const solution = solvePositive(Float64Array.of(4, 2, 2, 3), Float64Array.of(10, 9));
    expect(solution?.[0]).toBeCloseTo(1.5, 14);
    expect(solution?.[1]).toBeCloseTo(2, 14);
    expect(solvePositive(Float64Array.of(1, 2, 2, 1), Float64Array.of(1, 1))).toBeNull();
    expect(solvePositive(Float64Array.of(NaN), Float64Array.of(1))).toBeNull();
  });
});
