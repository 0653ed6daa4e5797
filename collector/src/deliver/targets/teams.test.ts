import { describe, expect, it } from 'vitest';
import { answering, HttpReceiver } from '../../testing/httpReceiver.ts';
import { HOSTILE_MESSAGE, MESSAGE, outgoing } from '../../testing/outgoing.ts';
import { TeamsTarget, teamsBody, teamsText } from './teams.ts';

async function teams() {
  const receiver = await HttpReceiver.start();
  receiver.answer = answering(202);
  const target = new TeamsTarget({ webhookUrl: `${receiver.url}/workflows/x?sig=SECRET`, allowLocal: true });
  return { receiver, target };
}

describe('a workflow of Teams', () => {
  it('gets an adaptive card with the link', async () => {
    const { receiver, target } = await teams();
    await target.send(outgoing());
    expect(receiver.json()).toMatchObject({
      type: 'message',
      attachments: [
        {
          contentType: 'application/vnd.microsoft.card.adaptive',
          content: {
            type: 'AdaptiveCard',
            version: '1.4',
            body: [
              { type: 'TextBlock', text: 'Daily report', style: 'heading' },
              { text: 'From Monday to Tuesday' },
              { text: 'A workflow takes no files.' },
              { type: 'FactSet', facts: [{ title: 'Tasks', value: '3 completed, 1 failed' }] },
              { text: '- swarm-1 is proven better on cost.' },
            ],
            actions: [{ type: 'Action.OpenUrl', url: MESSAGE.link }],
          },
        },
      ],
    });
  });

  it.each([
    [400, '', true],
    [401, '', true],
    [429, '', false],
    [502, '', false],
    [200, 'Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error 429', false],
    [200, 'Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error 413', true],
  ])('that answers %d %s has not taken it (for good: %s)', async (status, text, lasting) => {
    const { receiver, target } = await teams();
    receiver.answer = answering(status, text);
    const failure = await target.send(outgoing()).catch((reason: unknown) => reason);
    expect(failure).toMatchObject({ name: 'DeliveryError', lasting });
    expect(String(failure)).not.toContain('SECRET');
  });

  it('is sent no more than it takes, and says what is left out', () => {
    const body = teamsBody({
      ...MESSAGE,
      lines: Array.from({ length: 1000 }, (_, n) => `line ${n} ${'x'.repeat(200)}`),
    });
    expect(Buffer.byteLength(body)).toBeLessThanOrEqual(25_000);
    expect(body).toMatch(/\d+ more lines are left out here/);
    const long = '🐝'.repeat(10_000);
    const facts = Array.from({ length: 500 }, () => ({ title: long, value: long }));
    expect(Buffer.byteLength(teamsBody({ ...MESSAGE, title: long, subtitle: long, facts }))).toBeLessThanOrEqual(
      28_000
    );
  });

  it('reads no mark-up out of names', () => {
    expect(teamsText('[x](javascript:1) **b** <at>all</at>', 100)).toBe(
      '\\[x\\]\\(javascript:1\\) \\*\\*b\\*\\* &lt;at&gt;all&lt;/at&gt;'
    );
    expect(teamsBody(HOSTILE_MESSAGE)).not.toMatch(/<at>|<script|[^\\]\]\(/);
  });
});
