import fc from 'fast-check';
import { sortedCopy } from '../stats/order.ts';
import { compareSamples } from './compareSamples.ts';
import { indexPairs } from './pairIndex.ts';
import type { Comparison, MetricRanking, MetricSamples, RankEntry } from './types.ts';

const IDS = ['a', 'b', 'c', 'd'];

const number = fc.oneof(
  fc.integer({ min: 0, max: 6 }),
  fc.double({ min: -1e6, max: 1e6, noNaN: true }),
  fc.constantFrom(0, -0, 1e9, 1e17)
);
const direction = fc.constantFrom('lower' as const, 'higher' as const, 'none' as const);

const valueMetric = fc
  .record({
    direction,
    lists: fc.array(fc.array(number, { maxLength: 25 }), { minLength: IDS.length, maxLength: IDS.length }),
  })
  .map(({ direction, lists }): MetricSamples => ({
    metric: 'cost_usd',
    name: 'Cost',
    unit: 'USD',
    direction,
    sampleUnit: 'request',
    shape: 'values',
    groups: lists.map((list, i) => ({ id: IDS[i], values: sortedCopy(list) })),
  }));

const outcomeMetric = fc
  .array(fc.tuple(fc.nat(60), fc.nat(60)), { minLength: IDS.length, maxLength: IDS.length })
  .map((pairs): MetricSamples => ({
    metric: 'error_rate',
    name: 'Error rate',
    unit: 'ratio',
    direction: 'lower',
    sampleUnit: 'task',
    shape: 'outcomes',
    groups: pairs.map(([x, y], i) => ({ id: IDS[i], failed: Math.min(x, y), total: Math.max(x, y) })),
  }));

const samples = fc.tuple(valueMetric, outcomeMetric);

function numbersIn(value: unknown): number[] {
  if (typeof value === 'number') {
    return [value];
  }
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbersIn) : [];
}

/** All that does not say which of a pair was called the candidate. */
function unoriented(comparison: Comparison): unknown {
  return {
    tests: comparison.tests,
    overallWinner: comparison.overallWinner,
    metrics: comparison.metrics.map(({ entries, winner, pairs }) => ({
      entries,
      winner: winner.id,
      p: pairs.map((pair) => [[pair.candidate, pair.reference].sort().join(), pair.p, pair.pAdjusted]).sort(),
    })),
  };
}

function orderOf(entries: readonly RankEntry[], ids: readonly string[]): string[] {
  return entries.map((entry) => entry.id).filter((id) => ids.includes(id));
}

describe('properties of a comparison', () => {
  it('contains finite numbers only, and consistent ones', () => {
    fc.assert(
      fc.property(samples, fc.constantFrom(undefined, ...IDS), (metrics, baseline) => {
        const comparison = compareSamples(metrics, { groups: IDS, baseline });
        expect(numbersIn(comparison).filter((value) => !Number.isFinite(value))).toEqual([]);
        for (const { pairs, entries } of comparison.metrics) {
          for (const pair of pairs) {
            expect(pair.pAdjusted).toBeGreaterThanOrEqual(pair.p);
            const shift = pair.shift ?? NaN;
            expect((pair.shiftLow ?? -Infinity) <= shift && shift <= (pair.shiftHigh ?? Infinity)).toBe(true);
          }
          for (const entry of entries) {
            expect(entry.rankLow).toBeLessThanOrEqual(entry.rankHigh);
            expect((entry.low ?? -Infinity) <= entry.estimate && entry.estimate <= (entry.high ?? Infinity)).toBe(true);
            expect(entry.tiedWith).toHaveLength(entry.rankHigh - entry.rankLow);
          }
        }
      })
    );
  });

  it('does not depend on the order of the groups', () => {
    const shuffled = fc.shuffledSubarray(IDS, { minLength: IDS.length });
    fc.assert(
      fc.property(samples, shuffled, (metrics, order) => {
        const turned = metrics.map((metric): MetricSamples => {
          return metric.shape === 'values'
            ? { ...metric, groups: [...metric.groups].reverse() }
            : { ...metric, groups: [...metric.groups].reverse() };
        });
        expect(unoriented(compareSamples(turned, { groups: order }))).toEqual(
          unoriented(compareSamples(metrics, { groups: IDS }))
        );
      })
    );
  });

  it('turns every sign and keeps every p when candidate and reference change places', () => {
    fc.assert(
      fc.property(samples, (metrics) => {
        const forth = compareSamples(metrics, { groups: ['a', 'b'] }).metrics.flatMap((metric) => metric.pairs);
        const back = compareSamples(metrics, { groups: ['b', 'a'] }).metrics.flatMap((metric) => metric.pairs);
        const opposite = {
          better: 'worse',
          worse: 'better',
          'no difference shown': 'no difference shown',
          'too few samples': 'too few samples',
        };
        forth.forEach((pair, i) => {
          expect(back[i]).toMatchObject({
            p: pair.p,
            pAdjusted: pair.pAdjusted,
            magnitude: pair.magnitude,
            verdict: opposite[pair.verdict],
          });
          expect((back[i].shift ?? NaN) + (pair.shift ?? NaN)).toBe(0);
          expect((back[i].shiftLow ?? 0) + (pair.shiftHigh ?? 0)).toBe(0);
          expect((back[i].cliffsDelta ?? NaN) + (pair.cliffsDelta ?? NaN)).toBe(0);
        });
      })
    );
  });

  it('never changes the order of two groups when another joins', () => {
    const better = (ranking: MetricRanking, id: string, rival: string): string | undefined =>
      indexPairs(ranking.pairs)(id, rival)?.verdict;
    fc.assert(
      fc.property(samples, (metrics) => {
        const two = compareSamples(metrics, { groups: ['a', 'b'] });
        const all = compareSamples(metrics, { groups: IDS });
        two.metrics.forEach((ranking, i) => {
          expect(orderOf(all.metrics[i].entries, ['a', 'b'])).toEqual(orderOf(ranking.entries, ['a', 'b']));
          const verdicts = [better(ranking, 'a', 'b'), better(all.metrics[i], 'a', 'b')];
          expect(verdicts.includes('better') && verdicts.includes('worse')).toBe(false);
        });
      })
    );
  });

  it('has a winner only where the first rank interval is [1, 1] among several', () => {
    fc.assert(
      fc.property(samples, (metrics) => {
        for (const { entries, winner } of compareSamples(metrics, { groups: IDS }).metrics) {
          const alone = entries.length > 1 && entries[0].rankHigh === 1;
          expect(winner.id).toBe(alone ? entries[0].id : null);
          expect(winner.reason).not.toBe('');
        }
      })
    );
  });
});
