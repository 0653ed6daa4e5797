import type { PerformanceQuery } from '../query/model.ts';

/** Uid that provisioning gives the data source; rules made elsewhere name another. */
export const DEFAULT_DATASOURCE_UID = 'claude-flow';
/** Title of the folder that holds the rules. Another than that of the dashboards: Grafana would make two of one title. */
export const ALERT_FOLDER = 'Claude-Flow alerts';

/** How often the rules of a group are evaluated, seconds. The slow ones read a day of work each time. */
export const RULE_GROUPS = { 'claude-flow': 30, 'claude-flow-slow': 300 } as const;
export type RuleGroup = keyof typeof RULE_GROUPS;

export type Severity = 'critical' | 'warning';
export type Component = 'swarm' | 'collector' | 'input' | 'sink';

export interface AlertQuery {
  refId: 'A' | 'B';
  /** How far the query looks back, seconds. */
  seconds: number;
  model: Partial<PerformanceQuery> & { intervalMs: number; maxDataPoints: number };
}

/** What a person does about an alert. Each part is a sentence or a list of sentences. */
export interface Runbook {
  meaning: string;
  look: readonly string[];
  act: readonly string[];
  /** What never raises it, so that nobody looks there. */
  not: string;
}

/**
 * One rule in the product's own words; `fileRule` and `apiRule` write it in Grafana's two forms.
 *
 * Every query answers one number a label set, so no reduce step is needed. A missing number is no alarm (`noDataState: OK`),
 * and a failing query keeps the state (`KeepLast`): else a swarm that ends, or a collector that restarts, would page.
 */
export interface AlertRule {
  /** Published: never changes. At most 40 of `[A-Za-z0-9_-]`. */
  uid: string;
  title: string;
  group: RuleGroup;
  severity: Severity;
  component: Component;
  queries: readonly AlertQuery[];
  /** Of the queries, where the condition is not on `A` itself; Grafana joins their numbers by labels. */
  math?: string;
  /** Fires above; once firing it holds until the number is below `recovers`. */
  fires: { above: number; recovers?: number } | 'never';
  /** How long the condition must hold, in Grafana's form. */
  for: string;
  keepFiringFor?: string;
  /** Evaluations after which a label set that is gone counts as recovered. Grafana's own 2 would call a dead swarm healthy. */
  missingSeriesEvals?: number;
  /** Only "collector down" alerts on a failing query. */
  onError: 'KeepLast' | 'Alerting';
  /** Labels of the numbers: one message each. */
  labels: readonly string[];
  panel: { dashboardUid: string; panelId: number };
  /** Numbers before names: messages cut long lines. */
  summary: string;
  description: string;
  muteTimings?: readonly string[];
  runbook: Runbook;
}

/** What the rules of a swarm have in common. */
export const OF_SWARM = {
  component: 'swarm',
  labels: ['swarm_id'],
  onError: 'KeepLast',
  missingSeriesEvals: 10,
} as const;
