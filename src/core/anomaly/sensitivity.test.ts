import fc from 'fast-check';
import { fenceOf, thresholdsOf, zOfFence } from './sensitivity.ts';

describe('thresholdsOf', () => {
  it.each([
    [0.1, 5.696, 3.723, 11.7],
    [0.3, 4.053, 2.504, 8.32],
    [0.5, 2.921, 1.665, 6],
    [0.9, 1.206, 0.394, 2.48],
  ])('reads %s on the scale of Grafana', (sensitivity, z, fence, auto) => {
    const found = thresholdsOf(sensitivity);
    expect(found.z).toBeCloseTo(z, 3);
    expect(found.iqrFence).toBeCloseTo(fence, 3);
    expect(found.auto).toBeCloseTo(auto, 2);
  });

  it('reads a number above 1 as a z threshold', () => {
    expect(thresholdsOf(2).z).toBe(2);
    expect(thresholdsOf(2.698).iqrFence).toBeCloseTo(1.5, 3);
  });

  it.each([0, 1, -0.5, NaN, Infinity])('refuses %s', (sensitivity) => {
    expect(() => thresholdsOf(sensitivity)).toThrow(/between 0 and 1|above 1/);
  });

  it('falls with a share, and rises with a threshold', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.001, max: 0.99, noNaN: true }),
        fc.double({ min: 1e-6, max: 0.009, noNaN: true }),
        (s, d) => {
          expect(thresholdsOf(s + d).z).toBeLessThan(thresholdsOf(s).z);
          expect(thresholdsOf(1 + s + d).z).toBeGreaterThan(thresholdsOf(1 + s).z);
        }
      )
    );
  });

  it('translates fences back', () => {
    expect(zOfFence(fenceOf(3.3))).toBeCloseTo(3.3, 12);
  });
});
