import fc from 'fast-check';
import { describe as summary } from './describe.ts';
import { quantileSorted } from './order.ts';
import { SlidingWindow } from './slidingWindow.ts';

const values = fc.array(fc.oneof(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.integer({ min: -3, max: 3 })), {
  minLength: 1,
  maxLength: 60,
});

describe('SlidingWindow', () => {
  it('says of the last values what the plain functions say of them', () => {
    fc.assert(
      fc.property(
        values,
        fc.integer({ min: 2, max: 20 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (all, capacity, p) => {
          const window = new SlidingWindow(capacity);
          all.forEach((value) => window.push(value));
          const last = Float64Array.from(all.slice(-capacity)).sort();
          const { mean, sd } = summary(last);
          expect(window.size).toBe(last.length);
          expect(window.quantile(p)).toBeCloseTo(quantileSorted(last, p) ?? NaN, 9);
          expect(window.mean()).toBeCloseTo(mean ?? NaN, 6);
          expect(window.sd()).toBeCloseTo(sd ?? 0, 4);
          const around = window.median();
          const deviations = last.map((value) => Math.abs(value - around)).sort();
          expect(window.medianDeviation(around)).toBeCloseTo(quantileSorted(deviations, 0.5) ?? NaN, 9);
        }
      )
    );
  });

  it('selects deviations around any point, and counts what lies beyond a distance', () => {
    fc.assert(
      fc.property(
        values,
        fc.double({ min: -10, max: 10, noNaN: true }),
        fc.integer({ min: 0, max: 5 }),
        (all, around, distance) => {
          const window = new SlidingWindow(100);
          all.forEach((value) => window.push(value));
          const deviations = Float64Array.from(all, (value) => Math.abs(value - around)).sort();
          expect(window.medianDeviation(around)).toBeCloseTo(quantileSorted(deviations, 0.5) ?? NaN, 9);
          const centre = Math.round(around);
          const beyond = all.filter((value) => value <= centre - distance || value >= centre + distance).length;
          expect(window.countBeyond(centre, distance)).toBe(beyond);
        }
      )
    );
  });

  it('keeps its digits at an offset of 1e9, over a long run', () => {
    const window = new SlidingWindow(50);
    for (let i = 0; i < 10_000; i++) {
      window.push(1e9 + (i % 10) / 1000);
    }
    expect(window.sd()).toBeCloseTo(0.0029, 4);
    for (let i = 0; i < 50; i++) {
      window.push(5);
    }
    expect(window.sd()).toBe(0);
  });

  it.each([0, 1, 2.5, NaN])('refuses a capacity of %s', (capacity) => {
    expect(() => new SlidingWindow(capacity)).toThrow(RangeError);
  });

  it('is empty at first', () => {
    const window = new SlidingWindow(3);
    expect([window.median(), window.mean(), window.medianDeviation(0)]).toEqual([NaN, NaN, NaN]);
    expect([window.sd(), window.size, window.countBeyond(0, 1)]).toEqual([0, 0, 0]);
  });
});
