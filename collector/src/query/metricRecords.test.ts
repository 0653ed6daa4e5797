import { describe, expect, it } from 'vitest';
import { NOON, request, sample, task } from '../testing/records.ts';
import { openStore } from '../testing/stores.ts';
import { metricRecords } from './metricRecords.ts';

const WINDOW = { from: NOON - 1000, to: NOON + 1000 };

describe('metricRecords', () => {
  it('are work with a duration and samples of one swarm and window, newest first', async () => {
    const store = await openStore();
    await store.append(
      [
        task('a', { endedAt: NOON - 5, durationMs: 30 }),
        request('b', { endedAt: NOON + 5, durationMs: 0, agentId: 'main' }),
        sample('c', { timestamp: NOON, model: 'opus', tags: { type: 'x' } }),
        task('untimed'),
        task('other swarm', { swarmId: 'swarm-2', durationMs: 1 }),
        task('too old', { endedAt: NOON - 1001, durationMs: 1 }),
        task('too new', { endedAt: NOON + 1000, durationMs: 1 }),
      ],
      NOON + 60_000
    );
    const { records, cut } = await metricRecords(store, 'swarm-1', WINDOW, 10);
    expect(records.map(({ id, metricType, value, agentId }) => [id, metricType, value, agentId])).toEqual([
      ['b', 'RESPONSE_TIME', 0, 'main'],
      ['c', 'QUALITY', 0.5, undefined],
      ['a', 'TASK_DURATION', 30, undefined],
    ]);
    expect(records[1]?.tags).toEqual({ type: 'x', model: 'opus' });
    expect(records[0]?.tags).toEqual({ taskId: 'b', kind: 'request', status: 'completed' });
    expect(cut).toBe(false);
  });

  it('are without tokens and cost that a better source tells of', async () => {
    const store = await openStore();
    const usage = { swarmId: 'swarm-1', timestamp: NOON, metricType: 'TOKEN_USAGE', unit: 'tokens' } as const;
    await store.append(
      [
        sample('measured', { ...usage, source: 'claude-code/metrics', scope: 'claude-code:s', value: 10 }),
        sample('pushed', { ...usage, source: 'push', scope: 'push', value: 999 }),
        sample('cost', { ...usage, source: 'push', scope: 'push', metricType: 'COST_USD', unit: 'USD', value: 1 }),
      ],
      NOON
    );
    const { records } = await metricRecords(store, 'swarm-1', WINDOW, 10);
    expect(records.map(({ id }) => id).sort()).toEqual(['cost', 'measured']);
  });

  it('say when there are more, and only then', async () => {
    const store = await openStore();
    await store.append(
      [1, 2, 3].flatMap((n) => [
        task(`t${n}`, { endedAt: NOON + n, durationMs: n }),
        sample(`s${n}`, { timestamp: NOON + n }),
      ]),
      NOON + 60_000
    );
    expect(await metricRecords(store, 'swarm-1', WINDOW, 5)).toMatchObject({ cut: true, records: { length: 5 } });
    expect(await metricRecords(store, 'swarm-1', WINDOW, 6)).toMatchObject({ cut: false, records: { length: 6 } });
  });

  it('are not crowded out by work that has no duration to show', async () => {
    const store = await openStore();
    await store.append(
      [
        ...[1, 2, 3, 4].map((n) => task(`untimed ${n}`, { endedAt: NOON + n, status: 'failed' })),
        task('timed', { endedAt: NOON - 1, durationMs: 5 }),
      ],
      NOON + 60_000
    );
    expect(await metricRecords(store, 'swarm-1', WINDOW, 2)).toMatchObject({ cut: false, records: [{ id: 'timed' }] });
  });
});
