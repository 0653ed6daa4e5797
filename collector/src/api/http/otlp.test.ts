import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { event, logsBody, metricsBody, point, recordedProtobuf, span, tracesBody } from '../../testing/otlp.ts';
import { readResponse, toProtobuf } from '../../testing/protobuf.ts';
import { problemOf, startService, type TestService } from '../../testing/service.ts';

const TYPE = 'application/x-protobuf';

function send({ url }: TestService, path: string, body: Uint8Array, headers: Record<string, string> = {}) {
  return fetch(`${url}${path}`, {
    method: 'POST',
    body: new Uint8Array(body),
    headers: { 'content-type': TYPE, ...headers },
  });
}

describe('an export in protobuf', () => {
  it('is answered in protobuf, with what was refused of it', async () => {
    const service = await startService();
    const taken = await send(service, '/v1/traces', toProtobuf('traces', tracesBody(span('interaction'))));
    expect([taken.status, taken.headers.get('content-type')]).toEqual([200, TYPE]);
    expect((await taken.arrayBuffer()).byteLength).toBe(0);

    const metrics = metricsBody('claude_code.cost.usage', point(), { temporality: 0 });
    const refused = await send(service, '/v1/metrics', toProtobuf('metrics', metrics));
    expect(readResponse('metrics', new Uint8Array(await refused.arrayBuffer()))).toEqual({
      partialSuccess: { rejectedDataPoints: '1', errorMessage: expect.stringContaining('temporality') },
    });
    const logs = await send(service, '/v1/logs', toProtobuf('logs', logsBody(event('tool_result'))));
    expect(readResponse('logs', new Uint8Array(await logs.arrayBuffer()))).toMatchObject({
      partialSuccess: { rejectedLogRecords: '1' },
    });
  });

  it('may be packed, as the recorded ones are taken plain', async () => {
    const service = await startService();
    for (const { signal, body } of await recordedProtobuf()) {
      const answer = await send(service, `/v1/${signal}`, gzipSync(body), { 'content-encoding': 'gzip' });
      expect([answer.status, (await answer.arrayBuffer()).byteLength]).toEqual([200, 0]);
    }
    const { stored } = service.system.otlp.status().counts;
    for (const { signal, body } of await recordedProtobuf()) {
      expect((await send(service, `/v1/${signal}`, body)).status).toBe(200);
    }
    expect(service.system.otlp.status().counts).toMatchObject({ stored, duplicates: stored, rejected: {} });
  });

  it('may be empty', async () => {
    const service = await startService();
    const answer = await send(service, '/v1/logs', toProtobuf('logs', {}));
    expect(answer.status).toBe(200);
  });

  it('that is broken is refused whole', async () => {
    const service = await startService();
    const [first] = await recordedProtobuf();
    const whole = first?.body ?? Buffer.alloc(0);
    const broken = [whole.subarray(0, whole.length - 40), Buffer.from('{}'), Buffer.alloc(64, 0xff)];
    for (const body of broken) {
      expect(await problemOf(send(service, '/v1/logs', body))).toMatchObject({ httpStatus: 400, code: 'BAD_REQUEST' });
    }
    const packed = gzipSync(whole).subarray(0, 200);
    expect(await problemOf(send(service, '/v1/logs', packed, { 'content-encoding': 'gzip' }))).toMatchObject({
      httpStatus: 400,
    });
    expect(await service.system.store.info()).toMatchObject({ steps: 0, samples: 0 });
  });

  it('that is nested without end neither crashes nor is kept', async () => {
    const service = await startService();
    let nested = Buffer.from([0x0a, 0x01, 0x61]);
    for (let depth = 0; depth < 20_000; depth++) {
      const size: number[] = [];
      for (let rest = nested.length; ; rest >>>= 7) {
        size.push(rest > 127 ? (rest & 127) | 128 : rest);
        if (rest <= 127) {
          break;
        }
      }
      // An AnyValue that is a list of one AnyValue, and so on.
      nested = Buffer.concat([Buffer.from([depth % 2 === 0 ? 0x0a : 0x2a, ...size]), nested]);
    }
    const answer = await send(service, '/v1/logs', nested);
    expect([200, 400]).toContain(answer.status);
    const deep = `{"resourceLogs":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    const json = await send(service, '/v1/logs', Buffer.from(deep), { 'content-type': 'application/json' });
    expect([200, 400]).toContain(json.status);
    expect((await service.get('/livez')).status).toBe(200);
  });

  it('that is too large is 413, packed or not', async () => {
    const service = await startService();
    expect(await problemOf(send(service, '/v1/traces', Buffer.alloc(6 * 1024 * 1024)))).toMatchObject({
      httpStatus: 413,
    });
    const packed = gzipSync(Buffer.alloc(60 * 1024 * 1024));
    expect(await problemOf(send(service, '/v1/traces', packed, { 'content-encoding': 'gzip' }))).toMatchObject({
      httpStatus: 413,
    });
  });

  it('needs the key where there is one', async () => {
    const service = await startService({ key: 'secret' });
    expect((await send(service, '/v1/traces', toProtobuf('traces', {}))).status).toBe(401);
    const headers = { authorization: 'Bearer secret' };
    expect((await send(service, '/v1/traces', toProtobuf('traces', {}), headers)).status).toBe(200);
  });

  it('is read nowhere else', async () => {
    const service = await startService();
    expect((await send(service, '/api/v1/query', Buffer.from('{}'))).status).toBe(415);
  });
});

describe('an export of traces in JSON', () => {
  it('is answered like the other signals', async () => {
    const service = await startService();
    const own = { request_id: 'req-1', success: true, duration_ms: 5 };
    expect(await (await service.post('/v1/traces', tracesBody(span('llm_request', own)))).json()).toEqual({});
    const bad = tracesBody(span('llm_request', { request_id: 'req-1' }));
    expect(await (await service.post('/v1/traces', bad)).json()).toEqual({
      partialSuccess: { rejectedSpans: '1', errorMessage: expect.stringContaining('succeeded') },
    });
  });
});
