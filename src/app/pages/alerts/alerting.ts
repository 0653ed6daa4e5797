import { apiRule } from '../../../core/alerting/grafanaRule.ts';
import { ALERT_FOLDER, RULE_GROUPS, type AlertRule } from '../../../core/alerting/rule.ts';
import { ALERT_RULES } from '../../../core/alerting/rules.ts';
import { isRecord } from '../../../ui/guards.ts';
import { ApiError } from '../../api/errors.ts';
import { request } from '../../api/transport.ts';

const FOLDER_UID = 'claude-flow-alerts';
/** What is made here stays editable in Grafana: without it the rules would be locked as provisioned. */
const EDITABLE = { 'X-Disable-Provenance': 'true' };

/** What Grafana says of one of our rules: `inactive`, `pending`, `firing`, `recovering`; absent: it does not have the rule. */
export interface RuleState {
  rule: AlertRule;
  state?: string;
}

export interface Rules {
  rules: RuleState[];
  /** Folder that holds those that are there. */
  folderUid?: string;
}

export interface ContactPoint {
  uid: string;
  name: string;
  type: string;
  settings: Record<string, unknown>;
}

/** Our rules with their state. @throws ApiError */
export async function readRules(): Promise<Rules> {
  const answer = await request({ url: '/api/prometheus/grafana/api/v1/rules' });
  const data = isRecord(answer) && isRecord(answer.data) ? answer.data : {};
  const groups = listOf(data.groups);
  const found = groups.flatMap((group) =>
    listOf(group.rules).map(({ uid, state, folderUid }) => ({ uid, state, folderUid: folderUid ?? group.folderUid }))
  );
  const ours = found.filter(({ uid }) => ALERT_RULES.some((rule) => rule.uid === uid));
  const folderUid = ours.map((rule) => rule.folderUid).find((uid) => typeof uid === 'string');
  return {
    rules: ALERT_RULES.map((rule) => {
      const state = ours.find(({ uid }) => uid === rule.uid)?.state;
      return { rule, ...(typeof state === 'string' ? { state } : {}) };
    }),
    ...(folderUid === undefined ? {} : { folderUid }),
  };
}

/** Every contact point of this Grafana, without its secrets. @throws ApiError */
export async function readContactPoints(): Promise<ContactPoint[]> {
  return listOf(await request({ url: '/api/v1/provisioning/contact-points' })).flatMap(
    ({ uid, name, type, settings }) =>
      typeof uid === 'string' && typeof name === 'string' && typeof type === 'string'
        ? [{ uid, name, type, settings: isRecord(settings) ? settings : {} }]
        : []
  );
}

/**
 * Makes the rules that Grafana does not have, in one folder, to be sent to a contact point or by the notification policies.
 * @throws ApiError, for instance when the reader may not; what was made before stays
 */
export async function createRules(
  missing: readonly AlertRule[],
  { datasourceUid, folderUid, receiver }: { datasourceUid: string; folderUid?: string; receiver?: string }
): Promise<void> {
  const folder = folderUid ?? (await createFolder());
  for (const rule of missing) {
    // The mute timing is there only where the provisioning files are.
    const { muteTimings: _, ...always } = rule;
    const data = apiRule(always, { datasourceUid, folderUid: folder, ...(receiver === undefined ? {} : { receiver }) });
    await request({ url: '/api/v1/provisioning/alert-rules', method: 'POST', headers: EDITABLE, data });
  }
  for (const group of new Set(missing.map((rule) => rule.group))) {
    const url = `/api/v1/provisioning/folder/${encodeURIComponent(folder)}/rule-groups/${group}`;
    const made = await request({ url });
    if (isRecord(made) && made.interval !== RULE_GROUPS[group]) {
      await request({ url, method: 'PUT', headers: EDITABLE, data: { ...made, interval: RULE_GROUPS[group] } });
    }
  }
}

async function createFolder(): Promise<string> {
  try {
    await request({ url: '/api/folders', method: 'POST', data: { uid: FOLDER_UID, title: ALERT_FOLDER } });
  } catch (error) {
    // It is there already: Grafana answers 409 or 412.
    if (!(error instanceof ApiError && (error.status === 409 || error.status === 412))) {
      throw error;
    }
  }
  return FOLDER_UID;
}

/** Sends a test message to a contact point; its secrets stay in Grafana, which knows them by the uid. @throws ApiError */
export async function sendTest({ uid, name, type, settings }: ContactPoint): Promise<void> {
  await request({
    url: '/api/alertmanager/grafana/config/api/v1/receivers/test',
    method: 'POST',
    data: {
      receivers: [
        {
          name,
          grafana_managed_receiver_configs: [
            { uid, name, type, disableResolveMessage: false, settings, secureSettings: {} },
          ],
        },
      ],
      alert: {
        labels: { alertname: 'Claude-Flow test', severity: 'warning' },
        annotations: { summary: 'A test message: alerts about swarms will look like this one.' },
      },
    },
  });
}

function listOf(value: unknown): Array<Record<string, unknown>> {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}
