import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { answering, HttpReceiver } from '../../testing/httpReceiver.ts';
import { HOSTILE_MESSAGE, outgoing } from '../../testing/outgoing.ts';
import { isRefused } from './outgoing.ts';
import { WebhookTarget } from './webhook.ts';

const send = (url: string, allowLocal: boolean, secret?: string) =>
  new WebhookTarget(
    { url, headers: { 'x-team': 'a' }, allowLocal, ...(secret === undefined ? {} : { secret }) },
    () => 1_800_000_000_500
  ).send(outgoing({ message: HOSTILE_MESSAGE }));

describe('a webhook', () => {
  it('gets message and files, signed as Standard Webhooks has it', async () => {
    const receiver = await HttpReceiver.start();
    receiver.answer = answering(204);
    await send(`${receiver.url}/hook`, true, 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw');
    const [request] = receiver.received;
    const id = 'd'.repeat(32);
    expect(request?.headers).toMatchObject({ 'webhook-id': id, 'webhook-timestamp': '1800000000', 'x-team': 'a' });
    const key = Buffer.from('MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'base64');
    const expected = createHmac('sha256', key)
      .update(`${id}.1800000000.${String(request?.body)}`)
      .digest('base64');
    expect(request?.headers['webhook-signature']).toBe(`v1,${expected}`);
    expect(receiver.json()).toEqual({
      type: 'performance.message',
      id,
      timestamp: '2027-03-28T07:00:00.000Z',
      data: {
        ...HOSTILE_MESSAGE,
        files: [{ name: 'daily-2027-03-28-0900.html', mediaType: 'text/html', base64: btoa('<p>hi') }],
      },
    });
  });

  it.each([
    [500, false],
    [408, false],
    [429, false],
    [404, true],
    [410, true],
    [301, true],
  ])('that answers %d has not taken it (for good: %s)', async (status, lasting) => {
    const receiver = await HttpReceiver.start();
    receiver.answer = answering(status, 'x', { location: 'http://127.0.0.1/' });
    await expect(send(receiver.url, true)).rejects.toMatchObject({ lasting });
    expect(receiver.received).toHaveLength(1);
  });

  it.each([
    ['http://169.254.169.254/latest/meta-data', true],
    ['http://[fe80::1]/', true],
    ['http://[::ffff:169.254.169.254]/', true],
    ['http://2852039166/', true],
    ['http://0.0.0.0/', true],
    ['http://[::]/', true],
    ['http://127.0.0.1:9/', false],
    ['http://localhost:9/', false],
    ['http://[::1]:9/', false],
    ['http://0x7f.1:9/', false],
    ['http://[::ffff:127.0.0.1]:9/', false],
  ])('never goes to %s (this machine allowed: %s)', async (url, allowLocal) => {
    await expect(send(url, allowLocal)).rejects.toMatchObject({
      lasting: true,
      message: expect.stringContaining('nothing is sent'),
    });
  });

  it('may go to a private network, and to this machine where that is allowed', () => {
    expect(['10.0.0.5', '192.168.1.1', 'fd12::1', '8.8.8.8'].map((address) => isRefused(address, false))).toEqual([
      false,
      false,
      false,
      false,
    ]);
    expect(isRefused('127.0.0.1', true)).toBe(false);
    expect(isRefused('::ffff:127.0.0.1', false)).toBe(true);
  });
});
