import { z } from 'zod';

/**
 * The keys that Grafana 12.3 reads from provisioning files (pkg/services/provisioning). Grafana ignores an unknown key
 * without a word, so a misspelt one would be a setting lost; here it is an error.
 */

const text = z.string().min(1);
const orgId = z.literal(1);
/** Prometheus form, as Grafana parses it. */
const duration = z.string().regex(/^\d+(?:s|m|h|d)$/);
const uid = z.string().regex(/^[\w-]{1,40}$/);
const bools = z.boolean().optional();

export const pluginsFile = z.strictObject({
  // Not read by Grafana 12.3, and part of the documented form.
  apiVersion: z.literal(1),
  apps: z.array(
    z.strictObject({
      type: text,
      org_id: orgId.optional(),
      org_name: text.optional(),
      disabled: bools,
      jsonData: z.record(z.string(), z.unknown()).optional(),
      secureJsonData: z.record(z.string(), z.string()).optional(),
    })
  ),
});

export const datasourcesFile = z.strictObject({
  apiVersion: z.literal(1),
  datasources: z.array(
    z.strictObject({
      name: text,
      type: text,
      uid,
      orgId,
      access: z.literal('proxy'),
      url: text,
      jsonData: z.strictObject({
        fallbackUrl: z.url(),
        timeout: z.number().min(1).max(600).optional(),
        tlsAuthWithCACert: bools,
        tlsAuth: bools,
        tlsSkipVerify: bools,
        serverName: text.optional(),
        httpHeaderName1: text.optional(),
        enableSecureSocksProxy: bools,
      }),
      secureJsonData: z.strictObject({
        apiKey: text,
        tlsCACert: text.optional(),
        tlsClientCert: text.optional(),
        tlsClientKey: text.optional(),
        httpHeaderValue1: text.optional(),
      }),
      editable: z.literal(false),
      isDefault: bools,
    })
  ),
});

export const dashboardsFile = z.strictObject({
  apiVersion: z.literal(1),
  providers: z.array(
    z.strictObject({
      name: text,
      type: z.literal('file'),
      orgId: orgId.optional(),
      folder: z.string().optional(),
      folderUid: uid.optional(),
      editable: bools,
      options: z.record(z.string(), z.unknown()),
      disableDeletion: bools,
      updateIntervalSeconds: z.number().optional(),
      allowUiUpdates: bools,
    })
  ),
});

const slack = z.strictObject({
  uid,
  type: z.literal('slack'),
  disableResolveMessage: z.literal(false),
  settings: z.strictObject({
    url: text,
    endpointUrl: z.url(),
    title: text,
    text,
    color: text,
    username: text.optional(),
    icon_emoji: text.optional(),
    icon_url: z.url().optional(),
    mentionChannel: z.enum(['here', 'channel']).optional(),
    mentionUsers: text.optional(),
    mentionGroups: text.optional(),
  }),
});

/** An empty url keeps Grafana from starting, so these stand in a file that is copied once the variable is set. */
const teams = z.strictObject({
  uid,
  type: z.literal('teams'),
  disableResolveMessage: z.literal(false),
  settings: z.strictObject({ url: text, title: text, message: text, sectiontitle: text.optional() }),
});

const dataItem = z.strictObject({
  refId: text,
  queryType: text.optional(),
  relativeTimeRange: z.strictObject({ from: z.number().int().positive(), to: z.number().int().nonnegative() }),
  datasourceUid: text,
  model: z.record(z.string(), z.unknown()),
});

const evaluator = z.strictObject({
  type: z.enum(['gt', 'lt', 'gte', 'lte', 'eq', 'ne']),
  params: z.array(z.number()).length(1),
});

const expression = {
  refId: text,
  datasource: z.strictObject({ type: z.literal('__expr__'), uid: z.literal('__expr__') }),
};

/** Model of a math expression over queries. */
export const math = z.strictObject({ ...expression, type: z.literal('math'), expression: text });

/** Model of a threshold expression. */
export const threshold = z.strictObject({
  ...expression,
  type: z.literal('threshold'),
  expression: text,
  conditions: z.array(z.strictObject({ evaluator, unloadEvaluator: evaluator.optional() })).length(1),
});

const rule = z.strictObject({
  uid,
  title: text,
  condition: text,
  data: z.array(dataItem).min(2),
  dashboardUid: text,
  panelId: z.number().int().positive(),
  noDataState: z.enum(['Alerting', 'NoData', 'OK', 'KeepLast']),
  // Not "executionErrorState", as Grafana's own sample has it: that is ignored.
  execErrState: z.enum(['Alerting', 'Error', 'OK', 'KeepLast']),
  for: duration,
  keepFiringFor: duration.optional(),
  missing_series_evals_to_resolve: z.number().int().min(1).optional(),
  annotations: z.record(z.string(), z.string()),
  labels: z.record(z.string(), z.string()),
  isPaused: bools,
  notification_settings: z.strictObject({
    receiver: text,
    group_by: z.array(text),
    group_wait: duration,
    group_interval: duration,
    repeat_interval: duration,
    mute_time_intervals: z.array(text).optional(),
    active_time_intervals: z.array(text).optional(),
  }),
});
export type AlertRule = z.output<typeof rule>;

const timeInterval = z.strictObject({
  weekdays: z.array(z.enum(['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'])).optional(),
  times: z
    .array(z.strictObject({ start_time: z.string().regex(/^\d\d:\d\d$/), end_time: z.string().regex(/^\d\d:\d\d$/) }))
    .optional(),
  location: z.literal('UTC'),
});

/** No `policies`: the tree is one resource, and a file would replace the reader's own. */
export const alertingFile = z.strictObject({
  apiVersion: z.literal(1),
  contactPoints: z
    .array(
      z.strictObject({ orgId, name: text, receivers: z.array(z.discriminatedUnion('type', [slack, teams])).min(1) })
    )
    .default([]),
  templates: z.array(z.strictObject({ orgId, name: text, template: text })).default([]),
  muteTimes: z.array(z.strictObject({ orgId, name: text, time_intervals: z.array(timeInterval).min(1) })).default([]),
  groups: z
    .array(z.strictObject({ orgId, name: text, folder: text, interval: duration, rules: z.array(rule).min(1) }))
    .default([]),
});
