import { tally } from '../stats/tally.ts';
import { loadOf, SEED, SKETCH } from './load.ts';
import { cellsOf, countTypes, mixP, seriesByType, withoutTypeLevels, type Cell } from './typeCells.ts';
import { testWithinTypes } from './withinTypes.ts';
import type { PairTest } from './pairTest.ts';
import type { ValueGroup } from './types.ts';

/** The parts that comparing within task types is made of, with figures that can be worked out by hand. */

const units = (values: number[], names: Array<string | null>, codes: number[]) => ({
  values: Float64Array.from(values),
  types: { names, codes: Uint32Array.from(codes) },
});

describe('the types of a group', () => {
  it('are counted by name, equal names together', () => {
    expect([...countTypes({ names: ['x', null, 'y'], codes: Uint32Array.of(0, 0, 1, 2, 2, 2) })]).toEqual([
      ['x', 2],
      [null, 1],
      ['y', 3],
    ]);
  });

  it('are mixed alike or not only where some type of both is known', () => {
    const known = new Map([
      ['x', 5],
      ['y', 5],
    ]);
    expect(
      mixP(
        known,
        new Map([
          ['x', 5],
          ['y', 5],
        ])
      )
    ).toBeCloseTo(1, 12);
    expect(
      mixP(
        known,
        new Map([
          ['x', 0],
          ['y', 40],
        ])
      )
    ).toBeLessThan(0.05);
    expect(mixP(known, undefined)).toBeNull();
    expect(mixP(undefined, known)).toBeNull();
    expect(mixP(known, new Map([[null, 9]]))).toBeNull();
    expect(mixP(known, new Map([['x', 0]]))).toBeNull();
    expect(
      mixP(
        known,
        new Map<string | null, number>([
          [null, 9],
          ['x', 1],
        ])
      )
    ).not.toBeNull();
  });

  it('part its values in the order of time', () => {
    const group = {
      id: 'a',
      values: Float64Array.of(1, 2, 3, 4),
      units: units([4, 1, 3, 2], ['x', 'y'], [0, 1, 0, 1]),
    };
    expect([...seriesByType(group)].map(([name, values]) => [name, [...values]])).toEqual([
      ['x', [4, 3]],
      ['y', [1, 2]],
    ]);
    expect(seriesByType({ id: 'a', values: Float64Array.of(1) }).size).toBe(0);
    expect(seriesByType({ id: 'a', values: Float64Array.of(1), units: { values: Float64Array.of(1) } }).size).toBe(0);
  });

  it('have their levels taken out, where there are ten units a type', () => {
    const values = Array.from({ length: 20 }, (_, i) => (i < 10 ? 100 : 500) + i);
    const codes = values.map((_, i) => (i < 10 ? 0 : 1));
    const levelled = withoutTypeLevels(units(values, ['x', 'y'], codes));
    expect([...levelled]).toEqual(values.map((_, i) => (i % 10) - 4.5));
    const few = units(values.slice(0, 19), ['x', 'y'], codes.slice(0, 19));
    expect(withoutTypeLevels(few)).toBe(few.values);
    const one = units(
      values,
      ['x'],
      codes.map(() => 0)
    );
    expect(withoutTypeLevels(one)).toBe(one.values);
    const unknown = { values: Float64Array.of(1, 2) };
    expect(withoutTypeLevels(unknown)).toBe(unknown.values);
  });
});

describe('the cells of groups', () => {
  const all = (part: Float64Array) => part;
  /** A slow wave: each value depends on the one before. */
  const wave = (n: number) => Array.from({ length: n }, (_, i) => Math.sin(i / 8) + ((i * 7) % 5) / 50);
  const groupOf = (id: string, values: number[]): ValueGroup => ({
    id,
    values: Float64Array.from(values).sort(),
    units: units(
      values,
      ['x'],
      values.map(() => 0)
    ),
  });

  it('are their values, ascending, where nothing depends on the ones before', () => {
    const values = Array.from({ length: 40 }, (_, i) => (i * 17) % 40);
    const { ofGroup, inflation } = cellsOf([groupOf('a', values)], all);
    const cell = ofGroup.get('a')?.get('x');
    expect([...(cell?.values ?? [])]).toEqual(Array.from({ length: 40 }, (_, i) => i));
    expect(cell?.tested).toBe(cell?.units);
    expect(inflation).toBe(1);
  });

  it('are batched where they do, but not the small ones beside them, whose order stays as it was', () => {
    const short = wave(29);
    const groups = [groupOf('long', wave(300)), groupOf('short', short), groupOf('least', wave(30))];
    const { ofGroup } = cellsOf(groups, all);
    const cell = (id: string) => ofGroup.get(id)?.get('x');
    expect(cell('long')?.tested.length).toBeLessThan(150);
    expect(cell('long')?.units.length).toBe(300);
    const batches = cell('long')?.tested.distinct ?? [];
    expect([...batches]).toEqual([...batches].sort((a, b) => a - b));
    expect(cell('short')?.tested).toBe(cell('short')?.units);
    expect(cell('least')?.tested).not.toBe(cell('least')?.units);
    expect([...(groups[1].units?.values ?? [])]).toEqual(short);
  });
});

function cell(values: number[]): Cell {
  const ascending = Float64Array.from(values).sort();
  return { values: ascending, units: tally(ascending), tested: tally(ascending) };
}

describe('a pair within types', () => {
  const pooled = { figures: { nCandidate: 30, nReference: 40 } } as PairTest;
  const context = { pooled, mixP: 0.01, sketch: Infinity, inflation: 1 };
  const within = (a: Record<string, Cell>, b: Record<string, Cell>, given = {}) =>
    testWithinTypes(new Map(Object.entries(a)), new Map(Object.entries(b)), { ...context, ...given });

  it('counts the units of the types that both have', () => {
    const found = within(
      { x: cell([1, 2, 3]), y: cell([10, 20]), only: cell([5]), empty: cell([]) },
      { x: cell([2, 4]), y: cell([40]), empty: cell([7]), other: cell([1]) }
    );
    expect(found.figures).toMatchObject({
      nCandidate: 5,
      nReference: 3,
      nEffectiveCandidate: 5,
      nEffectiveReference: 3,
      test: 'van elteren',
    });
    expect(found.pooled?.within).toEqual({ shared: 2, leftOut: [25, 37], mixP: 0.01 });
  });

  it('weighs the ratios of medians as the test weighs types', () => {
    const { figures } = within({ x: cell([2, 2, 2]), y: cell([9]) }, { x: cell([1, 1]), y: cell([3, 3, 3]) });
    const [wx, wy] = [(3 * 2) / 6, (1 * 3) / 5];
    expect(figures.ratio).toBeCloseTo(Math.exp((wx * Math.log(2) + wy * Math.log(3)) / (wx + wy)), 12);
  });

  it.each([
    ['0 of the candidate', [0, 0], [1, 1]],
    ['0 of the reference', [1, 1], [0, 0]],
    ['negative', [-1, -1], [1, 1]],
  ])('has no ratio where a median is %s', (_, a, b) => {
    expect(within({ x: cell(a) }, { x: cell(b) }).figures.ratio).toBeNull();
  });

  it('has the plain test of one type, and none without a type in common', () => {
    expect(within({ x: cell([1, 2, 3]) }, { x: cell([4, 5, 6]) }).figures.test).toBe('mann-whitney exact');
    const ties = Array.from({ length: 60 }, (_, i) => i % 3);
    expect(within({ x: cell(ties) }, { x: cell(ties) }).figures.test).toBe('mann-whitney');
    const none = within({ x: cell([1, 2, 3]) }, { y: cell([2, 4, 6]) });
    expect(none.figures).toMatchObject({
      test: 'none',
      p: 1,
      shift: null,
      ratio: null,
      cliffsDelta: null,
      magnitude: null,
    });
    expect(none.smallestP).toBe(1);
    expect(within({ x: cell([1, 2, 3]) }, { x: cell([2, 4, 6]) }).smallestP).toBeLessThan(1);
  });

  it('has the effect size of units, also where batches are tested', () => {
    const [low, high] = [
      [1, 2, 3, 4],
      [3, 4, 5, 6],
    ];
    const batched = { ...cell(low), tested: tally(Float64Array.of(1.5, 2.5)) };
    const [plain, tested, both] = [
      within({ x: cell(low) }, { x: cell(high) }),
      within({ x: batched }, { x: cell(high) }),
      within({ x: cell(high) }, { x: batched }),
    ];
    // 1 of 16 pairs is above, 13 below, 2 equal.
    expect(plain.figures.cliffsDelta).toBeCloseTo((1 - 13) / 16, 12);
    expect(tested.figures.cliffsDelta).toBeCloseTo((1 - 13) / 16, 12);
    expect(both.figures.cliffsDelta).toBeCloseTo((13 - 1) / 16, 12);
    expect([tested.figures.nEffectiveCandidate, tested.figures.nEffectiveReference]).toEqual([2, 4]);
    expect([tested.figures.magnitude, plain.sign < 0, both.sign > 0]).toEqual(['large', true, true]);
  });

  it('reads shifts from as many quantiles a type as it has of the group', () => {
    const many = (from: number) => cell(Array.from({ length: 400 }, (_, i) => from + i));
    const exact = within({ x: many(0), y: many(5000) }, { x: many(50), y: many(5050) });
    const sketched = within({ x: many(0), y: many(5000) }, { x: many(50), y: many(5050) }, { sketch: 200 });
    expect(exact.figures.shift).toBe(-50);
    expect(sketched.figures.shift).toBeCloseTo(-50, 9);
    expect(Math.abs((sketched.figures.shiftLow ?? NaN) - (exact.figures.shiftLow ?? NaN))).toBeLessThan(8);
    expect(sketched.figures.shiftLow).not.toBe(exact.figures.shiftLow);
  });
});

describe('bounds', () => {
  const notices = (groups: Array<[string, number]>, pairing: Parameters<typeof loadOf>[1]) =>
    loadOf(
      groups.map(([id, n]) => ({ id, n })),
      pairing,
      'Cost'
    );

  it('begin above two million visits, and are said where a group is cut', () => {
    // Two groups: each value once.
    expect(
      notices(
        [
          ['a', 1_000_000],
          ['b', 1_000_000],
        ],
        { kind: 'all' }
      ).sketch
    ).toBe(Infinity);
    const above = notices(
      [
        ['a', 1_000_001],
        ['b', 1_000_000],
      ],
      { kind: 'all' }
    );
    expect(above.sketch).toBe(SKETCH);
    expect(above.notices).toEqual([
      'Cost: differences are read from 1000 quantiles of each group that has more values (up to 1000001); ' +
        'tests, effect sizes and medians use every value.',
    ]);
    const small = Array.from({ length: 60 }, (_, i): [string, number] => [`s${i}`, 1000]);
    expect(notices(small, { kind: 'all' })).toMatchObject({ sketch: SKETCH, notices: [] });
  });

  it('are of what is compared: against one, its values count with each', () => {
    const sizes: Array<[string, number]> = [
      ['a', 10],
      ['b', 500_000],
      ['c', 20],
      ['d', 30],
    ];
    // With b: 500,060 + 2 · 500,000; with a: 500,060 + 2 · 10.
    expect(notices(sizes, { kind: 'baseline', id: 'b' }).sketch).toBe(Infinity);
    expect(notices([...sizes, ['e', 5]], { kind: 'baseline', id: 'b' }).sketch).toBe(SKETCH);
    expect(notices([...sizes, ['e', 5]], { kind: 'leader' }).sketch).toBe(SKETCH);
    expect(notices([...sizes, ['e', 5]], { kind: 'baseline', id: 'a' }).sketch).toBe(Infinity);
    expect(notices([...sizes, ['e', 5]], { kind: 'baseline', id: 'nobody' }).sketch).toBe(Infinity);
  });

  it('draw as many values as may be visited, and say how many would be too many', () => {
    const groups: Array<[string, number]> = [
      ['a', 100e6],
      ['b', 140e6],
    ];
    const { sample, notices: said } = notices(groups, { kind: 'all' });
    expect(sample).toBe(60e6);
    expect(said).toEqual([
      `Cost: tests use a random sample of at most 60000000 values a group (seed ${SEED}), as all would visit 2 times the values that ` +
        'are allowed; medians use every value.',
      'Cost: differences are read from 1000 quantiles of each group that has more values (up to 140000000); medians use every value.',
    ]);
    const exactly = notices(
      [
        ['a', 60e6],
        ['b', 60e6],
      ],
      { kind: 'all' }
    );
    expect(exactly.sample).toBe(Infinity);
    const crowd = Array.from({ length: 5000 }, (_, i): [string, number] => [`s${i}`, 2000]);
    expect(notices(crowd, { kind: 'all' }).sample).toBe(1000);
  });
});
