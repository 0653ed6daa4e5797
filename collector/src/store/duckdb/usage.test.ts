import { describe, expect, it } from 'vitest';
import { cost, NOON, request, task, tokens } from '../../testing/records.ts';
import { openStore, reopen, summaryOf } from '../../testing/stores.ts';

const FIRST = 'claude-code:session-1';
const SECOND = 'claude-code:session-2';

describe('tokens and money', () => {
  it('come from metrics where there are metrics, not from events too', async () => {
    const store = await openStore();
    await store.append(
      [
        tokens('in', 'input', 100),
        tokens('out', 'output', 40),
        cost('usd', 0.5),
        request('r', { tokens: { input: 100, output: 40 }, costUsd: 0.5 }),
      ],
      NOON
    );
    const { tokens: counted, costUsd, requests } = await summaryOf(store, 'swarm-1');
    expect(counted).toEqual({ total: 140, input: 100, output: 40 });
    expect(costUsd).toBe(0.5);
    expect(requests?.total).toBe(1);
  });

  it('change over to a better source that comes later, even after a restart', async () => {
    const store = await openStore();
    await store.append([request('r', { tokens: { input: 90 }, costUsd: 0.4 })], NOON);
    expect(await summaryOf(store, 'swarm-1')).toMatchObject({ tokens: { total: 90 }, costUsd: 0.4 });
    const later = await reopen(store);
    await later.append([tokens('in', 'input', 100)], NOON);
    expect(await summaryOf(later, 'swarm-1')).toMatchObject({ tokens: { total: 100 }, costUsd: 0.4 });
    await later.append([cost('usd', 0.5)], NOON);
    expect(await summaryOf(await reopen(later), 'swarm-1')).toMatchObject({ tokens: { total: 100 }, costUsd: 0.5 });
  });

  it('are decided apart for each session of a swarm: each session counts once', async () => {
    const store = await openStore();
    await store.append(
      [
        tokens('in', 'input', 100, { scope: FIRST }),
        request('r1', { scope: FIRST, tokens: { input: 100 } }),
        request('r2', { scope: SECOND, tokens: { input: 7 } }),
      ],
      NOON
    );
    expect((await summaryOf(store, 'swarm-1')).tokens).toEqual({ total: 107, input: 107 });
  });

  it('without a session are of all sessions of the swarm, so events of single sessions do not count beside them', async () => {
    const store = await openStore();
    await store.append(
      [
        tokens('in', 'input', 107, { scope: 'claude-code' }),
        request('r1', { scope: FIRST, tokens: { input: 100 } }),
        request('r2', { scope: SECOND, tokens: { input: 7 } }),
        request('other', { scope: SECOND, swarmId: 'swarm-2', tokens: { input: 5 } }),
      ],
      NOON
    );
    expect((await summaryOf(store, 'swarm-1')).tokens).toEqual({ total: 107, input: 107 });
    expect((await summaryOf(store, 'swarm-2')).tokens).toEqual({ total: 5, input: 5 });
  });

  it('are decided apart for tokens and for money', async () => {
    const store = await openStore();
    await store.append([tokens('in', 'input', 100), request('r', { tokens: { input: 90 }, costUsd: 0.4 })], NOON);
    expect(await summaryOf(store, 'swarm-1')).toMatchObject({ tokens: { total: 100 }, costUsd: 0.4 });
  });

  it('are not decided by a record that was a duplicate or was rolled back', async () => {
    const store = await openStore();
    await store.append([request('r', { tokens: { input: 90 } }), tokens('in', 'input', 7, { scope: SECOND })], NOON);
    expect(await store.append([tokens('in', 'input', 7, { scope: FIRST })], NOON)).toEqual(['duplicate']);
    const broken = [tokens('more', 'input', 100), tokens('bad', 'input', 1, { timestamp: NaN })];
    await expect(store.append(broken, NOON)).rejects.toThrow();
    expect((await summaryOf(store, 'swarm-1')).tokens).toEqual({ total: 97, input: 97 });
  });

  it('of one call in both ledgers count once, and money only where it was priced', async () => {
    const store = await openStore();
    const call = { factId: 'call', scope: 'project', kind: 'request', tokens: { input: 383, output: 440 } } as const;
    await store.append(
      [
        task('trajectory', { ...call, source: 'claude-flow-3/trajectories', swarmId: 'unassigned', costUsd: 0.01 }),
        task('transcript', { ...call, source: 'claude-flow-3/run-transcripts', agentId: 'agent-1' }),
      ],
      NOON
    );
    const swarms = await store.swarms({});
    expect(swarms.map(({ swarmId, tokens: counted }) => [swarmId, counted])).toEqual([
      ['swarm-1', { total: 823, input: 383, output: 440 }],
    ]);
    expect(swarms[0]?.requests).toEqual({ total: 1, failed: 0 });
    expect(swarms[0]?.costUsd).toBe(0.01);
  });

  it('of an agent’s last call count only where no ledger tells of its calls', async () => {
    const store = await openStore();
    const lastCall = (id: string, swarmId: string) =>
      tokens(id, 'output', 94, { source: 'claude-flow-3/agents', scope: 'project', swarmId });
    await store.append(
      [
        lastCall('a', 'with a ledger'),
        lastCall('b', 'without'),
        task('call', {
          source: 'claude-flow-3/run-transcripts',
          scope: 'project',
          kind: 'request',
          swarmId: 'with a ledger',
          tokens: { output: 300 },
        }),
      ],
      NOON
    );
    expect((await summaryOf(store, 'with a ledger')).tokens).toEqual({ total: 300, output: 300 });
    expect((await summaryOf(store, 'without')).tokens).toEqual({ total: 94, output: 94 });
  });

  it('of an agent’s last call do not count beside a ledger that names no swarm: they are in it', async () => {
    const store = await openStore();
    await store.append(
      [
        tokens('last call', 'output', 94, { source: 'claude-flow-3/agents', scope: 'project' }),
        task('call', {
          source: 'claude-flow-3/trajectories',
          scope: 'project',
          kind: 'request',
          swarmId: 'unassigned',
          tokens: { output: 300 },
        }),
      ],
      NOON
    );
    const sum = { as: 'sum', fn: 'sum', field: 'tokens' } as const;
    expect(await store.aggregate({ relation: 'usage', known: 'tokens', groupBy: ['swarm'], measures: [sum] })).toEqual([
      { group: { swarm: 'unassigned' }, values: { sum: 300 } },
    ]);
  });

  it('tell 0 from unknown', async () => {
    const store = await openStore();
    await store.append([cost('usd', 0), task('t', { swarmId: 'silent' })], NOON);
    expect(await summaryOf(store, 'swarm-1')).toMatchObject({ costUsd: 0 });
    expect(await summaryOf(store, 'silent')).not.toHaveProperty('costUsd');
    expect(await summaryOf(store, 'silent')).not.toHaveProperty('tokens');
  });

  it('of a kind that has no column of its own are in the total only', async () => {
    const store = await openStore();
    await store.append([tokens('a', 'input', 10), tokens('b', 'reasoning', 5)], NOON);
    expect((await summaryOf(store, 'swarm-1')).tokens).toEqual({ total: 15, input: 10 });
  });

  it('are the same in a series by model as in the summary', async () => {
    const store = await openStore();
    await store.append(
      [
        tokens('a', 'input', 10, { model: 'opus' }),
        tokens('b', 'output', 5, { model: 'opus' }),
        tokens('c', 'output', 3, { model: 'haiku' }),
        request('r', { model: 'opus', tokens: { input: 10, output: 5 } }),
      ],
      NOON
    );
    const rows = await store.aggregate({
      relation: 'usage',
      known: 'tokens',
      groupBy: ['model'],
      measures: [{ as: 'sum', fn: 'sum', field: 'tokens' }],
    });
    expect(rows.map(({ group, values }) => [group['model'], values['sum']])).toEqual([
      ['haiku', 3],
      ['opus', 15],
    ]);
  });
});
