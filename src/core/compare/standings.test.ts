import { byUrgency, contendersOf, frontRunner, isBeaten, type Standing } from './standings.ts';
import type { MetricRanking, PairResult, Verdict } from './types.ts';

type Judged = readonly [candidate: string, verdict: Verdict, reference: string, p?: number];

function pair(metric: string, [candidate, verdict, reference, pAdjusted = 0.3]: Judged): PairResult {
  return {
    metric,
    candidate,
    reference,
    verdict,
    pAdjusted,
    nCandidate: 7,
    nReference: 11,
    nEffectiveCandidate: 7,
    nEffectiveReference: 11,
    withinTypes: null,
    shift: 0,
    shiftLow: null,
    shiftHigh: null,
    ratio: null,
    cliffsDelta: 0,
    magnitude: 'negligible',
    test: 'mann-whitney exact',
    p: 0.1,
  };
}

/** A metric with the groups in this order of display. */
function ranking(metric: string, order: string, judged: readonly Judged[]): MetricRanking {
  return {
    metric,
    name: metric,
    unit: 'ms',
    direction: 'lower',
    sampleUnit: 'task',
    entries: [...order].map((id, i) => ({
      id,
      n: 9,
      nEffective: 9,
      estimate: i,
      low: null,
      high: null,
      position: i + 1,
      rankLow: 1,
      rankHigh: order.length,
      tiedWith: [],
      pBest: null,
      pTop: null,
    })),
    pairs: judged.map((one) => pair(metric, one)),
    winner: { id: null, reason: '' },
    bootstrap: null,
  };
}

const leader = (groups: string, rankings: MetricRanking[]): string =>
  frontRunner(contendersOf([...groups], rankings), rankings).id;

describe('contendersOf', () => {
  it('sorts the metrics of every two groups by what is proven, seen from either', () => {
    const [time, cost, rate] = [
      ranking('time', 'ab', [['b', 'worse', 'a']]),
      ranking('cost', 'ab', [['b', 'better', 'a']]),
      ranking('rate', 'ab', [['b', 'too few samples', 'a']]),
    ];
    const [a, b] = contendersOf(['a', 'b'], [time, cost, rate]);
    expect(a.standings.map(({ rival, better, worse }) => [rival, better, worse])).toEqual([['b', [time], [cost]]]);
    expect(b.standings.map(({ rival, better, worse }) => [rival, better, worse])).toEqual([['a', [cost], [time]]]);
    expect(a.standings[0].open.map(({ ranking: { metric }, view: { sizes } }) => [metric, sizes])).toEqual([
      ['rate', [11, 7]],
    ]);
    expect(b.standings[0].open[0].view.sizes).toEqual([7, 11]);
    expect([a.beaten, b.beaten]).toEqual([0, 0]);
  });

  it('counts a rival as beaten when it is worse somewhere and better nowhere', () => {
    const time = ranking('time', 'abc', [
      ['a', 'better', 'b'],
      ['a', 'better', 'c'],
    ]);
    const cost = ranking('cost', 'abc', [['a', 'worse', 'c']]);
    const [a] = contendersOf(['a', 'b', 'c'], [time, cost]);
    expect(a.beaten).toBe(1);
    expect(a.standings.map(isBeaten)).toEqual([true, false]);
  });
});

describe('frontRunner', () => {
  it('is the one that beats most, then the one that fewest beat, then the first in display, then by id', () => {
    // c is last in display and beaten by one, yet it beats two.
    const most = ranking('time', 'abdc', [
      ['c', 'better', 'a'],
      ['c', 'better', 'b'],
      ['d', 'better', 'c'],
    ]);
    expect(leader('abcd', [most])).toBe('c');
    // a and b beat one each; a loses to one.
    const fewest = ranking('time', 'abcd', [
      ['a', 'better', 'c'],
      ['b', 'better', 'c'],
      ['d', 'better', 'a'],
      ['d', 'worse', 'b'],
    ]);
    expect(leader('abcd', [fewest])).toBe('b');
    expect(leader('abc', [ranking('time', 'bca', [])])).toBe('b');
    expect(leader('cba', [ranking('time', '', [])])).toBe('a');
  });

  it('takes the place on the first metric that has one', () => {
    expect(leader('abc', [ranking('time', 'c', []), ranking('cost', 'bac', [])])).toBe('b');
    expect(leader('abc', [ranking('time', 'cb', []), ranking('cost', 'bc', [])])).toBe('c');
  });
});

describe('byUrgency', () => {
  const open = (...ps: number[]): Standing['open'] =>
    ps.map((p) => {
      const tested = pair('time', ['a', 'no difference shown', 'b', p]);
      return {
        ranking: ranking('time', 'ab', []),
        view: { pair: tested, verdict: tested.verdict, sizes: [7, 11] as const },
      };
    });
  const standing = (rival: string, parts: Partial<Standing>): Standing => ({
    rival,
    better: [],
    worse: [],
    open: [],
    ...parts,
  });

  it('asks for data first, then for contradictions, then for the least separable rival', () => {
    const metric = [ranking('time', 'ab', [])];
    const standings = [
      standing('z', { open: open(0.9, 0.06) }),
      standing('y', { open: open(0.4) }),
      standing('x', { open: open(0.4) }),
      standing('w', { worse: metric, open: open(0.2) }),
      standing('v', { worse: metric, better: metric, open: open(0.9) }),
      standing('u', {}),
      standing('t', { better: metric }),
    ];
    const expected = ['u', 'v', 'w', 't', 'x', 'y', 'z'];
    expect([...standings].sort(byUrgency).map(({ rival }) => rival)).toEqual(expected);
    expect(
      [...standings]
        .reverse()
        .sort(byUrgency)
        .map(({ rival }) => rival)
    ).toEqual(expected);
  });
});
