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

  it('is the mean of the series by their lengths; those without spread or with two values have no say', () => {
    const series = [process(0.5, 40, 7), process(0.1, 160, 8), Float64Array.of(1, 5, 2)];
    const own = series.map((values) => autocorrelation([values]));
    expect(own.map(({ n }) => n)).toEqual([40, 160, 3]);
    const silent = [Float64Array.of(1, 9), new Float64Array(30).fill(0.1), new Float64Array(5)];
    const found = autocorrelation([...series, ...silent]);
    expect(found.n).toBe(203);
    expect(found.r).toBeCloseTo((own[0].r * 40 + own[1].r * 160 + own[2].r * 3) / 203, 12);
  });

  it('never exceeds 1, whatever its correction adds', () => {
    const ramp = autocorrelation([Float64Array.from({ length: 1000 }, (_, i) => i ** 3)]);
    expect(ramp.r).toBeLessThanOrEqual(1);
    expect(ramp.block).toBeLessThanOrEqual(2000);
  });

  it('batches from the one-sided 5 % bound on', () => {
    const found = Array.from({ length: 300 }, (_, seed) => autocorrelation([process(0.15, 100, seed)]));
    const [batched, plain] = [found.filter(({ block }) => block > 1), found.filter(({ block }) => block === 1)];
    expect(Math.min(...batched.map(({ r }) => r))).toBeGreaterThan(0.1645);
    expect(Math.max(...plain.map(({ r }) => r))).toBeLessThanOrEqual(0.1645);
    expect(batched.length).toBeGreaterThan(50);
  });

  it.each([0.3, 0.7, 0.9])(
    'at %f inflates by the covariances that batches still have, added up one by one',
    (coefficient) => {
      const { r, block, inflation } = autocorrelation([process(coefficient, 4000, 9)]);
      let within = 0;
      let between = 0;
      for (let i = 0; i < block; i++) {
        for (let j = 0; j < block; j++) {
          within += r ** Math.abs(i - j);
          between += r ** (block + j - i);
        }
      }
      expect(inflation).toBeCloseTo(Math.sqrt((within + between) / (within - between)), 9);
    }
  );

  it('of a ramp has one batch a series, not an endless one', () => {
    const found = autocorrelation([Float64Array.from({ length: 40 }, (_, i) => i)]);
    expect(Number.isFinite(found.block)).toBe(true);
    expect(batchCount(40, found.block)).toBe(1);
    // Neighbouring batches are taken to share at most half of their variance.
    expect(found.inflation).toBeGreaterThan(1);
    expect(found.inflation).toBeLessThanOrEqual(Math.sqrt(3) + 1e-12);
  });
});

describe('batchMeans', () => {
  it('take every value once, in batches that differ by at most one', () => {
    expect([...batchMeans(Float64Array.of(1, 2, 3, 4, 5, 6, 7), 3)]).toEqual([2, 5.5]);
    expect([...batchMeans(Float64Array.of(1, 2), 5)]).toEqual([1.5]);
    expect(batchMeans(new Float64Array(), 5)).toHaveLength(0);
    expect([...batchMeans(Float64Array.of(1, 2, 6), 2)]).toEqual([3]);
    expect([batchCount(0, 3), batchCount(1, 3), batchCount(5, 3), batchCount(6, 3), batchCount(6, 1)]).toEqual([
      0, 1, 1, 2, 6,
    ]);
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
    expect(deflatedP(0.9999, 1.5)).toBeLessThanOrEqual(1);
    expect(deflatedP(1e-300, 2)).toBeGreaterThan(1e-80);
  });
});
