import { tally } from '../stats/tally.ts';
import { testWithinTypes } from './withinTypes.ts';
import { mirrored, verdictOf } from './verdict.ts';
import type { PairFigures, PairTest } from './pairTest.ts';

const FIGURES: PairFigures = {
  nCandidate: 9,
  nReference: 9,
  nEffectiveCandidate: 9,
  nEffectiveReference: 9,
  shift: -3,
  shiftLow: -4,
  shiftHigh: -2,
  ratio: 0.5,
  cliffsDelta: -0.8,
  magnitude: 'large',
  test: 'mann-whitney',
  p: 0.001,
};
const TEST: PairTest = { figures: FIGURES, smallestP: 0.0001, sign: -5 };
const FAMILY = { alpha: 0.05, tests: 3 };

describe('verdictOf', () => {
  it('claims what is proven, by the direction', () => {
    expect(verdictOf(TEST, 0.003, 'lower', FAMILY)).toBe('better');
    expect(verdictOf(TEST, 0.003, 'higher', FAMILY)).toBe('worse');
    expect(mirrored(verdictOf(TEST, 0.003, 'lower', FAMILY))).toBe('worse');
    expect(verdictOf(TEST, 0.051, 'lower', FAMILY)).toBe('no difference shown');
    expect(verdictOf({ ...TEST, smallestP: 0.02 }, 0.06, 'lower', FAMILY)).toBe('too few samples');
  });

  it('claims at alpha itself, and calls samples too few only where nothing could have passed', () => {
    expect(verdictOf(TEST, 0.05, 'lower', FAMILY)).toBe('better');
    expect(verdictOf({ ...TEST, smallestP: 0.0125 }, 0.06, 'lower', { alpha: 0.05, tests: 4 })).toBe(
      'no difference shown'
    );
    expect(verdictOf({ ...TEST, smallestP: 0.0126 }, 0.06, 'lower', { alpha: 0.05, tests: 4 })).toBe('too few samples');
  });

  it('has the four claims of two ways and two directions, mirrored from the other side', () => {
    const opposite = { ...TEST, sign: 2, figures: { ...FIGURES, cliffsDelta: 0.4 } };
    expect(verdictOf(opposite, 0.003, 'lower', FAMILY)).toBe('worse');
    expect(verdictOf(opposite, 0.003, 'higher', FAMILY)).toBe('better');
    const verdicts = ['better', 'worse', 'no difference shown', 'too few samples'] as const;
    expect(verdicts.map(mirrored)).toEqual(['worse', 'better', 'no difference shown', 'too few samples']);
  });

  it('claims nothing on a metric on which no way is better', () => {
    expect(verdictOf(TEST, 0.003, 'none', FAMILY)).toBe('no difference shown');
  });

  it('claims nothing where batches and units point opposite ways, or nowhere', () => {
    expect(verdictOf({ ...TEST, sign: 5 }, 0.003, 'lower', FAMILY)).toBe('no difference shown');
    expect(verdictOf({ ...TEST, sign: 0 }, 0.003, 'lower', FAMILY)).toBe('no difference shown');
    const larger = { ...TEST, sign: 0, figures: { ...FIGURES, cliffsDelta: 0.8 } };
    expect(verdictOf(larger, 0.003, 'lower', FAMILY)).toBe('no difference shown');
    const unknown = { ...TEST, figures: { ...FIGURES, cliffsDelta: null } };
    expect(verdictOf(unknown, 0.003, 'lower', FAMILY)).toBe('no difference shown');
  });
});

describe('testWithinTypes', () => {
  it('does not let tied values of small types prove what their number cannot', () => {
    const cell = (value: number) => {
      const values = Float64Array.of(value, value);
      const units = tally(values);
      return { values, units, tested: units };
    };
    const cells = (value: number) => new Map([1, 2].map((type) => [`type ${type}`, cell(value)]));
    const found = testWithinTypes(cells(1), cells(2), { pooled: TEST, mixP: 0.01, sketch: Infinity, inflation: 1 });
    // Two of four values in each of two types: 1 of 6 · 6 arrangements, on either side.
    expect(found.figures).toMatchObject({ test: 'van elteren', cliffsDelta: -1, shift: -1, p: 2 / 36 });
    expect(found.smallestP).toBeGreaterThanOrEqual(2 / 36);
  });
});
