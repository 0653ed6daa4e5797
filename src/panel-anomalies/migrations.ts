import type { PanelModel } from '@grafana/data';
import { LegendDisplayMode, type VizLegendOptions } from '@grafana/schema';
import {
  DEFAULT_ANOMALIES_OPTIONS,
  DIRECTIONS,
  METHODS,
  THRESHOLD_STYLES,
  type AnomaliesOptions,
} from '../ui/anomalies/model.ts';
import { applySteps, type Step } from '../ui/applySteps.ts';
import { isRecord } from '../ui/guards.ts';
import type { SavedAnomaliesOptions } from './options.ts';

/** Step `i` brings options of version `i` to version `i + 1`. A released step never changes. */
const STEPS: readonly Step[] = [];

/** Brings saved options of any age to the present form. */
export function migrateAnomaliesOptions({ options }: Pick<PanelModel, 'options'>): SavedAnomaliesOptions {
  const { version, ...current } = applySteps(options, STEPS);
  return { ...readAnomaliesOptions(current), legend: readLegend(current), version };
}

/** Options to work with: what is missing or malformed takes its default. */
export function readAnomaliesOptions(saved: object): AnomaliesOptions {
  const given: Record<string, unknown> = { ...saved };
  const defaults = DEFAULT_ANOMALIES_OPTIONS;
  const { sensitivity, horizon } = given;
  return {
    method: METHODS.find((one) => one === given.method) ?? defaults.method,
    // Out of range is a reader's choice, which the analysis answers with a sentence.
    sensitivity: typeof sensitivity === 'number' && Number.isFinite(sensitivity) ? sensitivity : defaults.sensitivity,
    direction: DIRECTIONS.find((one) => one === given.direction) ?? defaults.direction,
    forecast: booleanOr(given.forecast, defaults.forecast),
    horizon: typeof horizon === 'string' ? horizon.trim() : defaults.horizon,
    showExpected: booleanOr(given.showExpected, defaults.showExpected),
    showIncidents: booleanOr(given.showIncidents, defaults.showIncidents),
    thresholdStyle: THRESHOLD_STYLES.find((one) => one === given.thresholdStyle) ?? defaults.thresholdStyle,
  };
}

export function readLegend(saved: object): VizLegendOptions {
  const given: Record<string, unknown> = { ...saved };
  const legend = isRecord(given.legend) ? given.legend : {};
  const { displayMode, placement, showLegend, calcs } = legend;
  return {
    displayMode: displayMode === LegendDisplayMode.Table ? LegendDisplayMode.Table : LegendDisplayMode.List,
    placement: placement === 'right' ? 'right' : 'bottom',
    showLegend: booleanOr(showLegend, true),
    calcs: Array.isArray(calcs) ? calcs.filter((one): one is string => typeof one === 'string') : [],
  };
}

function booleanOr(value: unknown, otherwise: boolean): boolean {
  return typeof value === 'boolean' ? value : otherwise;
}
