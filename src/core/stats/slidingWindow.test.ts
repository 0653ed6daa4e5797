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

  it.each([
    [[-542668.7656051213, 0, 0, 0, 1, 0]],
    [[0, 0, 0, 1e8, 0, 0, 0, 1.5, 0]],
    [[0, 0, 0, 0, -1e12, 0, 0, 0, 1e-3, 0]],
  ])('keeps its digits once a far larger value has left: %j', (all) => {
    const window = new SlidingWindow(5);
    all.forEach((value) => window.push(value));
    const { sd } = summary(Float64Array.from(all.slice(-5)));
    expect(window.sd() / (sd ?? NaN)).toBeCloseTo(1, 9);
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

  it.each([2, 3, 7])('of %i holds exactly the last values, whatever left and whatever came', (capacity) => {
    const all = Array.from({ length: 60 }, (_, i) => ((i * i * 7 + 3 * i) % 11) - 5);
    const window = new SlidingWindow(capacity);
    const [found, expected] = [all, all].map((): unknown[] => []);
    all.forEach((value, i) => {
      window.push(value);
      const last = Float64Array.from(all.slice(Math.max(0, i + 1 - capacity), i + 1)).sort();
      const steps = Math.max(1, last.length - 1);
      const deviations = last.map((one) => Math.abs(one - 1)).sort();
      const { mean, sd } = summary(last);
      const digits = (number: number | null): number => Number((number ?? 0).toFixed(10)) + 0;
      found.push(
        Array.from(last, (_, k) => window.quantile(k / steps)),
        window.medianDeviation(1)
      );
      expected.push([...last], quantileSorted(deviations, 0.5));
      found.push(digits(window.mean()), digits(window.sd()), window.quantile(0.3 / steps));
      expected.push(digits(mean), digits(sd), quantileSorted(last, 0.3 / steps));
      [0, 1, 2, 3.5].forEach((distance) => {
        found.push(window.countBeyond(1, distance));
        expected.push(last.filter((one) => Math.abs(one - 1) >= distance).length);
      });
    });
    expect(found).toEqual(expected);
  });

  it('holds exactly the last values when they move far, too', () => {
    const window = new SlidingWindow(90);
    const all = Array.from({ length: 400 }, (_, i) => (i * 37) % 101);
    all.forEach((value, i) => {
      window.push(value);
      const last = all.slice(Math.max(0, i - 89), i + 1);
      // How many are not below each level tells of every value.
      const counted = Array.from({ length: 101 }, (_, level) => window.countBeyond(500, 500 - level));
      expect(counted).toEqual(counted.map((_, level) => last.filter((one) => one <= level).length));
    });
  });

  it('moves its centre with the values: a level that climbs by 1e6 a round costs no digits', () => {
    const window = new SlidingWindow(20);
    for (let i = 0; i < 4000; i++) {
      window.push(Math.floor(i / 20) * 1e6 + (i % 2 ? 0.001 : -0.001));
    }
    expect(window.mean()).toBeCloseTo(199e6, 6);
    expect(window.sd() / Math.sqrt(20e-6 / 19)).toBeCloseTo(1, 3);
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
