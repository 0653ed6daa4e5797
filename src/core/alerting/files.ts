import { fileGroups } from './grafanaRule.ts';
import {
  MESSAGE_TEMPLATES,
  QUIET_HOURS,
  QUIET_INTERVALS,
  SLACK_CONTACT_POINT,
  SLACK_SETTINGS,
  TEAMS_CONTACT_POINT,
  TEAMS_SETTINGS,
  TEMPLATE_GROUP,
} from './messages.ts';
import { ALERT_RULES } from './rules.ts';

/** A provisioning file: why it is as it is, and its content. */
export interface ProvisioningFile {
  path: string;
  comment: string;
  content: Record<string, unknown>;
}

/**
 * The alerting files as they lie in `provisioning`. There is no notification policy in them: Grafana keeps one policy tree, and a
 * file with "policies" would replace the reader's own.
 */
export const ALERTING_FILES: readonly ProvisioningFile[] = [
  {
    path: 'provisioning/alerting/claude-flow.yaml',
    comment: `Contact point, message templates and mute timing. There is no notification policy here: Grafana keeps one policy tree, and a
file with "policies" would replace yours. Every rule names its own receiver instead.
The url has no braces: Grafana expands the value of a name in braces once more. endpointUrl is used while the variable is not
set: without any address Grafana would not start. Templates are not interpolated, so a single $ is right in them.`,
    content: {
      apiVersion: 1,
      contactPoints: [
        {
          orgId: 1,
          name: SLACK_CONTACT_POINT,
          receivers: [
            {
              uid: 'cf_slack_webhook',
              type: 'slack',
              disableResolveMessage: false,
              settings: {
                url: '$CF_SLACK_WEBHOOK_URL',
                endpointUrl: 'http://127.0.0.1:9/CF_SLACK_WEBHOOK_URL-is-not-set',
                ...SLACK_SETTINGS,
              },
            },
          ],
        },
      ],
      templates: [{ orgId: 1, name: TEMPLATE_GROUP, template: MESSAGE_TEMPLATES }],
      muteTimes: [{ orgId: 1, name: QUIET_HOURS, time_intervals: QUIET_INTERVALS }],
    },
  },
  {
    path: 'provisioning/alerting/claude-flow-rules.yaml',
    comment: `Alert rules; docs/runbooks.md tells of each. Every query answers one number a label set and needs no reduce step. No
data is no alarm, and a failing query keeps the state: a swarm that ends or a collector that restarts pages nobody, and a dead
collector is told once, by the rule of its own.`,
    content: { apiVersion: 1, groups: fileGroups(ALERT_RULES) },
  },
  {
    path: 'provisioning/optional/claude-flow-teams.yaml',
    comment: `Contact point for Microsoft Teams. Copy it into provisioning/alerting once CF_TEAMS_WORKFLOW_URL is set: Grafana does not start
with an empty address. The address is that of a Power Automate workflow; Office 365 connectors are retired.`,
    content: {
      apiVersion: 1,
      contactPoints: [
        {
          orgId: 1,
          name: TEAMS_CONTACT_POINT,
          receivers: [
            {
              uid: 'cf_teams_workflow',
              type: 'teams',
              disableResolveMessage: false,
              settings: { url: '$CF_TEAMS_WORKFLOW_URL', ...TEAMS_SETTINGS },
            },
          ],
        },
      ],
    },
  },
];
