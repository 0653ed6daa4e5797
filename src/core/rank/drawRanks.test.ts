import { betaCdf } from '../stats/beta.ts';
import { compareSamples } from '../compare/compareSamples.ts';
import { SEED } from '../compare/load.ts';
import { medianSorted } from '../stats/order.ts';
import { normalDraw, seededRandom } from '../stats/random.ts';
import { drawRanks, drawsOf, resampledMedian } from './drawRanks.ts';
import type { Estimate, MetricSamples, PairResult, RankEntry } from '../compare/types.ts';

const HEAD = { metric: 'm', name: 'M', unit: 'ms', direction: 'lower', sampleUnit: 'task' } as const;

function drawn(n: number, seed: number, level = 0): Float64Array {
  const random = seededRandom(seed);
  return Float64Array.from({ length: n }, () => level + normalDraw(random)).sort();
}

function entriesOf(
  values: Record<string, Float64Array>,
  direction: 'lower' | 'higher' | 'none' = 'lower'
): RankEntry[] {
  const groups = Object.entries(values).map(([id, own]) => ({ id, values: own }));
  const sample: MetricSamples = { ...HEAD, direction, shape: 'values', groups };
  return compareSamples([sample], { groups: groups.map(({ id }) => id) }).metrics[0].entries;
}

describe('resampledMedian', () => {
  it.each([11, 12])('has the distribution of the medians of resamples of %i values', (n) => {
    const values = drawn(n, 3);
    const random = seededRandom(4);
    const resample = (): number => {
      const picked = Float64Array.from({ length: n }, () => values[Math.floor(random() * n)]).sort();
      return medianSorted(picked) ?? NaN;
    };
    const runs = 20_000;
    const slow = Float64Array.from({ length: runs }, resample).sort();
    const quick = Float64Array.from({ length: runs }, () => resampledMedian(values, n, random)).sort();
    for (const share of [0.05, 0.25, 0.5, 0.75, 0.95]) {
      // Quantiles of two samples of a discrete distribution: compare how many lie at or below.
      const at = slow[Math.floor(share * runs)];
      const below = (sample: Float64Array): number => sample.filter((value) => value <= at + 1e-12).length / runs;
      expect(Math.abs(below(quick) - below(slow))).toBeLessThan(0.02);
    }
  });

  it('stays within the values', () => {
    expect(resampledMedian(Float64Array.of(5), 1, seededRandom(1))).toBe(5);
    expect(resampledMedian(Float64Array.of(5, 5), 2, seededRandom(1))).toBe(5);
  });

  it('stays within them where a position rounds to 1', () => {
    const given = (numbers: readonly number[]) => {
      const left = [...numbers];
      return () => left.shift() ?? NaN;
    };
    // A gamma draw takes x, y and u. Shape 1 has no value near 0 but for x next to (1 - e^-1.5) / 2.
    const ordinary = [0.75, 0.5, 0.5];
    const next = (1 - Math.exp(-1.5)) / 2 - 1e-7;
    expect(resampledMedian(Float64Array.of(4, 5), 1, given([...ordinary, next, 0.5, 1 - 1e-12]))).toBe(5);
    const low = [0.25, 0.5, 0.5];
    expect(resampledMedian(Float64Array.of(4, 5), 2, given([...ordinary, ...low, 1 - 2 ** -53]))).toBe(5);
  });
});

describe('P(best)', () => {
  it('is certain of a clear winner, even among equals, and shared by copies', () => {
    const clear = entriesOf({ a: drawn(30, 1), b: drawn(30, 2, 9), c: drawn(30, 3, 9) });
    expect(clear.map(({ id, pBest, pTop }) => [id, pBest, pTop])[0]).toEqual(['a', 1, 1]);
    const constant = new Float64Array(10).fill(4);
    const same = entriesOf({ a: constant, b: constant, c: constant, d: constant });
    same.forEach(({ pBest, pTop }) => {
      expect(pBest).toBeCloseTo(0.25, 12);
      expect(pTop).toBeCloseTo(0.75, 12);
    });
  });

  it('adds up to 1, and P(top 3) to 3', () => {
    const entries = entriesOf({ a: drawn(20, 1), b: drawn(25, 2), c: drawn(30, 3), d: drawn(35, 4), e: drawn(9, 5) });
    expect(entries.reduce((sum, { pBest }) => sum + (pBest ?? NaN), 0)).toBeCloseTo(1, 9);
    expect(entries.reduce((sum, { pTop }) => sum + (pTop ?? NaN), 0)).toBeCloseTo(3, 9);
  });

  it('is the same every time and in every order, and turns with the direction', () => {
    const [a, b] = [drawn(20, 1), drawn(20, 2, 0.3)];
    const of = (entries: RankEntry[]) => new Map(entries.map(({ id, pBest }) => [id, pBest ?? NaN]));
    expect(of(entriesOf({ a, b }))).toEqual(of(entriesOf({ a, b })));
    expect(of(entriesOf({ b, a })).get('a')).toBe(of(entriesOf({ a, b })).get('a'));
    expect(of(entriesOf({ a, b }, 'higher')).get('a')).toBeCloseTo(1 - (of(entriesOf({ a, b })).get('a') ?? NaN), 9);
  });

  it('has draws of its own for every group: the same values, hardly moved, are first about half of the time', () => {
    const values = drawn(20, 1);
    const [first] = entriesOf({ a: values, b: values.map((value) => value + 1e-6) });
    expect(first.id).toBe('a');
    expect(first.pBest).toBeGreaterThan(0.4);
    expect(first.pBest).toBeLessThan(0.65);
  });

  it('is not said of groups too small, of one alone, or of a metric without direction', () => {
    const some = entriesOf({ a: drawn(20, 1), b: drawn(20, 2), tiny: drawn(5, 3, -99) });
    expect(some.find(({ id }) => id === 'tiny')).toMatchObject({ pBest: null, pTop: null });
    expect(some.filter(({ pBest }) => pBest !== null)).toHaveLength(2);
    expect(entriesOf({ a: drawn(20, 1), tiny: drawn(5, 2) }).every(({ pBest }) => pBest === null)).toBe(true);
    expect(entriesOf({ a: drawn(20, 1), b: drawn(20, 2) }, 'none').every(({ pBest }) => pBest === null)).toBe(true);
  });

  it('does not take no failure in few units for none at all', () => {
    const sample: MetricSamples = {
      ...HEAD,
      unit: 'ratio',
      shape: 'outcomes',
      groups: [
        { id: 'few', total: 6, failed: 0 },
        { id: 'many', total: 600, failed: 6 },
      ],
    };
    const { entries, bootstrap } = compareSamples([sample], { groups: ['few', 'many'] }).metrics[0];
    expect(entries[0]).toMatchObject({ id: 'few' });
    expect(entries[0].pBest).toBeLessThan(0.6);
    expect(bootstrap).toEqual({ draws: 1000, seed: SEED, top: 3 });
    expect(compareSamples([sample], { groups: ['few', 'many'], draws: 0 }).metrics[0].bootstrap).toBeNull();
  });
});

describe('drawRanks', () => {
  const estimateOf = (id: string, n: number): [string, Estimate] => [
    id,
    { id, n, nEffective: n, estimate: 0, low: null, high: null },
  ];
  const shares = (groups: Array<{ id: string; total: number; failed: number }>): MetricSamples => ({
    ...HEAD,
    unit: 'ratio',
    shape: 'outcomes',
    groups,
  });

  it.each([
    [0, 0],
    [1, 0],
    [0, 3],
    [8, 7],
    [7, 9],
  ])('draws failed shares from their beta distributions: %i of 8 against %i of 9', (first, second) => {
    const groups = [
      { id: 'a', total: 8, failed: first },
      { id: 'b', total: 9, failed: second },
    ];
    const estimates = new Map([estimateOf('a', 8), estimateOf('b', 9)]);
    const best = drawRanks(shares(groups), estimates, [], 4000)?.shares.get('a')?.best ?? NaN;
    // P(A < B), over small steps of A.
    const cdf = (x: number) => betaCdf(x, first + 0.5, 8.5 - first);
    const exact = Array.from({ length: 200 }, (_, i) => {
      const middle = (i + 0.5) / 200;
      return (cdf((i + 1) / 200) - cdf(i / 200)) * (1 - betaCdf(middle, second + 0.5, 9.5 - second));
    }).reduce((sum, part) => sum + part, 0);
    // Four standard errors of 4,000 draws are at most .032.
    expect(Math.abs(best - exact)).toBeLessThan(0.04);
  });

  it('says nothing where the types of one pair are mixed differently', () => {
    const groups = ['a', 'b', 'c'].map((id, i) => ({ id, total: 20, failed: i }));
    const estimates = new Map(groups.map(({ id }) => estimateOf(id, 20)));
    const pair: PairResult = {
      metric: 'm',
      candidate: 'b',
      reference: 'a',
      nCandidate: 20,
      nReference: 20,
      nEffectiveCandidate: 20,
      nEffectiveReference: 20,
      shift: 0.05,
      shiftLow: -0.1,
      shiftHigh: 0.2,
      ratio: null,
      cliffsDelta: 0.05,
      magnitude: 'negligible',
      test: 'fisher exact',
      p: 1,
      pAdjusted: 1,
      verdict: 'no difference shown',
      withinTypes: null,
    };
    const pooled = { shift: 0.05, cliffsDelta: 0.05, p: 1, verdict: pair.verdict };
    const within = { ...pair, withinTypes: { shared: 1, leftOut: [0, 0] as const, mixP: 0.01, pooled } };
    expect(drawRanks(shares(groups), estimates, [pair, pair])?.draws).toBe(1000);
    expect(drawRanks(shares(groups), estimates, [pair, within])).toBeNull();
  });

  it.each([
    [1000, 2, 1000],
    [1000, 1000, 1000],
    [1000, 3000, 333],
    [1000, 50_000, 100],
    [20, 50_000, 20],
  ])('makes of %i draws for %i groups %i', (wanted, groups, draws) => {
    expect(drawsOf(wanted, groups)).toBe(draws);
  });

  it('refuses a group with an estimate and no data', () => {
    const estimates = new Map([estimateOf('a', 20), estimateOf('gone', 20)]);
    expect(() => drawRanks(shares([{ id: 'a', total: 20, failed: 3 }]), estimates, [])).toThrow(
      'no data of group gone'
    );
  });
});
