import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { increases } from './increases.ts';

const points = (...values: number[]) => values.map((value, i) => ({ at: i + 1, value }));
const of = (values: number[], before?: { at: number; value: number }, countFirst = false) =>
  increases(points(...values), before, countFirst).increases.map(({ at, value }) => [at, value]);

describe('increases of a counter', () => {
  it('are the differences of its samples, nothing where it stands still', () => {
    expect(of([5, 5, 8, 20])).toEqual([
      [3, 3],
      [4, 12],
    ]);
  });

  it('start again from 0 when it falls', () => {
    expect(of([10, 4, 6, 0, 0, 1])).toEqual([
      [2, 4],
      [3, 2],
      [6, 1],
    ]);
  });

  it('of a new series are its first value, marked, or nothing where it may be older', () => {
    expect(increases(points(7, 9), undefined, true).increases).toEqual([
      { at: 1, value: 7, isFirst: true },
      { at: 2, value: 2, isFirst: false },
    ]);
    expect(of([7, 9])).toEqual([[2, 2]]);
    expect(of([0, 2], undefined, true)).toEqual([[2, 2]]);
  });

  it('go on from what was read before, over a gap too, and read nothing twice', () => {
    expect(of([1, 2, 6, 9], { at: 2, value: 2 })).toEqual([
      [3, 4],
      [4, 3],
    ]);
    expect(of([12], { at: 0, value: 10 })).toEqual([[1, 2]]);
  });

  it('skip samples that are no count', () => {
    expect(of([1, NaN, Infinity, -4, 3])).toEqual([[5, 2]]);
  });

  it('add up to what the counter counted, however the samples are cut into readings', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(50), { maxLength: 40 }), fc.array(fc.nat(39), { maxLength: 5 }), (rises, cuts) => {
        let total = 0;
        const all = rises.map((rise, i) => ({ at: i, value: (total += rise) }));
        let last: { at: number; value: number } | undefined;
        let sum = 0;
        const edges = [...cuts.sort((a, b) => a - b), all.length];
        let from = 0;
        for (const to of edges) {
          // Readings overlap.
          const read = increases(all.slice(Math.max(0, from - 3), to), last, true);
          sum += read.increases.reduce((before, { value }) => before + value, 0);
          last = read.last;
          from = to;
        }
        expect(sum).toBe(total);
      })
    );
  });
});
