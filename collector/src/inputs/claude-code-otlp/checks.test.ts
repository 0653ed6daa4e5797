import { describe, expect, it } from 'vitest';
import { attributes, event, logsBody, metricsBody, nanos, point } from '../../testing/otlp.ts';
import { problemOf, startService } from '../../testing/service.ts';
import { CHECK_ATTRIBUTE } from './checks.ts';

const KEY = '0123456789abcdef0123456789abcdef';
const resource = (id: string) => ({ attributes: attributes({ [CHECK_ATTRIBUTE]: id }) });
const checkOf = (id: string, ...records: Array<Record<string, unknown>>) => ({
  resourceLogs: [{ resource: resource(id), scopeLogs: [{ logRecords: records }] }],
});

describe('a check of the way', () => {
  it('is answered and readable, and leaves neither number nor count, nor ends the demo', async () => {
    const service = await startService({ demo: true });
    const before = await (await service.get('/api/v1/swarms')).json();
    expect(await (await service.post('/v1/logs', checkOf('check-0001', event('api_request')))).json()).toEqual({});
    const metrics = metricsBody('claude_code.cost.usage', point(), { resource: { [CHECK_ATTRIBUTE]: 'check-0001' } });
    expect((await service.post('/v1/metrics', metrics)).status).toBe(200);
    expect(await (await service.get('/api/v1/checks/check-0001')).json()).toEqual({
      id: 'check-0001',
      receivedAt: expect.any(Number),
      signals: { logs: { accepted: 1, rejected: 0 }, metrics: { accepted: 1, rejected: 0 } },
    });
    expect(service.system.isDemo).toBe(true);
    expect(await service.system.realStore.info()).toEqual({ tasks: 0, steps: 0, samples: 0 });
    expect(service.system.otlp.status()).toMatchObject({ state: 'waiting', counts: { received: 0, ignored: 0 } });
    expect(await (await service.get('/api/v1/swarms')).json()).toEqual(before);
  });

  it('is judged by the same gate', async () => {
    const service = await startService();
    const late = event('api_request', {}, { timeUnixNano: nanos(Date.now() + 3_600_000) });
    const answer = await service.post('/v1/logs', checkOf('check-0002', late, event('api_request')));
    expect(await answer.json()).toMatchObject({ partialSuccess: { rejectedLogRecords: '1' } });
    expect(service.system.otlpChecks.find('check-0002')?.signals).toEqual({ logs: { accepted: 1, rejected: 1 } });
    expect(service.system.otlp.status().counts.rejected).toEqual({});
  });

  it('does not take what comes beside it along', async () => {
    const service = await startService();
    const body = {
      resourceLogs: [
        ...checkOf('check-0003', event('api_request')).resourceLogs,
        ...logsBody(event('api_request')).resourceLogs,
      ],
    };
    await service.post('/v1/logs', body);
    expect(await service.system.realStore.info()).toMatchObject({ steps: 1 });
    expect(service.system.otlp.status().counts).toMatchObject({ received: 1, stored: 1 });
  });

  it.each(['short', 'x'.repeat(65), 'with space', '__proto__ '])('needs an id of its own form: %j', async (id) => {
    const service = await startService();
    await service.post('/v1/logs', checkOf(id, event('api_request')));
    expect(service.system.otlpChecks.count).toBe(0);
    expect(await service.system.realStore.info()).toMatchObject({ steps: 1 });
  });

  it('is remembered among the latest hundred, and asked for with the key', async () => {
    const service = await startService({ key: KEY });
    const headers = { authorization: `Bearer ${KEY}` };
    expect((await service.post('/v1/logs', checkOf('check-none'))).status).toBe(401);
    for (let index = 0; index <= 100; index++) {
      await service.post('/v1/logs', checkOf(`check-${1000 + index}`, event('api_request')), { headers });
    }
    expect((await service.get('/api/v1/checks/check-1100')).status).toBe(401);
    expect((await service.get('/api/v1/checks/check-1100', { headers })).status).toBe(200);
    expect(await problemOf(service.get('/api/v1/checks/check-1000', { headers }))).toMatchObject({ httpStatus: 404 });
  });
});
