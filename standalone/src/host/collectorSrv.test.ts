import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { lastValueFrom } from 'rxjs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { setAsk } from './accessKey.ts';
import { CollectorSrv } from './collectorSrv.ts';

const KEY = 's3cret';
const SWARMS = '/api/datasources/uid/collector/resources/swarms';

let server: Server;
let answer: (request: IncomingMessage, response: ServerResponse) => void;

/** The page's `fetch` takes paths; Node's wants the whole address of the server that the test started. */
beforeEach(async () => {
  server = createServer((request, response) => answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const real = globalThis.fetch;
  vi.stubGlobal('fetch', (path: string, init?: RequestInit) => real(`http://127.0.0.1:${port}${path}`, init));
  const stored = new Map<string, string>();
  vi.stubGlobal('sessionStorage', {
    getItem: (name: string) => stored.get(name) ?? null,
    setItem: (name: string, value: string) => stored.set(name, value),
  });
  setAsk(() => Promise.resolve(undefined));
});

afterEach(async () => {
  vi.unstubAllGlobals();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

const get = (url: string, options: object = {}) =>
  lastValueFrom(new CollectorSrv().fetch<unknown>({ url, ...options }));

describe('a request', () => {
  it('goes to the collector, with its parameters', async () => {
    answer = ({ url, method }, response) => json(response, 200, { url, method });
    expect((await get(SWARMS, { params: { from: 5, name: 'a b&c' } })).data).toEqual({
      url: '/api/v1/swarms?from=5&name=a+b%26c',
      method: 'GET',
    });
  });

  it('gives a document back as it is when text is asked for', async () => {
    answer = (_, response) => json(response, 200, { a: 1 });
    expect((await get(SWARMS, { responseType: 'text' })).data).toBe('{"a":1}');
  });

  it('ends a request that nobody waits for any more', async () => {
    const ended = new Promise<void>((resolve) => {
      answer = (_, response) => void response.on('close', resolve);
    });
    const reader = new CollectorSrv().fetch({ url: SWARMS }).subscribe();
    await new Promise((resolve) => setTimeout(resolve, 100));
    reader.unsubscribe();
    await ended;
  });

  it('gives a file back as a file', async () => {
    answer = (_, response) => response.writeHead(200, { 'content-type': 'application/pdf' }).end('%PDF');
    const { data } = await get(SWARMS, { responseType: 'blob' });
    expect(data instanceof Blob && [data.type, await data.text()]).toEqual(['application/pdf', '%PDF']);
  });

  it('fails with the body of the answer, as Grafana does', async () => {
    answer = (_, response) => json(response, 500, { title: 'Internal', detail: 'Disk full.' });
    await expect(get(SWARMS)).rejects.toMatchObject({ status: 500, data: { detail: 'Disk full.' } });
  });

  it('fails with status 0 when nobody answers', async () => {
    answer = (request) => request.socket.destroy();
    await expect(get(SWARMS)).rejects.toMatchObject({ status: 0 });
  });

  it('fails for what only Grafana has, without asking anybody', async () => {
    answer = () => expect.unreachable();
    await expect(get('/api/plugins/x/settings')).rejects.toMatchObject({ status: 404 });
  });

  it('turns the readiness probe into a health check, also when it is not ready', async () => {
    answer = (_, response) => json(response, 503, { status: 'starting', reason: 'reading folders' });
    expect((await get('/api/datasources/uid/collector/health')).data).toEqual({
      status: 'ERROR',
      message: 'reading folders',
    });
  });
});

describe('a collector with a key', () => {
  const guarded = ({ headers }: IncomingMessage, response: ServerResponse) =>
    headers.authorization === `Bearer ${KEY}`
      ? json(response, 200, { swarms: [] })
      : json(response, 401, { title: 'Unauthorized' });

  it('is asked again with the key that the reader gives, which is kept for later requests', async () => {
    answer = guarded;
    const asked = vi.fn(() => Promise.resolve<string | undefined>(KEY));
    setAsk(asked);
    expect((await get(SWARMS)).status).toBe(200);
    expect((await get(SWARMS)).status).toBe(200);
    expect(asked).toHaveBeenCalledTimes(1);
  });

  it('asks the reader once for requests that wait together', async () => {
    answer = guarded;
    const asked = vi.fn(() => new Promise<string | undefined>((resolve) => setTimeout(() => resolve(KEY), 50)));
    setAsk(asked);
    await Promise.all([get(SWARMS), get(SWARMS), get(SWARMS)]);
    expect(asked).toHaveBeenCalledTimes(1);
  });

  it('fails when the reader has none', async () => {
    answer = guarded;
    await expect(get(SWARMS)).rejects.toMatchObject({ status: 401 });
  });

  it('fails when the key is wrong', async () => {
    answer = guarded;
    setAsk(() => Promise.resolve('wrong'));
    await expect(get(SWARMS)).rejects.toMatchObject({ status: 401 });
  });
});
