import { describe, expect, it, vi } from 'vitest';
import { NOON, task } from '../../testing/records.ts';
import { startService } from '../../testing/service.ts';

const within = { timeout: 10_000, interval: 5 };

/** A service whose reports stop at their first question to the store until they are let on. */
async function heldService() {
  const service = await startService();
  const { store } = service.system;
  await store.append([task('a', { durationMs: 5 })], NOON);
  const ask = store.swarms.bind(store);
  let go: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => (go = resolve));
  vi.spyOn(store, 'swarms').mockImplementation(async (selection, signal) => {
    await Promise.race([gate, new Promise((resolve) => signal?.addEventListener('abort', resolve, { once: true }))]);
    return ask(selection, signal);
  });
  const report = (job: string, signal?: AbortSignal) =>
    service.post(`/api/v1/reports?job=${job}`, { spec: { title: job }, format: 'json' }, signal ? { signal } : {});
  const queue = async () => {
    const answer = (await (await service.get('/api/v1/reports/queue')).json()) as {
      most: number;
      jobs: Array<{ job?: string; state: string; ahead: number; step?: string }>;
    };
    return answer.jobs.map(({ job, state, ahead, step }) => [job, state, ahead, step]);
  };
  return { service, report, queue, go };
}

describe('reports over HTTP', () => {
  it('are made two at once; the rest waits, says so, and can be cancelled', async () => {
    const { report, queue, go } = await heldService();
    const first = report('one');
    await vi.waitFor(async () => expect(await queue()).toHaveLength(1), within);
    const second = report('two');
    await vi.waitFor(async () => expect(await queue()).toHaveLength(2), within);
    const controller = new AbortController();
    const gone = report('three', controller.signal).catch((error: Error) => error.name);
    await vi.waitFor(async () => expect(await queue()).toHaveLength(3), within);
    const last = report('four');
    await vi.waitFor(async () => expect(await queue()).toHaveLength(4), within);
    expect(await queue()).toEqual([
      ['one', 'running', 0, 'reading'],
      ['two', 'running', 0, 'reading'],
      ['three', 'waiting', 1, undefined],
      ['four', 'waiting', 2, undefined],
    ]);
    controller.abort();
    expect(await gone).toBe('AbortError');
    await vi.waitFor(async () => expect((await queue()).map(([job]) => job)).toEqual(['one', 'two', 'four']), within);
    go();
    expect((await Promise.all([first, second, last])).map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(await queue()).toEqual([]);
  });

  it('stop when their reader goes away, and make room', async () => {
    const { report, queue, go } = await heldService();
    const controller = new AbortController();
    const gone = report('one', controller.signal).catch((error: Error) => error.name);
    const second = report('two');
    await vi.waitFor(async () => expect(await queue()).toHaveLength(2), within);
    const third = report('three');
    await vi.waitFor(async () => expect(await queue()).toHaveLength(3), within);
    controller.abort();
    expect(await gone).toBe('AbortError');
    await vi.waitFor(
      async () =>
        expect((await queue()).map(([job, state]) => [job, state])).toEqual([
          ['two', 'running'],
          ['three', 'running'],
        ]),
      within
    );
    go();
    expect((await Promise.all([second, third])).map(({ status }) => status)).toEqual([200, 200]);
  });

  it('have no name longer than 200', async () => {
    const { service, go } = await heldService();
    go();
    expect((await service.post(`/api/v1/reports?job=${'x'.repeat(201)}`, { spec: {}, format: 'json' })).status).toBe(
      400
    );
  });
});
