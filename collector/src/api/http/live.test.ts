import { once } from 'node:events';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { fromDataFrameJson, type DataFrameJson } from '../../../../src/core/frames/dataFrameJson.ts';
import { numbers } from '../../../../src/core/frames/table.ts';
import { NOON, task } from '../../testing/records.ts';
import { startService, type TestService } from '../../testing/service.ts';

/** A live stream as a client reads it: the lines so far. */
async function openStream(service: TestService, path: string) {
  const controller = new AbortController();
  onTestFinished(() => controller.abort());
  const response = await service.get(path, { signal: controller.signal });
  expect(response.status).toBe(200);
  const found: string[] = [];
  let rest = '';
  const ended = (async () => {
    const decoder = new TextDecoder();
    const reader = response.body?.getReader();
    for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) {
      const parts = (rest + decoder.decode(next.value, { stream: true })).split('\n');
      rest = parts.pop() ?? '';
      found.push(...parts);
    }
  })();
  ended.catch(() => undefined);
  const tables = () =>
    found.filter((line) => line !== '').map((line) => fromDataFrameJson(JSON.parse(line) as DataFrameJson));
  return { response, controller, ended, lines: () => found, tables };
}

const within = { timeout: 10_000, interval: 10 };

describe('a live stream', () => {
  it('tells the state of a swarm at once, and each that is another one', async () => {
    const service = await startService();
    await service.system.store.append([task('a', { durationMs: 100 })], NOON);
    const stream = await openStream(service, '/api/v1/live?swarm=swarm-1');
    expect(stream.response.headers.get('content-type')).toContain('application/x-ndjson');
    await vi.waitFor(() => expect(stream.tables()).toHaveLength(1), within);
    await service.system.store.append([task('b', { swarmId: 'other' })], NOON);
    await service.system.store.append([task('c', { durationMs: 300 }), task('d', { status: 'failed' })], NOON);
    await vi.waitFor(() => expect(stream.tables()).toHaveLength(2), within);
    const [first, second] = stream.tables();
    for (const [table, total, failed, mean] of [
      [first, 1, 0, 100],
      [second, 3, 1, 200],
    ] as const) {
      expect(table).toMatchObject({ name: 'live', meta: { kind: 'timeseries-wide' } });
      expect(table && numbers(table, 'tasks')).toEqual([total]);
      expect(table && numbers(table, 'failed')).toEqual([failed]);
      expect(table && numbers(table, 'duration_mean')).toEqual([mean]);
      // Nobody has told of it.
      expect(table && numbers(table, 'cost_usd')).toEqual([null]);
    }
    expect(second?.columns.map(({ name }) => name)).toEqual(first?.columns.map(({ name }) => name));
    expect(second?.columns[1]?.labels).toEqual({ swarm_id: 'swarm-1' });
  });

  it('says of all swarms together that something was stored', async () => {
    const service = await startService();
    const stream = await openStream(service, '/api/v1/live');
    await vi.waitFor(() => expect(stream.tables()).toHaveLength(1), within);
    await service.system.store.append([task('a', { swarmId: 'new' })], NOON);
    await vi.waitFor(() => expect(stream.tables()).toHaveLength(2), within);
    const [before, after] = stream.tables().map((table) => numbers(table, 'revision')?.[0]);
    expect(after).not.toBe(before);
  });

  it('is marked while it tells of the demo', async () => {
    const service = await startService({ demo: true });
    await vi.waitFor(async () => expect((await service.system.store.swarms({})).length).toBeGreaterThan(0), within);
    const stream = await openStream(service, '/api/v1/live');
    await vi.waitFor(() => expect(stream.tables()[0]?.meta.custom).toEqual({ demo: true }), within);
  });

  it('of a swarm that nobody knows is refused, naming those that are known', async () => {
    const service = await startService();
    await service.system.store.append([task('a')], NOON);
    const response = await service.get('/api/v1/live?swarm=%3Cb%3E%0A');
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ code: 'UNKNOWN_SWARM', known: ['swarm-1'] });
    expect((await service.get('/api/v1/live?swarm=')).status).toBe(400);
  });

  it('needs the key where there is one', async () => {
    const service = await startService({ key: 'k' });
    expect((await service.get('/api/v1/live')).status).toBe(401);
  });

  it('asks nothing any more once its reader is gone, and makes room', async () => {
    const service = await startService();
    await service.system.store.append([task('a')], NOON);
    const asked = vi.spyOn(service.system.store, 'swarms');
    const gone = await openStream(service, '/api/v1/live?swarm=swarm-1');
    gone.controller.abort();
    await expect(gone.ended).rejects.toThrow();
    // A second stream is asked after the first one would have been.
    const kept = await openStream(service, '/api/v1/live?swarm=swarm-1');
    asked.mockClear();
    await service.system.store.append([task('b')], NOON);
    await vi.waitFor(() => expect(kept.tables()).toHaveLength(2), within);
    expect(asked).toHaveBeenCalledTimes(1);
  });

  it('is one of at most 200, and a place that is left is free', async () => {
    const service = await startService();
    const streams = await Promise.all(Array.from({ length: 200 }, () => openStream(service, '/api/v1/live')));
    const refused = await service.get('/api/v1/live');
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '30']);
    streams[0]?.controller.abort();
    await vi.waitFor(async () => expect((await openStream(service, '/api/v1/live')).response.status).toBe(200), within);
  });

  it('ends when the service stops', async () => {
    const service = await startService();
    const stream = await openStream(service, '/api/v1/live');
    await vi.waitFor(() => expect(stream.lines().length).toBeGreaterThan(0), within);
    const closed = once(service.app.server, 'close');
    await service.app.close();
    await closed;
    await stream.ended;
  });
});
