import type { PanelModel } from '@grafana/data';
import { DEFAULT_RANKING_OPTIONS, type RankingOptions, type RankingSort } from '../ui/ranking/model.ts';
import type { SavedRankingOptions } from './options.ts';

export type Step = (options: Record<string, unknown>) => Record<string, unknown>;

/** Step `i` brings options of version `i` to version `i + 1`. A released step never changes. */
const STEPS: readonly Step[] = [];

/** Brings saved options of any age to the present form. */
export function migrateRankingOptions({ options }: Pick<PanelModel, 'options'>): SavedRankingOptions {
  const { version, ...current } = applySteps(options, STEPS);
  return { ...readRankingOptions(current), version };
}

/**
 * Runs the steps that a saved form has not been through. Options without a version are of version 0; those of a newer
 * version than ours are left as they are.
 */
export function applySteps(options: unknown, steps: readonly Step[]): Record<string, unknown> & { version: number } {
  const saved: Record<string, unknown> = typeof options === 'object' && options !== null ? { ...options } : {};
  const from = typeof saved.version === 'number' && saved.version >= 0 ? Math.floor(saved.version) : 0;
  const current = steps.slice(from).reduce((form, step) => step(form), saved);
  return { ...current, version: Math.max(from, steps.length) };
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
