import type { PanelModel } from '@grafana/data';
import { applySteps, type Step } from '../ui/applySteps.ts';
import {
  COMPARISON_VIEWS,
  DEFAULT_COMPARISON_OPTIONS,
  DISTRIBUTION_STYLES,
  type ComparisonOptions,
} from '../ui/comparison/model.ts';
import type { SavedComparisonOptions } from './options.ts';

/** Step `i` brings options of version `i` to version `i + 1`. A released step never changes. */
const STEPS: readonly Step[] = [];
const DIRECTIONS = ['auto', 'lower', 'higher'] as const;

/** Brings saved options of any age to the present form. */
export function migrateComparisonOptions({ options }: Pick<PanelModel, 'options'>): SavedComparisonOptions {
  const { version, ...current } = applySteps(options, STEPS);
  return { ...readComparisonOptions(current), version };
}

/** Options to work with: what is missing or malformed takes its default. */
export function readComparisonOptions(saved: object): ComparisonOptions {
  const { view, distribution, baseline, groupBy, typeBy, direction }: Record<string, unknown> = { ...saved };
  const defaults = DEFAULT_COMPARISON_OPTIONS;
  return {
    view: COMPARISON_VIEWS.find((one) => one === view) ?? defaults.view,
    distribution: DISTRIBUTION_STYLES.find((one) => one === distribution) ?? defaults.distribution,
    baseline: textOr(baseline, defaults.baseline),
    groupBy: textOr(groupBy, defaults.groupBy),
    typeBy: textOr(typeBy, defaults.typeBy),
    direction: DIRECTIONS.find((one) => one === direction) ?? defaults.direction,
  };
}

function textOr(value: unknown, otherwise: string): string {
  return typeof value === 'string' ? value.trim() : otherwise;
}
