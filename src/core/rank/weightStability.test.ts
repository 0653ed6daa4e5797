import fc from 'fast-check';
import { compositeScores, type CompositeScores } from './compositeScore.ts';
import { firstPlaceRanges, orderShares } from './weightStability.ts';

function scoresOf(levels: Record<string, readonly number[]>, weights: readonly number[]): CompositeScores {
  const groups = Object.keys(levels);
  const names = weights.map((_, i) => `m${i}`);
  const metrics = names.map((metric, i) => ({
    metric,
    name: metric,
    direction: 'lower' as const,
    entries: groups.map((id) => ({ id, estimate: levels[id][i] })),
  }));
  return compositeScores(
    { groups, metrics },
    { baseline: groups[0], weights: Object.fromEntries(names.map((name, i) => [name, weights[i]])) }
  );
}

function leaderOf(found: CompositeScores): string {
  return [...found.scores].sort((a, b) => (b.score ?? 0) - (a.score ?? 0))[0].id;
}

describe('firstPlaceRanges', () => {
  it('ends where another group takes over', () => {
    // a is twice as good on m0, b sixteen times as good on m1: log 2 against log 16, so equal where m1 has 1/5.
    const { scores, weights } = scoresOf({ base: [2, 16], a: [1, 16], b: [2, 1] }, [9, 1]);
    const ranges = firstPlaceRanges(scores, weights);
    expect(ranges['m1'].low).toBe(0);
    expect(ranges['m1'].high).toBeCloseTo(0.2, 12);
    expect(ranges['m0'].low).toBeCloseTo(0.8, 12);
    expect(ranges['m0'].high).toBe(1);
  });

  it('is everything for a group that is best on every metric, and for a single metric', () => {
    const best = scoresOf({ base: [2, 2], a: [1, 1] }, [1, 1]);
    expect(firstPlaceRanges(best.scores, best.weights)).toEqual({ m0: { low: 0, high: 1 }, m1: { low: 0, high: 1 } });
    const single = scoresOf({ base: [2], a: [1] }, [1]);
    expect(firstPlaceRanges(single.scores, single.weights)).toEqual({ m0: { low: 0, high: 1 } });
  });

  it('holds the weights given, also where two scores are equal but for rounding', () => {
    // The leader is behind by the last digit on one metric or on both, which its score does not show.
    const more = 2 + 2 ** -51;
    const scored = (id: string, ...levels: number[]) => ({
      id,
      score: 2,
      ratios: Object.fromEntries(levels.map((level, i) => [`m${i}`, level])),
    });
    const whole = { low: 0, high: 1 };
    for (const rival of [scored('b', 2, more), scored('b', more, 2), scored('b', more, more)]) {
      const ranges = firstPlaceRanges([scored('a', 2, 2), rival], { m0: 0.5, m1: 0.5 });
      expect(ranges).toEqual({ m0: whole, m1: whole });
    }
  });

  it('is empty without a score', () => {
    expect(firstPlaceRanges([{ id: 'a', score: null, ratios: { m0: null } }], { m0: 1 })).toEqual({});
    expect(firstPlaceRanges([], {})).toEqual({});
  });

  it('holds inside and not beyond, whatever the levels and weights', () => {
    const level = fc.tuple(...Array.from({ length: 3 }, () => fc.integer({ min: 1, max: 1000 })));
    const weight = fc.tuple(...Array.from({ length: 3 }, () => fc.integer({ min: 1, max: 20 })));
    fc.assert(
      fc.property(
        fc.tuple(level, level, level),
        weight,
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        (levels, weights, share) => {
          const groups = { a: levels[0], b: levels[1], c: levels[2] };
          const found = scoresOf(groups, weights);
          const { low, high } = firstPlaceRanges(found.scores, found.weights)['m0'];
          const rest = weights[1] + weights[2];
          const moved = scoresOf(groups, [(rest * share) / (1 - share), weights[1], weights[2]]);
          const first = moved.scores.find(({ id }) => id === leaderOf(found))?.score ?? 0;
          const most = Math.max(...moved.scores.map(({ score }) => score ?? 0));
          if (share > low + 1e-6 && share < high - 1e-6) {
            expect(first / most).toBeGreaterThan(1 - 1e-9);
          } else if (share < low - 1e-6 || share > high + 1e-6) {
            expect(first).toBeLessThan(most);
          }
        }
      )
    );
  });
});

describe('orderShares', () => {
  it('is 1 where the one is nowhere worse, and the share of weights where it is a trade', () => {
    const { scores } = scoresOf({ base: [4, 32], a: [1, 16], b: [2, 1] }, [9, 1]);
    const by = new Map(scores.map((score) => [score.id, score]));
    const ordered = ['a', 'b', 'base'].flatMap((id) => by.get(id) ?? []);
    const [aFirst, bNext] = orderShares(ordered);
    // log 2 against log 16: ahead where the weight of m0 is above 4/5.
    expect(aFirst).toBeGreaterThan(0.17);
    expect(aFirst).toBeLessThan(0.23);
    expect(bNext).toBe(1);
  });

  it('is 1 between equals, the same every time, and nothing for fewer than two', () => {
    const { scores } = scoresOf({ base: [2, 2], a: [2, 2] }, [1, 1]);
    expect(orderShares(scores)).toEqual([1]);
    expect(orderShares(scores.slice(0, 1))).toEqual([]);
    expect(orderShares([])).toEqual([]);
  });
});
