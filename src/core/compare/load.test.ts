import { normalDraw, seededRandom } from '../stats/random.ts';
import { compareSamples } from './compareSamples.ts';
import { loadOf, SEED } from './load.ts';
import type { MetricSamples } from './types.ts';

function sampleOf(groups: number, n: number, level: (i: number) => number = () => 0): MetricSamples {
  return {
    metric: 'task_duration',
    name: 'Task duration',
    unit: 'ms',
    direction: 'lower',
    sampleUnit: 'task',
    shape: 'values',
    groups: Array.from({ length: groups }, (_, i) => {
      const random = seededRandom(i, 'load');
      return { id: `s${i}`, values: Float64Array.from({ length: n }, () => level(i) + normalDraw(random)).sort() };
    }),
  };
}
const idsOf = (sample: MetricSamples) => sample.groups.map(({ id }) => id);

describe('the cost of comparing', () => {
  const sizes = (groups: number, n: number) => Array.from({ length: groups }, (_, i) => ({ id: `s${i}`, n }));

  it('is not bounded for what is quick', () => {
    expect(loadOf(sizes(10, 5000), { kind: 'all' }, 'Task duration')).toEqual({
      sample: Infinity,
      sketch: Infinity,
      notices: [],
    });
    expect(loadOf([], { kind: 'all' }, 'x').notices).toEqual([]);
  });

  it('is bounded by quantiles first, and only then by samples', () => {
    const fifty = loadOf(sizes(50, 20_000), { kind: 'all' }, 'Task duration');
    expect(fifty).toMatchObject({ sample: Infinity, sketch: 1000 });
    expect(fifty.notices).toEqual([expect.stringContaining('1000 quantiles')]);
    const more = loadOf(sizes(100, 50_000), { kind: 'all' }, 'Task duration');
    expect(more.sample).toBeGreaterThan(10_000);
    expect(more.sample).toBeLessThan(13_000);
    expect(more.notices[0]).toContain(`seed ${SEED}`);
    expect(loadOf(sizes(100, 50_000), { kind: 'baseline', id: 's3' }, 'x').sample).toBe(Infinity);
  });

  it('does not change what is found: shifts by quantiles are within a hundredth of a deviation', () => {
    const sample = sampleOf(30, 3000, (i) => i / 10);
    const many = compareSamples([sample], { groups: idsOf(sample) });
    expect(many.notices).toHaveLength(1);
    const [first, ...rest] = many.metrics[0].pairs.filter(({ reference }) => reference === 's0');
    const two = compareSamples([sample], { groups: ['s0', first.candidate] }).metrics[0].pairs[0];
    expect(first).toMatchObject({ p: two.p, cliffsDelta: two.cliffsDelta, nCandidate: 3000 });
    expect(Math.abs((first.shift ?? NaN) - (two.shift ?? NaN))).toBeLessThan(0.01);
    expect(Math.abs((first.shiftLow ?? NaN) - (two.shiftLow ?? NaN))).toBeLessThan(0.01);
    expect(rest).toHaveLength(28);
  });
});

describe('more than 100 groups', () => {
  const sample = sampleOf(101, 30, (i) => (i === 7 ? -9 : 0));
  const ids = idsOf(sample);

  it('are compared with the leader, corrected for all pairs that it was chosen from', () => {
    const found = compareSamples([sample], { groups: ids });
    const { pairs, entries, winner } = found.metrics[0];
    expect(pairs).toHaveLength(100);
    expect(pairs.every(({ reference, verdict }) => reference === 's7' && verdict === 'worse')).toBe(true);
    expect(found.tests).toBe((101 * 100) / 2);
    expect(pairs[0].pAdjusted).toBeGreaterThanOrEqual(4951 * Math.min(...pairs.map(({ p }) => p)));
    expect(winner.id).toBe('s7');
    expect(found.overallWinner.id).toBe('s7');
    expect([entries[0].rankHigh, entries[1].rankLow, entries[1].rankHigh]).toEqual([1, 2, 101]);
    expect(found.notices[0]).toContain('101 groups: above 100 each is compared with the leader');
  });

  it('never have a leader that only chance of a tiny group made', () => {
    const tiny = { id: 'tiny', values: Float64Array.of(-1e6) };
    const found = compareSamples([{ ...sample, groups: [...sample.groups, tiny] } as MetricSamples], {
      groups: [...ids, 'tiny'],
    });
    expect(found.metrics[0].pairs.every(({ reference }) => reference === 's7')).toBe(true);
    expect(found.metrics[0].winner.id).toBeNull();
  });

  it('name who was not compared with whom', () => {
    const equal = sampleOf(101, 30);
    const { metrics, overallWinner } = compareSamples([equal], { groups: ids });
    expect(metrics[0].winner.id).toBeNull();
    expect(overallWinner.id).toBeNull();
    expect(`${metrics[0].winner.reason}${overallWinner.reason}`).not.toContain('baseline');
  });

  it('are compared with a named baseline alone', () => {
    const found = compareSamples([sample], { groups: ids, baseline: 's0' });
    expect(found.tests).toBe(100);
    expect(found.notices).toEqual([]);
  });
});
