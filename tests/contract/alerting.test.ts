import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { DIMENSION_LABELS } from '../../src/core/query/model.ts';
import { querySchema, windowSchema } from '../../src/core/query/schema.ts';
import {
  type AlertRule,
  alertingFile,
  dashboardsFile,
  datasourcesFile,
  math,
  threshold,
} from './support/provisioning.ts';
import { filesBelow, readJson, readYaml } from './support/repo.ts';

const RULES_FILE = 'provisioning/alerting/claude-flow-rules.yaml';
const TEAMS_FILE = 'provisioning/optional/claude-flow-teams.yaml';
const alerting = () => ({
  ...alertingFile.parse(readYaml('provisioning/alerting/claude-flow.yaml')),
  groups: alertingFile.parse(readYaml(RULES_FILE)).groups,
});
const teams = () => alertingFile.parse(readYaml(TEAMS_FILE)).contactPoints;
const dataSources = () => datasourcesFile.parse(readYaml('provisioning/datasources/claude-flow.yaml')).datasources;
const rules = () => alerting().groups.flatMap((group) => group.rules);
const queries = (rule: AlertRule) => rule.data.filter(({ datasourceUid }) => datasourceUid !== '__expr__');
const expressions = (rule: AlertRule, type: string) =>
  rule.data.filter(({ datasourceUid, model }) => datasourceUid === '__expr__' && model['type'] === type);
const thresholds = (rule: AlertRule) => expressions(rule, 'threshold').map(({ model }) => threshold.parse(model));
/** Labels of the numbers that a query answers. */
const labelsOf = (model: Record<string, unknown>): readonly string[] => {
  const { type, check, groupBy } = querySchema.parse(model);
  const ofHealth: Partial<Record<typeof check, readonly string[]>> = {
    stalled: ['swarm_id'],
    inputSilence: ['input', 'input_kind'],
    inputFailing: ['input', 'input_kind'],
    sinkFailing: ['sink', 'sink_kind'],
  };
  return type === 'health' ? (ofHealth[check] ?? []) : groupBy.map((dimension) => DIMENSION_LABELS[dimension]);
};
const duplicates = (list: string[]) => list.filter((item, i) => list.indexOf(item) !== i);
const seconds = (text: string) =>
  Number.parseInt(text, 10) * ({ s: 1, m: 60, h: 3600, d: 86_400 }[text.slice(-1)] ?? Number.NaN);

describe('contact point', () => {
  it('keeps Grafana starting with no variable set: another address stands in for an empty one', () => {
    for (const receiver of alerting().contactPoints.flatMap((point) => point.receivers)) {
      if (receiver.type !== 'slack') {
        throw new Error(`${receiver.type} has no address to fall back on: it belongs into provisioning/optional`);
      }
      const { settings } = receiver;
      expect(settings.url).toBe('$CF_SLACK_WEBHOOK_URL');
      expect(settings.endpointUrl).not.toContain('$');
      // For exactly this address Grafana demands a token and a recipient.
      expect(settings.endpointUrl).not.toBe('https://slack.com/api/chat.postMessage');
      expect(new URL(settings.endpointUrl).hostname).toBe('127.0.0.1');
    }
  });

  it('uses templates that are defined', () => {
    const defined = alerting().templates.flatMap(({ template }) =>
      [...template.matchAll(/\{\{-?\s*define "([^"]+)"/g)].map(([, name]) => name)
    );
    const used = [...alerting().contactPoints, ...teams()].flatMap(({ receivers }) =>
      receivers.flatMap(({ settings }) =>
        [...JSON.stringify(settings).matchAll(/template \\"([^"\\]+)\\"/g)].map(([, name]) => name)
      )
    );
    expect(used).toHaveLength(4);
    expect(defined).toEqual(expect.arrayContaining(used));
  });
});

describe('alert rules', () => {
  it('have ids of their own, and a folder that no dashboard provider uses', () => {
    expect(
      duplicates([
        ...rules().map(({ uid }) => uid),
        ...alerting().contactPoints.flatMap(({ receivers }) => receivers.map(({ uid }) => uid)),
      ])
    ).toEqual([]);
    const folders = dashboardsFile
      .parse(readYaml('provisioning/dashboards/claude-flow.yaml'))
      .providers.map(({ folder }) => folder);
    expect(alerting().groups.filter(({ folder }) => folders.includes(folder))).toEqual([]);
    for (const { interval, rules: members } of alerting().groups) {
      expect(seconds(interval) % 10, 'a multiple of the shortest interval').toBe(0);
      expect(members.filter((rule) => seconds(rule.for) % seconds(interval) !== 0)).toEqual([]);
    }
  });

  it('ask queries that the service understands, misspelling no field', () => {
    const known = [...Object.keys(querySchema.shape), ...Object.keys(windowSchema.shape)];
    for (const rule of rules()) {
      expect(queries(rule).length, rule.uid).toBeGreaterThan(0);
      for (const { refId, model, datasourceUid } of queries(rule)) {
        expect(querySchema.parse(model).refId, rule.uid).toBe(refId);
        expect(
          Object.keys(model).filter((key) => !known.includes(key)),
          rule.uid
        ).toEqual([]);
        expect(
          dataSources().map(({ uid }) => uid),
          rule.uid
        ).toContain(datasourceUid);
      }
    }
  });

  it('compare one number a group: the condition is a threshold on a query, or on numbers of equal labels', () => {
    for (const rule of rules()) {
      const [limit] = thresholds(rule);
      expect(limit?.refId, rule.uid).toBe(rule.condition);
      for (const { model } of queries(rule)) {
        expect(model['instant'] === true || model['type'] === 'health', rule.uid).toBe(true);
      }
      const [formula] = expressions(rule, 'math').map(({ model }) => math.parse(model));
      const read = formula ? [...new Set(formula.expression.match(/\$[A-Z]/g))].map((name) => name.slice(1)) : ['A'];
      expect(limit?.expression, rule.uid).toBe(formula?.refId ?? 'A');
      expect(read, rule.uid).toEqual(queries(rule).map(({ refId }) => refId));
      expect(new Set(queries(rule).map(({ model }) => labelsOf(model).join())).size, rule.uid).toBe(1);
      expect(duplicates(rule.data.map(({ refId }) => refId)), rule.uid).toEqual([]);
    }
  });

  it('recover below the value at which they fire', () => {
    for (const { conditions } of rules().flatMap(thresholds)) {
      for (const { evaluator, unloadEvaluator } of conditions.filter((condition) => condition.unloadEvaluator)) {
        expect([evaluator.type, unloadEvaluator?.type]).toEqual(['gt', 'lt']);
        expect(unloadEvaluator?.params[0]).toBeLessThan(evaluator.params[0] ?? Number.NaN);
      }
    }
  });

  it('page once for a dead collector: one rule alerts on errors, the others keep their state, none on silence', () => {
    expect(
      rules()
        .filter(({ execErrState }) => execErrState === 'Alerting')
        .map(({ uid }) => uid)
    ).toEqual(['cf_collector_down']);
    expect(rules().filter(({ execErrState }) => !['Alerting', 'KeepLast'].includes(execErrState))).toEqual([]);
    expect(rules().filter(({ noDataState }) => noDataState !== 'OK')).toEqual([]);
  });

  it('go to a contact point of this file, grouped by what their query is grouped by', () => {
    const names = alerting().contactPoints.map(({ name }) => name);
    for (const rule of rules()) {
      const { receiver, group_by: groups } = rule.notification_settings;
      expect(names, rule.uid).toContain(receiver);
      const [first] = queries(rule);
      const labels = first ? labelsOf(first.model) : [];
      expect([...groups].sort(), rule.uid).toEqual(['alertname', 'grafana_folder', ...labels].sort());
      const { mute_time_intervals: mute = [] } = rule.notification_settings;
      expect(alerting().muteTimes.map(({ name }) => name)).toEqual(expect.arrayContaining(mute));
    }
  });

  it('do not flap, and hold the state of a swarm whose number is gone', () => {
    for (const rule of rules().filter(({ uid }) => uid !== 'cf_collector_down')) {
      const holds = rule.keepFiringFor !== undefined || seconds(rule.for) >= 300;
      expect(holds, rule.uid).toBe(true);
      expect(rule.missing_series_evals_to_resolve, rule.uid).toBeGreaterThanOrEqual(10);
    }
  });

  it('watch everything that there is to watch', () => {
    expect(rules().map(({ uid }) => uid)).toEqual(
      expect.arrayContaining([
        'cf_swarm_error_rate',
        'cf_duration_anomaly',
        'cf_cost_burn',
        'cf_budget_overrun',
        'cf_token_spike',
        'cf_swarm_stalled',
        'cf_quality_regression',
        'cf_error_rate_forecast',
        'cf_collector_down',
        'cf_input_silent',
        'cf_sink_failing',
      ])
    );
  });

  it('link to a panel that the app brings, by the reserved annotations too, and to a runbook', () => {
    const dashboard = z.object({ uid: z.string(), panels: z.array(z.object({ id: z.number() })) });
    const panels = filesBelow('src/dashboards')
      .filter((path) => path.endsWith('.json'))
      .flatMap((path) => {
        const { uid, panels: all } = dashboard.parse(readJson(path));
        return all.map(({ id }) => `${uid}/${id}`);
      });
    for (const { uid, dashboardUid, panelId, annotations, labels } of rules()) {
      expect(panels, uid).toContain(`${dashboardUid}/${panelId}`);
      // Links in messages come from these alone.
      expect([annotations['__dashboardUid__'], annotations['__panelId__']], uid).toEqual([
        dashboardUid,
        String(panelId),
      ]);
      expect(annotations['summary'], uid).toBeTruthy();
      expect(annotations['runbook_url'], uid).toMatch(/^(?:https:\/\/|\{\{ externalURL \}\})\S*$/);
      expect(labels['severity'], uid).toBeTruthy();
    }
  });
});
