import { describe, expect, it } from 'vitest';
import { numbers, strings, type Table } from '../../../src/core/frames/table.ts';
import { DEFAULT_QUERY, type PerformanceQuery } from '../../../src/core/query/model.ts';
import { NOON, request, task } from '../testing/records.ts';
import { openStore } from '../testing/stores.ts';
import { executeQuery } from './execute.ts';
import type { ServiceState } from './serviceState.ts';

const MINUTE = 60_000;
const COUNTS = { received: 7, stored: 4, duplicates: 1, ignored: 3, rejected: { future: 2 } };

const state: ServiceState = {
  now: NOON,
  inputs: () => [
    { id: 'otlp', kind: 'claude-code-otlp', state: 'waiting', counts: COUNTS },
    { id: 'folder', kind: 'claude-flow-3', state: 'ok', lastEventAt: NOON - 90_000, counts: COUNTS },
    { id: '<b>\n', kind: 'push', state: 'degraded', reason: 'gone', lastEventAt: NOON + 1000, counts: COUNTS },
  ],
  sinks: () => [
    { id: 'elastic', kind: 'elasticsearch', failing: true },
    { id: 'slack', kind: 'slack', failing: false },
  ],
  collector: async () => ({
    version: '1.2.3',
    state: 'ready',
    isDemo: false,
    startedAt: NOON - 1000,
    backlog: 2,
    tasks: 3,
    steps: 4,
    samples: 5,
  }),
};

async function ask(check: PerformanceQuery['check'], known: ServiceState = state): Promise<Table> {
  const store = await openStore();
  const query: PerformanceQuery = { ...DEFAULT_QUERY, refId: 'Q', type: 'health', check };
  const [table] = await executeQuery(store, query, {}, undefined, { state: known });
  if (!table) {
    throw new Error('no table');
  }
  return table;
}

describe('health of inputs and sinks', () => {
  it('is seconds of silence for each input that told of something', async () => {
    const table = await ask('inputSilence');
    expect(table.meta.kind).toBe('numeric-long');
    expect(strings(table, 'input')).toEqual(['folder', '<b>\n']);
    expect(numbers(table, 'input_silence')).toEqual([90, 0]);
  });

  it('is 1 for an input or a sink that fails', async () => {
    expect(numbers(await ask('inputFailing'), 'input_failing')).toEqual([0, 0, 1]);
    const sinks = await ask('sinkFailing');
    expect(strings(sinks, 'sink')).toEqual(['elastic', 'slack']);
    expect(numbers(sinks, 'sink_failing')).toEqual([1, 0]);
  });

  it('is a table of the books of each input', async () => {
    const table = await ask('inputs');
    expect(strings(table, 'reason')).toEqual([null, null, 'gone']);
    expect(numbers(table, 'last_event')).toEqual([null, NOON - 90_000, NOON + 1000]);
    expect(numbers(table, 'rejected')).toEqual([2, 2, 2]);
  });

  it('is one row of the collector', async () => {
    const table = await ask('collector');
    expect(table.columns.map(({ name, values }) => [name, values[0]])).toEqual([
      ['version', '1.2.3'],
      ['state', 'ready'],
      ['data', 'real'],
      ['started', NOON - 1000],
      ['backlog', 2],
      ['tasks', 3],
      ['steps', 4],
      ['samples', 5],
    ]);
  });

  it('is refused where there is no service to tell of', async () => {
    const store = await openStore();
    const query: PerformanceQuery = { ...DEFAULT_QUERY, refId: 'Q', type: 'health', check: 'inputs' };
    await expect(executeQuery(store, query, {})).rejects.toThrow('Only a running service');
  });
});

describe('a stalled swarm', () => {
  it('is one at work that finishes nothing for longer than it ever took, and not one that has ended', async () => {
    const store = await openStore();
    const work = (swarmId: string) =>
      Array.from({ length: 6 }, (_, i) => task(`${swarmId}-${i}`, { swarmId, endedAt: NOON + i * 5 * MINUTE }));
    const calls = (swarmId: string, until: number) =>
      Array.from({ length: until }, (_, i) => request(`${swarmId}-r${i}`, { swarmId, endedAt: NOON + i * MINUTE }));
    await store.append(
      [
        ...work('stalled'),
        ...calls('stalled', 60),
        ...work('ended'),
        ...calls('ended', 30),
        ...work('busy'),
        task('busy-late', { swarmId: 'busy', endedAt: NOON + 58 * MINUTE }),
        ...calls('busy', 60),
        ...calls('chatting', 60),
      ],
      NOON + 3600_000
    );
    const query: PerformanceQuery = { ...DEFAULT_QUERY, refId: 'Q', type: 'health', check: 'stalled' };
    const at = async (minute: number) => {
      const [table] = await executeQuery(store, query, { from: NOON, to: NOON + minute * MINUTE });
      const names = (table && strings(table, 'swarm_id')) ?? [];
      const values = (table && numbers(table, 'stalled')) ?? [];
      return Object.fromEntries(names.map((name, row) => [name, values[row]]));
    };
    expect(await at(60)).toEqual({ stalled: 34 * 60, ended: 0, busy: 0 });
    expect(await at(31)).toEqual({ stalled: 0, ended: 0, busy: 0 });
    // An hour later nobody gives a sign of life: all of them have ended.
    expect(await at(120)).toEqual({ stalled: 0, ended: 0, busy: 0 });
  });
});
