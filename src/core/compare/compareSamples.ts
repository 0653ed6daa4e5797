import { holm } from '../stats/holm.ts';
import { drawRanks } from '../rank/drawRanks.ts';
import { paretoFront } from '../rank/paretoFront.ts';
import { displayOrder, rankMetric } from '../rank/rankMetric.ts';
import { findingsOf } from './findings.ts';
import { MOST_GROUPS_IN_PAIRS, type Pairing } from './load.ts';
import { measure } from './measured.ts';
import { overallWinner } from './overallWinner.ts';
import { verdictOf } from './verdict.ts';
import type { Measured, PairTest } from './pairTest.ts';
import type { Family } from './scope.ts';
import type { Comparison, Estimate, MetricSamples, PairResult, WithinTypes } from './types.ts';

/** Chance of any false claim in a whole comparison, where the caller asks for no other. */
export const DEFAULT_ALPHA = 0.05;

export interface CompareOptions {
  /** Ids to compare, in the order of the answer; repeated ids count once. */
  groups: readonly string[];
  /** One of the groups: only pairs of it and another group are tested, so fewer tests share alpha. */
  baseline?: string;
  /** Family-wise error rate, between 0 and 1. */
  alpha?: number;
  /** Bootstrap draws for P(best), 1,000 where nothing is said; 0 leaves it out. */
  draws?: number;
}

/**
 * Compares groups on every metric given, pair by pair, with Holm's correction over all pairs and metrics (those
 * without a direction too), and ranks them by what is proven. Values are compared by Mann-Whitney with the
 * Hodges-Lehmann shift, outcomes by Fisher's exact test with Newcombe's interval of the difference of the failed
 * shares.
 *
 * Where the order of the units is known and values depend on the ones before, the tests are of means of batches. Where
 * the types of the units are known and two groups are mixed differently, the pair is compared within types (van Elteren,
 * Mantel-Haenszel), so that no difference between types passes for one between groups.
 *
 * Without a baseline every pair is tested, the later id as candidate and the earlier as reference. With a baseline
 * each other group is tested against it and against nothing else; rank intervals and winners then rest on these proofs
 * alone, so two candidates stay tied and neither can win over the other. Above 100 groups without a baseline each is
 * tested against the metric's leader only; as the data chose the leader, Holm still counts every pair. Groups without
 * data have no entry in a metric. Values must be finite and ascending, units independent of each other (one per task or
 * run) or given in the order of time, each metric given once. Everything random has a fixed seed.
 * @throws RangeError when the baseline is not among the groups, alpha is not between 0 and 1, a group repeats within a
 * metric, outcome counts are impossible, or a group's units are not as many as its values
 */
export function compareSamples(samples: readonly MetricSamples[], options: CompareOptions): Comparison {
  const groups = [...new Set(options.groups)];
  const { baseline, alpha = DEFAULT_ALPHA, draws } = options;
  if (!(alpha > 0 && alpha < 1)) {
    throw new RangeError(`alpha must be between 0 and 1, got ${alpha}`);
  }
  const pairing = pairingOf(groups, baseline);
  const measured = samples.map((sample) => ({ sample, ...measure(sample, groups, pairing) }));
  const trials = measured.flatMap(({ sample, estimates, test }) =>
    pairsOf(groups, pairing, estimates, sample).map((pair) => ({
      sample,
      pair,
      test: test(pair.candidate, pair.reference),
    }))
  );
  const tests = familySize(measured, pairing, trials.length);
  const family = { alpha, tests };
  const judged = judge(trials, family);
  const scope = { groups, baseline, ...family, leaderOnly: pairing.kind === 'leader' };
  const metrics = measured.map(({ sample, estimates }) => {
    const results = judged.filter((one) => one.sample === sample).map((one) => one.result);
    return rankMetric(sample, [...estimates.values()], results, scope, drawRanks(sample, estimates, results, draws));
  });
  return {
    groups,
    ...(baseline === undefined ? {} : { baseline }),
    ...family,
    metrics,
    overallWinner: overallWinner(metrics, scope),
    paretoFront: paretoFront(groups, metrics),
    findings: measured.flatMap((one, i) => findingsOf(one.sample, metrics[i], one, groups)),
    notices: [...pairingNotices(groups, pairing, tests), ...measured.flatMap(({ notices }) => notices)],
  };
}

interface Pair {
  candidate: string;
  reference: string;
}

interface Trial {
  sample: MetricSamples;
  pair: Pair;
  test: PairTest;
}

/** Adjusts all p together; beside it, what the verdicts would have been had nobody looked at types. */
function judge(trials: readonly Trial[], family: Family): Array<{ sample: MetricSamples; result: PairResult }> {
  const adjusted = holm(
    trials.map(({ test }) => test.figures.p),
    family.tests
  );
  const unstratified = trials.map(({ test }) => test.pooled?.test ?? test);
  const stratifies = trials.some(({ test }) => test.pooled !== undefined);
  const adjustedPooled = stratifies
    ? holm(
        unstratified.map(({ figures }) => figures.p),
        family.tests
      )
    : adjusted;
  return trials.map(({ sample, pair, test }, i) => {
    const verdict = verdictOf(test, adjusted[i], sample.direction, family);
    const withinTypes = test.pooled ? withPooled(test.pooled, adjustedPooled[i], sample, family) : null;
    const { figures } = test;
    return {
      sample,
      result: { metric: sample.metric, ...pair, ...figures, withinTypes, pAdjusted: adjusted[i], verdict },
    };
  });
}

function withPooled(
  { test, within }: NonNullable<PairTest['pooled']>,
  pAdjusted: number,
  { direction }: MetricSamples,
  family: Family
): WithinTypes {
  const { shift, cliffsDelta, p } = test.figures;
  return { ...within, pooled: { shift, cliffsDelta, p, verdict: verdictOf(test, pAdjusted, direction, family) } };
}

function pairingOf(groups: readonly string[], baseline: string | undefined): Pairing {
  if (baseline === undefined) {
    return { kind: groups.length > MOST_GROUPS_IN_PAIRS ? 'leader' : 'all' };
  }
  if (!groups.includes(baseline)) {
    throw new RangeError(`baseline ${baseline} is not among the groups compared: ${groups.join(', ')}`);
  }
  return { kind: 'baseline', id: baseline };
}

function pairsOf(
  groups: readonly string[],
  pairing: Pairing,
  estimates: ReadonlyMap<string, Estimate>,
  { direction }: MetricSamples
): Pair[] {
  const present = groups.filter((id) => estimates.has(id));
  if (pairing.kind === 'all') {
    return present.flatMap((reference, i) => present.slice(i + 1).map((candidate) => ({ candidate, reference })));
  }
  const hub = pairing.kind === 'baseline' ? pairing.id : leaderOf([...estimates.values()], direction);
  return hub !== undefined && estimates.has(hub)
    ? present.filter((id) => id !== hub).map((candidate) => ({ candidate, reference: hub }))
    : [];
}

/** The best estimate among the groups that are large enough to bound theirs, if there are such. */
function leaderOf(estimates: readonly Estimate[], direction: MetricSamples['direction']): string | undefined {
  const bounded = estimates.filter(({ low, high }) => low !== null && high !== null);
  return displayOrder(bounded.length > 0 ? bounded : estimates, direction)[0]?.id;
}

/** A leader is chosen by the data among all pairs, so every pair counts. */
function familySize(measured: readonly Measured[], pairing: Pairing, done: number): number {
  return pairing.kind === 'leader'
    ? measured.reduce((sum, { estimates: { size } }) => sum + (size * (size - 1)) / 2, 0)
    : done;
}

function pairingNotices(groups: readonly string[], pairing: Pairing, tests: number): string[] {
  return pairing.kind === 'leader'
    ? [
        `${groups.length} groups: above ${MOST_GROUPS_IN_PAIRS} each is compared with the leader of a metric only. ` +
          `As the data chose the leader, p is corrected for all ${tests} pairs; name a baseline to correct for fewer.`,
      ]
    : [];
}
