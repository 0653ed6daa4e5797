import fc from 'fast-check';
import { normalDraw, seededRandom } from '../stats/random.ts';
import { compareSamples } from './compareSamples.ts';
import type { Comparison, MetricSamples, OutcomeGroup, PairResult, ValueGroup } from './types.ts';

type Unit = readonly [type: string | null, value: number];

function group(id: string, units: readonly Unit[]): ValueGroup {
  const values = Float64Array.from(units, ([, value]) => value);
  const names = [...new Set(units.map(([type]) => type))];
  const codes = Uint32Array.from(units, ([type]) => names.indexOf(type));
  return { id, values: values.slice().sort(), units: { values, types: { names, codes } } };
}

const HEAD = { name: 'Task duration', unit: 'ms', direction: 'lower', sampleUnit: 'task' } as const;

function compared(groups: ValueGroup[], baseline?: string): Comparison {
  const sample: MetricSamples = { ...HEAD, metric: 'task_duration', shape: 'values', groups };
  return compareSamples([sample], { groups: groups.map(({ id }) => id), baseline });
}

function outcomes(groups: OutcomeGroup[]): Comparison {
  const sample: MetricSamples = { ...HEAD, metric: 'error_rate', unit: 'ratio', shape: 'outcomes', groups };
  return compareSamples([sample], { groups: groups.map(({ id }) => id) });
}

function onlyPair({ metrics }: Comparison): PairResult {
  expect(metrics[0].pairs).toHaveLength(1);
  return metrics[0].pairs[0];
}

/** Durations of so many units of a type, independent, around a level. */
function units(type: string | null, n: number, level: number, seed: number): Unit[] {
  const random = seededRandom(seed, String(type));
  return Array.from({ length: n }, () => [type, level + 10 * normalDraw(random)] as const);
}

describe('groups whose task types are mixed differently', () => {
  // Both are slower with a than with b on either type, but a does mostly quick tasks.
  const a = group('a', [...units('quick', 90, 130, 1), ...units('slow', 20, 530, 1)]);
  const b = group('b', [...units('quick', 20, 100, 2), ...units('slow', 90, 500, 2)]);

  it('are compared within types, against what all types together would say', () => {
    const comparison = compared([b, a]);
    const pair = onlyPair(comparison);
    expect(pair).toMatchObject({ candidate: 'a', reference: 'b', test: 'van elteren', verdict: 'worse' });
    expect(pair.shift).toBeGreaterThan(20);
    expect(pair.shift).toBeLessThan(40);
    expect(pair.shiftLow).toBeGreaterThan(0);
    expect(pair.ratio).toBeGreaterThan(1);
    expect(pair.withinTypes).toMatchObject({ shared: 2, leftOut: [0, 0], pooled: { verdict: 'better' } });
    expect(pair.withinTypes?.mixP).toBeLessThan(1e-6);
    expect(comparison.findings.map(({ kind, groups }) => [kind, groups])).toEqual([
      ['types mixed differently', ['b', 'a']],
      ['types change the verdict', ['b', 'a']],
    ]);
    expect(comparison.findings[1].text).toMatch(/would say "better" of a against b .* within types it is "worse"/);
  });

  it('are told what all types would have said after the same correction', () => {
    const b = group('b', [...units('quick', 10, 100, 2), ...units('slow', 20, 104, 102)]);
    const a = group('a', [...units('quick', 20, 97, 202), ...units('slow', 10, 101, 302)]);
    const alone = onlyPair(compared([b, a]));
    expect(alone.withinTypes?.pooled.p).toBeLessThan(0.05);
    expect(alone.withinTypes?.pooled.p).toBeGreaterThan(0.025);
    expect(alone.withinTypes?.pooled.verdict).toBe('better');
    const time: MetricSamples = { ...HEAD, metric: 'task_duration', shape: 'values', groups: [b, a] };
    const other: MetricSamples = {
      ...HEAD,
      metric: 'error_rate',
      shape: 'outcomes',
      groups: ['b', 'a'].map((id) => ({ id, total: 30, failed: 3 })),
    };
    const two = compareSamples([time, other], { groups: ['b', 'a'] });
    expect(two.metrics[0].pairs[0].withinTypes?.pooled.verdict).toBe('no difference shown');
  });

  it('have no winner by their medians, and no P(best), which types would decide', () => {
    const { metrics } = compared([b, a]);
    expect(metrics[0].entries.map(({ id, pBest }) => [id, pBest])).toEqual([
      ['a', null],
      ['b', null],
    ]);
    expect(metrics[0].bootstrap).toBeNull();
    expect(metrics[0].winner).toEqual({
      id: null,
      reason: expect.stringContaining('a has the best estimate of task duration, but its values as a whole are worse'),
    });
  });

  it('lose a difference that is of types only', () => {
    const same = group('b', [...units('quick', 20, 130, 3), ...units('slow', 90, 530, 3)]);
    const comparison = compared([same, a]);
    expect(onlyPair(comparison)).toMatchObject({
      verdict: 'no difference shown',
      withinTypes: { pooled: { verdict: 'better' } },
    });
    expect(comparison.findings.map(({ kind }) => kind)).toContain('types change the verdict');
    const other: MetricSamples = {
      ...HEAD,
      metric: 'error_rate',
      shape: 'outcomes',
      groups: ['b', 'a'].map((id) => ({ id, total: 30, failed: 3 })),
    };
    const time: MetricSamples = { ...HEAD, metric: 'task_duration', shape: 'values', groups: [same, a] };
    const beside = compareSamples([time, other], { groups: ['b', 'a'] });
    expect(beside.metrics[0].pairs[0].withinTypes?.pooled.verdict).toBe('better');
  });

  it('are not comparable without a common type', () => {
    const comparison = compared([group('x', units('quick', 30, 100, 4)), group('y', units('slow', 30, 900, 5))]);
    expect(onlyPair(comparison)).toMatchObject({
      test: 'none',
      p: 1,
      shift: null,
      cliffsDelta: null,
      magnitude: null,
      verdict: 'too few samples',
      withinTypes: { shared: 0, leftOut: [30, 30] },
    });
    expect(comparison.findings).toEqual([
      {
        kind: 'no common types',
        metric: 'task_duration',
        groups: ['x', 'y'],
        text: 'Task duration: y and x have no type of task in common, so they are not comparable',
      },
    ]);
  });

  it('leave out types that only one of them has, and say how many units', () => {
    const more = group('c', [...units('quick', 20, 100, 6), ...units('rare', 40, 900, 6)]);
    const comparison = compared([group('d', units('quick', 30, 100, 7)), more]);
    expect(onlyPair(comparison)).toMatchObject({
      nCandidate: 20,
      nReference: 30,
      test: 'mann-whitney',
      withinTypes: { shared: 1, leftOut: [40, 0] },
    });
    expect(comparison.findings[0].text).toContain('left out are 40 of c and 0 of d');
  });

  it('compare failures within types too', () => {
    const share = (type: string, total: number, failed: number) => ({ type, total, failed });
    const comparison = outcomes([
      { id: 'b', total: 400, failed: 130, types: [share('easy', 100, 5), share('hard', 300, 125)] },
      { id: 'a', total: 400, failed: 95, types: [share('easy', 300, 40), share('hard', 100, 55)] },
    ]);
    expect(onlyPair(comparison)).toMatchObject({
      test: 'mantel-haenszel',
      verdict: 'worse',
      withinTypes: { shared: 2, pooled: { verdict: 'better' } },
    });
    expect(comparison.findings.map(({ kind }) => kind)).toEqual([
      'types mixed differently',
      'types change the verdict',
    ]);
    const apart = outcomes([
      { id: 'b', total: 50, failed: 1, types: [share('easy', 50, 1)] },
      { id: 'a', total: 50, failed: 30, types: [share('hard', 50, 30)] },
    ]);
    expect(onlyPair(apart)).toMatchObject({ test: 'none', shift: null, verdict: 'too few samples' });
  });
});

describe('groups whose task types are mixed alike, or not known', () => {
  it('are compared as a whole', () => {
    const mixed = (id: string, seed: number) =>
      group(id, [...units('quick', 20, 100, seed), ...units('slow', 20, 500, seed)]);
    const comparison = compared([mixed('a', 1), mixed('b', 2)]);
    expect(onlyPair(comparison)).toMatchObject({ test: 'mann-whitney', withinTypes: null, nEffectiveCandidate: 40 });
    expect(comparison.findings).toEqual([]);
    expect(comparison.metrics[0].bootstrap).not.toBeNull();
  });

  it('are compared as a whole where a source tells no types', () => {
    const comparison = compared([
      group('a', units(null, 20, 100, 1)),
      group('b', [...units('quick', 10, 100, 2), ...units('slow', 10, 105, 2)]),
    ]);
    expect(onlyPair(comparison).withinTypes).toBeNull();
  });

  it('refuse units that are not those of the values', () => {
    const values = Float64Array.of(1, 2, 3);
    const wrong = (units: ValueGroup['units']) => () =>
      compared([
        { id: 'a', values, units },
        { id: 'b', values },
      ]);
    expect(wrong({ values: Float64Array.of(1, 2) })).toThrow(RangeError);
    expect(wrong({ values, types: { names: ['x'], codes: Uint32Array.of(0, 0) } })).toThrow(RangeError);
    expect(wrong({ values, types: { names: ['x'], codes: Uint32Array.of(0, 0, 1) } })).toThrow(RangeError);
  });
});

describe('properties of comparing within types', () => {
  const unit = fc.tuple(
    fc.constantFrom('x', 'y', 'z', null),
    fc.oneof(fc.integer({ min: 0, max: 9 }), fc.double({ min: -1e6, max: 1e6, noNaN: true }))
  );
  const list = fc.array(unit, { minLength: 1, maxLength: 60 });
  const numbersIn = (value: unknown): number[] => {
    if (typeof value === 'number') {
      return [value];
    }
    return typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbersIn) : [];
  };

  it('has no NaN anywhere, and symmetric verdicts', () => {
    const opposite = { better: 'worse', worse: 'better' };
    fc.assert(
      fc.property(list, list, (first, second) => {
        const [a, b] = [group('a', first), group('b', second)];
        const [forth, back] = [compared([a, b]), compared([b, a])];
        expect(numbersIn(forth).filter((value) => !Number.isFinite(value))).toEqual([]);
        const [one, other] = [onlyPair(forth), onlyPair(back)];
        expect(other.p).toBeCloseTo(one.p, 12);
        expect(other.verdict).toBe(opposite[one.verdict as 'better'] ?? one.verdict);
        expect((other.shift ?? 0) + (one.shift ?? 0)).toBe(0);
        expect((other.shiftLow ?? 0) + (one.shiftHigh ?? 0)).toBe(0);
        expect(Math.abs((other.cliffsDelta ?? 0) + (one.cliffsDelta ?? 0))).toBeLessThan(1e-12);
      })
    );
  });

  it('moves with a shift and a scale of everything', () => {
    const whole = fc.array(fc.tuple(fc.constantFrom('x', 'y'), fc.integer({ min: 0, max: 500 })), {
      minLength: 4,
      maxLength: 40,
    });
    fc.assert(
      fc.property(whole, whole, (first, second) => {
        const pair = (move: (value: number) => number) => {
          const moved = (all: readonly Unit[]) => all.map(([type, value]) => [type, move(value)] as const);
          return onlyPair(compared([group('a', moved(first)), group('b', moved(second))]));
        };
        const [plain, moved] = [pair((value) => value), pair((value) => 4 * value + 1024)];
        expect(moved).toMatchObject({ verdict: plain.verdict, cliffsDelta: plain.cliffsDelta, test: plain.test });
        expect(moved.p).toBeCloseTo(plain.p, 9);
        expect(moved.shift).toBe(plain.shift === null ? null : 4 * plain.shift);
      })
    );
  });
});
