import { resolve } from 'node:path';
import { emailAddress, type DeliveryConfig, type TargetConfig } from '../config/delivery.ts';
import { ServiceError } from '../errors.ts';
import { EmailTarget, type SmtpOptions } from './targets/email.ts';
import { FolderTarget } from './targets/folder.ts';
import { SlackBotTarget } from './targets/slackBot.ts';
import { SlackWebhookTarget } from './targets/slackWebhook.ts';
import { TeamsTarget } from './targets/teams.ts';
import { WebhookTarget } from './targets/webhook.ts';
import { DeliveryError, type Target, type TargetKind } from './target.ts';

/** Shorter ones would be found everywhere, and are no secrets. */
const SHORTEST_SECRET = 6;

const SLACK_API = 'https://slack.com/api/';

/** What people see of a target: nothing of its address, which may be a secret. */
export interface ShownTarget {
  name: string;
  kind: TargetKind;
  /** Whether files go with a message. */
  takesFiles: boolean;
}

/** The configured targets by name, and e-mail addresses. Addresses come from the configuration alone, never from a request. */
export class TargetBook {
  private readonly configured: ReadonlyMap<string, TargetConfig>;
  private readonly smtp: SmtpOptions | undefined;
  private readonly secrets: readonly string[];

  constructor(
    private readonly config: DeliveryConfig,
    environment: NodeJS.ProcessEnv
  ) {
    this.configured = new Map([...fromEnvironment(environment), ...Object.entries(config.targets)]);
    this.smtp = config.smtp ?? smtpOf(environment);
    this.secrets = [...this.configured.values(), this.smtp ?? {}]
      .flatMap(secretsOf)
      .filter(({ length }) => length >= SHORTEST_SECRET)
      // The longest first, as one may hold another.
      .sort((a, b) => b.length - a.length);
  }

  list(): ShownTarget[] {
    return [...this.configured].map(([name, target]) => ({
      name,
      kind: target.kind,
      takesFiles: target.kind !== 'teams' && !(target.kind === 'slack' && target.token === undefined),
    }));
  }

  /** The recipients one by one: a target of several e-mail addresses is each of them. */
  expand(recipients: readonly string[]): string[] {
    const each = recipients.flatMap((recipient) => {
      const target = this.configured.get(recipient);
      return target?.kind === 'email' ? target.to : [recipient];
    });
    return [...new Set(each)];
  }

  /** @throws ServiceError `BAD_REQUEST` naming the first that is neither a target nor an address that may be written to */
  check(recipients: readonly string[]): void {
    const known = [...this.configured.keys()];
    for (const recipient of recipients.filter((each) => !this.configured.has(each))) {
      const problem = recipient.includes('@')
        ? this.addressProblem(recipient)
        : `"${recipient}" is neither a configured target nor an e-mail address; configured: ${known.join(', ') || 'none'}`;
      if (problem !== undefined) {
        throw new ServiceError('BAD_REQUEST', `"recipients": ${problem}.`, {
          fields: [{ field: 'recipients', message: problem }],
          known,
        });
      }
    }
  }

  /** @throws DeliveryError for one that is not configured (any more) */
  resolve(recipient: string): Target {
    const target = this.configured.get(recipient);
    if (target) {
      return this.made(target);
    }
    if (!recipient.includes('@')) {
      throw new DeliveryError(`there is no target "${recipient}" in the configuration (delivery.targets)`, true);
    }
    const problem = this.addressProblem(recipient);
    if (problem !== undefined) {
      throw new DeliveryError(problem, true);
    }
    if (!this.smtp) {
      throw new DeliveryError(
        'no mail server is configured: set "delivery.smtp" in the configuration, or SMTP_URL and SMTP_FROM',
        true
      );
    }
    return new EmailTarget(this.smtp, recipient);
  }

  /** The text without any secret of a target. */
  redact(text: string): string {
    return this.secrets.reduce((rest, secret) => rest.replaceAll(secret, '***'), text);
  }

  private addressProblem(address: string): string | undefined {
    if (!emailAddress.safeParse(address).success) {
      return `"${address.slice(0, 100)}" is not an e-mail address`;
    }
    const domain = address.slice(address.lastIndexOf('@') + 1).toLowerCase();
    const allowed = this.smtp?.allowedDomains ?? [];
    return allowed.length === 0 || allowed.includes(domain)
      ? undefined
      : `"${domain}" is not one of the domains that may be written to (delivery.smtp.allowedDomains)`;
  }

  private made(target: TargetConfig): Target {
    const { allowLocal } = this.config;
    switch (target.kind) {
      case 'slack': {
        const { token, webhookUrl, channel = '', apiUrl } = target;
        return token === undefined
          ? new SlackWebhookTarget({ webhookUrl: webhookUrl ?? '', allowLocal })
          : new SlackBotTarget({ token, channel, apiUrl, allowLocal });
      }
      case 'teams':
        return new TeamsTarget({ webhookUrl: target.webhookUrl, allowLocal });
      case 'folder':
        return new FolderTarget(resolve(target.folder));
      case 'webhook':
        return new WebhookTarget({ ...target, allowLocal });
      case 'email':
        throw new DeliveryError('it stands for several e-mail addresses', true);
    }
  }
}

/** The guide's SLACK_TOKEN, with its two channels. */
function fromEnvironment({ SLACK_TOKEN: token }: NodeJS.ProcessEnv): Array<[string, TargetConfig]> {
  const bot = (channel: string): TargetConfig => ({ kind: 'slack', token, channel, apiUrl: SLACK_API });
  return token
    ? [
        ['slack', bot('#claude-flow-status')],
        ['slack-alerts', bot('#claude-flow-alerts')],
      ]
    : [];
}

/** @throws ServiceError `CONFIG` */
function smtpOf({ SMTP_URL: text, SMTP_FROM: from }: NodeJS.ProcessEnv): SmtpOptions | undefined {
  if (!text) {
    return undefined;
  }
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^smtps?:$/.test(url.protocol) || !from) {
    throw new ServiceError(
      'CONFIG',
      'SMTP_URL must be like smtp://user:password@mail.example.org:587 (smtps:// for TLS from the first byte), and SMTP_FROM the address that mails come from.'
    );
  }
  const implicit = url.protocol === 'smtps:';
  const user = decodeURIComponent(url.username);
  const password = decodeURIComponent(url.password);
  return {
    host: url.hostname,
    port: Number(url.port || (implicit ? 465 : 587)),
    tls: implicit ? 'implicit' : 'starttls',
    from,
    allowedDomains: [],
    ...(user === '' ? {} : { user, password }),
  };
}

function secretsOf(config: TargetConfig | Partial<SmtpOptions>): string[] {
  if (!('kind' in config)) {
    return config.password === undefined ? [] : [config.password, encodeURIComponent(config.password)];
  }
  switch (config.kind) {
    case 'slack':
      return [config.webhookUrl, config.token].flatMap((secret) => (secret === undefined ? [] : [secret]));
    case 'teams':
      return [config.webhookUrl];
    case 'webhook':
      return [config.url, ...(config.secret === undefined ? [] : [config.secret]), ...Object.values(config.headers)];
    default:
      return [];
  }
}
