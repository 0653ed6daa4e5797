import { connect } from 'node:net';
import { once } from 'node:events';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { metricsBody, point } from '../../testing/otlp.ts';
import { problemOf, startService } from '../../testing/service.ts';

const TOKENS = 'claude_code.token.usage';
const BODY = metricsBody(TOKENS, point({ type: 'input' }));

const json = { 'content-type': 'application/json' };
const gzip = { ...json, 'content-encoding': 'gzip' };

describe('a body', () => {
  it('may be gzipped, and may name its charset', async () => {
    const { url, system } = await startService();
    const send = (body: BodyInit, headers: Record<string, string>) =>
      fetch(`${url}/v1/metrics`, { method: 'POST', body, headers });
    expect((await send(gzipSync(JSON.stringify(BODY)), gzip)).status).toBe(200);
    expect(await system.store.info()).toMatchObject({ samples: 1 });
    const charset = { 'content-type': 'application/json; charset=utf-8', 'content-encoding': 'identity' };
    expect(await (await send(JSON.stringify(BODY), charset)).json()).toEqual({});
    expect(await system.store.info()).toMatchObject({ samples: 1 });
  });

  it('that unpacks to far more than it was is refused before it is whole', async () => {
    const { url } = await startService();
    const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024, ' '));
    expect(bomb.length).toBeLessThan(1024 * 1024);
    const before = process.memoryUsage().rss;
    const refused = await problemOf(fetch(`${url}/v1/metrics`, { method: 'POST', body: bomb, headers: gzip }));
    expect(refused).toMatchObject({ httpStatus: 413, code: 'TOO_LARGE', detail: expect.stringContaining('20 MiB') });
    expect(process.memoryUsage().rss - before).toBeLessThan(150 * 1024 * 1024);
  });

  it('larger than 5 MiB is refused', async () => {
    const { url } = await startService();
    const body = JSON.stringify({ resourceMetrics: [], padding: 'x'.repeat(5 * 1024 * 1024) });
    expect(await problemOf(fetch(`${url}/v1/metrics`, { method: 'POST', body, headers: json }))).toMatchObject({
      httpStatus: 413,
      code: 'TOO_LARGE',
      contentType: expect.stringContaining('application/problem+json'),
    });
  });

  it.each<[string, string, BodyInit, Record<string, string>]>([
    ['is cut short', '/v1/logs', '{"resourceLogs": [', json],
    ['is empty', '/v1/logs', '', json],
    ['is only said to be gzip', '/v1/logs', '{}', gzip],
    ['is cut short in its gzip', '/v1/metrics', gzipSync(JSON.stringify(BODY)).subarray(0, 40), gzip],
    ['is no list', '/v1/logs', '{"resourceLogs": {}}', json],
    ['is nothing', '/v1/metrics', 'null', json],
    ['is no object', '/api/v1/query', '[]', json],
    ['is a number', '/api/v1/compare', '7', json],
    ['lacks what it needs', '/api/v1/reports', '{}', json],
  ])('that %s is 400 and names its field: %s', async (_, path, body, headers) => {
    const { url, system } = await startService();
    const refused = await problemOf(fetch(`${url}${path}`, { method: 'POST', body, headers }));
    expect(refused).toMatchObject({
      httpStatus: 400,
      status: 400,
      title: 'Bad request',
      code: 'BAD_REQUEST',
      type: 'about:blank',
      errors: [{ field: expect.any(String), message: expect.any(String) }],
      contentType: expect.stringContaining('application/problem+json'),
    });
    expect(await system.store.info()).toEqual({ tasks: 0, steps: 0, samples: 0 });
  });

  it.each([
    ['text/plain', undefined],
    ['application/x-www-form-urlencoded', undefined],
    ['multipart/form-data; boundary=x', undefined],
    ['application/grpc', undefined],
    ['application/json', 'br'],
  ])('of type %s (%s) is 415', async (type, encoding) => {
    const { url } = await startService();
    const headers = { 'content-type': type, ...(encoding === undefined ? {} : { 'content-encoding': encoding }) };
    expect(await problemOf(fetch(`${url}/v1/metrics`, { method: 'POST', body: '{}', headers }))).toMatchObject({
      httpStatus: 415,
      code: 'UNSUPPORTED_MEDIA_TYPE',
    });
  });

  it('that its sender never finishes is no error of ours', async () => {
    const service = await startService();
    const socket = connect(service.port, '127.0.0.1');
    socket.write(
      `POST /v1/logs HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{"a"`
    );
    await new Promise((resolve) => setTimeout(resolve, 100));
    socket.destroy();
    await once(socket, 'close');
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(service.logged()).toBe('');
    expect((await service.get('/livez')).status).toBe(200);
  });
});
