import fc from 'fast-check';
import { describe as describeSample } from './describe.ts';

const NOTHING = { n: 0, mean: null, sd: null, min: null, max: null };

/** Sample with a mean and a standard deviation known without rounding: 1, 2, …, n moved and stretched. */
function ramp(n: number, offset: number, step: number): Float64Array {
  return Float64Array.from({ length: n }, (_, i) => offset + step * i);
}

function rampSd(n: number, step: number): number {
  return step * Math.sqrt((n * (n + 1)) / 12);
}

describe('describe', () => {
  it('says nothing about nothing, and no spread of one value', () => {
    expect(describeSample(new Float64Array(0))).toEqual(NOTHING);
    expect(describeSample(Float64Array.of(NaN, Infinity, -Infinity))).toEqual(NOTHING);
    expect(describeSample(Float64Array.of(7))).toEqual({ n: 1, mean: 7, sd: null, min: 7, max: 7 });
  });

  it('leaves out what is not a number', () => {
    const full = describeSample(Float64Array.of(1, NaN, 2, Infinity, 4, -Infinity));
    expect(full).toEqual(describeSample(Float64Array.of(1, 2, 4)));
    expect(full.n).toBe(3);
  });

  it('gives a constant series no spread at all', () => {
    expect(describeSample(new Float64Array(5000).fill(0.1))).toEqual({ n: 5000, mean: 0.1, sd: 0, min: 0.1, max: 0.1 });
    expect(describeSample(new Float64Array(3))).toMatchObject({ mean: 0, sd: 0 });
  });

  it.each([
    ['an offset of 1e9', 1e9, 1],
    ['a negative offset', -1e12, 0.5],
    ['no offset', 0, 3],
    ['values of 1e17', 1e17, 1024],
    ['values of 1e300', 1e300, 1e295],
    ['values of 1e-200', 1e-200, 1e-203],
  ])('keeps its digits with %s', (_, offset, step) => {
    const n = 10_007;
    const { mean, sd, min, max } = describeSample(ramp(n, offset, step));
    const expectedMean = offset + (step * (n - 1)) / 2;
    expect(Math.abs((mean ?? NaN) / expectedMean - 1)).toBeLessThan(1e-12);
    expect(Math.abs((sd ?? NaN) / rampSd(n, step) - 1)).toBeLessThan(offset === 1e300 ? 1e-9 : 1e-11);
    expect([min, max]).toEqual([offset, offset + step * (n - 1)]);
  });

  it('is not misled by a first value far from the rest', () => {
    const values = ramp(4096, 0, 1);
    values[0] = 1e12;
    const rest = values.slice(1);
    expect(describeSample(rest).sd).toBeCloseTo(rampSd(4095, 1), 8);
    const { sd } = describeSample(values);
    expect(Math.abs((sd ?? NaN) / (1e12 / Math.sqrt(4096)) - 1)).toBeLessThan(1e-6);
    const late = describeSample(Float64Array.of(...new Array<number>(1024).fill(1e12), ...rest));
    const exact =
      Math.sqrt(((1024 * 4095) / 5119) * (1e12 - 2048) ** 2 + 4094 * rampSd(4095, 1) ** 2) / Math.sqrt(5118);
    expect(Math.abs((late.sd ?? NaN) / exact - 1)).toBeLessThan(1e-12);
  });

  it('does not depend on the order and follows shift and scale', () => {
    const values = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 2, maxLength: 3000 });
    fc.assert(
      fc.property(values, fc.integer({ min: -1000, max: 1000 }), fc.constantFrom(-4, 0.25, 8), (list, shift, scale) => {
        const plain = describeSample(Float64Array.from(list));
        const backwards = describeSample(Float64Array.from(list).reverse());
        const moved = describeSample(Float64Array.from(list, (value) => value * scale + shift));
        const tolerance = 1e-9 * ((plain.max ?? 0) - (plain.min ?? 0) + 1);
        expect([backwards.n, backwards.min, backwards.max]).toEqual([plain.n, plain.min, plain.max]);
        expect(Math.abs((backwards.mean ?? NaN) - (plain.mean ?? NaN))).toBeLessThan(tolerance);
        expect(Math.abs((backwards.sd ?? NaN) - (plain.sd ?? NaN))).toBeLessThan(tolerance);
        expect(Math.abs((moved.mean ?? NaN) - ((plain.mean ?? NaN) * scale + shift))).toBeLessThan(10 * tolerance);
        expect(Math.abs((moved.sd ?? NaN) - (plain.sd ?? NaN) * Math.abs(scale))).toBeLessThan(10 * tolerance);
      }),
      { numRuns: 60 }
    );
  });
});
