import { ALERT_FOLDER, DEFAULT_DATASOURCE_UID, RULE_GROUPS, type AlertRule } from './rule.ts';
import { SLACK_CONTACT_POINT } from './messages.ts';

/** Where a rule is explained: a page of the app in the Grafana that sends the message. */
const RUNBOOK_URL = '{{ externalURL }}a/claudeflow-performance-app/alerts?rule=';
const EXPRESSIONS = '__expr__';
/** Of an expression on `A` and `B`, and of the condition. */
const MATH = 'M';
const CONDITION = 'C';

const common = (rule: AlertRule, datasourceUid: string) => ({
  uid: rule.uid,
  title: rule.title,
  condition: CONDITION,
  data: dataOf(rule, datasourceUid),
  noDataState: 'OK',
  execErrState: rule.onError,
  for: rule.for,
});

function dataOf(rule: AlertRule, datasourceUid: string) {
  const from = Math.max(...rule.queries.map(({ seconds }) => seconds));
  const expression = (refId: string, model: Record<string, unknown>) => ({
    refId,
    relativeTimeRange: { from, to: 0 },
    datasourceUid: EXPRESSIONS,
    model: { refId, datasource: { type: EXPRESSIONS, uid: EXPRESSIONS }, ...model },
  });
  return [
    ...rule.queries.map(({ refId, seconds, model }) => ({
      refId,
      relativeTimeRange: { from: seconds, to: 0 },
      datasourceUid,
      model: { refId, ...model },
    })),
    ...(rule.math === undefined ? [] : [expression(MATH, { type: 'math', expression: rule.math })]),
    expression(CONDITION, {
      type: 'threshold',
      expression: rule.math === undefined ? 'A' : MATH,
      conditions: [conditionOf(rule.fires)],
    }),
  ];
}

/** A number here is never negative, so the rule that must never fire by its value asks for less than 0. */
function conditionOf(fires: AlertRule['fires']) {
  if (fires === 'never') {
    return { evaluator: { type: 'lt', params: [0] } };
  }
  const { above, recovers } = fires;
  return {
    evaluator: { type: 'gt', params: [above] },
    ...(recovers === undefined ? {} : { unloadEvaluator: { type: 'lt', params: [recovers] } }),
  };
}

/** Links in messages come from the two reserved names alone, and from no field of the rule. */
const annotationsOf = ({ uid, panel, summary, description }: AlertRule) => ({
  __dashboardUid__: panel.dashboardUid,
  __panelId__: String(panel.panelId),
  summary,
  description,
  runbook_url: `${RUNBOOK_URL}${uid}`,
});

const labelsOf = ({ severity, component }: AlertRule) => ({ severity, component });

/** Simplified routing: it does not touch the policy tree, which is one resource that a file would replace. */
const notificationsOf = ({ labels, muteTimings }: AlertRule, receiver: string) => ({
  receiver,
  group_by: ['alertname', 'grafana_folder', ...labels],
  group_wait: '30s',
  group_interval: '5m',
  repeat_interval: '4h',
  ...(muteTimings === undefined ? {} : { mute_time_intervals: [...muteTimings] }),
});

const missing = ({ missingSeriesEvals }: AlertRule) =>
  missingSeriesEvals === undefined ? {} : { missing_series_evals_to_resolve: missingSeriesEvals };

/** A rule as a provisioning file has it (Grafana 12.3). */
export function fileRule(rule: AlertRule) {
  return {
    ...common(rule, DEFAULT_DATASOURCE_UID),
    ...(rule.keepFiringFor === undefined ? {} : { keepFiringFor: rule.keepFiringFor }),
    ...missing(rule),
    dashboardUid: rule.panel.dashboardUid,
    panelId: rule.panel.panelId,
    annotations: annotationsOf(rule),
    labels: labelsOf(rule),
    notification_settings: notificationsOf(rule, SLACK_CONTACT_POINT),
  };
}

export interface ApiRuleOptions {
  datasourceUid: string;
  folderUid: string;
  /** Name of the contact point; without one the notification policies decide, and mute timings do not apply. */
  receiver?: string;
}

/** A rule as Grafana's provisioning API takes it: the same with other spellings. */
export function apiRule(rule: AlertRule, { datasourceUid, folderUid, receiver }: ApiRuleOptions) {
  return {
    ...common(rule, datasourceUid),
    orgID: 1,
    folderUID: folderUid,
    ruleGroup: rule.group,
    ...(rule.keepFiringFor === undefined ? {} : { keep_firing_for: rule.keepFiringFor }),
    ...missing(rule),
    annotations: annotationsOf(rule),
    labels: labelsOf(rule),
    isPaused: false,
    ...(receiver === undefined ? {} : { notification_settings: notificationsOf(rule, receiver) }),
  };
}

/** Rules as provisioning files have them, by the group that evaluates them. */
export function fileGroups(rules: readonly AlertRule[]) {
  return Object.entries(RULE_GROUPS).map(([name, seconds]) => ({
    orgId: 1,
    name,
    folder: ALERT_FOLDER,
    interval: `${seconds}s`,
    rules: rules.filter(({ group }) => group === name).map(fileRule),
  }));
}
