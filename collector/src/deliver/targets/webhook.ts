import { createHmac } from 'node:crypto';
import type { Outgoing, Target } from '../target.ts';
import { isTaken, post, refusedBy } from './outgoing.ts';

export interface WebhookOptions {
  url: string;
  /** Without one nothing is signed. `whsec_` and base64, or any text. */
  secret?: string;
  headers: Record<string, string>;
  allowLocal: boolean;
}

/**
 * Any receiver, by the headers of the Standard Webhooks specification (https://www.standardwebhooks.com): `webhook-id` stays the same
 * however often it is sent, `webhook-signature` is an HMAC of id, time and body.
 */
export class WebhookTarget implements Target {
  readonly kind = 'webhook';

  constructor(
    private readonly options: WebhookOptions,
    private readonly clock: () => number = Date.now
  ) {}

  async send({ deliveryId, createdAt, message, files, signal }: Outgoing): Promise<void> {
    const body = JSON.stringify({
      type: 'performance.message',
      id: deliveryId,
      timestamp: new Date(createdAt).toISOString(),
      data: {
        ...message,
        files: files.map(({ name, mediaType, bytes }) => ({
          name,
          mediaType,
          base64: Buffer.from(bytes).toString('base64'),
        })),
      },
    });
    const { url, secret, headers, allowLocal } = this.options;
    const sentAt = Math.floor(this.clock() / 1000);
    const answer = await post({
      to: 'webhook',
      url,
      headers: {
        ...headers,
        'content-type': 'application/json; charset=utf-8',
        'webhook-id': deliveryId,
        'webhook-timestamp': String(sentAt),
        ...(secret === undefined ? {} : { 'webhook-signature': signature(secret, deliveryId, sentAt, body) }),
      },
      body,
      signal,
      allowLocal,
    });
    if (!isTaken(answer)) {
      throw refusedBy('webhook', answer);
    }
  }
}

/** @param sentAt epoch seconds */
export function signature(secret: string, id: string, sentAt: number, body: string): string {
  const prefix = 'whsec_';
  const key = secret.startsWith(prefix) ? Buffer.from(secret.slice(prefix.length), 'base64') : Buffer.from(secret);
  return `v1,${createHmac('sha256', key).update(`${id}.${sentAt}.${body}`).digest('base64')}`;
}
