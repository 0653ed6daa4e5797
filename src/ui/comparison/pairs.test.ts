import { compareSamples } from '../../core/compare/compareSamples.ts';
import { GROUPS, SAMPLES } from '../testing/comparisonFrames.ts';
import { axisOver, percentAt } from './axis.ts';
import { boxOf, stripOf } from './distribution.ts';
import { viewsOf } from './pairs.ts';

const [duration] = compareSamples(SAMPLES, { groups: GROUPS }).metrics;

it('shows every pair as tested where there is no baseline', () => {
  expect(
    viewsOf(duration.pairs, undefined, new Map()).map(({ candidate, reference }) => [candidate, reference])
  ).toEqual(duration.pairs.map(({ candidate, reference }) => [candidate, reference]));
});

it('turns a finding round for the other group, without changing it', () => {
  const [pair] = duration.pairs;
  const [seen] = viewsOf(duration.pairs, pair.candidate, new Map([[pair, { types: 2, pooled: 'worse' as const }]]));
  expect(pair.verdict).toBe('worse');
  expect(seen).toMatchObject({
    candidate: pair.reference,
    reference: pair.candidate,
    verdict: 'better',
    shift: -(pair.shift ?? NaN),
    low: -(pair.shiftHigh ?? NaN),
    high: -(pair.shiftLow ?? NaN),
    pAdjusted: pair.pAdjusted,
    sizes: [pair.nReference, pair.nCandidate],
    within: { types: 2, pooled: 'better' },
  });
  expect((seen.ratio ?? 0) * (pair.ratio ?? 0)).toBeCloseTo(1);
});

it('holds the others against a baseline only', () => {
  expect(
    viewsOf(duration.pairs, 'ring-1', new Map()).map(({ candidate, reference }) => [candidate, reference])
  ).toEqual([
    ['mesh-1', 'ring-1'],
    ['star-1', 'ring-1'],
  ]);
});

describe('axis', () => {
  it('holds its ends, with round ticks, and never goes below 0 for data that do not', () => {
    const axis = axisOver([3, 97]);
    expect(axis.min).toBe(0);
    expect(axis.ticks).toEqual([0, 50, 100]);
    expect(percentAt(3, axis)).toBeGreaterThan(0);
  });

  it.each([[[]], [[5]], [[0, 0]], [[-1e300, 1e300]], [[1e-300]]])('is finite for %p', (ends) => {
    const { min, max, ticks } = axisOver(ends);
    expect([min, max, ...ticks].every(Number.isFinite)).toBe(true);
    expect(max).toBeGreaterThan(min);
  });
});

describe('samples as drawn', () => {
  it('are a box of their quantiles, and nothing where there is no sample', () => {
    expect(boxOf(Float64Array.from({ length: 21 }, (_, index) => index))).toEqual({
      p5: 1,
      p25: 5,
      p50: 10,
      p75: 15,
      p95: 19,
    });
    expect(boxOf(new Float64Array())).toBeNull();
  });

  it('keep their ends when they are thinned out', () => {
    const strip = stripOf(Float64Array.from({ length: 100_000 }, (_, index) => index));
    expect(strip.length).toBeLessThan(200);
    expect([strip[0], strip[strip.length - 1]]).toEqual([0, 99_999]);
  });
});
