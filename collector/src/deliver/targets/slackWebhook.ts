import { DeliveryError, type Outgoing, type Target } from '../target.ts';
import { isTaken, post, refusedBy, wordOf } from './outgoing.ts';
import { slackMessage } from './slackBlocks.ts';

/** An incoming webhook: a message, no files. https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks */
export class SlackWebhookTarget implements Target {
  readonly kind = 'slack';

  constructor(private readonly options: { webhookUrl: string; allowLocal: boolean }) {}

  async send({ message, files, signal }: Outgoing): Promise<void> {
    const remark = files.length > 0 ? 'An incoming webhook takes no files; a bot token does.' : undefined;
    const { webhookUrl: url, allowLocal } = this.options;
    const headers = { 'content-type': 'application/json; charset=utf-8' };
    const body = JSON.stringify(slackMessage(message, remark));
    const answer = await post({ to: 'Slack', url, headers, body, signal, allowLocal });
    if (!isTaken(answer)) {
      throw refusedBy('Slack', answer, wordOf(answer.text));
    }
    if (answer.text.trim() !== 'ok') {
      // A page of a proxy, such as a login, answers 200 too.
      throw new DeliveryError('Slack: the answer is not Slack’s "ok"; check the webhook’s address', false);
    }
  }
}
