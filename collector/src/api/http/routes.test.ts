import { describe, expect, it } from 'vitest';
import { flowTask, TestProject } from '../../testing/project.ts';
import { event, logsBody, metricsBody, point } from '../../testing/otlp.ts';
import { cost, NOON, request, swarm, task } from '../../testing/records.ts';
import { problemOf, startService } from '../../testing/service.ts';

const json = async (response: Promise<Response>) => (await (await response).json()) as Record<string, unknown>;

describe('probes and status', () => {
  it('tell starting from ready, and how far the folders are read', async () => {
    const project = await TestProject.create();
    await project.tasks(flowTask('a'));
    const service = await startService({ claudeFlow: [project.folder], started: false });
    expect((await service.get('/livez')).status).toBe(200);
    const [ready, health] = [await service.get('/readyz'), await service.get('/api/v1/health')];
    expect([ready.status, health.status]).toEqual([503, 503]);
    expect(await ready.json()).toEqual({ status: 'starting', reason: expect.stringContaining('folders') });
    expect(await health.json()).toMatchObject({ state: 'starting', progress: { inputs: 1, read: 0 } });
    await service.system.start();
    expect(await json(service.get('/readyz'))).toEqual({ status: 'ready' });
    const after = await service.get('/api/v1/health');
    expect(after.status).toBe(200);
    const body = (await after.json()) as Record<string, unknown>;
    expect(body).toMatchObject({
      overall: 'healthy',
      state: 'ready',
      metrics: { metricsCollected: 1, errorCount: 0, lastCollection: NOON + 4000 },
    });
    expect(body).not.toHaveProperty('progress');
  });

  it('tell of an input that has trouble', async () => {
    const project = await TestProject.create();
    await project.write(project.paths.tasks, '{"tasks"');
    const service = await startService({ claudeFlow: [project.folder] });
    expect(await json(service.get('/api/v1/health'))).toMatchObject({
      overall: 'degraded',
      components: { collector: 'degraded', store: 'healthy' },
    });
    expect((await service.get('/readyz')).status).toBe(200);
  });

  it('tell what the service is and how much it holds', async () => {
    const service = await startService();
    await service.system.store.append([task('a'), request('r'), cost('c', 1)], NOON);
    expect(await json(service.get('/api/v1/info'))).toEqual({
      service: 'claude-flow-performance',
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
      api: 1,
      startedAt: service.system.startedAt,
      demo: false,
      alerts: { sender: 'grafana' },
      records: { tasks: 1, steps: 1, samples: 1 },
    });
  });
});

describe('GET /api/v1/swarms', () => {
  it('has totals per swarm, in a window where one is given', async () => {
    const service = await startService();
    await service.system.store.append(
      [
        task('a', { durationMs: 10 }),
        task('b', { endedAt: NOON + 60_000, status: 'failed' }),
        swarm('idle', { topology: 'ring' }),
      ],
      NOON + 60_000
    );
    expect(await json(service.get('/api/v1/swarms'))).toMatchObject({
      swarms: [
        { swarmId: 'idle', topology: 'ring', tasks: { total: 0, completed: 0, failed: 0 } },
        { swarmId: 'swarm-1', tasks: { total: 2, completed: 1, failed: 1, errorRate: 0.5 } },
      ],
      window: { from: null, to: null },
      demo: false,
    });
    const windowed = await json(service.get(`/api/v1/swarms?from=${NOON}&to=2026-11-23T12:01:00Z`));
    expect(windowed).toMatchObject({
      swarms: [{ swarmId: 'swarm-1', tasks: { total: 1 } }],
      window: { from: NOON, to: NOON + 60_000 },
    });
    expect(windowed['swarms']).toHaveLength(1);
  });
});

describe('swarms of any name', () => {
  it.each([
    'a/b',
    '../../etc/passwd',
    'a b?c=d#e',
    '%2F',
    '💥',
    '__proto__',
    `"'><script>`,
    'x'.repeat(1000),
    'é'.repeat(500),
  ])('have an analysis and metrics at their path: %j', async (swarmId) => {
    const service = await startService();
    await service.system.store.append([task('a', { swarmId, durationMs: 5, endedAt: Date.now() - 1000 })], Date.now());
    const path = encodeURIComponent(swarmId);
    expect(await json(service.get(`/api/v1/analysis/${path}`))).toMatchObject({
      swarmId,
      keyMetrics: { avgTaskDuration: 5 },
    });
    expect(await json(service.get(`/api/v1/metrics/${path}`))).toMatchObject({ count: 1, metrics: [{ swarmId }] });
  });
});

describe('GET /api/v1/metrics/:swarmId', () => {
  it('looks back over event time, half a minute by default', async () => {
    const service = await startService();
    const now = Date.now();
    await service.system.store.append(
      [task('new', { durationMs: 1, endedAt: now - 5000 }), task('old', { durationMs: 2, endedAt: now - 45_000 })],
      now
    );
    expect(await json(service.get('/api/v1/metrics/swarm-1'))).toMatchObject({
      count: 1,
      truncated: false,
      metrics: [{ id: 'new' }],
    });
    expect(await json(service.get('/api/v1/metrics/swarm-1?duration=60000'))).toMatchObject({ count: 2 });
    expect(await json(service.get('/api/v1/metrics/swarm-1?duration=60000&limit=1'))).toMatchObject({
      count: 1,
      truncated: true,
    });
    expect(await json(service.get('/api/v1/metrics/swarm-1?duration=1'))).toMatchObject({ count: 0, metrics: [] });
  });

  it('streams many records as one JSON text', async () => {
    const service = await startService();
    const now = Date.now();
    await service.system.store.append(
      Array.from({ length: 2500 }, (_, index) => task(`${index}`, { durationMs: index, endedAt: now - 1000 })),
      now
    );
    const { metrics, count } = (await json(service.get('/api/v1/metrics/swarm-1'))) as {
      metrics: Array<{ value: number }>;
      count: number;
    };
    expect([metrics.length, count]).toEqual([2500, 2500]);
    expect(metrics.reduce((sum, { value }) => sum + value, 0)).toBe((2499 * 2500) / 2);
  });
});

describe('POST /api/v1/reports', () => {
  it.each([
    ['html', 'text/html; charset=utf-8', 'swarm-report.html', '<!doctype html>'],
    ['markdown', 'text/markdown; charset=utf-8', 'swarm-report.md', '# Performance of swarm-1'],
    ['json', 'application/json; charset=utf-8', 'swarm-report.json', '{\n  "version": 1,'],
  ])('as %s is a file that runs nothing', async (format, type, name, start) => {
    const service = await startService();
    await service.system.store.append([task('a', { durationMs: 5 })], NOON);
    const response = await service.post('/api/v1/reports', { swarmId: 'swarm-1', format });
    expect(response.headers.get('content-type')).toBe(type);
    expect(response.headers.get('content-disposition')).toBe(`attachment; filename="${name}"`);
    expect(response.headers.get('content-security-policy')).toBe(
      `default-src 'none'; style-src 'unsafe-inline'; sandbox`
    );
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect((await response.text()).startsWith(start)).toBe(true);
  });

  it('covers the window that is asked for, in either place', async () => {
    const service = await startService();
    await service.system.store.append([task('a'), task('b', { endedAt: NOON + 60_000 })], NOON + 60_000);
    for (const range of [
      { from: NOON, to: NOON + 1000 },
      { config: { name: 'N', timeRange: { start: NOON, end: NOON + 1000 } } },
    ]) {
      expect(await json(service.post('/api/v1/reports', { swarmIds: ['swarm-1'], ...range }))).toMatchObject({
        window: { from: NOON, to: NOON + 1000 },
        swarms: [{ tasks: { total: 1 } }],
      });
    }
  });
});

describe('POST /api/v1/reports with a spec', () => {
  const spoiled = async (service: Awaited<ReturnType<typeof startService>>, body: unknown) =>
    problemOf(service.post('/api/v1/reports', body));

  it('reports on what passes the filters in the range that is meant', async () => {
    const service = await startService();
    await service.system.store.append(
      [
        task('a', { endedAt: NOON - 1, model: 'x', durationMs: 7 }),
        task('b', { endedAt: NOON - 2, model: 'y', durationMs: 9 }),
        task('c', { endedAt: NOON - 7_200_000, model: 'x', durationMs: 11 }),
        task('d', { endedAt: NOON - 3, model: 'y', swarmId: 'swarm-2' }),
      ],
      NOON
    );
    const spec = { range: { from: 'now-1h' }, filters: [{ key: 'model', operator: 'eq', values: ['x'] }] };
    const report = await json(service.post('/api/v1/reports', { spec, at: NOON }));
    expect(report).toMatchObject({
      spec: { version: 1, range: { from: 'now-1h' }, swarms: [] },
      window: { from: NOON - 3_600_000, to: NOON },
      swarms: [{ swarmId: 'swarm-1', tasks: { total: 1, duration: { mean: 7 } } }],
    });
    expect(report).toMatchObject({ comparison: { groups: ['swarm-1'] } });
    const all = await json(service.post('/api/v1/reports', { spec: {} }));
    expect(all).toMatchObject({
      window: { from: NOON - 7_200_000, to: NOON },
      swarms: [{ swarmId: 'swarm-1' }, { swarmId: 'swarm-2' }],
    });
  });

  it('has the sections that are asked for', async () => {
    const service = await startService();
    await service.system.store.append([task('a', { durationMs: 5 })], NOON);
    const response = await service.post('/api/v1/reports', {
      spec: { sections: ['quality', 'overview'] },
      format: 'markdown',
    });
    expect((await response.text()).match(/^## .*$/gm)).toEqual(['## Overview', '## Data quality']);
  });

  it('of an empty window says what is stored, and makes one where that is wanted', async () => {
    const service = await startService();
    expect(await spoiled(service, { spec: {} })).toMatchObject({
      httpStatus: 422,
      code: 'EMPTY_WINDOW',
      detail: expect.stringContaining('Nothing has been received yet'),
    });
    await service.system.store.append([task('a', { durationMs: 5 })], NOON);
    const spec = { swarms: ['swarm-1'], range: { from: 1000, to: 2000 } };
    expect(await spoiled(service, { spec })).toMatchObject({
      httpStatus: 422,
      code: 'EMPTY_WINDOW',
      detail:
        'Nothing is stored of these swarms from 1970-01-01 00:00:01 UTC to 1970-01-01 00:00:02 UTC. What is stored of them reaches from 2026-11-23 12:00:00 UTC to 2026-11-23 12:00:00 UTC: change the range, or set "whenEmpty" to "report".',
    });
    const filters = [{ key: 'model', operator: 'eq', values: ['none'] }];
    expect(await spoiled(service, { spec: { filters } })).toMatchObject({
      detail: expect.stringContaining('that passes the filters'),
    });
    expect(await json(service.post('/api/v1/reports', { spec: { ...spec, whenEmpty: 'report' } }))).toMatchObject({
      window: { from: 1000, to: 2000 },
      swarms: [],
    });
  });

  it('says what to do with what it can not read', async () => {
    const service = await startService();
    await service.system.store.append([task('a')], NOON);
    expect(await spoiled(service, { spec: { version: 7 } })).toMatchObject({
      httpStatus: 400,
      detail: expect.stringContaining('"spec.version": this report spec has version 7'),
    });
    expect(await spoiled(service, { spec: { swarms: ['swarm-9'] } })).toMatchObject({
      httpStatus: 404,
      code: 'UNKNOWN_SWARM',
      known: ['swarm-1'],
    });
    expect(await spoiled(service, { spec: { baseline: 'swarm-9' } })).toMatchObject({ code: 'UNKNOWN_SWARM' });
    expect(await spoiled(service, { spec: {}, swarmId: 'swarm-1' })).toMatchObject({ httpStatus: 400 });
    expect(await spoiled(service, { spec: { range: { from: 'now', to: 'now-1h' } } })).toMatchObject({
      httpStatus: 400,
      errors: [{ field: 'spec.range', message: expect.stringContaining('holds no time') }],
    });
    const many = Array.from({ length: 10_000 }, (_, index) => `swarm ${index}`);
    const answer = await spoiled(service, { spec: { swarms: many } });
    expect(answer).toMatchObject({ httpStatus: 404, detail: expect.stringContaining('and 9980 more') });
  });

  it('publishes what a spec is', async () => {
    const service = await startService();
    const response = await service.get('/api/v1/schemas/report-spec');
    expect(response.headers.get('content-type')).toBe('application/schema+json; charset=utf-8');
    expect(await response.json()).toMatchObject({ title: 'Report spec', type: 'object' });
  });
});

describe('POST /api/v1/compare', () => {
  it('compares what is named, on the metrics that are named', async () => {
    const service = await startService();
    const durations = (swarmId: string, from: number) =>
      Array.from({ length: 12 }, (_, index) => task(`${swarmId} ${index}`, { swarmId, durationMs: from + index }));
    await service.system.store.append([...durations('fast', 100), ...durations('slow', 900)], NOON);
    const answer = await json(
      service.post('/api/v1/compare', { swarmIds: ['slow', 'fast'], metrics: ['TASK_DURATION', 'throughput'] })
    );
    expect(answer).toMatchObject({
      overallWinner: 'fast',
      comparisonMatrix: { metrics: ['task_duration'], swarms: ['slow', 'fast'] },
      window: { from: NOON, to: NOON + 1 },
      notices: [{ severity: 'warning' }],
      demo: false,
    });
  });

  it('of one swarm finds nothing to compare it with', async () => {
    const service = await startService();
    await service.system.store.append([task('a', { durationMs: 5 })], NOON);
    expect(await json(service.post('/api/v1/compare', { swarmIds: ['swarm-1'] }))).toMatchObject({
      overallWinner: null,
      swarms: [{ rank: 1 }],
    });
  });
});

describe('OTLP', () => {
  it('answers an empty object when all was taken, and the refused ones as a partial success', async () => {
    const service = await startService();
    const body = metricsBody('claude_code.cost.usage', point());
    expect(await json(service.post('/v1/metrics', body))).toEqual({});
    expect(await json(service.post('/v1/metrics', { resourceMetrics: [] }))).toEqual({});
    expect(
      await json(service.post('/v1/metrics', metricsBody('claude_code.cost.usage', point(), { temporality: 0 })))
    ).toEqual({
      partialSuccess: { rejectedDataPoints: '1', errorMessage: expect.stringContaining('temporality') },
    });
    expect(await json(service.post('/v1/logs', logsBody(event('tool_result'), event('api_request'))))).toEqual({
      partialSuccess: { rejectedLogRecords: '1', errorMessage: expect.any(String) },
    });
    expect(await json(service.get('/api/v1/info'))).toMatchObject({ records: { tasks: 0, steps: 1, samples: 1 } });
  });

  it('answers 503 when the service is stopping, and keeps nothing', async () => {
    const service = await startService();
    await service.system.ingestor.close();
    const response = await service.post('/v1/metrics', metricsBody('claude_code.cost.usage', point()));
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5']);
    expect(await service.system.store.info()).toMatchObject({ samples: 0 });
  });
});

describe('a request of Claude Code', () => {
  it('is counted with the money of its events', async () => {
    const service = await startService();
    await service.system.store.append([request('r', { costUsd: 0.5, durationMs: 20 })], NOON);
    expect(await json(service.get('/api/v1/swarms'))).toMatchObject({
      swarms: [{ costUsd: 0.5, requests: { total: 1, failed: 0, meanDurationMs: 20 } }],
    });
  });
});
