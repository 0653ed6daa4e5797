import fc from 'fast-check';
import { seededRandom } from './random.ts';
import { randomPositions, randomSubset, thinned } from './subset.ts';

const values = Float64Array.of(1, 2, 4, 8, 16);

describe('randomPositions', () => {
  it('are as many as asked, ascending, each once, and all where all are asked', () => {
    fc.assert(
      fc.property(fc.nat({ max: 50 }), fc.nat({ max: 60 }), fc.integer(), (n, size, seed) => {
        const picked = [...randomPositions(n, size, seededRandom(seed))];
        expect(picked).toHaveLength(Math.min(n, size));
        expect([...new Set(picked)].sort((a, b) => a - b)).toEqual(picked);
        expect(picked.every((position) => position < n)).toBe(true);
      })
    );
  });

  it('take the numbers drawn as chances: those left to take among those left', () => {
    const drawn = [0.3, 0.7, 0.5, 0.1];
    // 3/5 > .3: taken; 2/4 <= .7: not; 2/3 > .5: taken; 1/2 > .1: taken.
    expect([...randomPositions(5, 3, () => drawn.shift() ?? NaN)]).toEqual([0, 2, 3]);
    expect([...randomPositions(4, 2, () => 0.5)]).toEqual([1, 3]);
  });

  it('have every subset about as often', () => {
    const counts = new Map<string, number>();
    const random = seededRandom(5);
    for (let i = 0; i < 6000; i++) {
      const key = randomPositions(4, 2, random).join();
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    // Five standard deviations of a binomial with 6,000 draws of 1/6.
    expect([...counts.values()].every((count) => Math.abs(count - 1000) < 5 * 29)).toBe(true);
  });
});

describe('randomSubset', () => {
  it('is the sample itself where it is not larger, else values of it in their order', () => {
    expect(randomSubset(values, 5, Math.random)).toBe(values);
    expect(randomSubset(values, 9, Math.random)).toBe(values);
    const drawn = [0.9, 0.9, 0.1, 0.1];
    expect([...randomSubset(values, 2, () => drawn.shift() ?? NaN)]).toEqual([4, 8]);
  });
});

describe('thinned', () => {
  it('has the quantiles in the middle of equal shares', () => {
    const sorted = Float64Array.from({ length: 10 }, (_, i) => i);
    expect([...thinned(sorted, 5)]).toEqual([1, 3, 5, 7, 9]);
    expect([...thinned(sorted, 3)]).toEqual([1, 5, 8]);
    expect([...thinned(sorted, 1)]).toEqual([5]);
    expect(thinned(sorted, 10)).toBe(sorted);
    expect(thinned(sorted, 11)).toBe(sorted);
  });
});
