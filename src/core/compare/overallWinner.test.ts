import { overallWinner } from './overallWinner.ts';
import { rankMetric } from '../rank/rankMetric.ts';
import type { Direction } from '../metrics/catalogue.ts';
import type { Scope } from './scope.ts';
import type { MetricRanking, PairResult, Verdict } from './types.ts';

type Judged = readonly [candidate: string, verdict: Verdict, reference: string, p?: number];

const FIGURES = {
  nCandidate: 12,
  nReference: 15,
  nEffectiveCandidate: 12,
  nEffectiveReference: 15,
  withinTypes: null,
  shift: 0,
  shiftLow: null,
  shiftHigh: null,
  ratio: null,
  cliffsDelta: 0,
  magnitude: 'negligible',
  test: 'mann-whitney',
  p: 0.01,
} as const;

/** A metric on which the groups have these estimates and the pairs these verdicts. */
function ranking(
  name: string,
  estimates: Record<string, number>,
  judged: readonly Judged[],
  scope: Scope,
  direction: Direction = 'lower'
): MetricRanking {
  const metric = name.toLowerCase().replace(/ /g, '_');
  const pairs = judged.map(([candidate, verdict, reference, pAdjusted = 0.2]): PairResult => ({
    ...FIGURES,
    metric,
    candidate,
    reference,
    pAdjusted,
    verdict,
  }));
  const entries = Object.entries(estimates).map(([id, estimate]) => ({
    id,
    n: 12,
    nEffective: 12,
    estimate,
    low: null,
    high: null,
  }));
  return rankMetric({ metric, name, unit: 'ms', direction, sampleUnit: 'task' }, entries, pairs, scope);
}

function scope(...groups: string[]): Scope {
  return { groups, alpha: 0.05, tests: 3 };
}

const ABC = scope('a', 'b', 'c');

describe('overallWinner', () => {
  it('has none without rivals or without metrics', () => {
    expect(overallWinner([], scope())).toEqual({ id: null, reason: 'No groups were given to compare' });
    expect(overallWinner([], scope('a'))).toEqual({ id: null, reason: 'There is nothing to compare a with' });
    expect(overallWinner([], ABC)).toEqual({ id: null, reason: 'No metric was given to compare' });
  });

  it('takes the group that beats every rival somewhere and loses nowhere', () => {
    const duration = ranking(
      'Task duration',
      { a: 1, b: 2, c: 2 },
      [
        ['b', 'worse', 'a'],
        ['c', 'no difference shown', 'a'],
        ['c', 'no difference shown', 'b'],
      ],
      ABC
    );
    const rate = ranking(
      'Error rate',
      { a: 1, b: 1, c: 2 },
      [
        ['b', 'no difference shown', 'a'],
        ['c', 'worse', 'a'],
      ],
      ABC
    );
    expect(overallWinner([duration, rate], ABC)).toEqual({
      id: 'a',
      reason:
        'a is better than every rival on at least one metric (task duration and error rate) and worse on none (alpha 0.05, Holm over 3 tests)',
    });
  });

  it('names the two that cannot be told apart', () => {
    const duration = ranking(
      'Task duration',
      { a: 1, b: 1.1, c: 2 },
      [
        ['b', 'no difference shown', 'a', 0.2149],
        ['c', 'worse', 'a'],
        ['c', 'worse', 'b'],
      ],
      ABC
    );
    expect(overallWinner([duration], ABC).reason).toBe(
      'a and b are not separable on task duration (p = 0.21 after Holm over 3 tests)'
    );
    expect(duration.winner).toEqual({
      id: null,
      reason: 'a and b are not separable on task duration (p = 0.21 after Holm over 3 tests)',
    });
    const rate = ranking('Error rate', { a: 1, b: 1, c: 1 }, [['b', 'no difference shown', 'a', 0.09]], ABC);
    expect(overallWinner([duration, rate], ABC).reason).toBe(
      'a and b are not separable on any of 2 metrics (closest: error rate, p = 0.09 after Holm over 3 tests)'
    );
  });

  it('does not add up a trade-off', () => {
    const two = scope('a', 'b');
    const duration = ranking('Task duration', { a: 1, b: 2 }, [['b', 'worse', 'a']], two);
    const rate = ranking('CPU usage', { a: 2, b: 1 }, [['b', 'better', 'a']], two);
    expect(overallWinner([duration, rate], two)).toEqual({
      id: null,
      reason: 'a is better than b on task duration but worse on CPU usage',
    });
  });

  it('has none in a circle', () => {
    const round = ranking(
      'Task duration',
      { a: 1, b: 1, c: 1 },
      [
        ['a', 'better', 'b'],
        ['b', 'better', 'c'],
        ['c', 'better', 'a'],
      ],
      ABC
    );
    expect(overallWinner([round], ABC)).toEqual({
      id: null,
      reason: 'No group beats every other: a is better than 1 rival, but c is better than a on task duration',
    });
  });

  it('does not let a missing metric make a rival lose', () => {
    const duration = ranking('Task duration', { a: 1, b: 2 }, [['b', 'worse', 'a', 0.001]], ABC);
    expect(overallWinner([duration], ABC)).toEqual({
      id: null,
      reason: 'c has no data on any compared metric; give it more time or leave it out',
    });
    expect(duration.winner).toEqual({
      id: 'a',
      reason: 'a is better than every other group on task duration (p = 0.001 after Holm over 3 tests); no data of c',
    });
    const rate = ranking('Error rate', { c: 1 }, [], ABC);
    expect(overallWinner([duration, rate], ABC).reason).toBe('a and c have no data on the same metric');
  });

  it('speaks of the group that nobody beats before one with a better estimate that somebody beats', () => {
    const four = scope('a', 'b', 'c', 'd');
    const duration = ranking(
      'Task duration',
      { a: 1, b: 2, c: 3, d: 4 },
      [
        ['a', 'better', 'd'],
        ['b', 'better', 'd'],
        ['a', 'better', 'c'],
        ['a', 'no difference shown', 'b', 0.3],
      ],
      four
    );
    const rate = ranking(
      'Error rate',
      { a: 4, b: 3, c: 1, d: 3 },
      [
        ['c', 'better', 'a'],
        ['b', 'no difference shown', 'c', 0.2],
      ],
      four
    );
    expect(overallWinner([duration, rate], four).reason).toBe(
      'b and a are not separable on task duration (p = 0.3 after Holm over 3 tests)'
    );
  });

  it('is decided by metrics with a direction only', () => {
    const two = scope('a', 'b');
    const cpu = ranking('CPU usage', { a: 1, b: 2 }, [['b', 'no difference shown', 'a', 0.001]], two, 'none');
    const duration = ranking('Task duration', { a: 1, b: 2 }, [['b', 'worse', 'a']], two);
    expect(overallWinner([cpu, duration], two).id).toBe('a');
    expect(overallWinner([cpu], two).id).toBeNull();
  });

  it('gives the same answer whatever order the groups came in', () => {
    const judged: Judged[] = [
      ['b', 'no difference shown', 'a', 0.3],
      ['c', 'no difference shown', 'a', 0.4],
      ['c', 'no difference shown', 'b', 0.5],
    ];
    const answers = [ABC, scope('c', 'b', 'a'), scope('b', 'a', 'c')].map((one) =>
      overallWinner([ranking('Task duration', { a: 1, b: 1, c: 1 }, judged, one)], one)
    );
    expect(new Set(answers.map((answer) => answer.reason))).toEqual(
      new Set(['a and c are not separable on task duration (p = 0.4 after Holm over 3 tests)'])
    );
  });

  it('names only the metrics that decide', () => {
    const two = scope('a', 'b');
    const duration = ranking('Task duration', { a: 1, b: 2 }, [['b', 'worse', 'a']], two);
    const rate = ranking('Error rate', { a: 1, b: 1 }, [['b', 'no difference shown', 'a']], two);
    expect(overallWinner([duration, rate], two).reason).toContain('at least one metric (task duration)');
  });

  it('names the closest of several metrics, wherever it stands, and the first of equals', () => {
    const two = scope('a', 'b');
    const open = (name: string, p: number) =>
      ranking(name, { a: 1, b: 2 }, [['b', 'no difference shown', 'a', p]], two);
    const reasonOf = (...ps: number[]): string =>
      overallWinner(
        ps.map((p, i) => open(`Metric ${i}`, p)),
        two
      ).reason;
    expect(reasonOf(0.3, 0.1, 0.2)).toContain('closest: metric 1, p = 0.1');
    expect(reasonOf(0.1, 0.1)).toContain('closest: metric 0, p = 0.1');
  });

  it('tells apart pairs that nobody tested and groups without a metric in common', () => {
    const apart = [ranking('Task duration', { a: 1 }, [], ABC), ranking('Error rate', { b: 1 }, [], ABC)];
    const reasonOf = (change: Partial<Scope>): string => overallWinner(apart, { ...scope('a', 'b'), ...change }).reason;
    expect(reasonOf({ leaderOnly: true })).toContain('too many groups');
    expect(reasonOf({ baseline: 'a' })).toBe('a and b have no data on the same metric');
    expect(reasonOf({ baseline: 'b' })).toBe('a and b have no data on the same metric');
    expect(reasonOf({ baseline: 'c' })).toContain('compared with the baseline c only');
  });
});
