import { sizeNeeded } from './smallestP.ts';
import type { Family } from './scope.ts';
import type { MetricRanking, PairResult } from './types.ts';

/** What a sentence has to know of a metric. */
export type MetricWords = Pick<MetricRanking, 'name' | 'sampleUnit'>;

/** Reasons for a winner or for none, without a full stop, so that callers can continue them. */
export const sentences = {
  noGroups: () => 'No groups were given to compare',
  onlyGroup: (id: string) => `There is nothing to compare ${id} with`,
  noMetrics: () => 'No metric was given to compare',
  noDirection: (names: readonly string[]) => `No way is the better one on ${list(names.map(inText))}`,

  notMeasured: ({ name }: MetricWords) => `No group has data on ${inText(name)}`,
  onlyMeasured: (id: string, { name }: MetricWords) =>
    `Only ${id} has data on ${inText(name)}, so there is nothing to compare it with`,
  noData: (id: string) => `${id} has no data on any compared metric; give it more time or leave it out`,
  nothingShared: (id: string, rival: string) => `${id} and ${rival} have no data on the same metric`,
  notTested: (id: string, rival: string, baseline: string) =>
    `${id} and ${rival} were each compared with the baseline ${baseline} only; compare them without a baseline`,
  notTestedAgainstEach: (id: string, rival: string) =>
    `${id} and ${rival} were not compared with each other, as there are too many groups; compare the two alone`,

  notSeparable: (id: string, rival: string, metric: MetricWords, p: number, family: Family) =>
    `${id} and ${rival} are not separable on ${inText(metric.name)} (${adjustedP(p, family)})`,
  notSeparableOnAny: (id: string, rival: string, count: number, closest: MetricWords, p: number, family: Family) =>
    `${id} and ${rival} are not separable on any of ${count} metrics (closest: ${inText(closest.name)}, ` +
    `${adjustedP(p, family)})`,
  tooFew: (id: string, rival: string, metric: MetricWords, [n, m]: readonly [number, number], family: Family) =>
    `${id} and ${rival} have too few ${metric.sampleUnit}s to be told apart on ${inText(metric.name)} ` +
    `(${n} and ${m}; ${sizeNeeded(family)} each can be enough for ${counted(family.tests, 'test')})`,
  tradeOff: (id: string, rival: string, better: readonly string[], worse: readonly string[]) =>
    `${id} is better than ${rival} on ${list(better.map(inText))} but worse on ${list(worse.map(inText))}`,
  beaten: (id: string, count: number, rival: string, worse: readonly string[]) =>
    `No group beats every other: ${id} is better than ${counted(count, 'rival')}, ` +
    `but ${rival} is better than ${id} on ${list(worse.map(inText))}`,
  orderDisputed: (id: string, rival: string, { name }: MetricWords) =>
    `${id} has the best estimate of ${inText(name)}, but its values as a whole are worse than those of ${rival}`,

  metricWinner: (id: string, { name }: MetricWords, largestP: number, unmeasured: readonly string[], family: Family) =>
    `${id} is better than every other group on ${inText(name)} (${adjustedP(largestP, family)})` +
    (unmeasured.length === 0 ? '' : `; no data of ${list(unmeasured)}`),
  overallWinner: (id: string, metrics: readonly string[], { alpha, tests }: Family) =>
    `${id} is better than every rival on at least one metric (${list(metrics.map(inText))}) and worse on none ` +
    `(alpha ${alpha}, Holm over ${counted(tests, 'test')})`,

  autocorrelated: ({ name, sampleUnit }: MetricWords, { r, block }: { r: number; block: number }) =>
    `${name}: values depend on the ones before (lag-1 correlation ${digits(r)}), so each test is of means of ${block} ` +
    `consecutive ${sampleUnit}s, and the effective n counts those as one`,
  shortAutocorrelated: ({ name, sampleUnit }: MetricWords, { r }: { r: number }, least: number) =>
    `${name}: in groups of fewer than ${least} ${sampleUnit}s values depend on the ones before (lag-1 correlation ` +
    `${digits(r)}); these are too few to allow for it, so their p may be too small`,
  mixedDifferently: ({ name, sampleUnit }: MetricWords, pairs: readonly PairResult[], all: number) =>
    `${name}: the types of ${sampleUnit}s are mixed differently in ${all === 1 ? 'the two groups' : `${pairs.length} of ${counted(all, 'pair')}`}` +
    `, so ${pairs.length === 1 ? 'they are' : 'those are'} compared within types` +
    leftOut(pairs),
  typesChange: ({ name }: MetricWords, { candidate, reference, verdict, p, withinTypes }: PairResult) =>
    `${name}: all types together would say "${withinTypes?.pooled.verdict}" of ${candidate} against ${reference} ` +
    `(${rawP(withinTypes?.pooled.p ?? 1)}), but within types it is "${verdict}" (${rawP(p)})`,
  noCommonTypes: ({ name, sampleUnit }: MetricWords, { candidate, reference }: PairResult) =>
    `${name}: ${candidate} and ${reference} have no type of ${sampleUnit} in common, so they are not comparable`,
  failedLeftOut: (
    { name, sampleUnit }: MetricWords,
    failing: readonly Failing[],
    all: number,
    gap?: { difference: number; low: number; high: number }
  ) =>
    `${name} is of completed ${sampleUnit}s only; failed and left out are ` +
    list([
      ...failing.map(failedOf),
      ...(all > failing.length ? [`those of ${all - failing.length} more groups`] : []),
    ]) +
    (gap === undefined
      ? ''
      : `; the failed shares differ by ${points(gap.difference)} (95 % interval ${points(gap.low)} to ${points(gap.high)})`),
  betterButFails: (
    { name, sampleUnit }: MetricWords,
    better: Failing,
    other: Failing,
    gap: { low: number | null; high: number | null }
  ) =>
    `${name}: ${better.id} is better on the ${sampleUnit}s that it completes but fails more of them than ${other.id} ` +
    `(${failedOf(better)}, ${failedOf(other)}; by ${points(gap.low ?? -1)} to ${points(gap.high ?? 1)})`,
};

interface Failing {
  id: string;
  failed: number;
  total: number;
}

function failedOf({ id, failed, total }: Failing): string {
  return `${failed} of ${total} of ${id} (${digits((100 * failed) / total)} %)`;
}

function points(share: number): string {
  return `${digits(100 * share)} points`;
}

function digits(value: number): string {
  return String(Number(value.toPrecision(2)));
}

function rawP(p: number): string {
  return p < 0.001 ? 'p < 0.001' : `p = ${digits(p)}`;
}

function leftOut(pairs: readonly PairResult[]): string {
  if (pairs.length !== 1) {
    return '';
  }
  const [{ candidate, reference, withinTypes }] = pairs;
  const [own, other] = withinTypes?.leftOut ?? [0, 0];
  return own + other === 0
    ? ''
    : `; left out are ${own} of ${candidate} and ${other} of ${reference}, of types that only one of them has`;
}

function adjustedP(p: number, { tests }: Family): string {
  return tests === 1 ? rawP(p) : `${rawP(p)} after Holm over ${counted(tests, 'test')}`;
}

/** A display name inside a sentence: "Task duration" loses its capital, "CPU usage" keeps it. */
function inText(name: string): string {
  return /^\p{Lu}\p{Lu}/u.test(name) ? name : name.charAt(0).toLowerCase() + name.slice(1);
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function list(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words[words.length - 1]}`;
}
