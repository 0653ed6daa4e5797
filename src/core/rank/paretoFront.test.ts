import fc from 'fast-check';
import { compareSamples } from '../compare/compareSamples.ts';
import type { MetricSamples } from '../compare/types.ts';

const spread = (from: number, n = 12): Float64Array => Float64Array.from({ length: n }, (_, i) => from + i);

function metric(
  id: string,
  levels: Record<string, number>,
  direction: 'lower' | 'higher' | 'none' = 'lower'
): MetricSamples {
  const groups = Object.entries(levels).map(([group, level]) => ({ id: group, values: spread(level) }));
  return { metric: id, name: id, unit: 'ms', direction, sampleUnit: 'task', shape: 'values', groups };
}

function front(samples: MetricSamples[], groups: string[]): string[] {
  return compareSamples(samples, { groups, draws: 0 }).paretoFront;
}

describe('paretoFront', () => {
  it('keeps trade-offs and drops what is worse somewhere and better nowhere', () => {
    const time = metric('time', { quick: 100, cheap: 500, bad: 500 });
    const cost = metric('cost', { quick: 900, cheap: 100, bad: 900 });
    expect(front([time, cost], ['quick', 'cheap', 'bad'])).toEqual(['quick', 'cheap']);
    expect(front([time], ['quick', 'cheap', 'bad'])).toEqual(['quick']);
  });

  it('keeps a group that is worse by estimate only', () => {
    expect(front([metric('time', { a: 100, b: 101 })], ['a', 'b'])).toEqual(['a', 'b']);
  });

  it('keeps a group that is proven worse on one metric and better by estimate on another', () => {
    const time = metric('time', { a: 100, b: 500 });
    const cost = metric('cost', { a: 101, b: 100 });
    expect(front([time, cost], ['a', 'b'])).toEqual(['a', 'b']);
    expect(front([time, metric('cost', { a: 100, b: 100 })], ['a', 'b'])).toEqual(['a']);
  });

  it('drops a group on the metrics that it was measured on', () => {
    expect(front([metric('time', { a: 100, b: 500 }), metric('cost', { a: 100 })], ['a', 'b'])).toEqual(['a']);
  });

  it('turns with the direction and leaves out metrics without one', () => {
    expect(front([metric('quality', { a: 100, b: 500 }, 'higher')], ['a', 'b'])).toEqual(['b']);
    expect(front([metric('other', { a: 100, b: 500 }, 'none')], ['a', 'b'])).toEqual([]);
  });

  it('holds whom nobody was tested against: two candidates of one baseline', () => {
    const time = metric('time', { base: 500, a: 100, b: 300 });
    const found = compareSamples([time], { groups: ['base', 'a', 'b'], baseline: 'base', draws: 0 });
    expect(found.paretoFront).toEqual(['a', 'b']);
  });

  it('lets nobody dominate on a metric that it lacks, and lists nobody without data', () => {
    const time = metric('time', { a: 100, b: 500 });
    const cost = metric('cost', { b: 100 });
    expect(front([time, cost], ['a', 'b', 'none'])).toEqual(['a', 'b']);
  });

  it('holds everyone that nobody is proven better than, the winner among them, in any order', () => {
    const level = fc.integer({ min: 0, max: 30 });
    const levels = fc.record({ a: level, b: level, c: level, d: level });
    fc.assert(
      fc.property(levels, levels, (first, second) => {
        const samples = [metric('x', first), metric('y', second)];
        const found = compareSamples(samples, { groups: ['a', 'b', 'c', 'd'], draws: 0 });
        const pairs = found.metrics.flatMap((ranking) => ranking.pairs);
        const beaten = new Set(
          pairs.flatMap(({ candidate, reference, verdict }) =>
            verdict === 'better' ? [reference] : verdict === 'worse' ? [candidate] : []
          )
        );
        const unbeaten = found.groups.filter((id) => !beaten.has(id));
        expect(found.paretoFront).toEqual(expect.arrayContaining(unbeaten));
        if (found.overallWinner.id !== null) {
          expect(found.paretoFront).toContain(found.overallWinner.id);
        }
        const turned = compareSamples(samples, { groups: ['d', 'c', 'b', 'a'], draws: 0 }).paretoFront;
        expect([...turned].sort()).toEqual([...found.paretoFront].sort());
      })
    );
  });
});
