import { holm } from '../stats/holm.ts';
import { rankMetric } from '../rank/rankMetric.ts';
import { measure } from './measured.ts';
import { overallWinner } from './overallWinner.ts';
import { verdictOf } from './verdict.ts';
import type { Comparison, MetricSamples, PairResult } from './types.ts';

/** Chance of any false claim in a whole comparison, where the caller asks for no other. */
export const DEFAULT_ALPHA = 0.05;

export interface CompareOptions {
  /** Ids to compare, in the order of the answer; repeated ids count once. */
  groups: readonly string[];
  /** One of the groups: only pairs of it and another group are tested, so fewer tests share alpha. */
  baseline?: string;
  /** Family-wise error rate, between 0 and 1. */
  alpha?: number;
}

/**
 * Compares groups on every metric given, pair by pair, with Holm's correction over all pairs and metrics (those
 * without a direction too), and ranks them by what is proven. Values are compared by Mann-Whitney with the
 * Hodges-Lehmann shift, outcomes by Fisher's exact test with Newcombe's interval of the difference of the failed
 * shares.
 *
 * Without a baseline every pair is tested, the later id as candidate and the earlier as reference. With a baseline
 * each other group is tested against it and against nothing else; rank intervals and winners then rest on these proofs
 * alone, so two candidates stay tied and neither can win over the other. Groups without data have no entry in a
 * metric. Values must be finite and ascending, units independent of each other (one per task or run), each metric
 * given once.
 * @throws RangeError when the baseline is not among the groups, alpha is not between 0 and 1, a group repeats within a
 * metric, or outcome counts are impossible
 */
export function compareSamples(samples: readonly MetricSamples[], options: CompareOptions): Comparison {
  const groups = [...new Set(options.groups)];
  const { baseline, alpha = DEFAULT_ALPHA } = options;
  if (!(alpha > 0 && alpha < 1)) {
    throw new RangeError(`alpha must be between 0 and 1, got ${alpha}`);
  }
  const pairs = pairsOf(groups, baseline);
  const measured = samples.map((sample) => ({ sample, ...measure(sample, groups) }));
  const trials = measured.flatMap(({ sample, estimates, test }) =>
    pairs
      .filter((pair) => estimates.has(pair.candidate) && estimates.has(pair.reference))
      .map((pair) => ({ sample, pair, test: test(pair.candidate, pair.reference) }))
  );
  const adjusted = holm(trials.map((trial) => trial.test.figures.p));
  const family = { alpha, tests: trials.length };
  const judged = trials.map(({ sample, pair, test }, i) => {
    const verdict = verdictOf(test, adjusted[i], sample.direction, family);
    const result: PairResult = { metric: sample.metric, ...pair, ...test.figures, pAdjusted: adjusted[i], verdict };
    return { sample, result };
  });
  const scope = { groups, baseline, ...family };
  const metrics = measured.map(({ sample, estimates }) => {
    const results = judged.filter((one) => one.sample === sample).map((one) => one.result);
    return rankMetric(sample, [...estimates.values()], results, scope);
  });
  return {
    groups,
    ...(baseline === undefined ? {} : { baseline }),
    ...family,
    metrics,
    overallWinner: overallWinner(metrics, scope),
  };
}

interface Pair {
  candidate: string;
  reference: string;
}

function pairsOf(groups: readonly string[], baseline: string | undefined): Pair[] {
  if (baseline === undefined) {
    return groups.flatMap((reference, i) => groups.slice(i + 1).map((candidate) => ({ candidate, reference })));
  }
  if (!groups.includes(baseline)) {
    throw new RangeError(`baseline ${baseline} is not among the groups compared: ${groups.join(', ')}`);
  }
  return groups.filter((id) => id !== baseline).map((candidate) => ({ candidate, reference: baseline }));
}
