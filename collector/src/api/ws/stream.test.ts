import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { WebSocket } from 'ws';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ServiceError } from '../../errors.ts';
import { NOON, task } from '../../testing/records.ts';
import { startService } from '../../testing/service.ts';
import { MetricsStream, type StreamOptions } from './stream.ts';

const metric = (id: string, fields: object = {}) => ({
  id,
  timestamp: NOON,
  swarmId: 'swarm-1',
  metricType: 'TASK_DURATION',
  value: 100,
  unit: 'ms',
  ...fields,
});

/** The stream of a whole service, as `serve` wires it. */
async function startStream(options: Partial<StreamOptions> = {}) {
  const { system } = await startService();
  const receive = (metrics: readonly unknown[]) => system.push.receive(metrics);
  const stream = await MetricsStream.listen({ host: '127.0.0.1', port: 0, checkHost: true, receive, ...options });
  system.on('stored', (records) => stream.send(records, NOON));
  onTestFinished(() => stream.close());
  return { system, stream };
}

async function connected({ port }: MetricsStream, headers: Record<string, string> = {}) {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/`, { headers });
  const messages: Array<Record<string, unknown>> = [];
  socket.on('message', (data) => messages.push(JSON.parse(String(data)) as Record<string, unknown>));
  await once(socket, 'open');
  const until = async (done: () => boolean) => {
    while (!done()) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };
  return { socket, messages, until };
}

describe('the WebSocket', () => {
  it('stores what is pushed and says so after the commit; repeats are duplicates', async () => {
    const { system, stream } = await startStream();
    const { socket, messages, until } = await connected(stream);
    const answers = () => messages.filter(({ type }) => type === 'ack');
    const message = { type: 'metrics', id: 'm-1', metrics: [metric('a'), metric('b'), metric('c', { value: null })] };
    socket.send(JSON.stringify(message));
    socket.send(JSON.stringify({ ...message, id: 7 }));
    await until(() => answers().length === 2);
    expect(answers()).toEqual([
      {
        type: 'ack',
        id: 'm-1',
        stored: 2,
        duplicates: 0,
        rejected: 1,
        reasons: { missing_value: 1 },
        rejections: [{ index: 2, id: 'c', reason: 'missing_value', detail: expect.any(String) }],
        tagsLeftOut: 0,
      },
      expect.objectContaining({ type: 'ack', id: 7, stored: 0, duplicates: 2, rejected: 1 }),
    ]);
    expect(await system.store.info()).toMatchObject({ tasks: 2 });
  });

  it('sends to a client that says nothing the stored batches and nothing else', async () => {
    const { stream } = await startStream();
    const [silent, pushing] = [await connected(stream), await connected(stream)];
    pushing.socket.send(JSON.stringify({ type: 'metrics', metrics: [metric('a')] }));
    pushing.socket.send('nonsense');
    await pushing.until(() => pushing.messages.length === 3);
    expect(silent.messages).toEqual([
      { type: 'metrics_batch', data: { count: 1, timestamp: NOON, preview: [expect.objectContaining({ id: 'a' })] } },
    ]);
  });

  it.each<[string, string | Buffer]>([
    ['is no JSON', '{"type":'],
    ['is no object', '[]'],
    ['is binary', Buffer.from('{"type":"metrics","metrics":[]}')],
    ['has an unknown type', '{"type":"subscribe"}'],
    ['has no list of metrics', '{"type":"metrics","metrics":{}}'],
  ])('answers a message that %s with an error, and goes on', async (_, message) => {
    const { stream } = await startStream();
    const { socket, messages, until } = await connected(stream);
    socket.send(message);
    socket.send(JSON.stringify({ type: 'metrics', metrics: [] }));
    await until(() => messages.length === 2);
    expect(messages).toMatchObject([
      { type: 'error', code: 'BAD_REQUEST', detail: expect.any(String) },
      { type: 'ack', stored: 0, rejected: 0 },
    ]);
  });

  it('says when too much waits, and nothing of what went wrong inside', async () => {
    const errors = [new ServiceError('OVERLOADED', 'later', { retryAfterSeconds: 1 }), new Error('secret')];
    const receive = () => Promise.reject(errors.shift() ?? new Error('none left'));
    const { stream } = await startStream({ receive });
    const { socket, messages, until } = await connected(stream);
    socket.send(JSON.stringify({ type: 'metrics', id: 1, metrics: [metric('a')] }));
    socket.send(JSON.stringify({ type: 'metrics', id: 2, metrics: [metric('a')] }));
    await until(() => messages.length === 2);
    expect(messages).toEqual([
      { type: 'error', id: 1, code: 'OVERLOADED', detail: 'later', retryAfterSeconds: 1 },
      { type: 'error', id: 2, code: 'INTERNAL', detail: expect.not.stringContaining('secret') },
    ]);
  });

  it('stores the messages of one client one after the other', async () => {
    let [running, most] = [0, 0];
    const receive: StreamOptions['receive'] = async () => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, 5));
      running--;
      return { stored: 0, duplicates: 0, rejected: 0, rejections: [], reasons: {}, tagsLeftOut: 0 };
    };
    const { stream } = await startStream({ receive });
    const { socket, messages, until } = await connected(stream);
    for (let id = 0; id < 30; id++) {
      socket.send(JSON.stringify({ type: 'metrics', id, metrics: [] }));
    }
    await until(() => messages.length === 30);
    expect(messages.map(({ id }) => id)).toEqual(Array.from({ length: 30 }, (_, id) => id));
    expect(most).toBe(1);
  });

  it('ends a connection whose message is too large, and serves the next', async () => {
    const { stream } = await startStream();
    const { socket } = await connected(stream);
    socket.send('x'.repeat(6 * 1024 * 1024));
    const [code] = (await once(socket, 'close')) as [number];
    expect(code).toBe(1009);
    const next = await connected(stream);
    next.socket.send(JSON.stringify({ type: 'metrics', metrics: [] }));
    await next.until(() => next.messages.length === 1);
  });

  /** A client that has sent the head of a masked text of 64 MiB, and reads nothing. */
  async function tooLarge(stream: MetricsStream): Promise<Socket> {
    const raw = connect(stream.port, '127.0.0.1');
    onTestFinished(() => void raw.destroy());
    raw.on('error', () => undefined);
    raw.write(
      'GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n' +
        'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n'
    );
    await once(raw, 'data');
    raw.pause();
    raw.write(Buffer.from([0x81, 0xff, 0, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0]));
    return raw;
  }

  it('tells a client that is still sending why the connection ends', async () => {
    const { stream } = await startStream();
    const raw = await tooLarge(stream);
    for (let sent = 0; sent < 20; sent++) {
      raw.write(Buffer.alloc(100_000));
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const received: Buffer[] = [];
    raw.on('data', (data) => received.push(data));
    raw.resume();
    await once(raw, 'end');
    expect(Buffer.concat(received)).toEqual(Buffer.from([0x88, 2, 1009 >> 8, 1009 & 0xff]));
  });

  it('does not wait without end for a client that goes on sending', async () => {
    const { stream } = await startStream();
    const raw = await tooLarge(stream);
    const sending = setInterval(() => raw.write(Buffer.alloc(1000)), 10);
    onTestFinished(() => clearInterval(sending));
    const began = Date.now();
    await new Promise((resolve) => raw.once('close', resolve));
    expect(Date.now() - began).toBeLessThan(15_000);
  });

  it('drops a client that does not read, and not the others', async () => {
    const { system, stream } = await startStream();
    const [slow, quick] = [await connected(stream), await connected(stream)];
    slow.socket.pause();
    const name = 'x'.repeat(1000);
    let sent = 0;
    while (sent < 4000) {
      const at = sent;
      const batch = Array.from({ length: 5 }, (_, i) =>
        task(`t${at + i}`, { durationMs: 1, agentId: name, taskType: name })
      );
      stream.send(batch, NOON);
      sent += 5;
      if (sent % 200 === 0) {
        // The other one keeps up, however busy the machine is.
        await quick.until(() => quick.messages.length === sent / 5);
      }
    }
    await quick.until(() => quick.messages.length === 800);
    slow.socket.resume();
    await once(slow.socket, 'close');
    expect(slow.messages.length).toBeLessThan(800);
    expect(await system.store.info()).toMatchObject({ tasks: 0 });
  });

  it('needs the key where there is one, and answers no foreign page', async () => {
    const { stream } = await startStream({ key: 'k' });
    const refused = async (headers: Record<string, string>) => {
      const socket = new WebSocket(`ws://127.0.0.1:${stream.port}/`, { headers });
      const [error] = (await once(socket, 'error')) as [Error];
      return error.message;
    };
    expect(await refused({})).toContain('401');
    expect(await refused({ authorization: 'Bearer x' })).toContain('401');
    expect(await refused({ authorization: 'Bearer k', origin: 'http://example.org' })).toContain('403');
    await connected(stream, { authorization: 'Bearer k' });
  });
});
