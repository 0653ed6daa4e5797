import type { PanelModel } from '@grafana/data';
import { applySteps, type Step } from '../ui/applySteps.ts';
import { isRecord } from '../ui/guards.ts';
import { DEFAULT_RANKING_OPTIONS, type RankingOptions, type RankingSort } from '../ui/ranking/model.ts';
import { MOST_WEIGHT, type Weights } from '../ui/ranking/score.ts';
import type { SavedRankingOptions } from './options.ts';

/** Step `i` brings options of version `i` to version `i + 1`. A released step never changes. */
const STEPS: readonly Step[] = [];

/** Brings saved options of any age to the present form. */
export function migrateRankingOptions({ options }: Pick<PanelModel, 'options'>): SavedRankingOptions {
  const { version, ...current } = applySteps(options, STEPS);
  const weights = readWeights(current);
  return { ...readRankingOptions(current), ...(Object.keys(weights).length > 0 ? { weights } : {}), version };
}

/** Options to work with: what is missing or malformed takes its default. */
export function readRankingOptions(saved: object): RankingOptions {
  const options: Record<string, unknown> = { ...saved };
  const defaults = DEFAULT_RANKING_OPTIONS;
  const { sort, limit, previous } = options;
  const flag = (name: Flag): boolean => {
    const value = options[name];
    return typeof value === 'boolean' ? value : defaults[name];
  };
  return {
    sort: isSort(sort) ? sort : defaults.sort,
    limit: typeof limit === 'number' && limit >= 0 ? Math.floor(limit) : defaults.limit,
    showInterval: flag('showInterval'),
    showSamples: flag('showSamples'),
    showChance: flag('showChance'),
    showMovement: flag('showMovement'),
    showTrend: flag('showTrend'),
    showControls: flag('showControls'),
    previous: typeof previous === 'string' ? previous : defaults.previous,
  };
}

type Flag = {
  [Name in keyof RankingOptions]: RankingOptions[Name] extends boolean ? Name : never;
}[keyof RankingOptions];

/** Weights that can be worked with; others take the default. */
export function readWeights(saved: object): Weights {
  const { weights }: Record<string, unknown> = { ...saved };
  return Object.fromEntries(
    Object.entries(isRecord(weights) ? weights : {}).filter(
      (entry): entry is [string, number] => typeof entry[1] === 'number' && entry[1] >= 0 && entry[1] <= MOST_WEIGHT
    )
  );
}

function isSort(value: unknown): value is RankingSort {
  return value === 'auto' || value === 'asc' || value === 'desc';
}
