import type { MessageFile } from '../message.ts';
import { DeliveryError, type Outgoing, type Target } from '../target.ts';
import { isTaken, post, refusedBy, wordOf } from './outgoing.ts';
import { slackMessage } from './slackBlocks.ts';

/** Slack's errors that pass by themselves. https://docs.slack.dev/reference/methods/chat.postMessage#errors */
const PASSING = new Set([
  'ratelimited',
  'rate_limited',
  'message_limit_exceeded',
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
  'team_added_to_org',
]);

const HINTS: Record<string, string> = {
  not_in_channel: 'invite the app to the channel',
  channel_not_found: 'check the channel, and invite the app to it',
  is_archived: 'the channel is archived',
  invalid_auth: 'the token is not valid',
  not_authed: 'the token is empty',
  token_revoked: 'the token was revoked',
  account_inactive: 'the token’s account is gone',
  missing_scope: 'the token needs the scopes chat:write and files:write',
};

export interface SlackBotOptions {
  token: string;
  /** Name with "#", or id. */
  channel: string;
  /** With a slash at its end. */
  apiUrl: string;
  allowLocal: boolean;
}

/** Where the message stands: it must not be posted again when a file could not be uploaded. */
interface Posted {
  channel: string;
  ts: string;
}

/** A bot token: a message, and the files in its thread. */
export class SlackBotTarget implements Target {
  readonly kind = 'slack';

  constructor(private readonly options: SlackBotOptions) {}

  async send({ deliveryId, message, files, progress, saveProgress, signal }: Outgoing): Promise<void> {
    let posted = postedOf(progress);
    if (!posted) {
      const answer = await this.call('chat.postMessage', signal, {
        channel: this.options.channel,
        ...slackMessage(message),
        unfurl_links: false,
        unfurl_media: false,
        metadata: { event_type: 'claude_flow_performance', event_payload: { delivery_id: deliveryId } },
      });
      posted = postedOf(answer);
      if (!posted) {
        throw new DeliveryError('Slack: the answer does not say where the message stands', false);
      }
      saveProgress(posted);
    }
    if (files.length > 0) {
      await this.upload(files, posted, signal);
    }
  }

  /** https://docs.slack.dev/messaging/working-with-files#uploading_files */
  private async upload(files: readonly MessageFile[], { channel, ts }: Posted, signal: AbortSignal): Promise<void> {
    const uploaded: Array<{ id: string; title: string }> = [];
    for (const { name, mediaType, bytes } of files) {
      const form = new URLSearchParams({ filename: name, length: String(bytes.length) });
      const { upload_url: url, file_id: id } = await this.call('files.getUploadURLExternal', signal, form);
      if (typeof url !== 'string' || typeof id !== 'string' || !URL.canParse(url) || !/^https?:/.test(url)) {
        throw new DeliveryError('Slack: the answer names no address to upload to', false);
      }
      const headers = { 'content-type': mediaType };
      const { allowLocal } = this.options;
      const answer = await post({ to: 'Slack (upload)', url, headers, body: bytes, signal, allowLocal });
      if (!isTaken(answer)) {
        throw refusedBy('Slack (upload)', answer);
      }
      uploaded.push({ id, title: name });
    }
    await this.call('files.completeUploadExternal', signal, { files: uploaded, channel_id: channel, thread_ts: ts });
  }

  private async call(
    method: string,
    signal: AbortSignal,
    body: object | URLSearchParams
  ): Promise<Record<string, unknown>> {
    const { token, apiUrl, allowLocal } = this.options;
    const isForm = body instanceof URLSearchParams;
    const to = `Slack (${method})`;
    const answer = await post({
      to,
      url: `${apiUrl}${method}`,
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': isForm ? 'application/x-www-form-urlencoded' : 'application/json; charset=utf-8',
      },
      body: isForm ? body.toString() : JSON.stringify(body),
      signal,
      allowLocal,
    });
    const json = objectOf(answer.text);
    if (!isTaken(answer)) {
      throw refusedBy(to, answer, typeof json?.['error'] === 'string' ? wordOf(json['error']) : undefined);
    }
    if (!json) {
      throw new DeliveryError(`${to}: the answer is not Slack’s`, false);
    }
    if (json['ok'] !== true) {
      // Slack says most errors with 200.
      const error = typeof json['error'] === 'string' ? (wordOf(json['error']) ?? 'unknown error') : 'unknown error';
      const hint = HINTS[error];
      const isLasting = !PASSING.has(error);
      throw new DeliveryError(
        `${to}: ${error}${hint === undefined ? '' : `: ${hint}`}`,
        isLasting,
        answer.retryAfterMs
      );
    }
    return json;
  }
}

function objectOf(text: string): Record<string, unknown> | undefined {
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === 'object' && json !== null ? { ...json } : undefined;
  } catch {
    return undefined;
  }
}

function postedOf(value: unknown): Posted | undefined {
  return typeof value === 'object' &&
    value !== null &&
    'channel' in value &&
    typeof value.channel === 'string' &&
    'ts' in value &&
    typeof value.ts === 'string'
    ? { channel: value.channel, ts: value.ts }
    : undefined;
}
