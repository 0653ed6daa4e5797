import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { NOON, task } from '../../testing/records.ts';
import { startService, type TestService } from '../../testing/service.ts';

const ROWS = 20_000;
const NAMES = Array.from({ length: 10_000 }, (_, index) => `${'ab'.repeat(20)}${index}`);
/** Lists as long as a query may carry, against many rows: a second or more of work. */
const SLOW_QUERY = {
  type: 'timeseries',
  metric: 'task_count',
  instant: true,
  filters: Array.from({ length: 4 }, () => ({ key: 'agent', operator: 'in', values: NAMES })),
};

async function heavyService(): Promise<TestService> {
  const service = await startService();
  await service.system.store.append(
    Array.from({ length: ROWS }, (_, at) => task(`${at}`, { agentId: NAMES[at % NAMES.length] })),
    NOON
  );
  return service;
}

describe('a client that goes away', () => {
  it('ends the queries that run for it, and nobody else’s', async () => {
    const service = await heavyService();
    const { store } = service.system;
    const controller = new AbortController();
    const kept = service.post('/api/v1/query', { queries: [SLOW_QUERY] }).then((response) => response.json());
    await vi.waitFor(() => expect(store.running()).toBe(1), { timeout: 5000, interval: 5 });
    const queries = ['A', 'B'].map((refId) => ({ ...SLOW_QUERY, refId, swarms: ['swarm-1', refId] }));
    const gone = service
      .post('/api/v1/query', { queries }, { signal: controller.signal })
      .catch((error: unknown) => error);
    await vi.waitFor(() => expect(store.running()).toBe(3), { timeout: 5000, interval: 5 });
    controller.abort();
    // What was asked later ends before what was asked first.
    await vi.waitFor(() => expect(store.running()).toBe(1), { timeout: 5000, interval: 5 });
    expect(await gone).toMatchObject({ name: 'AbortError' });
    expect(await kept).toMatchObject({
      results: { A: { status: 200, frames: [{ data: { values: [['swarm-1'], [ROWS]] } }] } },
    });
    expect(store.running()).toBe(0);
    expect(service.logged()).toBe('');
  });
});

describe('two clients that ask the same', () => {
  it('share the work, which goes on while one of them waits', async () => {
    const service = await heavyService();
    const { store } = service.system;
    const controller = new AbortController();
    const gone = service
      .post('/api/v1/query', { queries: [SLOW_QUERY] }, { signal: controller.signal })
      .catch((error: unknown) => error);
    await vi.waitFor(() => expect(store.running()).toBe(1), { timeout: 5000, interval: 5 });
    const kept = service.post('/api/v1/query', { queries: [SLOW_QUERY] }).then((response) => response.json());
    await vi.waitFor(() => expect(service.system.answers.counts).toMatchObject({ computed: 1, shared: 1 }), {
      timeout: 5000,
      interval: 5,
    });
    controller.abort();
    expect(await gone).toMatchObject({ name: 'AbortError' });
    expect(store.running()).toBe(1);
    const answer: unknown = await kept;
    expect(answer).toMatchObject({
      results: { A: { status: 200, frames: [{ data: { values: [['swarm-1'], [ROWS]] } }] } },
    });
  });
});

describe('a client that stays', () => {
  it('may ask many things on one connection', async () => {
    const service = await startService();
    await service.system.store.append([task('a')], NOON);
    const warnings: Error[] = [];
    const warned = (warning: Error) => void warnings.push(warning);
    process.on('warning', warned);
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    onTestFinished(() => {
      agent.destroy();
      process.off('warning', warned);
    });
    for (let index = 0; index < 30; index++) {
      const answer = await new Promise<string>((resolve, reject) => {
        request(`${service.url}/api/v1/analysis/swarm-1`, { agent }, (response) => text(response).then(resolve, reject))
          .on('error', reject)
          .end();
      });
      expect(JSON.parse(answer)).toMatchObject({ swarmId: 'swarm-1' });
    }
    await new Promise((resolve) => setImmediate(resolve));
    expect(warnings.map(({ message }) => message)).toEqual([]);
  });
});
