import { normalDraw, seededRandom } from '../stats/random.ts';
import { compareSamples } from './compareSamples.ts';
import type { Comparison, MetricSamples, ValueGroup } from './types.ts';

const HEAD = {
  metric: 'task_duration',
  name: 'Task duration',
  unit: 'ms',
  direction: 'lower',
  sampleUnit: 'task',
} as const;

function compared(groups: ValueGroup[]): Comparison {
  const sample: MetricSamples = { ...HEAD, shape: 'values', groups };
  return compareSamples([sample], { groups: groups.map(({ id }) => id) });
}

/** Values of a process of order one in the order of time. */
function inTime(id: string, n: number, coefficient: number, seed: number, level = 0): ValueGroup {
  const random = seededRandom(seed, id);
  let value = normalDraw(random);
  const step = Math.sqrt(1 - coefficient ** 2);
  const values = Float64Array.from({ length: n }, () => {
    value = coefficient * value + step * normalDraw(random);
    return level + value;
  });
  return { id, values: values.slice().sort(), units: { values } };
}

function withoutOrder({ id, values }: ValueGroup): ValueGroup {
  return { id, values };
}

describe('values that depend on the ones before', () => {
  const groups = [inTime('a', 400, 0.7, 1), inTime('b', 400, 0.7, 2)];

  it('are worth fewer, and say so', () => {
    const comparison = compared(groups);
    const [pair] = comparison.metrics[0].pairs;
    expect(pair).toMatchObject({ nCandidate: 400, nReference: 400 });
    expect(pair.nEffectiveCandidate).toBeGreaterThan(15);
    expect(pair.nEffectiveCandidate).toBeLessThan(35);
    expect(comparison.metrics[0].entries[0].nEffective).toBe(pair.nEffectiveCandidate);
    expect(comparison.findings).toEqual([
      {
        kind: 'autocorrelated',
        metric: 'task_duration',
        groups: ['a', 'b'],
        text: expect.stringMatching(/lag-1 correlation 0\.\d+\), so each test is of means of \d+ consecutive tasks/),
      },
    ]);
  });

  it('have wider intervals than if they were independent, around the same estimates', () => {
    const [bare, batched] = [compared(groups.map(withoutOrder)), compared(groups)];
    const [wide, narrow] = [batched.metrics[0].pairs[0], bare.metrics[0].pairs[0]];
    expect(wide.shift).toBe(narrow.shift);
    expect(wide.cliffsDelta).toBe(narrow.cliffsDelta);
    expect(wide.shiftLow ?? 0).toBeLessThan(narrow.shiftLow ?? 0);
    expect(wide.shiftHigh ?? 0).toBeGreaterThan(narrow.shiftHigh ?? 0);
    const [own, other] = [batched.metrics[0].entries[0], bare.metrics[0].entries[0]];
    expect(own.estimate).toBe(other.estimate);
    expect(own.low ?? 0).toBeLessThan(other.low ?? 0);
  });

  it('are told apart all the same where the difference is clear', () => {
    const found = compared([inTime('a', 400, 0.7, 1), inTime('b', 400, 0.7, 2, 2)]);
    expect(found.metrics[0].pairs[0].verdict).toBe('worse');
  });

  it('change nothing where they are independent', () => {
    const independent = [inTime('a', 200, 0, 3), inTime('b', 200, 0, 4)];
    expect(compared(independent).metrics).toEqual(compared(independent.map(withoutOrder)).metrics);
    expect(compared(independent).findings).toEqual([]);
  });

  it('are only warned of where groups are too small to batch', () => {
    const small = [inTime('a', 20, 0.95, 5), inTime('b', 20, 0.95, 6)];
    const found = compared(small);
    expect(found.metrics[0].pairs[0]).toMatchObject({ nEffectiveCandidate: 20, nEffectiveReference: 20 });
    expect(found.findings).toEqual([
      expect.objectContaining({ kind: 'autocorrelated', text: expect.stringContaining('their p may be too small') }),
    ]);
  });
});

describe('failed units', () => {
  const fast: ValueGroup = {
    id: 'fast',
    values: Float64Array.from({ length: 60 }, (_, i) => 100 + i),
    outcomes: { total: 100, failed: 40 },
  };
  const slow: ValueGroup = {
    id: 'slow',
    values: Float64Array.from({ length: 95 }, (_, i) => 500 + i),
    outcomes: { total: 100, failed: 5 },
  };

  it('are told of, with the difference of their shares', () => {
    const { findings } = compared([fast, slow]);
    expect(findings).toEqual([
      {
        kind: 'failed left out',
        metric: 'task_duration',
        groups: ['fast', 'slow'],
        text:
          'Task duration is of completed tasks only; failed and left out are 40 of 100 of fast (40 %) and ' +
          '5 of 100 of slow (5 %); the failed shares differ by 35 points (95 % interval 24 to 45 points)'.replace(
            '24 to',
            '24 points to'
          ),
      },
      {
        kind: 'better but fails more',
        metric: 'task_duration',
        groups: ['fast', 'slow'],
        text: expect.stringContaining('fast is better on the tasks that it completes but fails more of them than slow'),
      },
    ]);
  });

  it('are no reason for doubt where their shares may be equal', () => {
    const alike = compared([
      { ...fast, outcomes: { total: 63, failed: 3 } },
      { ...slow, outcomes: { total: 97, failed: 2 } },
    ]);
    expect(alike.metrics[0].pairs[0].verdict).toBe('worse');
    expect(alike.findings.map(({ kind }) => kind)).toEqual(['failed left out']);
  });

  it('of none are not worth a word', () => {
    const clean = { ...fast, outcomes: { total: 60, failed: 0 } };
    expect(compared([clean, { ...slow, outcomes: { total: 95, failed: 0 } }]).findings).toEqual([]);
    expect(compared([withoutOrder(fast), withoutOrder(slow)]).findings).toEqual([]);
  });
});
