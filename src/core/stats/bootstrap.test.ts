import { bootstrapInterval } from './bootstrap.ts';
import { medianSorted, sortedCopy } from './order.ts';
import { normalDraw, seededRandom } from './random.ts';

const median = (values: Float64Array): number => medianSorted(values) ?? NaN;
const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('bootstrapInterval', () => {
  const sample = sortedCopy([3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8]);

  it('depends on the seed and nothing else', () => {
    const of = (seed: number) => bootstrapInterval(sample, mean, { seed, resamples: 500 });
    expect(of(1)).toEqual(of(1));
    expect(of(1)).not.toEqual(of(2));
  });

  it('bounds nothing from less than two values, and nothing that is not finite', () => {
    expect(bootstrapInterval(sortedCopy([1]), mean, { seed: 1 })).toEqual({ low: null, high: null });
    expect(bootstrapInterval(sample, () => NaN, { seed: 1, resamples: 9 })).toEqual({ low: null, high: null });
    expect(() => bootstrapInterval(sample, mean, { seed: 1, resamples: 0 })).toThrow(RangeError);
    expect(() => bootstrapInterval(sample, mean, { seed: 1, confidence: 1 })).toThrow(RangeError);
  });

  it('is the value itself where there is no spread, by either method', () => {
    const constant = sortedCopy(Array(9).fill(4));
    for (const method of ['percentile', 'bca'] as const) {
      expect(bootstrapInterval(constant, median, { seed: 1, resamples: 99, method })).toEqual({ low: 4, high: 4 });
    }
  });

  it('covers the mean of a normal sample about as often as it says', () => {
    const random = seededRandom(11);
    let covered = 0;
    for (let run = 0; run < 300; run++) {
      const values = Float64Array.from({ length: 30 }, () => normalDraw(random)).sort();
      const { low, high } = bootstrapInterval(values, mean, { seed: run, resamples: 400, method: 'bca' });
      covered += (low ?? NaN) <= 0 && 0 <= (high ?? NaN) ? 1 : 0;
    }
    expect(covered / 300).toBeGreaterThan(0.9);
    expect(covered / 300).toBeLessThan(0.98);
  });
});
