import { indexPairs } from '../compare/pairIndex.ts';
import { displayOrder, rankEntries, rankMetric } from './rankMetric.ts';
import type { Scope } from '../compare/scope.ts';
import type { PairResult, Verdict } from '../compare/types.ts';

const FIGURES = {
  metric: 'task_duration',
  nCandidate: 9,
  nReference: 9,
  nEffectiveCandidate: 9,
  nEffectiveReference: 9,
  withinTypes: null,
  shift: 0,
  shiftLow: null,
  shiftHigh: null,
  ratio: null,
  cliffsDelta: 0,
  magnitude: 'negligible',
  test: 'mann-whitney',
  p: 0.01,
  pAdjusted: 0.03,
} as const;
const DURATION = {
  metric: 'task_duration',
  name: 'Task duration',
  unit: 'ms',
  direction: 'lower',
  sampleUnit: 'task',
} as const;

function estimates(
  values: Record<string, number>
): Array<{ id: string; n: number; nEffective: number; estimate: number; low: null; high: null }> {
  return Object.entries(values).map(([id, estimate]) => ({ id, n: 9, nEffective: 9, estimate, low: null, high: null }));
}

function pair(candidate: string, verdict: Verdict, reference: string): PairResult {
  return { ...FIGURES, candidate, reference, verdict };
}

describe('displayOrder', () => {
  it('puts the better estimate first and breaks ties by id in code unit order', () => {
    const ids = (direction: 'lower' | 'higher' | 'none'): string[] =>
      displayOrder(estimates({ b: 2, a: 2, B: 2, c: 1, d: 3 }), direction).map((entry) => entry.id);
    expect(ids('lower')).toEqual(['c', 'B', 'a', 'b', 'd']);
    expect(ids('higher')).toEqual(['d', 'B', 'a', 'b', 'c']);
    expect(ids('none')).toEqual(['c', 'B', 'a', 'b', 'd']);
  });

  it('does not depend on the order given, among equals either', () => {
    const equals = estimates({ a: 2, b: 2, c: 2, d: 2 });
    for (const [i, first] of equals.entries()) {
      const turned = [first, ...equals.slice(i + 1), ...equals.slice(0, i).reverse()];
      expect(displayOrder(turned, 'lower').map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd']);
    }
  });
});

describe('rankEntries', () => {
  it('bounds the rank by what is proven', () => {
    const find = indexPairs([
      pair('b', 'worse', 'a'),
      pair('c', 'worse', 'a'),
      pair('c', 'no difference shown', 'b'),
      pair('d', 'too few samples', 'a'),
    ]);
    const entries = rankEntries(estimates({ a: 1, b: 2, c: 3, d: 4 }), find, 'lower');
    expect(
      entries.map(({ id, position, rankLow, rankHigh, tiedWith }) => [id, position, rankLow, rankHigh, tiedWith])
    ).toEqual([
      ['a', 1, 1, 2, ['d']],
      ['b', 2, 2, 4, ['c', 'd']],
      ['c', 3, 2, 4, ['b', 'd']],
      ['d', 4, 1, 4, ['a', 'b', 'c']],
    ]);
  });

  it('leaves everybody in every place when nothing is proven', () => {
    const entries = rankEntries(estimates({ a: 1, b: 2, c: 3 }), indexPairs([]), 'lower');
    expect(entries.map((entry) => [entry.rankLow, entry.rankHigh])).toEqual([
      [1, 3],
      [1, 3],
      [1, 3],
    ]);
  });
});

describe('winner of a metric', () => {
  const scope = { groups: ['a', 'b'], alpha: 0.05, tests: 1 };

  it('needs data', () => {
    expect(rankMetric(DURATION, [], [], scope).winner).toEqual({
      id: null,
      reason: 'No group has data on task duration',
    });
  });

  it('needs a rival, and a way that is better', () => {
    expect(rankMetric(DURATION, estimates({ a: 1 }), [], scope).winner).toEqual({
      id: null,
      reason: 'Only a has data on task duration, so there is nothing to compare it with',
    });
    const undirected = { ...DURATION, direction: 'none' } as const;
    const proven = [pair('b', 'worse', 'a')];
    expect(rankMetric(undirected, estimates({ a: 1, b: 2 }), proven, scope).winner).toEqual({
      id: null,
      reason: 'No way is the better one on task duration',
    });
  });

  it('is won over those that were measured, and names the others', () => {
    const three = { ...scope, groups: ['c', 'a', 'b', 'd'] };
    expect(rankMetric(DURATION, estimates({ a: 1, b: 2 }), [pair('b', 'worse', 'a')], three).winner).toEqual({
      id: 'a',
      reason: 'a is better than every other group on task duration (p = 0.03); no data of c and d',
    });
  });

  it('needs the first place proven against all', () => {
    const won = rankMetric(DURATION, estimates({ a: 1, b: 2 }), [pair('b', 'worse', 'a')], scope);
    expect(won.winner).toEqual({ id: 'a', reason: 'a is better than every other group on task duration (p = 0.03)' });
    const open = rankMetric(DURATION, estimates({ a: 1, b: 2 }), [pair('b', 'no difference shown', 'a')], scope);
    expect(open.winner.id).toBeNull();
  });

  it('says so when the best estimate belongs to the group that the test finds worse', () => {
    const disputed = rankMetric(DURATION, estimates({ a: 1, b: 2 }), [pair('b', 'better', 'a')], scope);
    expect(disputed.winner).toEqual({
      id: null,
      reason: 'a has the best estimate of task duration, but its values as a whole are worse than those of b',
    });
  });

  it('states the largest p of its proofs', () => {
    const pairs = [
      { ...pair('b', 'worse', 'a'), pAdjusted: 0.04 },
      { ...pair('c', 'worse', 'a'), pAdjusted: 0.002 },
    ];
    expect(rankMetric(DURATION, estimates({ a: 1, b: 2, c: 3 }), pairs, scope).winner.reason).toContain('(p = 0.04');
  });

  it('tells what stands in the way: too few units, or a pair that was not tested', () => {
    const reasonOf = (pairs: PairResult[], change: Partial<Scope> = {}): string =>
      rankMetric(DURATION, estimates({ a: 1, b: 2 }), pairs, { ...scope, ...change }).winner.reason;
    expect(reasonOf([pair('b', 'too few samples', 'a')])).toContain('too few tasks to be told apart');
    expect(reasonOf([pair('b', 'no difference shown', 'a')])).toBe(
      'a and b are not separable on task duration (p = 0.03)'
    );
    expect(reasonOf([], { leaderOnly: true })).toContain('too many groups');
    expect(reasonOf([], { leaderOnly: false, baseline: 'c' })).toBe(
      'a and b were each compared with the baseline c only; compare them without a baseline'
    );
  });
});
