import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startService } from '../testing/service.ts';
import { summaryOf } from '../testing/stores.ts';
import { createPerformanceClient, type ClientOptions } from './performanceClient.ts';

/** Passes requests on to the service; `lose` says for each whether its answer gets lost, or which status it has instead. */
async function proxy(url: string, lose: (n: number) => 'answer' | number | undefined) {
  let requests = 0;
  const server = createServer(async (request, response) => {
    const body = await text(request);
    const fate = lose(requests++);
    if (typeof fate === 'number') {
      response.writeHead(fate).end('{}');
      return;
    }
    const answer = await fetch(`${url}${request.url ?? ''}`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json' },
    });
    if (fate === 'answer') {
      response.destroy();
      return;
    }
    response.writeHead(answer.status).end(await answer.text());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests: () => requests };
}

function client(options: ClientOptions) {
  const errors: string[] = [];
  const made = createPerformanceClient({
    swarmId: 'swarm-1',
    interval: 3_600_000,
    onError: ({ message }) => errors.push(message),
    ...options,
  });
  onTestFinished(() => made.close(0));
  return Object.assign(made, { errors });
}

describe('the client', () => {
  it('tells of tasks, metrics and what it measures', async () => {
    const service = await startService();
    const { url, system } = service;
    const perf = client({ url, agentId: 'agent-1' });
    perf.task({ durationMs: 5, taskType: 'fix', agentId: 'agent-2' });
    perf.record({ metricType: 'TOKEN_USAGE', value: 7, tags: { type: 'input' } });
    expect(await perf.measure(async () => 42, { taskType: 'sum' })).toBe(42);
    await expect(
      perf.measure(() => {
        throw new Error('mine');
      })
    ).rejects.toThrow('mine');
    await perf.flush();
    expect(perf.counts()).toEqual({ recorded: 4, stored: 4, duplicates: 0, rejected: 0, dropped: 0, waiting: 0 });
    expect(await summaryOf(system.store, 'swarm-1')).toMatchObject({
      tasks: { total: 3, completed: 2, failed: 1 },
      tokens: { input: 7 },
    });
    const tasks = await system.store.tasks({ limit: 9 });
    expect(tasks.map(({ taskType, agentId }) => [taskType, agentId])).toContainEqual(['fix', 'agent-2']);
  });

  it('repeats with the same ids when the answer was lost: nothing counts twice', async () => {
    const service = await startService();
    const { url, requests } = await proxy(
      service.url,
      (n) => [503, 'answer', 429, undefined][n] as 'answer' | number | undefined
    );
    const perf = client({ url });
    perf.task({ durationMs: 5 });
    await perf.flush();
    expect(requests()).toBe(4);
    expect(perf.counts()).toMatchObject({ stored: 0, duplicates: 1, dropped: 0 });
    expect((await summaryOf(service.system.store, 'swarm-1')).tasks.total).toBe(1);
  });

  it('sends full batches at once, and others after the interval', async () => {
    const service = await startService();
    const { url, requests } = await proxy(service.url, () => undefined);
    const perf = client({ url, batchSize: 10, interval: 200 });
    for (let i = 0; i < 25; i++) {
      perf.task({ durationMs: i });
    }
    while (perf.counts().stored < 25) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect(requests()).toBe(3);
  });

  it('drops the oldest when too much waits, and says how many', async () => {
    const { url } = await proxy('http://127.0.0.1:9', () => 503);
    const perf = client({ url, bufferSize: 5, batchSize: 100, retryAttempts: 0 });
    for (let i = 0; i < 8; i++) {
      perf.task({ durationMs: i });
    }
    expect(perf.counts()).toMatchObject({ recorded: 8, waiting: 5, dropped: 3 });
    await perf.close();
    perf.task({ durationMs: 9 });
    expect(perf.counts()).toMatchObject({ recorded: 9, waiting: 0, dropped: 9, stored: 0 });
    expect(perf.errors.at(-1)).toBe('5 metrics were dropped: the service answered 503');
  });

  it('does not repeat what is refused, and tells of what is refused by itself', async () => {
    const { url, requests } = await proxy('http://127.0.0.1:9', () => 401);
    const perf = client({ url });
    perf.task({ durationMs: 1 });
    await perf.flush();
    expect([requests(), perf.counts().dropped]).toEqual([1, 1]);
    const service = await startService({ key: 'k' });
    const other = client({ url: service.url, key: 'k' });
    other.record({ metricType: 'CPU_USAGE', value: 95 });
    other.record({ metricType: 'CPU_USAGE', value: 0.95 });
    await other.flush();
    expect(other.counts()).toMatchObject({ stored: 1, rejected: 1 });
    expect(other.errors).toEqual([expect.stringContaining('wrong_unit')]);
  });

  it('closes in time when nobody answers, and holds nobody up before', async () => {
    const perf = client({ url: 'http://127.0.0.1:9', retryAttempts: 100 });
    expect(() => perf.task({ durationMs: 1 })).not.toThrow();
    await perf.close(300);
    expect(perf.counts()).toMatchObject({ dropped: 1, waiting: 0 });
  });

  it('refuses an address that is none', () => {
    expect(() => createPerformanceClient({ url: 'nowhere' })).toThrow(TypeError);
  });
});
