import { describe, expect, it } from 'vitest';
import { strings } from '../../../src/core/frames/table.ts';
import { DEFAULT_QUERY, type PerformanceQuery, type QueryWindow } from '../../../src/core/query/model.ts';
import type { Store } from '../store/store.ts';
import { NOON, request, sample, swarm, task, tokens } from '../testing/records.ts';
import { openStore } from '../testing/stores.ts';
import { executeQuery } from './execute.ts';

const HOUR = 3_600_000;

async function list(store: Store, query: Partial<PerformanceQuery>, window: QueryWindow = {}) {
  const [table] = await executeQuery(store, { ...DEFAULT_QUERY, refId: 'V', type: 'values', ...query }, window);
  if (!table) {
    throw new Error('no table');
  }
  return { values: strings(table, 'value'), text: strings(table, 'text'), notices: table.meta.notices };
}

/** Two swarms an hour apart, a third that was only described, and samples of the host. */
async function filled(): Promise<Store> {
  const store = await openStore();
  await store.append(
    [
      task('a', { swarmId: 'alpha', agentId: 'a-1', agentType: 'coder', taskType: 'build', durationMs: 5 }),
      task('b', { swarmId: 'beta', agentId: 'b-1', agentType: 'tester', endedAt: NOON + HOUR, status: 'failed' }),
      request('r', { swarmId: 'beta', agentId: 'b-1', model: 'opus', endedAt: NOON + HOUR, costUsd: 1 }),
      tokens('t', 'input', 5, { swarmId: 'alpha', model: 'haiku' }),
      sample('cpu', { swarmId: 'unassigned', metricType: 'CPU_USAGE' }),
      swarm('alpha', { topology: 'mesh' }),
      swarm('idle', { topology: 'ring', createdAt: NOON }),
    ],
    NOON
  );
  return store;
}

describe('the values of', () => {
  it.each([
    ['swarm', ['alpha', 'beta', 'idle']],
    ['agent', ['a-1', 'b-1']],
    ['agentType', ['coder', 'tester']],
    ['type', ['build']],
    ['model', ['haiku', 'opus']],
    ['topology', ['mesh', 'ring']],
  ] as const)('%s, each once and sorted', async (valuesOf, expected) => {
    const { values, text, notices } = await list(await filled(), { valuesOf });
    expect(values).toEqual(expected);
    expect(text).toEqual(expected);
    expect(notices).toBeUndefined();
  });

  it.each([
    ['swarm', ['alpha']],
    ['agent', ['a-1']],
    ['model', ['haiku']],
    ['topology', ['mesh']],
  ] as const)('%s are those of the window', async (valuesOf, expected) => {
    expect((await list(await filled(), { valuesOf }, { from: NOON, to: NOON + HOUR })).values).toEqual(expected);
  });

  it('a dimension follow swarms, filters and the text that is searched for', async () => {
    const store = await filled();
    expect((await list(store, { valuesOf: 'agent', swarms: ['beta'] })).values).toEqual(['b-1']);
    expect((await list(store, { valuesOf: 'agent', search: 'A-' })).values).toEqual(['a-1']);
    expect((await list(store, { valuesOf: 'swarm', search: 'ET' })).values).toEqual(['beta']);
    const coder = [{ key: 'agentType', operator: 'eq', values: ['coder'] } as const].map((filter) => ({
      ...filter,
      values: [...filter.values],
    }));
    expect((await list(store, { valuesOf: 'swarm', filters: coder })).values).toEqual(['alpha']);
  });

  it('a list that is too long are cut, and that is said', async () => {
    const store = await filled();
    const cut = await list(store, { valuesOf: 'swarm', limit: 2 });
    expect(cut.values).toEqual(['alpha', 'beta']);
    expect(cut.notices).toMatchObject([{ severity: 'warning', text: expect.stringContaining('first 2 values') }]);
  });

  it('hostile names are as they were sent', async () => {
    const store = await openStore();
    const names = ['<b>x</b>', 'a\nb', '__proto__', `'; DROP TABLE work; --`, '\u202Eabc', '%_\\', 'x'.repeat(1000)];
    await store.append(
      names.map((swarmId, index) => task(`${index}`, { swarmId })),
      NOON
    );
    expect((await list(store, { valuesOf: 'swarm' })).values).toEqual([...names].sort());
    expect((await list(store, { valuesOf: 'swarm', search: '%_\\' })).values).toEqual(['%_\\']);
  });

  it('"unassigned" are a swarm where tokens or work have none, and not for the host alone', async () => {
    const store = await filled();
    await store.append([tokens('u', 'input', 1, { swarmId: 'unassigned', model: 'sonnet' })], NOON);
    expect((await list(store, { valuesOf: 'swarm' })).values).toEqual(['alpha', 'beta', 'idle', 'unassigned']);
    expect((await list(store, { valuesOf: 'model' })).values).toEqual(['haiku', 'opus', 'sonnet']);
  });

  it('an empty store are none', async () => {
    expect((await list(await openStore(), { valuesOf: 'agent' })).values).toEqual([]);
    expect((await list(await openStore(), { valuesOf: 'metric' })).values).toEqual([]);
  });
});

describe('the metrics', () => {
  it('are those of which something is stored, with their names', async () => {
    const { values, text } = await list(await filled(), { valuesOf: 'metric' });
    expect(values).toEqual([
      'task_duration',
      'error_rate',
      'throughput',
      'task_count',
      'token_usage',
      'cost_usd',
      'request_error_rate',
      'request_count',
      'cpu_usage',
    ]);
    expect(text?.[0]).toBe('Task duration');
  });

  it('follow window, swarms and search', async () => {
    const store = await filled();
    expect((await list(store, { valuesOf: 'metric', swarms: ['beta'], search: 'COST' })).values).toEqual(['cost_usd']);
    expect((await list(store, { valuesOf: 'metric', swarms: ['alpha'], search: 'cost' })).values).toEqual([]);
    expect((await list(store, { valuesOf: 'metric', search: 'task' }, { from: NOON + HOUR })).values).toEqual([
      'task_count',
    ]);
  });
});

describe('filters that exclude', () => {
  const agents = async (operator: 'ne' | 'notIn' | 'notMatches', values: string[]) =>
    (await list(await filled(), { valuesOf: 'swarm', filters: [{ key: 'model', operator, values }] }, { from: 0 }))
      .values;

  it.each([
    ['ne', ['opus'], ['alpha', 'beta']],
    ['notIn', ['opus', 'haiku'], ['alpha', 'beta']],
    ['notMatches', ['^(opus|haiku)$'], ['alpha', 'beta']],
  ] as const)('%s lets through what has no value', async (operator, values, expected) => {
    expect(await agents(operator, [...values])).toEqual(expected);
  });

  it('keep out what has one of the values', async () => {
    const store = await filled();
    const swarms = async (operator: 'notIn' | 'notMatches', values: string[]) =>
      (await list(store, { valuesOf: 'swarm', filters: [{ key: 'agentType', operator, values }] }, { from: 0 })).values;
    expect(await swarms('notIn', ['coder'])).toEqual(['alpha', 'beta']);
    expect(await swarms('notMatches', ['^cod'])).toEqual(['alpha', 'beta']);
    const byName = async (operator: 'notIn' | 'notMatches', values: string[]) =>
      (await list(store, { valuesOf: 'swarm', filters: [{ key: 'swarm', operator, values }] }, { from: 0 })).values;
    expect(await byName('notIn', ['alpha', 'x'])).toEqual(['beta']);
    expect(await byName('notMatches', ['^al'])).toEqual(['beta']);
  });

  it('hold for the table of swarms too', async () => {
    const [table] = await executeQuery(
      await filled(),
      {
        ...DEFAULT_QUERY,
        refId: 'S',
        type: 'swarms',
        filters: [{ key: 'agentType', operator: 'in', values: ['coder'] }],
      },
      {}
    );
    expect(table && strings(table, 'swarm_id')).toEqual(['alpha']);
    expect(table && strings(table, 'topology')).toEqual(['mesh']);
  });
});
