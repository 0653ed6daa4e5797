import fc from 'fast-check';
import { autocorrelations } from './autocorrelation.ts';
import { countNotRising } from './inversions.ts';
import { fitIndexLine, fitLine } from './line.ts';
import { kendallVariance, mannKendall } from './mannKendall.ts';
import { normalSurvival } from './normal.ts';
import { nelderMead } from './nelderMead.ts';
import { slopeFinder } from './slopeFinder.ts';
import { solvePositive } from './solvePositive.ts';
import { studentTwoSidedP, studentTwoSidedT } from './studentT.ts';
import { theilSen } from './theilSen.ts';

const whole = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 2, maxLength: 60 });
const index = (n: number): Float64Array => Float64Array.from({ length: n }, (_, i) => i);

function permutations(values: Float64Array): Float64Array[] {
  return values.length < 2
    ? [values]
    : [...values].flatMap((first, i) =>
        permutations(values.filter((_, j) => j !== i)).map((rest) => Float64Array.of(first, ...rest))
      );
}

/** Rising less falling pairs, by looking at each. */
function scoreOf(values: Float64Array): number {
  return [...values]
    .flatMap((a, i) => [...values.slice(i + 1)].map((b) => Math.sign(b - a)))
    .reduce((x, y) => x + y, 0);
}

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

  it('lays out every order of up to five values', () => {
    for (const n of [2, 3, 4, 5]) {
      const orders = permutations(index(n));
      const scores = orders.map(scoreOf);
      orders.forEach((order, i) => {
        const found = mannKendall(order);
        expect(found.s).toBe(scores[i]);
        expect(found.tau).toBeCloseTo(scores[i] / ((n * (n - 1)) / 2), 14);
        const extreme = scores.filter((score) => Math.abs(score) >= Math.abs(scores[i])).length;
        expect(found.p).toBeCloseTo(extreme / orders.length, 12);
        const variance = scores.reduce((sum, score) => sum + score * score, 0) / scores.length;
        expect(found.variance).toBeCloseTo(variance, 10);
      });
    }
  });

  it('is exact up to 60 values, and of tied ones has the variance of all their orders', () => {
    let arrangements = 1;
    for (let i = 2; i <= 60; i++) {
      arrangements *= i;
    }
    expect((mannKendall(index(60)).p * arrangements) / 2).toBeCloseTo(1, 9);
    const { s, variance, p } = mannKendall(index(61));
    expect([s, variance]).toEqual([1830, (61 * 60 * 127) / 18]);
    expect(p / (2 * normalSurvival(1829 / Math.sqrt(variance)))).toBeCloseTo(1, 12);
    const tied = Float64Array.of(1, 2, 2, 3, 3, 3);
    const scores = permutations(tied).map(scoreOf);
    const brute = scores.reduce((sum, score) => sum + score * score, 0) / scores.length;
    expect(kendallVariance(tied)).toBeCloseTo(brute, 10);
    expect(mannKendall(tied).p).toBeCloseTo(2 * normalSurvival((11 - 1) / Math.sqrt(brute)), 12);
  });

  it('says nothing of nothing, of one value and of equal ones', () => {
    for (const values of [[], [5], [5, 5, 5, 5, 5]]) {
      expect(mannKendall(Float64Array.from(values))).toMatchObject({ s: 0, tau: 0, p: 1 });
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

  it('has the slopes that Kendall’s variance reaches from the middle as its interval', () => {
    // Six points, fifteen slopes: at 65 % the bounds lie half of 0.93·√(85/3), 2.5 slopes, from the middle.
    const y = Float64Array.of(0, 7, 1, 9, 2, 20);
    const slopes = [...y].flatMap((a, i) => [...y.slice(i + 1)].map((b, j) => (b - a) / (j + 1))).sort((a, b) => a - b);
    const found = theilSen(index(6), y, 0.65);
    expect(found).toMatchObject({ slope: slopes[7], low: slopes[4], high: slopes[10] });
    expect(found?.intercept).toBeCloseTo(4.5 - 2.5 * slopes[7], 12);
    expect(theilSen(index(6), y, 0.999999)).toMatchObject({ low: slopes[0], high: slopes[14] });
    expect(theilSen(index(2), Float64Array.of(0, -0))).toEqual({ slope: 0, intercept: 0, low: 0, high: 0 });
    expect(theilSen(index(2), Float64Array.of(1, 5))).toEqual({ slope: 4, intercept: 1, low: 4, high: 4 });
    expect(theilSen(Float64Array.of(0, 1, 2, 3), Float64Array.of(0, 1, 8, 27))?.slope).toBe((7 + 9) / 2);
  });

  it('finds the same by counting, beyond 500 points, as from all slopes', () => {
    const x = index(520).map((i) => i + (i % 7) / 10);
    const y = x.map((value, i) => 5 - value + 9 * Math.sin(i * i));
    const slopes = new Float64Array((520 * 519) / 2);
    let k = 0;
    y.forEach((a, i) => y.subarray(i + 1).forEach((b, j) => (slopes[k++] = (b - a) / (x[i + 1 + j] - x[i]))));
    slopes.sort();
    const found = theilSen(x, y);
    expect(found?.slope).toBeCloseTo((slopes[67_469] + slopes[67_470]) / 2, 12);
    const reach = (1.959963984540054 * Math.sqrt((520 * 519 * 1045) / 18)) / 2;
    expect(found?.low).toBeCloseTo(slopes[Math.round(67_470 - reach) - 1], 12);
    expect(found?.high).toBeCloseTo(slopes[Math.round(67_470 + reach)], 12);
  });

  it('turns, moves and scales with the values', () => {
    fc.assert(
      fc.property(whole, (list) => {
        const [x, y] = [index(list.length), Float64Array.from(list)];
        const [plain, turned, moved] = [y, y.map((v) => -v), y.map((v) => 4 * v + 3)].map((one) => theilSen(x, one));
        expect(turned?.slope).toBe(0 - (plain?.slope ?? NaN));
        expect(moved?.slope).toBe(4 * (plain?.slope ?? NaN));
        expect(moved?.intercept).toBeCloseTo(4 * (plain?.intercept ?? NaN) + 3, 9);
        expect([moved?.low, moved?.high]).toEqual([4 * (plain?.low ?? NaN), 4 * (plain?.high ?? NaN)]);
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
