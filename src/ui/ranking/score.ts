import { FieldType, type Field } from '@grafana/data';
import { t } from '@grafana/i18n';
import { compositeScores, type CompositeScores, type Scorable } from '../../core/rank/compositeScore.ts';
import { firstPlaceRanges, type ShareRange } from '../../core/rank/weightStability.ts';
import { verbatim } from '../text.ts';
import type { NamedRanking, RankingRow } from './model.ts';

/** Id of the ranking by weighted score; no metric has it. */
export const SCORE = 'weighted score';
export const LEAST_METRICS = 2;
/** The sensitivity of more would take longer than a reader waits. */
export const MOST_GROUPS = 2000;
/** Weights go from 0 to this. */
export const MOST_WEIGHT = 10;

/** Weight of each metric, by its id; a metric without an entry weighs 1. */
export type Weights = Readonly<Record<string, number>>;

export interface Scored {
  ranking: NamedRanking;
  /** Shares of the weights, adding up to 1; metrics that weigh nothing have none. */
  shares: Readonly<Record<string, number>>;
  /** How far a share may move before another group comes first. */
  ranges: Readonly<Record<string, ShareRange>>;
  /** How often a group comes first under weights drawn at random, most often first. */
  first: Array<{ id: string; share: number }>;
  /** Groups that have no score, and why. */
  without: Array<{ id: string; reason: string }>;
}

/** Metrics that a score can be made of: those of which it is said which way is better. */
export function scorable(metrics: readonly NamedRanking[]): NamedRanking[] {
  const directed = metrics.filter(({ data }) => data.direction !== 'none');
  const most = Math.max(0, ...directed.map(({ data }) => data.rows.length));
  return directed.length >= LEAST_METRICS && most <= MOST_GROUPS ? directed : [];
}

export function groupsOf(metrics: readonly NamedRanking[]): string[] {
  return [...new Set(metrics.flatMap(({ data }) => data.rows.map(({ name }) => name)))];
}

/** Ranks by weighted score against a baseline. Undefined where nothing weighs anything. */
export function score(metrics: readonly NamedRanking[], weights: Weights, baseline: string): Scored | undefined {
  const weighed = metrics.filter(({ id }) => weightOf(weights, id) > 0);
  const groups = groupsOf(metrics);
  if (weighed.length === 0 || !groups.includes(baseline)) {
    return undefined;
  }
  const comparison: Scorable = {
    groups,
    metrics: weighed.map(({ id, name, data }) => ({
      metric: id,
      name,
      direction: data.direction,
      entries: data.rows.flatMap((row) => (row.value === null ? [] : [{ id: row.name, estimate: row.value }])),
    })),
  };
  const found = compositeScores(comparison, {
    baseline,
    weights: Object.fromEntries(weighed.map(({ id }) => [id, weightOf(weights, id)])),
  });
  return {
    ranking: rankingOf(found, metrics[0], baseline),
    shares: found.weights,
    ranges: firstPlaceRanges(found.scores, found.weights),
    first: Object.entries(found.firstShare)
      .map(([id, share]) => ({ id, share }))
      .filter(({ share }) => share > 0)
      .sort((a, b) => b.share - a.share),
    without: found.scores.flatMap(({ id, reason }) => (reason === undefined ? [] : [{ id, reason }])),
  };
}

export function weightOf(weights: Weights, id: string): number {
  return Object.hasOwn(weights, id) ? weights[id] : 1;
}

/** Rows keep the links of the first metric's rows. */
function rankingOf({ scores }: CompositeScores, { data }: NamedRanking, baseline: string): NamedRanking {
  const known = new Map(data.rows.map((row) => [row.name, row]));
  const field: Field = {
    name: SCORE,
    type: FieldType.number,
    config: {
      displayName: t('ranking.score.name', 'Weighted score'),
      decimals: 2,
      color: data.valueField.config.color,
    },
    values: [],
  };
  const rows = scores.map(({ id, score: value }, index): RankingRow => {
    const own = known.get(id);
    return {
      key: `score ${index}`,
      name: id,
      value,
      rank: null,
      tiedWith: [],
      field: own?.field.getLinks ? { ...field, getLinks: own.field.getLinks } : field,
      rowIndex: own?.rowIndex ?? 0,
      ...(own?.topology === undefined ? {} : { topology: own.topology }),
    };
  });
  return {
    id: SCORE,
    name: t('ranking.score.name', 'Weighted score'),
    data: {
      rows,
      ofSwarms: data.ofSwarms,
      valueField: field,
      direction: 'higher',
      tested: false,
      statement: t(
        'ranking.score.statement',
        'Weighted geometric mean of how many times as good as {{baseline}}. It describes the estimates and proves nothing.',
        verbatim({ baseline: baseline.slice(0, 80) })
      ),
    },
  };
}
