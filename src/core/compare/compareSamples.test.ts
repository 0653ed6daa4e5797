import { mannWhitney } from '../stats/mannWhitney.ts';
import { sortedCopy } from '../stats/order.ts';
import { compareSamples } from './compareSamples.ts';
import type { Comparison, MetricSamples, PairResult } from './types.ts';

type Values = Record<string, readonly number[]>;
type Outcomes = Record<string, readonly [failed: number, total: number]>;

function durations(values: Values, change: Partial<MetricSamples> = {}): MetricSamples {
  const groups = Object.entries(values).map(([id, list]) => ({ id, values: sortedCopy(list) }));
  const base = {
    metric: 'task_duration',
    name: 'Task duration',
    unit: 'ms',
    direction: 'lower',
    sampleUnit: 'task',
  } as const;
  return {
    ...base,
    direction: change.direction ?? base.direction,
    metric: change.metric ?? base.metric,
    shape: 'values',
    groups,
  };
}

function errors(outcomes: Outcomes): Extract<MetricSamples, { shape: 'outcomes' }> {
  const groups = Object.entries(outcomes).map(([id, [failed, total]]) => ({ id, failed, total }));
  return {
    metric: 'error_rate',
    name: 'Error rate',
    unit: 'ratio',
    direction: 'lower',
    sampleUnit: 'task',
    shape: 'outcomes',
    groups,
  };
}

function count(from: number, length: number, step = 1): number[] {
  return Array.from({ length }, (_, i) => from + i * step);
}

function onlyPair(comparison: Comparison): PairResult {
  const pairs = comparison.metrics.flatMap((metric) => metric.pairs);
  expect(pairs).toHaveLength(1);
  return pairs[0];
}

describe('compareSamples', () => {
  it('states everything about a pair of value samples', () => {
    const comparison = compareSamples([durations({ star: count(100, 10), mesh: count(0.5, 10) })], {
      groups: ['star', 'mesh'],
    });
    expect(comparison).toMatchObject({ groups: ['star', 'mesh'], alpha: 0.05, tests: 1 });
    expect(comparison).not.toHaveProperty('baseline');
    const pair = onlyPair(comparison);
    expect(pair).toMatchObject({
      metric: 'task_duration',
      candidate: 'mesh',
      reference: 'star',
      nCandidate: 10,
      nReference: 10,
      shift: -99.5,
      cliffsDelta: -1,
      magnitude: 'large',
      test: 'mann-whitney exact',
      verdict: 'better',
    });
    expect(pair.ratio).toBeCloseTo(5 / 104.5, 12);
    expect(pair.shiftLow).toBeLessThan(-99.5);
    expect(pair.shiftHigh).toBeLessThan(0);
    expect(pair.pAdjusted).toBe(pair.p);
  });

  it('compares outcomes by Fisher with the difference of shares', () => {
    const pair = onlyPair(compareSamples([errors({ star: [40, 100], mesh: [10, 100] })], { groups: ['star', 'mesh'] }));
    expect(pair).toMatchObject({ test: 'fisher exact', verdict: 'better', magnitude: 'small', ratio: 0.25 });
    expect(pair.shift).toBeCloseTo(-0.3, 12);
    expect(pair.cliffsDelta).toBe(pair.shift);
    expect(pair.shiftHigh).toBeLessThan(0);
    const perfect = onlyPair(
      compareSamples([errors({ star: [0, 100], mesh: [10, 100] })], { groups: ['star', 'mesh'] })
    );
    expect(perfect.ratio).toBeNull();
    expect(perfect.verdict).toBe('worse');
  });

  it('adjusts over all pairs of all metrics', () => {
    const groups = ['a', 'b', 'c'];
    const comparison = compareSamples(
      [
        durations({ a: count(0, 9), b: count(0.5, 9), c: count(50, 9) }),
        errors({ a: [1, 30], b: [2, 30], c: [20, 30] }),
      ],
      { groups }
    );
    expect(comparison.tests).toBe(6);
    const pairs = comparison.metrics.flatMap((metric) => metric.pairs);
    const smallest = Math.min(...pairs.map((pair) => pair.p));
    expect(Math.min(...pairs.map((pair) => pair.pAdjusted))).toBeCloseTo(6 * smallest, 15);
  });

  it('tests candidates against the baseline only, which needs fewer tests', () => {
    const samples = [durations({ a: count(0, 9), b: count(20, 9), c: count(40, 9) })];
    const { tests, metrics, overallWinner } = compareSamples(samples, { groups: ['a', 'b', 'c'], baseline: 'b' });
    expect(tests).toBe(2);
    expect(metrics[0].pairs.map((pair) => [pair.candidate, pair.reference, pair.verdict])).toEqual([
      ['a', 'b', 'better'],
      ['c', 'b', 'worse'],
    ]);
    expect(metrics[0].entries.map((entry) => [entry.id, entry.rankLow, entry.rankHigh, entry.tiedWith])).toEqual([
      ['a', 1, 2, ['c']],
      ['b', 2, 2, []],
      ['c', 2, 3, ['a']],
    ]);
    expect(overallWinner).toEqual({
      id: null,
      reason: 'a and c were each compared with the baseline b only; compare them without a baseline',
    });
    const between = compareSamples(samples, { groups: ['a', 'c'], baseline: 'c' });
    expect(between.overallWinner.id).toBe('a');
  });

  it('has no entry for a group without data and ignores groups that nobody asked for', () => {
    const comparison = compareSamples(
      [durations({ a: count(0, 9), b: [], z: count(0, 9) }), errors({ a: [0, 0], b: [1, 9] })],
      { groups: ['a', 'b', 'c'] }
    );
    expect(comparison.tests).toBe(0);
    expect(comparison.metrics.map((metric) => metric.entries.map((entry) => entry.id))).toEqual([['a'], ['b']]);
    expect(comparison.metrics[0].winner).toEqual({
      id: null,
      reason: 'Only a has data on task duration, so there is nothing to compare it with',
    });
  });

  it('never calls a metric without direction better or worse', () => {
    const comparison = compareSamples([durations({ a: count(0, 20), b: count(90, 20) }, { direction: 'none' })], {
      groups: ['a', 'b'],
    });
    const pair = onlyPair(comparison);
    expect(pair.pAdjusted).toBeLessThan(1e-9);
    expect(pair.verdict).toBe('no difference shown');
    expect(comparison.metrics[0].winner).toEqual({ id: null, reason: 'No way is the better one on task duration' });
    expect(comparison.overallWinner).toEqual({ id: null, reason: 'No way is the better one on task duration' });
  });

  it('turns the verdict with the direction', () => {
    const samples = durations({ a: count(0, 9), b: count(20, 9) }, { direction: 'higher' });
    expect(onlyPair(compareSamples([samples], { groups: ['a', 'b'] })).verdict).toBe('better');
  });

  it.each([
    [4, 1],
    [5, 6],
    [6, 23],
    [8, 321],
  ])('lets %i a side pass up to %i tests', (n, tests) => {
    const samples = (metrics: number): MetricSamples[] =>
      Array.from({ length: metrics }, (_, i) => durations({ a: count(0, n), b: count(0.5, n) }, { metric: `m${i}` }));
    const verdicts = (metrics: number): string[] =>
      compareSamples(samples(metrics), { groups: ['a', 'b'] }).metrics.flatMap((metric) =>
        metric.pairs.map((pair) => pair.verdict)
      );
    expect(new Set(verdicts(tests))).toEqual(new Set(['no difference shown']));
    expect(new Set(verdicts(tests + 1))).toEqual(new Set(['too few samples']));
  });

  it('takes a proof wherever the adjusted p reaches alpha', () => {
    const apart = durations({ a: count(0, 4), b: count(50, 4) });
    const pair = onlyPair(compareSamples([apart], { groups: ['a', 'b'] }));
    expect(pair.pAdjusted).toBeCloseTo(2 / 70, 12);
    expect(pair.verdict).toBe('worse');
    expect(onlyPair(compareSamples([apart], { groups: ['a', 'b'], alpha: 2 / 70 })).verdict).toBe('worse');
    expect(onlyPair(compareSamples([apart], { groups: ['a', 'b'], alpha: 0.028 })).verdict).toBe('too few samples');
  });

  it('says too few for groups that no outcome could separate, however unequal', () => {
    const few = compareSamples([durations({ a: [1], b: count(5, 1000) })], { groups: ['a', 'b'] });
    expect(onlyPair(few).verdict).toBe('too few samples');
    expect(few.overallWinner.reason).toBe(
      'a and b have too few tasks to be told apart on task duration (1 and 1000; 4 each can be enough for 1 test)'
    );
    expect(onlyPair(compareSamples([errors({ a: [0, 3], b: [3, 3] })], { groups: ['a', 'b'] })).verdict).toBe(
      'too few samples'
    );
    expect(onlyPair(compareSamples([errors({ a: [0, 900], b: [0, 900] })], { groups: ['a', 'b'] }))).toMatchObject({
      p: 1,
      verdict: 'no difference shown',
    });
  });

  it('does not let tied values of three prove what three values cannot', () => {
    const samples = durations({ a: [1, 1, 1], b: [2, 2, 2] });
    expect(mannWhitney(sortedCopy([1, 1, 1]), sortedCopy([2, 2, 2])).p).toBeLessThan(0.05);
    expect(onlyPair(compareSamples([samples], { groups: ['a', 'b'] }))).toMatchObject({
      p: 0.1,
      verdict: 'too few samples',
    });
  });

  it('finds no difference between constant groups', () => {
    const pair = onlyPair(
      compareSamples([durations({ a: Array(30).fill(0), b: Array(30).fill(0) })], { groups: ['a', 'b'] })
    );
    expect(pair).toMatchObject({ p: 1, shift: 0, cliffsDelta: 0, ratio: null, verdict: 'no difference shown' });
  });

  it('counts a repeated id once and refuses what cannot be meant', () => {
    const samples = [durations({ a: count(0, 9), b: count(20, 9) })];
    expect(compareSamples(samples, { groups: ['a', 'a'] }).overallWinner).toEqual({
      id: null,
      reason: 'There is nothing to compare a with',
    });
    expect(() => compareSamples(samples, { groups: ['a', 'b'], baseline: 'c' })).toThrow(
      'baseline c is not among the groups compared: a, b'
    );
    expect(() => compareSamples(samples, { groups: ['a', 'b'], alpha: NaN })).toThrow(RangeError);
    const twice: MetricSamples = {
      ...errors({}),
      groups: [
        { id: 'a', failed: 1, total: 2 },
        { id: 'a', failed: 1, total: 2 },
      ],
    };
    expect(() => compareSamples([twice], { groups: ['a'] })).toThrow('a group is given more than once: a, a');
    expect(() => compareSamples([errors({ a: [3, 2], b: [1, 2] })], { groups: ['a', 'b'] })).toThrow(RangeError);
  });
});
