import { describe, expect, it } from 'vitest';
import { numbers, strings } from '../../../src/core/frames/table.ts';
import { DEFAULT_QUERY, type PerformanceQuery, type QueryWindow } from '../../../src/core/query/model.ts';
import type { Store } from '../store/store.ts';
import { NOON, swarm, task } from '../testing/records.ts';
import { openStore } from '../testing/stores.ts';
import { executeQuery, type QueryContext } from './execute.ts';

const MINUTE = 60_000;
const LATER = NOON + 24 * 60 * MINUTE;

async function ask(
  store: Store,
  query: Partial<PerformanceQuery>,
  window: QueryWindow = {},
  context: QueryContext = {}
) {
  const asked = { ...DEFAULT_QUERY, refId: 'A', type: 'annotations', ...query } as const;
  const [table] = await executeQuery(store, asked, window, undefined, { now: LATER, ...context });
  if (!table) {
    throw new Error('no table');
  }
  const column = (name: string) => strings(table, name) ?? [];
  const rows = (numbers(table, 'time') ?? []).map((time, row) => ({
    time,
    timeEnd: numbers(table, 'timeEnd')?.[row],
    title: column('title')[row],
    text: column('text')[row],
    tags: column('tags')[row],
    swarm: column('swarm_id')[row],
  }));
  return { rows, notices: table.meta.notices ?? [] };
}

/** Sixty tasks of 100 ms, a minute apart; the fiftieth takes a minute. */
async function spiked(): Promise<Store> {
  const store = await openStore();
  await store.append(
    Array.from({ length: 60 }, (_, index) =>
      task(`${index}`, {
        swarmId: 'one',
        endedAt: NOON + index * MINUTE,
        durationMs: index === 50 ? 60_000 : 100 + (index % 7),
      })
    ),
    NOON
  );
  await store.append([swarm('one', { topology: 'mesh', status: 'completed' })], NOON);
  return store;
}

describe('annotations', () => {
  it('tell of incidents, of the first and last of a swarm and of markers, in the order of time', async () => {
    const store = await spiked();
    const marker = { id: 'm', time: NOON + 10 * MINUTE, title: 'Release, 2', text: 'why', tags: ['a,b'], swarms: [] };
    const { rows } = await ask(store, {}, { intervalMs: MINUTE }, { markers: { list: () => [marker] } });
    expect(rows).toEqual([
      expect.objectContaining({ time: NOON, title: 'Swarm one first seen', text: 'Topology: mesh', swarm: 'one' }),
      { time: marker.time, timeEnd: null, title: 'Release, 2', text: 'why', tags: 'marker,a b', swarm: null },
      {
        time: NOON + 50 * MINUTE,
        timeEnd: expect.any(Number),
        title: expect.stringMatching(/^Task duration up, /),
        text: expect.stringContaining('swarm_id: one\n'),
        tags: expect.stringMatching(/^anomaly,\w+,task_duration$/),
        swarm: 'one',
      },
      expect.objectContaining({
        time: NOON + 59 * MINUTE,
        title: 'Swarm one last seen',
        text: 'Status: completed. 60 tasks, 0 of them failed',
        tags: 'swarm,end',
      }),
    ]);
  });

  it('say that a swarm has ended only once nothing came for ten minutes', async () => {
    const store = await spiked();
    const query = { annotationsOf: ['swarmEnd' as const] };
    const last = NOON + 59 * MINUTE;
    expect((await ask(store, query, {}, { now: last + 10 * MINUTE - 1 })).rows).toEqual([]);
    expect((await ask(store, query, {}, { now: last + 10 * MINUTE })).rows).toHaveLength(1);
  });

  it('know where a swarm began, also outside the window', async () => {
    const store = await spiked();
    const window = { from: NOON + 5 * MINUTE, to: NOON + 30 * MINUTE };
    expect((await ask(store, { annotationsOf: ['swarmStart', 'swarmEnd'] }, window)).rows).toEqual([]);
  });

  it('are cut at the limit, the newest kept, and say so', async () => {
    const store = await spiked();
    const { rows, notices } = await ask(store, { annotationsOf: ['swarmStart', 'swarmEnd'], limit: 1 });
    expect(rows).toMatchObject([{ title: 'Swarm one last seen' }]);
    expect(notices).toMatchObject([{ severity: 'warning', text: expect.stringContaining('newest 1 of 2') }]);
  });

  it('are none of an empty store, and refuse a method that there is not', async () => {
    const store = await openStore();
    expect((await ask(store, {})).rows).toEqual([]);
    await expect(ask(await spiked(), { method: 'theta' })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });
});
