import { LEAST_TO_BATCH } from '../stats/batchMeans.ts';
import { newcombeInterval } from '../stats/proportion.ts';
import { sentences } from './sentences.ts';
import type { Measured } from './pairTest.ts';
import type { Finding, FindingKind, MetricRanking, MetricSamples, PairResult, ValueGroup } from './types.ts';

/** More of one kind on one metric are counted, not listed. */
const MOST_LISTED = 10;

/** What has to be known to read one metric's figures; nothing where there is nothing to say. */
export function findingsOf(
  sample: MetricSamples,
  ranking: MetricRanking,
  { dependence, shortDependence }: Pick<Measured, 'dependence' | 'shortDependence'>,
  groups: readonly string[]
): Finding[] {
  const make = (kind: FindingKind, about: readonly string[], text: string): Finding => ({
    kind,
    metric: sample.metric,
    groups: groups.filter((id) => about.includes(id)),
    text,
  });
  const within = ranking.pairs.filter(({ withinTypes }) => withinTypes !== null);
  const compared = within.filter(({ withinTypes }) => withinTypes !== null && withinTypes.shared > 0);
  const found: Finding[] = [];
  if (dependence !== undefined) {
    const ids = ranking.entries.filter(({ n, nEffective }) => nEffective < n).map(({ id }) => id);
    found.push(make('autocorrelated', ids, sentences.autocorrelated(ranking, dependence)));
  }
  if (shortDependence !== undefined) {
    const ids = ranking.entries.filter(({ n }) => n < LEAST_TO_BATCH).map(({ id }) => id);
    found.push(make('autocorrelated', ids, sentences.shortAutocorrelated(ranking, shortDependence, LEAST_TO_BATCH)));
  }
  if (compared.length > 0) {
    const text = sentences.mixedDifferently(ranking, compared, ranking.pairs.length);
    found.push(make('types mixed differently', compared.flatMap(idsOf), text));
  }
  const changed = compared.filter(
    ({ verdict, withinTypes }) => withinTypes !== null && isClaimChanged(verdict, withinTypes.pooled.verdict)
  );
  found.push(
    ...listed(changed, (pair) => make('types change the verdict', idsOf(pair), sentences.typesChange(ranking, pair))),
    ...listed(
      within.filter((pair) => !compared.includes(pair)),
      (pair) => make('no common types', idsOf(pair), sentences.noCommonTypes(ranking, pair))
    )
  );
  if (sample.shape === 'values') {
    const asked = sample.groups.filter(({ id }) => groups.includes(id));
    found.push(...failures(asked, ranking, make));
  }
  return found;
}

type Make = (kind: FindingKind, about: readonly string[], text: string) => Finding;

/** At most so many; the last one tells of the rest. */
function listed(pairs: readonly PairResult[], finding: (pair: PairResult) => Finding): Finding[] {
  const all = pairs.slice(0, MOST_LISTED).map(finding);
  const rest = pairs.length - all.length;
  return all.map((one, i) =>
    rest > 0 && i === all.length - 1 ? { ...one, text: `${one.text}; so with ${rest} more pairs` } : one
  );
}

/** Failed units have no duration: a group that gives up on the hard ones looks fast. */
function failures(groups: readonly ValueGroup[], ranking: MetricRanking, make: Make): Finding[] {
  const known = groups.flatMap(({ id, outcomes }) => (outcomes && outcomes.total > 0 ? [{ id, ...outcomes }] : []));
  const failing = known.filter(({ failed }) => failed > 0).sort((a, b) => b.failed / b.total - a.failed / a.total);
  if (failing.length === 0) {
    return [];
  }
  const byId = new Map(known.map((one) => [one.id, one]));
  const ids = failing.map(({ id }) => id);
  const text = sentences.failedLeftOut(ranking, failing.slice(0, MOST_LISTED), failing.length, gapOf(known));
  const riskier = ranking.pairs.flatMap((pair) => {
    const { candidate, reference, verdict } = pair;
    const claims = verdict === 'better' || verdict === 'worse';
    const [better, other] = verdict === 'better' ? [candidate, reference] : [reference, candidate];
    const [a, b] = [byId.get(better), byId.get(other)];
    if (!claims || a === undefined || b === undefined) {
      return [];
    }
    const gap = newcombeInterval({ count: a.failed, total: a.total }, { count: b.failed, total: b.total });
    return (gap.low ?? 0) > 0 ? [{ pair, text: sentences.betterButFails(ranking, a, b, gap) }] : [];
  });
  const texts = new Map(riskier.map((one) => [one.pair, one.text]));
  return [
    make('failed left out', ids, text),
    ...listed(
      riskier.map(({ pair }) => pair),
      (pair) => make('better but fails more', idsOf(pair), texts.get(pair) ?? '')
    ),
  ];
}

/** The difference of two groups' failed shares; of more groups none is singled out. */
function gapOf(known: ReadonlyArray<{ id: string; total: number; failed: number }>) {
  if (known.length !== 2) {
    return undefined;
  }
  const [a, b] = known;
  const { low, high } = newcombeInterval({ count: a.failed, total: a.total }, { count: b.failed, total: b.total });
  return { difference: a.failed / a.total - b.failed / b.total, low: low ?? -1, high: high ?? 1 };
}

function idsOf({ candidate, reference }: PairResult): string[] {
  return [candidate, reference];
}

function isClaimChanged(within: PairResult['verdict'], pooled: PairResult['verdict']): boolean {
  const claims = (verdict: PairResult['verdict']): boolean => verdict === 'better' || verdict === 'worse';
  return within !== pooled && (claims(within) || claims(pooled));
}
