import type { Autocorrelation } from '../stats/batchMeans.ts';
import { findingsOf } from './findings.ts';
import { sentences } from './sentences.ts';
import type { Finding, MetricRanking, MetricSamples, PairResult, RankEntry, Verdict, WithinTypes } from './types.ts';

const HEAD = {
  metric: 'task_duration',
  name: 'Task duration',
  unit: 'ms',
  direction: 'lower',
  sampleUnit: 'task',
} as const;

function entry(id: string, n: number, nEffective = n): RankEntry {
  return {
    id,
    n,
    nEffective,
    estimate: 1,
    low: null,
    high: null,
    position: 1,
    rankLow: 1,
    rankHigh: 1,
    tiedWith: [],
    pBest: null,
    pTop: null,
  };
}

function pair(
  candidate: string,
  reference: string,
  verdict: Verdict,
  within?: Partial<WithinTypes> & { pooledVerdict?: Verdict }
): PairResult {
  const { pooledVerdict = verdict, ...given } = within ?? {};
  const pooled = { shift: 1, cliffsDelta: 0.1, p: 0.021, verdict: pooledVerdict };
  return {
    metric: HEAD.metric,
    candidate,
    reference,
    nCandidate: 30,
    nReference: 30,
    nEffectiveCandidate: 30,
    nEffectiveReference: 30,
    shift: 1,
    shiftLow: 0,
    shiftHigh: 2,
    ratio: 1.1,
    cliffsDelta: 0.1,
    magnitude: 'negligible',
    test: 'mann-whitney',
    p: 0.0004,
    pAdjusted: 0.002,
    verdict,
    withinTypes: within ? { shared: 2, leftOut: [0, 0], mixP: 0.001, pooled, ...given } : null,
  };
}

const DEPENDENCE: Autocorrelation = { r: 0.512, block: 4, inflation: 1, n: 90 };

interface Given {
  entries?: RankEntry[];
  pairs?: PairResult[];
  outcomes?: Record<string, [failed: number, total: number] | undefined>;
  dependence?: Autocorrelation;
  shortDependence?: Autocorrelation;
  groups?: string[];
}

function found({ entries = [], pairs = [], outcomes = {}, groups, ...measured }: Given): Finding[] {
  const ids = groups ?? Object.keys(outcomes);
  const sample: MetricSamples = {
    ...HEAD,
    shape: 'values',
    groups: Object.entries(outcomes).map(([id, counts]) => ({
      id,
      values: Float64Array.of(1),
      ...(counts ? { outcomes: { failed: counts[0], total: counts[1] } } : {}),
    })),
  };
  const ranking: MetricRanking = { ...HEAD, entries, pairs, winner: { id: null, reason: '' }, bootstrap: null };
  return findingsOf(sample, ranking, measured, ids);
}

const short = (all: Finding[]) => all.map(({ kind, groups }) => [kind, groups]);

it('says nothing where there is nothing to say', () => {
  expect(found({ entries: [entry('a', 9)], pairs: [pair('a', 'b', 'better')], groups: ['a', 'b'] })).toEqual([]);
});

it('names the groups whose values depend on the ones before, and those too small to allow for it', () => {
  const entries = [entry('a', 90, 30), entry('b', 90, 90), entry('c', 30, 30), entry('d', 29, 29)];
  const groups = ['d', 'c', 'b', 'a'];
  expect(short(found({ entries, groups, dependence: DEPENDENCE }))).toEqual([['autocorrelated', ['a']]]);
  const [finding] = found({ entries, groups, shortDependence: DEPENDENCE });
  expect(finding).toEqual({
    kind: 'autocorrelated',
    metric: 'task_duration',
    groups: ['d'],
    text:
      'Task duration: in groups of fewer than 30 tasks values depend on the ones before (lag-1 correlation 0.51); these are too few ' +
      'to allow for it, so their p may be too small',
  });
});

describe('types', () => {
  it('that are mixed differently are said once, with what is left out of a single pair', () => {
    const one = pair('a', 'b', 'better', { leftOut: [3, 4] });
    expect(found({ groups: ['a', 'b', 'c'], pairs: [one] })).toEqual([
      {
        kind: 'types mixed differently',
        metric: 'task_duration',
        groups: ['a', 'b'],
        text:
          'Task duration: the types of tasks are mixed differently in the two groups, so they are compared within types' +
          '; left out are 3 of a and 4 of b, of types that only one of them has',
      },
    ]);
    const plain = pair('b', 'c', 'better');
    expect(found({ groups: ['a', 'b', 'c'], pairs: [one, plain] })[0].text).toMatch(
      /mixed differently in 1 of 2 pairs, so they are compared within types; left out are 3 of a/
    );
    const two = pair('a', 'c', 'better', { leftOut: [0, 0] });
    expect(found({ groups: ['a', 'b', 'c'], pairs: [one, two, plain] })[0]).toMatchObject({
      groups: ['a', 'b', 'c'],
      text: 'Task duration: the types of tasks are mixed differently in 2 of 3 pairs, so those are compared within types',
    });
    expect(found({ groups: ['a', 'c'], pairs: [two] })[0].text).toMatch(/compared within types$/);
  });

  it.each<[Verdict, Verdict, boolean]>([
    ['worse', 'better', true],
    ['no difference shown', 'better', true],
    ['no difference shown', 'worse', true],
    ['better', 'too few samples', true],
    ['worse', 'no difference shown', true],
    ['better', 'better', false],
    ['no difference shown', 'too few samples', false],
    ['too few samples', 'no difference shown', false],
  ])('within which it is "%s" while all together are "%s": said %p', (verdict, pooledVerdict, said) => {
    const findings = found({ groups: ['a', 'b'], pairs: [pair('a', 'b', verdict, { pooledVerdict })] });
    expect(findings.map(({ kind }) => kind).includes('types change the verdict')).toBe(said);
    if (said) {
      expect(findings[1].text).toBe(
        `Task duration: all types together would say "${pooledVerdict}" of a against b (p = 0.021), but within types it is ` +
          `"${verdict}" (p < 0.001)`
      );
    }
  });

  it('that no two groups share are said of each pair, and after ten of them counted', () => {
    const lone = (i: number) => pair(`a${i}`, 'b', 'too few samples', { shared: 0, pooledVerdict: 'better' });
    const groups = ['b', ...Array.from({ length: 13 }, (_, i) => `a${i}`)];
    const two = found({ groups, pairs: [lone(0), lone(1)] });
    expect(short(two)).toEqual([
      ['no common types', ['b', 'a0']],
      ['no common types', ['b', 'a1']],
    ]);
    expect(two[1].text).toBe('Task duration: a1 and b have no type of task in common, so they are not comparable');
    const many = found({ groups, pairs: Array.from({ length: 13 }, (_, i) => lone(i)) });
    expect(many).toHaveLength(10);
    expect(many[8].text).toMatch(/not comparable$/);
    expect(many[9].text).toMatch(/a9 and b .* not comparable; so with 3 more pairs$/);
  });
});

describe('failed units, which have no duration', () => {
  it('are said with both shares and how far those differ', () => {
    const [finding, ...rest] = found({ outcomes: { a: [1, 20], b: [4, 20] } });
    expect(rest).toEqual([]);
    expect(finding).toMatchObject({ kind: 'failed left out', groups: ['a', 'b'] });
    expect(finding.text).toMatch(
      /^Task duration is of completed tasks only; failed and left out are 4 of 20 of b \(20 %\) and 1 of 20 of a \(5 %\); the failed shares differ by -15 points \(95 % interval -3\d points to 7\.?\d* points\)$/
    );
  });

  it('are said of the groups that have some, the largest share first, among those that were asked for', () => {
    const outcomes = { a: [1, 20], b: [0, 20], c: [9, 20], d: undefined, e: [0, 0], f: [5, 20] } as const;
    const [finding] = found({
      outcomes: { ...outcomes, a: [1, 20], b: [0, 20], c: [9, 20], e: [0, 0], f: [5, 20] },
      groups: ['a', 'b', 'c', 'd', 'e'],
    });
    expect(finding.groups).toEqual(['a', 'c']);
    expect(finding.text).toBe(
      'Task duration is of completed tasks only; failed and left out are 9 of 20 of c (45 %) and 1 of 20 of a (5 %)'
    );
    expect(found({ outcomes: { a: [0, 9], b: [0, 9] } })).toEqual([]);
  });

  it('are listed of ten groups and counted of the others', () => {
    const outcomes = Object.fromEntries(
      Array.from({ length: 12 }, (_, i) => [`g${i}`, [i + 1, 100] as [number, number]])
    );
    const [finding] = found({ outcomes });
    expect(finding.groups).toHaveLength(12);
    expect(finding.text).toMatch(/left out are 12 of 100 of g11 .*3 of 100 of g2 \(3 %\) and those of 2 more groups$/);
  });

  it('of a winner that fails more are said beside, and only where that is shown', () => {
    const outcomes: Given['outcomes'] = { fast: [40, 60], slow: [2, 60] };
    const kinds = (verdict: Verdict, [candidate, reference]: [string, string], given = outcomes) =>
      found({ outcomes: given, pairs: [pair(candidate, reference, verdict)] }).map(({ kind }) => kind);
    const said = ['failed left out', 'better but fails more'];
    expect(kinds('better', ['fast', 'slow'])).toEqual(said);
    expect(kinds('worse', ['slow', 'fast'])).toEqual(said);
    expect(kinds('better', ['slow', 'fast'])).toEqual(said.slice(0, 1));
    expect(kinds('no difference shown', ['fast', 'slow'])).toEqual(said.slice(0, 1));
    expect(kinds('no difference shown', ['slow', 'fast'])).toEqual(said.slice(0, 1));
    expect(kinds('better', ['fast', 'other'])).toEqual(said.slice(0, 1));
    expect(kinds('better', ['other', 'slow'])).toEqual(said.slice(0, 1));
    expect(kinds('better', ['fast', 'slow'], { fast: [3, 60], slow: [2, 60] })).toEqual(said.slice(0, 1));
    const [, finding] = found({ outcomes, pairs: [pair('slow', 'fast', 'worse')] });
    expect(finding).toMatchObject({ groups: ['fast', 'slow'] });
    expect(finding.text).toMatch(
      /^Task duration: fast is better on the tasks that it completes but fails more of them than slow \(40 of 60 of fast \(67 %\), 2 of 60 of slow \(3\.3 %\); by 4\d points to 7\d points\)$/
    );
  });
});

it('writes lists, numbers and names as people do', () => {
  const words = { name: 'CPU usage', sampleUnit: 'request' };
  expect(sentences.notMeasured(words)).toBe('No group has data on CPU usage');
  expect(sentences.noDirection(['Task duration', 'Über', 'LoC'])).toBe(
    'No way is the better one on task duration, über and loC'
  );
  expect(sentences.notSeparable('a', 'b', words, 0.04321, { alpha: 0.05, tests: 1 })).toBe(
    'a and b are not separable on CPU usage (p = 0.043)'
  );
  expect(sentences.notSeparable('a', 'b', words, 0.001, { alpha: 0.05, tests: 2 })).toBe(
    'a and b are not separable on CPU usage (p = 0.001 after Holm over 2 tests)'
  );
  expect(sentences.metricWinner('a', words, 0.0009, [], { alpha: 0.05, tests: 1 })).toBe(
    'a is better than every other group on CPU usage (p < 0.001)'
  );
  expect(sentences.metricWinner('a', words, 0.0009, ['b', 'c'], { alpha: 0.05, tests: 1 })).toMatch(
    /; no data of b and c$/
  );
});
