import { z } from 'zod';

/** `delivery`, `reporting` and `alerts` of the configuration file. */
const VARIABLE = /^\$([A-Za-z_][A-Za-z0-9_]*)$/;

/** A value that may stand in the environment: "$NAME" is the value of NAME. Secrets are written so. */
const setting = z
  .string()
  .min(1)
  .max(8192)
  .transform((text, context) => {
    const name = VARIABLE.exec(text)?.[1];
    if (name === undefined) {
      return text;
    }
    const value = process.env[name];
    if (!value) {
      context.addIssue({ code: 'custom', message: `the environment variable ${name} is not set` });
      return z.NEVER;
    }
    return value;
  });

const httpUrl = setting.pipe(
  z.url({ protocol: /^https?$/, error: 'write an address that begins with https://' }).max(4096)
);
const noLineBreak = setting.pipe(z.string().regex(/^[^\r\n\0]*$/, 'must not hold a line break'));
const TARGET_NAME = /^[A-Za-z0-9][\w.-]{0,63}$/;

export const emailAddress = z.email('not an e-mail address').max(320);

const slack = z
  .strictObject({
    kind: z.literal('slack'),
    /** An incoming webhook: messages only. */
    webhookUrl: httpUrl.optional(),
    /** A bot token: messages, and files in their threads. */
    token: noLineBreak.optional(),
    channel: z.string().min(1).max(100).optional(),
    apiUrl: httpUrl.default('https://slack.com/api/').transform((url) => (url.endsWith('/') ? url : `${url}/`)),
  })
  .refine(({ webhookUrl, token }) => (webhookUrl === undefined) !== (token === undefined), {
    message: 'write either "webhookUrl", or "token" and "channel"',
  })
  .refine(({ token, channel }) => token === undefined || channel !== undefined, {
    message: 'a token needs a "channel", such as "#claude-flow-status"',
    path: ['channel'],
  });

const teams = z.strictObject({ kind: z.literal('teams'), webhookUrl: httpUrl });

const email = z.strictObject({ kind: z.literal('email'), to: z.array(emailAddress).min(1).max(50) });

const folder = z.strictObject({
  kind: z.literal('folder'),
  folder: z
    .string()
    .min(1)
    .max(4096)
    .refine((path) => !path.split(/[\\/]/).includes('..') && !path.includes('\0'), 'a path must not hold ".."'),
});

const webhook = z.strictObject({
  kind: z.literal('webhook'),
  url: httpUrl,
  /** Signs each message (HMAC-SHA-256, Standard Webhooks). */
  secret: noLineBreak.optional(),
  headers: z.record(z.string().regex(/^[\w-]{1,100}$/, 'not the name of a header'), noLineBreak).default({}),
});

export const targetSchema = z.discriminatedUnion('kind', [slack, teams, email, folder, webhook]);
export type TargetConfig = z.output<typeof targetSchema>;

const smtp = z
  .strictObject({
    host: noLineBreak,
    port: z.number().int().min(1).max(65_535).default(587),
    tls: z.enum(['starttls', 'implicit', 'none']).optional(),
    user: noLineBreak.optional(),
    password: noLineBreak.optional(),
    /** As mails name it: an address, or "Name <address>". */
    from: noLineBreak,
    allowedDomains: z.array(z.string().min(1).max(255).toLowerCase()).max(100).default([]),
    ca: noLineBreak.or(setting).optional(),
  })
  .transform(({ tls, ...rest }) => ({ ...rest, tls: tls ?? (rest.port === 465 ? 'implicit' : 'starttls') }) as const);

export const deliverySchema = z.strictObject({
  /** Page that messages link to, such as the app's in Grafana. */
  publicUrl: httpUrl.optional(),
  /** Whether Slack, Teams and webhooks may be addresses of this machine. */
  allowLocal: z.boolean().default(false),
  smtp: smtp.optional(),
  targets: z
    .record(z.string().regex(TARGET_NAME, 'a name has letters, digits, ".", "_" and "-"'), targetSchema)
    .default({}),
});
export type DeliveryConfig = z.output<typeof deliverySchema>;

export const ALERT_SENDERS = ['grafana', 'collector', 'off'] as const;

/** Alerts have one sender. */
export const alertsSchema = z.strictObject({
  sender: z.enum(ALERT_SENDERS).default('grafana'),
  /** To whom the collector sends, where it is the sender. */
  recipients: z.array(z.string().min(1).max(320)).min(1).max(20).default(['slack-alerts']),
});
export type AlertsConfig = z.output<typeof alertsSchema>;

export const reportingSchema = z.looseObject({
  defaultFormat: z.string().max(20).default('html'),
  /** False: schedules of this file run only when they are asked for. */
  autoGenerate: z.boolean().default(true),
  /** Schedules by name, each as `POST /api/v1/schedules` takes it. */
  schedule: z
    .record(z.string().regex(TARGET_NAME, 'a name has letters, digits, ".", "_" and "-"'), z.unknown())
    .default({}),
});
export type ReportingConfig = z.output<typeof reportingSchema>;
