import { autocorrelation, batchCount, batchMeans, deflatedP } from './batchMeans.ts';
import { normalDraw, seededRandom } from './random.ts';

function process(coefficient: number, n: number, seed: number): Float64Array {
  const random = seededRandom(seed);
  let value = 0;
  return Float64Array.from({ length: n }, () => {
    value = coefficient * value + normalDraw(random);
    return value;
  });
}

describe('autocorrelation', () => {
  it('is found in a process of order one, with batches of three times its correlation time', () => {
    const found = autocorrelation([process(0.7, 4000, 1), process(0.7, 4000, 2)]);
    expect(found.r).toBeGreaterThan(0.67);
    expect(found.r).toBeLessThan(0.73);
    expect(found.n).toBe(8000);
    expect(found.block).toBe(Math.ceil((3 * (1 + found.r)) / (1 - found.r)));
    expect(found.inflation).toBeGreaterThan(1.05);
    expect(found.inflation).toBeLessThan(1.2);
  });

  it('is not found in independent values, nor in ones that alternate', () => {
    expect(autocorrelation([process(0, 4000, 3)])).toMatchObject({ block: 1, inflation: 1 });
    expect(autocorrelation([process(-0.7, 400, 3)])).toMatchObject({ block: 1, inflation: 1 });
  });

  it('scales every series by itself', () => {
    const series = [process(0.6, 500, 4), process(0.6, 500, 5)];
    const scaled = [series[0].map((value) => 1e12 * value + 1e12), series[1].map((value) => value / 1e12)];
    expect(autocorrelation(scaled).r).toBeCloseTo(autocorrelation(series).r, 6);
    expect(autocorrelation([series[0].map((value) => value * 1e300)]).r).toBeCloseTo(autocorrelation([series[0]]).r, 9);
  });

  it.each([
    ['nothing', []],
    ['empty series', [new Float64Array()]],
    ['two values', [Float64Array.of(1, 2)]],
    ['constant values', [new Float64Array(50).fill(7), new Float64Array(9)]],
  ])('says nothing of %s', (_, series) => {
    expect(autocorrelation(series)).toEqual({ r: 0, n: 0, block: 1, inflation: 1 });
  });

  it('of a ramp has one batch a series, not an endless one', () => {
    const found = autocorrelation([Float64Array.from({ length: 40 }, (_, i) => i)]);
    expect(Number.isFinite(found.block)).toBe(true);
    expect(batchCount(40, found.block)).toBe(1);
    expect(Number.isFinite(found.inflation)).toBe(true);
  });
});

describe('batchMeans', () => {
  it('take every value once, in batches that differ by at most one', () => {
    expect([...batchMeans(Float64Array.of(1, 2, 3, 4, 5, 6, 7), 3)]).toEqual([2, 5.5]);
    expect([...batchMeans(Float64Array.of(1, 2), 5)]).toEqual([1.5]);
    expect(batchMeans(new Float64Array(), 5)).toHaveLength(0);
    const values = process(0.5, 101, 6);
    expect(batchMeans(values, 1)).toBe(values);
    expect(batchMeans(values, 10)).toHaveLength(batchCount(101, 10));
  });
});

describe('deflatedP', () => {
  it('is p itself without inflation and larger with it', () => {
    expect(deflatedP(0.03, 1)).toBe(0.03);
    expect(deflatedP(0.045500263896358, 2)).toBeCloseTo(0.317310507862914, 9);
    expect([deflatedP(0, 2), deflatedP(1, 2)]).toEqual([0, 1]);
  });
});
