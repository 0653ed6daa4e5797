import type { PanelModel } from '@grafana/data';
import { applySteps, type Step } from '../ui/applySteps.ts';
import { DEFAULT_RANKING_OPTIONS, type RankingOptions, type RankingSort } from '../ui/ranking/model.ts';
import type { SavedRankingOptions } from './options.ts';

/** Step `i` brings options of version `i` to version `i + 1`. A released step never changes. */
const STEPS: readonly Step[] = [];

/** Brings saved options of any age to the present form. */
export function migrateRankingOptions({ options }: Pick<PanelModel, 'options'>): SavedRankingOptions {
  const { version, ...current } = applySteps(options, STEPS);
  return { ...readRankingOptions(current), version };
}

/** Options to work with: what is missing or malformed takes its default. */
export function readRankingOptions(saved: object): RankingOptions {
  const { sort, limit, showInterval, showSamples }: Record<string, unknown> = { ...saved };
  return {
    sort: isSort(sort) ? sort : DEFAULT_RANKING_OPTIONS.sort,
    limit: typeof limit === 'number' && limit >= 0 ? Math.floor(limit) : DEFAULT_RANKING_OPTIONS.limit,
    showInterval: typeof showInterval === 'boolean' ? showInterval : DEFAULT_RANKING_OPTIONS.showInterval,
    showSamples: typeof showSamples === 'boolean' ? showSamples : DEFAULT_RANKING_OPTIONS.showSamples,
  };
}

function isSort(value: unknown): value is RankingSort {
  return value === 'auto' || value === 'asc' || value === 'desc';
}
