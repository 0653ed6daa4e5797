import { betaDraw, exponentialDraw, gammaDraw, normalDraw, seededRandom, type Random } from './random.ts';
import { randomPositions, randomSubset, thinned } from './subset.ts';

const N = 40_000;

function momentsOf(draw: (random: Random) => number): { mean: number; variance: number } {
  const random = seededRandom(3);
  const values = Float64Array.from({ length: N }, () => draw(random));
  const mean = values.reduce((sum, value) => sum + value, 0) / N;
  return { mean, variance: values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / N };
}

describe('seededRandom', () => {
  it('gives the same numbers for the same seed and stream, and others for others', () => {
    const first = (seed: number, stream?: string): number[] => {
      const random = seededRandom(seed, stream);
      return [random(), random(), random()];
    };
    expect(first(1, 'a')).toEqual(first(1, 'a'));
    expect(new Set([...first(1, 'a'), ...first(1, 'b'), ...first(2, 'a'), ...first(1)]).size).toBe(12);
  });

  it('is uniform from 0 to below 1', () => {
    const random = seededRandom(7);
    const counts = new Float64Array(10);
    for (let i = 0; i < N; i++) {
      counts[Math.floor(random() * 10)]++;
    }
    const chiSquare = counts.reduce((sum, count) => sum + (count - N / 10) ** 2 / (N / 10), 0);
    expect(chiSquare).toBeLessThan(30);
  });

  it.each([
    ['normal', normalDraw, 0, 1],
    ['exponential', exponentialDraw, 1, 1],
    ['gamma 5', (random: Random) => gammaDraw(random, 5), 5, 5],
    ['gamma 0.5', (random: Random) => gammaDraw(random, 0.5), 0.5, 0.5],
    ['beta 3, 7', (random: Random) => betaDraw(random, 3, 7), 0.3, 0.21 / 11],
  ])('draws from the %s distribution', (_, draw, mean, variance) => {
    const found = momentsOf(draw);
    expect(Math.abs(found.mean - mean)).toBeLessThan(5 * Math.sqrt(variance / N));
    expect(Math.abs(found.variance / variance - 1)).toBeLessThan(0.06);
  });
});

describe('parts of a sample', () => {
  const values = Float64Array.from({ length: 50 }, (_, i) => i);

  it('are picked without repeats, in order, each value as often as another', () => {
    const random = seededRandom(5);
    const counts = new Float64Array(50);
    for (let run = 0; run < 4000; run++) {
      const picked = randomSubset(values, 10, random);
      expect(picked).toHaveLength(10);
      picked.forEach((value, i) => {
        counts[value]++;
        expect(i === 0 || picked[i - 1] < value).toBe(true);
      });
    }
    counts.forEach((count) => expect(Math.abs(count - 800)).toBeLessThan(130));
  });

  it('are the whole where as many are asked for', () => {
    expect(randomSubset(values, 50, seededRandom(1))).toBe(values);
    expect(randomPositions(3, 9, seededRandom(1))).toEqual(Uint32Array.of(0, 1, 2));
    expect(thinned(values, 50)).toBe(values);
    expect(thinned(new Float64Array(), 5)).toHaveLength(0);
  });

  it('are evenly spaced quantiles when thinned', () => {
    expect([...thinned(values, 5)]).toEqual([5, 15, 25, 35, 45]);
  });
});
