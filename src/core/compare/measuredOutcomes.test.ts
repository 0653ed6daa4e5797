import { measureOutcomes } from './measuredOutcomes.ts';

describe('failed shares within types', () => {
  const group = (id: string, types: Array<[string | null, number, number]>) => ({
    id,
    total: types.reduce((sum, [, total]) => sum + total, 0),
    failed: types.reduce((sum, [, , failed]) => sum + failed, 0),
    types: types.map(([type, total, failed]) => ({ type, total, failed })),
  });
  const test = (a: ReturnType<typeof group>, b: ReturnType<typeof group>) => measureOutcomes([a, b]).test('a', 'b');

  it('are compared by Mantel and Haenszel, with their ratio', () => {
    const found = test(
      group('a', [
        ['x', 40, 10],
        ['y', 10, 5],
      ]),
      group('b', [
        ['x', 10, 1],
        ['y', 40, 10],
      ])
    );
    expect(found.figures).toMatchObject({ nCandidate: 50, nReference: 50, test: 'mantel-haenszel' });
    // Σ a·m/(n+m) over Σ b·n/(n+m): (10·10/50 + 5·40/50) / (1·40/50 + 10·10/50).
    expect(found.figures.ratio).toBeCloseTo(6 / 2.8, 12);
    // Weights nm/(n+m) = 8 and 8 of the differences .15 and .25.
    expect(found.figures.shift).toBeCloseTo(0.2, 12);
    expect(found.figures).toMatchObject({ cliffsDelta: found.figures.shift, magnitude: 'small' });
    expect(found.sign).toBe(found.figures.shift);
    expect(found.pooled?.within).toMatchObject({ shared: 2, leftOut: [0, 0] });
    expect(found.pooled?.test.figures.test).toBe('fisher exact');
  });

  it('leave out types that only one of them has units of', () => {
    const found = test(
      group('a', [
        ['x', 40, 10],
        ['y', 10, 5],
        ['z', 7, 0],
        ['none', 0, 0],
      ]),
      group('b', [
        ['x', 60, 6],
        ['none', 30, 0],
        ['z', 0, 0],
      ])
    );
    expect(found.figures).toMatchObject({ nCandidate: 40, nReference: 60, test: 'fisher exact' });
    expect(found.pooled?.within).toMatchObject({ shared: 1, leftOut: [17, 30] });
    expect(found.smallestP).toBeLessThan(1);
    expect(found.figures.ratio).toBeCloseTo(0.25 / 0.1, 12);
  });

  it('are not compared without a type in common', () => {
    const found = test(group('a', [['x', 40, 10]]), group('b', [['y', 60, 6]]));
    expect(found.figures).toMatchObject({
      test: 'none',
      p: 1,
      shift: null,
      cliffsDelta: null,
      magnitude: null,
      ratio: null,
    });
    expect([found.smallestP, found.sign]).toEqual([1, 0]);
  });

  it('of groups that are mixed alike are compared as they are', () => {
    const same = test(
      group('a', [
        ['x', 20, 10],
        ['y', 20, 5],
      ]),
      group('b', [
        ['x', 20, 1],
        ['y', 20, 1],
      ])
    );
    expect(same.pooled).toBeUndefined();
    expect(same.figures).toMatchObject({
      nCandidate: 40,
      nReference: 40,
      nEffectiveCandidate: 40,
      nEffectiveReference: 40,
    });
    expect(measureOutcomes([]).notices).toEqual([]);
  });

  it('are refused of groups that nobody gave', () => {
    expect(() => measureOutcomes([]).test('a', 'b')).toThrow('no data of group a');
  });
});
