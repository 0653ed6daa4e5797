import fc from 'fast-check';
import { autocorrelations } from './autocorrelation.ts';
import { describe as summarise } from './describe.ts';
import { hodgesLehmannShift } from './hodgesLehmann.ts';
import { cutDifferences, interpolate, kthDifference, middleMagnitude } from './kthDifference.ts';
import { fitIndexLine, fitLine } from './line.ts';
import { nelderMead } from './nelderMead.ts';
import { slopeFinder } from './slopeFinder.ts';
import { solvePositive } from './solvePositive.ts';
import { spearman } from './spearman.ts';

/** What the parts of longer calculations do, step by step and against the plain form of each. */

const number = fc.double({ min: -1e3, max: 1e3, noNaN: true });

describe('nelderMead', () => {
  /** Points that are asked for, when the answers are these. */
  function asked(answers: readonly number[], steps: number[] = [2, 4]): number[][] {
    const points: number[][] = [];
    nelderMead(
      (point) => {
        points.push([...point]);
        return answers[points.length - 1];
      },
      [0, 0],
      steps,
      answers.length
    );
    return points.slice(0, answers.length);
  }

  it('starts with a corner a dimension', () => {
    expect(asked([1, 2, 3])).toEqual([
      [0, 0],
      [2, 0],
      [0, 4],
    ]);
  });

  it('reflects the worst corner through the middle of the others, and goes twice as far where that is the best', () => {
    // Worst is (0, 4); the middle of the others is (1, 0).
    expect(asked([1, 2, 3, 0.5, 0.2])).toEqual([
      [0, 0],
      [2, 0],
      [0, 4],
      [2, -4],
      [3, -8],
    ]);
    // The stretched one is worse than the reflected one: that is kept, and (2, 0) is the worst.
    expect(asked([1, 2, 3, 0.5, 0.7, 9])[5]).toEqual([0, -4]);
    // The stretched one is better: it is kept.
    expect(asked([1, 2, 3, 0.5, 0.2, 9])[5]).toEqual([1, -8]);
  });

  it('keeps a reflected corner that is neither the best nor the worst', () => {
    // (2, -4) at 1.5 is kept; then (2, 0) at 2 is the worst, reflected through (1, -2).
    expect(asked([1, 2, 3, 1.5, 9])[4]).toEqual([0, -4]);
  });

  it('draws in on the outer side where the reflected corner is better than the worst, else on the inner side', () => {
    expect(asked([1, 2, 3, 2.5, 9])[4]).toEqual([1.5, -2]);
    expect(asked([1, 2, 3, 3.5, 9])[4]).toEqual([0.5, 2]);
    expect(asked([1, 2, 3, 3, 9])[4]).toEqual([0.5, 2]);
  });

  it('keeps what was drawn in where it is better than both, and else draws all corners to the best', () => {
    // (.5, 2) at 1.5 is kept; (2, 0) at 2 is the worst and reflected through (.25, 1).
    expect(asked([1, 2, 3, 3.5, 1.5, 9])[5]).toEqual([-1.5, 2]);
    expect(asked([1, 2, 3, 3.5, 3.2, 9, 9]).slice(5)).toEqual([
      [1, 0],
      [0, 2],
    ]);
    expect(asked([1, 2, 3, 2.5, 2.7, 9, 9]).slice(5)).toEqual([
      [1, 0],
      [0, 2],
    ]);
  });

  it('ends where all corners are alike, and says the best', () => {
    let calls = 0;
    const found = nelderMead(() => (calls++, 5), [1, 1], [1, 1], 100);
    expect([calls, found.value, [...found.point]]).toEqual([3, 5, [1, 1]]);
  });
});

describe('kthDifference', () => {
  it('finds every difference, in order, and cuts them where asked', () => {
    const sample = fc.array(fc.oneof(fc.integer({ min: -3, max: 3 }), number), { minLength: 1, maxLength: 9 });
    fc.assert(
      fc.property(sample, sample, fc.nat(), (left, right, pick) => {
        const [a, b] = [left, right].map((list) => Float64Array.from(list).sort());
        const all = Float64Array.from([...a].flatMap((x) => [...b].map((y) => x - y))).sort();
        const k = pick % all.length;
        expect(kthDifference(a, b, k + 1)).toBe(all[k] + 0);
        const pivot = all[k];
        expect(cutDifferences(a, b, pivot)).toEqual({
          count: all.filter((one) => one <= pivot).length,
          atMost: pivot,
          above: all.find((one) => one > pivot) ?? Infinity,
        });
      })
    );
    expect(Object.is(kthDifference(Float64Array.of(-0), Float64Array.of(0), 1), 0)).toBe(true);
    expect(() => kthDifference(Float64Array.of(1), Float64Array.of(1), 0)).toThrow('difference number 0 of 1');
  });

  it('cuts between two bounds, never at the upper one', () => {
    expect([interpolate(2, 6, 0.25), interpolate(2, 6, 0), interpolate(2, 6, 1), interpolate(2, 6, 2)]).toEqual([
      3, 2, 2, 2,
    ]);
  });

  it('halves the logarithm of what lies between two bounds, and starts with the sign', () => {
    expect(middleMagnitude(-5, 3)).toBe(0);
    expect(middleMagnitude(1, 16)).toBe(4);
    expect(middleMagnitude(-16, -1)).toBe(-4);
    expect(middleMagnitude(0, 1)).toBeGreaterThan(0);
    expect(middleMagnitude(0, 1)).toBeLessThan(1e-100);
    expect(middleMagnitude(-1, 0)).toBeLessThan(0);
    expect(middleMagnitude(-1, 0)).toBeGreaterThan(-1e-100);
    expect(middleMagnitude(3, 3)).toBe(3);
    expect(middleMagnitude(3, 3.0000000000000004)).toBe(3);
  });
});

describe('hodgesLehmannShift', () => {
  it('is the median of all differences; none without values', () => {
    expect(hodgesLehmannShift(Float64Array.of(1, 2, 7), Float64Array.of(0, 4))).toBe(1.5);
    expect(hodgesLehmannShift(Float64Array.of(), Float64Array.of(1))).toBeNull();
    expect(hodgesLehmannShift(Float64Array.of(1), Float64Array.of())).toBeNull();
  });
});

describe('slopeFinder', () => {
  it('finds the slope of every rank, many of them equal', () => {
    const steps = fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 2, maxLength: 14 });
    fc.assert(
      fc.property(steps, fc.infiniteStream(fc.integer({ min: -2, max: 2 })), (gaps, stream) => {
        let at = 0;
        const x = Float64Array.from(gaps, (gap) => (at += gap));
        const y = Float64Array.from(gaps, () => stream.next().value ?? 0);
        const all = Float64Array.from(
          [...y].flatMap((a, i) => [...y.slice(i + 1)].map((b, j) => (b - a) / (x[i + 1 + j] - x[i])))
        ).sort();
        const slopeAt = slopeFinder(x, y);
        all.forEach((slope, rank) => expect(slopeAt(rank)).toBeCloseTo(slope, 12));
      })
    );
  });
});

describe('fitLine', () => {
  it('has the sums of the textbook', () => {
    // x̄ = 2, ȳ = 3; Sxx = 2, Sxy = 3, Syy = 6; slope 1.5, residuals .5, -1, .5.
    expect(fitLine(Float64Array.of(1, 2, 3), Float64Array.of(2, 2, 5))).toEqual({
      n: 3,
      slope: 1.5,
      intercept: 0,
      meanX: 2,
      meanY: 3,
      squaresX: 2,
      squaresY: 6,
      residualSquares: 1.5,
    });
    expect(fitLine(Float64Array.of(2, 4), Float64Array.of(1, 5))).toMatchObject({ slope: 2, intercept: -3 });
    expect(fitLine(new Float64Array(0), new Float64Array(0))).toBeNull();
  });

  it('of equal steps may look at a part, counted from its beginning', () => {
    const y = Float64Array.of(9, 9, 1, 3, 8, 9);
    // Of 1, 3, 8: mean 4, slope 7/2.
    expect(fitIndexLine(y, 2, 5)).toEqual({ slope: 3.5, intercept: 0.5 });
  });
});

describe('autocorrelations', () => {
  it('are what the definition says, at every lag and length', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 2, maxLength: 40 }), (list) => {
        const mean = list.reduce((sum, value) => sum + value, 0) / list.length;
        const centred = list.map((value) => value - mean);
        const product = (lag: number) => centred.slice(lag).reduce((sum, value, i) => sum + value * centred[i], 0);
        const found = autocorrelations(Float64Array.from(list), list.length + 2);
        expect(found).toHaveLength(list.length + 3);
        found.forEach((r, lag) =>
          expect(r).toBeCloseTo(lag === 0 ? 1 : product(0) < 1e-9 ? 0 : product(lag) / product(0), 10)
        );
      })
    );
  });
});

describe('solvePositive', () => {
  it('solves systems of any size', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), fc.infiniteStream(number), (n, stream) => {
        const next = () => (stream.next().value ?? 1) / 1e3;
        const factor = Array.from({ length: n }, (_, i) =>
          Array.from({ length: n }, (__, j) => (j < i ? next() : j === i ? 1 + Math.abs(next()) : 0))
        );
        const a = Float64Array.from({ length: n * n }, (_, place) => {
          const [i, j] = [Math.floor(place / n), place % n];
          return factor[i].reduce((sum, value, k) => sum + value * factor[j][k], 0);
        });
        const x = Array.from({ length: n }, next);
        const b = Float64Array.from({ length: n }, (_, i) =>
          x.reduce((sum, value, j) => sum + a[i * n + j] * value, 0)
        );
        const solution = solvePositive(a.slice(), b.slice());
        x.forEach((value, i) => expect(solution?.[i]).toBeCloseTo(value, 8));
      })
    );
    expect(solvePositive(Float64Array.of(1, 1, 1, 1), Float64Array.of(1, 1))).toBeNull();
  });
});

describe('spearman', () => {
  const ranked = (...values: number[]) => Float64Array.from(values);

  it('needs ten independent pairs', () => {
    const saw = (n: number) => Float64Array.from({ length: n }, (_, i) => (i % 2) * 100 + i);
    expect(spearman(saw(9), saw(9))).toBeNull();
    expect(spearman(saw(10), saw(10))).toEqual({ n: 10, rho: 1, effectiveN: 10, p: 0 });
  });

  it('counts fewer pairs where both depend on their own past', () => {
    const wave = (n: number, phase: number) =>
      Float64Array.from({ length: n }, (_, i) => Math.sin(i / 3 + phase) + (i % 4) / 3);
    const [x, y] = [wave(80, 0), wave(80, 1)];
    /** Lag-1 correlation of ranks, less the bias of its estimate. */
    const lagOne = (values: Float64Array) => {
      const ranks = [...values].map((value) => values.filter((other) => other < value).length - 39.5);
      const product = (lag: number) => ranks.slice(lag).reduce((sum, rank, i) => sum + rank * ranks[i], 0);
      const r = product(1) / product(0);
      return r + (1 + 3 * r) / 80;
    };
    const shared = lagOne(x) * lagOne(y);
    expect(shared).toBeGreaterThan(0.2);
    expect(spearman(x, y)?.effectiveN).toBeCloseTo((80 * (1 - shared)) / (1 + shared), 9);
  });

  it('says nothing of few values or of values that never change', () => {
    expect(spearman(ranked(1, 2), ranked(1, 2))).toBeNull();
    expect(spearman(ranked(3, 3, 3, 3, 3, 3), ranked(1, 2, 3, 4, 5, 6))).toBeNull();
    expect(spearman(ranked(1, 2, 3, 4, 5, 6), ranked(3, 3, 3, 3, 3, 3))).toBeNull();
  });
});

describe('the summary of values', () => {
  it('is what two passes find, at any length and in any order', () => {
    fc.assert(
      fc.property(fc.array(number, { minLength: 1, maxLength: 40 }), (list) => {
        const mean = list.reduce((sum, value) => sum + value, 0) / list.length;
        const squares = list.reduce((sum, value) => sum + (value - mean) ** 2, 0);
        const found = summarise(Float64Array.from(list));
        expect(found).toMatchObject({ n: list.length, min: Math.min(...list) + 0, max: Math.max(...list) + 0 });
        expect(found.mean).toBeCloseTo(mean, 8);
        expect(found.sd ?? 0).toBeCloseTo(list.length > 1 ? Math.sqrt(squares / (list.length - 1)) : 0, 6);
      })
    );
  });
});
