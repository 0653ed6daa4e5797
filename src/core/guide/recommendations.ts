import { sizeNeeded } from '../compare/smallestP.ts';
import { formatInterval, formatP, formatValue } from '../report/format.ts';
import { indexMetrics, type IndexedMetric } from './overallRank.ts';
import type { Comparison, MetricRanking, PairResult } from '../compare/types.ts';

/** The guide's recommendation. It says what was found and cites it; nothing is advised that no finding carries. */
export interface Recommendation {
  title: string;
  description: string;
  targetSwarm: string;
  /** Median difference to the better swarm with its 95 % interval; null where nothing is promised. */
  expectedImprovement: string | null;
  /** Nothing that is measured tells of it. */
  effort: null;
  /** By the size of the effect: large, medium, anything less. */
  priority: 'high' | 'medium' | 'low';
  evidence: Evidence;
}

export interface Evidence {
  metric: string;
  swarm: string;
  rival: string;
  n: readonly [number, number];
  /** swarm - rival, in the metric's unit. */
  shift: number | null;
  low: number | null;
  high: number | null;
  /** Holm-adjusted. */
  p: number;
}

const MOST = 20;
const PRIORITIES = ['high', 'medium', 'low'] as const;

/**
 * What follows from a comparison, the gravest first; none when there is nothing to say. For every swarm proven worse on a
 * metric: the best rival that it is behind, by how much. For every pair with too few units: how many more could be enough.
 * For every better swarm that fails more: that its failures count too. At most 20.
 */
export function recommendationsOf(comparison: Comparison): Recommendation[] {
  const found = indexMetrics(comparison).flatMap((metric) => [
    ...behind(comparison, metric),
    ...failsMore(comparison, metric),
    ...tooFew(comparison, metric),
  ]);
  return found
    .map((one, index) => ({ one, index }))
    .sort((a, b) => PRIORITIES.indexOf(a.one.priority) - PRIORITIES.indexOf(b.one.priority) || a.index - b.index)
    .slice(0, MOST)
    .map(({ one }) => one);
}

function behind(comparison: Comparison, { ranking, find }: IndexedMetric): Recommendation[] {
  return ranking.entries.flatMap(({ id }) => {
    const rival = ranking.entries.find((entry) => find(id, entry.id)?.verdict === 'worse');
    const pair = rival && find(id, rival.id)?.pair;
    if (rival === undefined || pair === undefined) {
      return [];
    }
    const evidence = evidenceOf(pair, id);
    const { unit, name } = ranking;
    return [
      {
        title: `${name}: see what ${rival.id} does differently from ${id}`,
        description: `${id} is worse than ${rival.id}: ${cited(comparison, ranking, evidence)}.`,
        targetSwarm: id,
        expectedImprovement:
          evidence.shift === null
            ? null
            : `${formatValue(Math.abs(evidence.shift), unit)} (95 % interval ${sizeInterval(evidence, ranking)})`,
        effort: null,
        priority: pair.magnitude === 'large' ? 'high' : pair.magnitude === 'medium' ? 'medium' : 'low',
        evidence,
      },
    ];
  });
}

function failsMore(comparison: Comparison, { ranking, find }: IndexedMetric): Recommendation[] {
  return comparison.findings.flatMap((finding) => {
    const [first, second] = finding.groups;
    if (finding.kind !== 'better but fails more' || finding.metric !== ranking.metric) {
      return [];
    }
    const view = first === undefined || second === undefined ? undefined : find(first, second);
    if (view === undefined || first === undefined || second === undefined) {
      return [];
    }
    const better = view.verdict === 'better' ? first : second;
    return [
      {
        title: `Look at the failures of ${better} before preferring it`,
        description: `${finding.text}.`,
        targetSwarm: better,
        expectedImprovement: null,
        effort: null,
        priority: 'high' as const,
        evidence: evidenceOf(view.pair, better),
      },
    ];
  });
}

/** One a swarm: the pair that has the fewest of its rivals' units would only repeat it. */
function tooFew(comparison: Comparison, { ranking, find }: IndexedMetric): Recommendation[] {
  const needed = sizeNeeded(comparison);
  return ranking.entries.flatMap(({ id }) => {
    const rival = ranking.entries.find((entry) => {
      const view = find(id, entry.id);
      return view?.verdict === 'too few samples' && view.pair.test !== 'none' && sizeOf(view.pair, id) < needed;
    });
    const pair = rival && find(id, rival.id)?.pair;
    if (rival === undefined || pair === undefined) {
      return [];
    }
    const { name, sampleUnit } = ranking;
    const evidence = evidenceOf(pair, id);
    return [
      {
        title: `${name}: let ${id} do more before comparing it`,
        description:
          `${sizeOf(pair, id)} independent ${sampleUnit}s of ${id} can't be told from ${rival.id} whatever they show ` +
          `(${cited(comparison, ranking, evidence)}); ${needed} each can be enough.`,
        targetSwarm: id,
        expectedImprovement: null,
        effort: null,
        priority: 'low' as const,
        evidence,
      },
    ];
  });
}

function sizeOf(pair: PairResult, id: string): number {
  return pair.candidate === id ? pair.nEffectiveCandidate : pair.nEffectiveReference;
}

function evidenceOf(pair: PairResult, swarm: string): Evidence {
  const { metric, candidate, reference, nCandidate, nReference, shift, shiftLow, shiftHigh, pAdjusted } = pair;
  const own = candidate === swarm;
  const turned = (value: number | null): number | null => (value === null ? null : 0 - value);
  return {
    metric,
    swarm,
    rival: own ? reference : candidate,
    n: own ? [nCandidate, nReference] : [nReference, nCandidate],
    shift: own ? shift : turned(shift),
    low: own ? shiftLow : turned(shiftHigh),
    high: own ? shiftHigh : turned(shiftLow),
    p: pAdjusted,
  };
}

function cited({ tests }: Comparison, { unit }: MetricRanking, { n, shift, low, high, p }: Evidence): string {
  return (
    `difference ${formatValue(shift, unit)}, 95 % interval ${formatInterval(low, high, unit)}, n = ${n[0]} and ${n[1]}, ` +
    `p ${p < 0.0001 ? '' : '= '}${formatP(p)}${tests > 1 ? ` after Holm over ${tests} tests` : ''}`
  );
}

/** The interval as a size: the way is known. */
function sizeInterval({ low, high, shift }: Evidence, { unit }: MetricRanking): string {
  return (shift ?? 0) < 0
    ? formatInterval(high === null ? null : 0 - high, low === null ? null : 0 - low, unit)
    : formatInterval(low, high, unit);
}
