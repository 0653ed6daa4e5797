import { batchCount } from '../stats/batchMeans.ts';
import { normalDraw, seededRandom } from '../stats/random.ts';
import { measureValues } from './measuredValues.ts';
import type { ValueGroup } from './types.ts';

const units = (values: number[], names: Array<string | null>, codes: number[]) => ({
  values: Float64Array.from(values),
  types: { names, codes: Uint32Array.from(codes) },
});

describe('values of groups', () => {
  const NO_LIMIT = { sample: Infinity, sketch: Infinity, notices: [] };
  /** Each value depends on the one before (first-order, .5); `offset` shifts the level. */
  const dependent = (n: number, offset: number) => {
    const random = seededRandom(3, String(offset));
    let last = 0;
    return Array.from({ length: n }, () => offset + (last = 0.5 * last + normalDraw(random)));
  };
  const ordered = (id: string, values: number[]): ValueGroup => ({
    id,
    values: Float64Array.from(values).sort(),
    units: { values: Float64Array.from(values) },
  });

  it('are cut to the sample that is allowed, and only then', () => {
    const groups = [ordered('a', [5, 3, 1, 4, 2, 6]), ordered('b', [1, 2, 3])];
    const test = (sample: number) => measureValues(groups, { ...NO_LIMIT, sample }).test('a', 'b').figures;
    expect(test(4)).toMatchObject({ nCandidate: 4, nReference: 3 });
    expect(test(3)).toMatchObject({ nCandidate: 3, nReference: 3 });
    expect(test(6)).toMatchObject({ nCandidate: 6, nReference: 3 });
    expect(test(3).ratio).toBe(3.5 / 2);
  });

  it('are cut by the same share within types, which are mixed differently here', () => {
    const typed = (id: string, quick: number, slow: number): ValueGroup => {
      const values = Array.from({ length: quick + slow }, (_, i) => (i < quick ? 1 : 100) + ((i * 13) % 7));
      return {
        id,
        values: Float64Array.from(values).sort(),
        units: units(
          values,
          ['quick', 'slow'],
          values.map((_, i) => (i < quick ? 0 : 1))
        ),
      };
    };
    const measured = measureValues([typed('a', 80, 20), typed('b', 10, 30)], { ...NO_LIMIT, sample: 50 });
    // Of a every second one stays, of b all.
    expect(measured.test('a', 'b').figures).toMatchObject({ nCandidate: 50, nReference: 40 });
    expect(measured.test('a', 'b').pooled?.test.figures).toMatchObject({ shiftLow: null, shiftHigh: null });
  });

  it('that depend on the ones before are tested in batches, with the effect size of the values', () => {
    const [a, b] = [ordered('a', dependent(300, 0)), ordered('b', dependent(300, 0.5))];
    const { test, dependence, estimates } = measureValues([a, b], NO_LIMIT);
    const { figures } = test('a', 'b');
    expect(dependence?.block).toBeGreaterThan(1);
    expect(figures.nEffectiveCandidate).toBe(batchCount(300, dependence?.block ?? 1));
    expect(estimates.get('a')).toMatchObject({ n: 300, nEffective: figures.nEffectiveCandidate });
    const above = a.values.reduce(
      (sum, one) => sum + b.values.reduce((all, other) => all + Math.sign(one - other), 0),
      0
    );
    expect(figures.cliffsDelta).toBeCloseTo(above / 90_000, 12);
    // The p of two samples of which only one is batched is made larger, too.
    const alone = { id: 'c', values: b.values };
    const mixed = measureValues([a, alone], NO_LIMIT).test('a', 'c').figures;
    expect(mixed.nEffectiveCandidate).toBeLessThan(100);
    expect(mixed.nEffectiveReference).toBe(300);
    expect(mixed.cliffsDelta).toBeCloseTo(above / 90_000, 12);
    const turned = measureValues([a, alone], NO_LIMIT).test('c', 'a').figures;
    expect([turned.p, turned.cliffsDelta]).toEqual([mixed.p, 0 - (mixed.cliffsDelta ?? 0)]);
  });

  it('of 29 are never batched, of 30 they are', () => {
    const long = ordered('long', dependent(300, 0));
    const sizes = [29, 30].map((n) => {
      const { test } = measureValues([long, ordered('b', dependent(n, 0))], NO_LIMIT);
      return test('b', 'long').figures.nEffectiveCandidate;
    });
    expect(sizes[0]).toBe(29);
    expect(sizes[1]).toBeLessThan(16);
  });

  it('are refused where units or types are not as many', () => {
    const values = Float64Array.of(1, 2);
    expect(() => measureValues([{ id: 'a', values, units: { values: Float64Array.of(1) } }], NO_LIMIT)).toThrow(
      'a has 2 values, but not as many units or types'
    );
    expect(() => measureValues([{ id: 'a', values, units: units([1, 2], ['x'], [0]) }], NO_LIMIT)).toThrow(RangeError);
    expect(() => measureValues([{ id: 'a', values, units: units([1, 2], ['x'], [0, 1]) }], NO_LIMIT)).toThrow(
      'a has a type without a name'
    );
    expect(() => measureValues([{ id: 'a', values: new Float64Array(0) }], NO_LIMIT)).toThrow(
      'a group without values cannot be compared'
    );
  });
});
