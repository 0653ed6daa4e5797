import fc from 'fast-check';
import { between, medianSorted, quantileSorted, sortedCopy } from './order.ts';

const finite = fc.double({ noNaN: true, noDefaultInfinity: true });

describe('sortedCopy', () => {
  it('sorts by value, leaves out what is not finite and leaves the input alone', () => {
    const values = Float64Array.of(10, NaN, 9, -1, Infinity, -0, -Infinity);
    expect([...sortedCopy(values)]).toEqual([-1, -0, 9, 10]);
    expect(values[0]).toBe(10);
    expect(sortedCopy([]).length).toBe(0);
  });
});

describe('quantileSorted', () => {
  it('needs a value and a share', () => {
    expect(quantileSorted(new Float64Array(0), 0.5)).toBeNull();
    expect(quantileSorted(Float64Array.of(3), 0.9)).toBe(3);
    expect(() => quantileSorted(Float64Array.of(3), 1.1)).toThrow(RangeError);
    expect(() => quantileSorted(Float64Array.of(3), NaN)).toThrow(RangeError);
  });

  it('interpolates between the order statistics around (n - 1)p', () => {
    const values = Float64Array.of(1, 2, 4, 8);
    expect([0, 0.5, 0.75, 1].map((p) => quantileSorted(values, p))).toEqual([1, 3, 5, 8]);
    expect(medianSorted(Float64Array.of(1, 2, 4))).toBe(2);
  });

  it('rises with p and stays inside the sample, for any finite values', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.array(finite, { minLength: 1 }), share, share, (list, p, q) => {
        const values = sortedCopy(list);
        const low = quantileSorted(values, Math.min(p, q)) ?? NaN;
        const high = quantileSorted(values, Math.max(p, q)) ?? NaN;
        expect(low).toBeGreaterThanOrEqual(values[0]);
        expect(high).toBeLessThanOrEqual(values[values.length - 1]);
        expect(low - high).toBeLessThanOrEqual(1e-15 * Math.max(Math.abs(low), Math.abs(high)));
      })
    );
  });
});

describe('between', () => {
  it('does not overflow', () => {
    expect(between(-1.7e308, 1.7e308, 0.5)).toBe(0);
    expect(between(1.6e308, 1.7e308, 1)).toBe(1.7e308);
  });
});
