import { describe, expect, it } from 'vitest';
import { answering, HttpReceiver, slackApi } from '../../testing/httpReceiver.ts';
import { FILE, HOSTILE_MESSAGE, MESSAGE, outgoing } from '../../testing/outgoing.ts';
import { DeliveryError } from '../target.ts';
import { slackMessage, slackText } from './slackBlocks.ts';
import { SlackBotTarget } from './slackBot.ts';
import { SlackWebhookTarget } from './slackWebhook.ts';

const TOKEN = 'xoxb-very-secret-token';

async function webhook() {
  const slack = await HttpReceiver.start();
  const target = new SlackWebhookTarget({ webhookUrl: `${slack.url}/services/T0/B0/SECRET`, allowLocal: true });
  return { slack, target };
}

async function bot() {
  const slack = await HttpReceiver.start();
  slackApi(slack);
  const apiUrl = `${slack.url}/api/`;
  const target = new SlackBotTarget({ token: TOKEN, channel: '#status', apiUrl, allowLocal: true });
  const methods = () => slack.received.map(({ path }) => path.replace('/api/', ''));
  return { slack, target, methods };
}

describe('an incoming webhook', () => {
  it('gets the message as blocks, with the link', async () => {
    const { slack, target } = await webhook();
    await target.send(outgoing());
    expect(slack.received[0]?.headers['content-type']).toBe('application/json; charset=utf-8');
    const { text, blocks } = slack.json();
    expect(text).toBe('📊 Daily report\nFrom Monday to Tuesday\nswarm-1 is proven better on cost.');
    expect(blocks).toMatchObject([
      { type: 'header', text: { type: 'plain_text', text: '📊 Daily report' } },
      {
        type: 'context',
        elements: [{ text: 'From Monday to Tuesday' }, { text: expect.stringContaining('takes no files') }],
      },
      { type: 'section', fields: [{ text: '*Tasks*\n3 completed, 1 failed' }] },
      { type: 'section', text: { type: 'mrkdwn', verbatim: true, text: '• swarm-1 is proven better on cost.' } },
      { type: 'actions', elements: [{ type: 'button', url: MESSAGE.link }] },
    ]);
  });

  it.each([
    [404, 'no_service', true, 'Slack: it answered 404 (no_service)'],
    [410, 'channel_is_archived', true, 'Slack: it answered 410 (channel_is_archived)'],
    [400, 'invalid_blocks', true, 'Slack: it answered 400 (invalid_blocks)'],
    [500, '<html>oops SECRET</html>', false, 'Slack: it answered 500'],
    [503, '', false, 'Slack: it answered 503'],
    [302, '', true, expect.stringContaining('redirect')],
    [200, '<html>please log in</html>', false, expect.stringContaining('not Slack’s "ok"')],
  ])('that answers %d %j has not taken it (for good: %s)', async (status, text, lasting, message) => {
    const { slack, target } = await webhook();
    slack.answer = answering(status, text, status === 302 ? { location: 'http://169.254.169.254/' } : {});
    await expect(target.send(outgoing())).rejects.toMatchObject({ name: 'DeliveryError', lasting, message });
    expect(slack.received).toHaveLength(1);
  });

  it.each([
    ['7', 7000, 7000],
    [new Date(Date.now() + 60_000).toUTCString(), 55_000, 60_000],
    ['soon', undefined, undefined],
    ['99999999', 86_400_000, 86_400_000],
  ])('that asks to wait (%s) is left alone for as long', async (retryAfter, least, most) => {
    const { slack, target } = await webhook();
    slack.answer = answering(429, 'rate_limited', { 'retry-after': retryAfter });
    const failure = await target.send(outgoing()).catch((error: unknown) => error);
    expect(failure).toMatchObject({ name: 'DeliveryError', lasting: false });
    const wait = failure instanceof DeliveryError ? failure.retryAfterMs : NaN;
    expect(wait === undefined).toBe(least === undefined);
    expect(wait ?? least ?? 0).toBeGreaterThanOrEqual(least ?? 0);
    expect(wait ?? most ?? 0).toBeLessThanOrEqual(most ?? 0);
  });

  it('that breaks off, half-way too, or is not there, is tried again', async () => {
    const { slack, target } = await webhook();
    slack.answer = (_, response) => response.socket?.end();
    await expect(target.send(outgoing())).rejects.toMatchObject({
      lasting: false,
      message: expect.stringContaining('broken off'),
    });
    slack.answer = (_, response) => {
      response.writeHead(200, { 'content-length': '2' });
      response.write('o', () => response.socket?.destroy());
    };
    await expect(target.send(outgoing())).rejects.toMatchObject({ lasting: false });
    const nobody = new SlackWebhookTarget({ webhookUrl: 'http://127.0.0.1:9/x/SECRET', allowLocal: true });
    await expect(nobody.send(outgoing())).rejects.toMatchObject({
      lasting: false,
      message: 'Slack: connection refused',
    });
  });

  it('that never answers is given up when the try is', async () => {
    const { slack, target } = await webhook();
    slack.answer = () => undefined;
    await expect(target.send(outgoing({ signal: AbortSignal.timeout(100) }))).rejects.toMatchObject({ lasting: false });
  });
});

describe('a bot token', () => {
  it('posts the message, and the files into its thread', async () => {
    const { slack, target, methods } = await bot();
    await target.send(outgoing());
    expect(methods()).toEqual([
      'chat.postMessage',
      'files.getUploadURLExternal',
      '/upload/v1/F1',
      'files.completeUploadExternal',
    ]);
    const [message, where, upload, complete] = slack.received;
    expect(message?.headers.authorization).toBe(`Bearer ${TOKEN}`);
    expect(JSON.parse(String(message?.body))).toMatchObject({
      channel: '#status',
      metadata: { event_payload: { delivery_id: 'd'.repeat(32) } },
    });
    expect(String(where?.body)).toBe(`filename=${FILE.name}&length=5`);
    expect(upload?.headers.authorization).toBeUndefined();
    expect(String(upload?.body)).toBe('<p>hi');
    expect(JSON.parse(String(complete?.body))).toEqual({
      files: [{ id: 'F1', title: FILE.name }],
      channel_id: 'C123',
      thread_ts: '1700000000.000100',
    });
  });

  it('posts the message once when only the upload failed', async () => {
    const { slack, target, methods } = await bot();
    slackApi(slack, (method) =>
      method === 'files.completeUploadExternal' ? { ok: false, error: 'internal_error' } : undefined
    );
    let progress: unknown;
    const saveProgress = (saved: unknown) => (progress = saved);
    await expect(target.send(outgoing({ saveProgress }))).rejects.toMatchObject({ lasting: false });
    slackApi(slack);
    await target.send(outgoing({ progress, saveProgress }));
    expect(methods().filter((method) => method === 'chat.postMessage')).toHaveLength(1);
    expect(methods().at(-1)).toBe('files.completeUploadExternal');
  });

  it.each([
    ['ratelimited', false],
    ['internal_error', false],
    ['service_unavailable', false],
    ['channel_not_found', true],
    ['not_in_channel', true],
    ['invalid_auth', true],
    ['is_archived', true],
    ['<script>', true],
  ])('that is refused with 200 and %s has not sent it (for good: %s)', async (error, lasting) => {
    const { slack, target } = await bot();
    slackApi(slack, () => ({ ok: false, error }));
    const failure = await target.send(outgoing()).catch((reason: unknown) => reason);
    expect(failure).toMatchObject({ name: 'DeliveryError', lasting });
    expect(String(failure)).not.toMatch(/<script>|xoxb/);
  });

  it('waits as it is told, and does not upload to where nobody should', async () => {
    const { slack, target } = await bot();
    slack.answer = answering(429, '{"ok":false,"error":"ratelimited"}', { 'retry-after': '30' });
    await expect(target.send(outgoing())).rejects.toMatchObject({ lasting: false, retryAfterMs: 30_000 });
    for (const upload_url of ['http://169.254.169.254/latest', 'file:///etc/passwd', 7]) {
      slackApi(slack, (method) =>
        method === 'files.getUploadURLExternal' ? { ok: true, upload_url, file_id: 'F' } : undefined
      );
      await expect(target.send(outgoing())).rejects.toMatchObject({ name: 'DeliveryError' });
    }
  });
});

describe('what Slack is sent', () => {
  it('mentions nobody and links nowhere, whatever the names are', () => {
    const sent = JSON.stringify(slackMessage(HOSTILE_MESSAGE));
    expect(sent).not.toMatch(/<[!@#]|<https?:|<script/);
    expect(sent).toContain('&lt;!channel&gt;');
    expect(sent).not.toContain('\\r');
  });

  it('keeps to Slack’s limits', () => {
    const long = '<&>'.repeat(5000);
    const { text, blocks } = slackMessage({
      title: long,
      subtitle: long,
      tone: 'good',
      facts: Array.from({ length: 40 }, () => ({ title: long, value: long })),
      lines: Array.from({ length: 400 }, () => long),
      link: 'https://x.example',
    });
    expect(text.length).toBeLessThanOrEqual(4000);
    expect(blocks.length).toBeLessThanOrEqual(50);
    expect(blocks.at(-1)).toMatchObject({ type: 'actions' });
    for (const block of blocks as Array<{ type: string; text?: { text: string }; fields?: Array<{ text: string }> }>) {
      expect(block.text?.text.length ?? 0).toBeLessThanOrEqual(block.type === 'header' ? 150 : 3000);
      expect(block.fields?.length ?? 0).toBeLessThanOrEqual(10);
      block.fields?.forEach((field) => expect(field.text.length).toBeLessThanOrEqual(2000));
    }
  });

  it('is never cut within an entity or a character', () => {
    expect(slackText('a<b', 6)).toBe('a&lt;b');
    expect(slackText('a<bc', 6)).toBe('a&lt;…');
    expect(slackText('🐝🐝🐝', 5)).toBe('🐝🐝…');
  });
});
