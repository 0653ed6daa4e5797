import { describe, expect, it } from 'vitest';
import { numbers, strings, type Table } from '../../../src/core/frames/table.ts';
import { DEFAULT_QUERY, type PerformanceQuery, type QueryWindow } from '../../../src/core/query/model.ts';
import type { Store } from '../store/store.ts';
import { NOON, request, sample, swarm, task, tokens } from '../testing/records.ts';
import { openStore } from '../testing/stores.ts';
import { executeQuery } from './execute.ts';

const run = (store: Store, query: Partial<PerformanceQuery>, window: QueryWindow = {}) =>
  executeQuery(store, { ...DEFAULT_QUERY, refId: 'Q', ...query }, window);

async function one(store: Store, query: Partial<PerformanceQuery>, window?: QueryWindow): Promise<Table> {
  const tables = await run(store, query, window);
  expect(tables).toHaveLength(1);
  const [table] = tables;
  if (!table) {
    throw new Error('no table');
  }
  return table;
}

/** Twelve tasks a swarm, a minute apart: those of "slow" take a second longer, every fourth of "flaky" fails. */
async function filled(): Promise<Store> {
  const store = await openStore();
  const swarms = ['fast', 'flaky', 'slow'];
  await store.append(
    swarms.flatMap((swarmId) =>
      Array.from({ length: 12 }, (_, index) => {
        const failed = swarmId === 'flaky' && index % 4 === 0;
        return task(`${swarmId}-${index}`, {
          swarmId,
          agentId: `${swarmId}-agent-${index % 2}`,
          status: failed ? 'failed' : 'completed',
          endedAt: NOON + index * 60_000,
          ...(failed ? {} : { durationMs: (swarmId === 'slow' ? 1000 : 0) + 100 + index }),
        });
      })
    ),
    NOON + 3_600_000
  );
  await store.append([swarm('fast', { topology: 'mesh' }), swarm('slow', { topology: 'star' })], NOON);
  return store;
}

describe('a time series', () => {
  it('has a table a swarm, over everything stored when no time is given', async () => {
    const store = await filled();
    const tables = await run(store, { metric: 'task_count' });
    expect(tables.map(({ refId, meta, columns }) => [refId, meta.kind, columns[1]?.labels])).toEqual([
      ['Q', 'timeseries-multi', { swarm_id: 'fast' }],
      ['Q', 'timeseries-multi', { swarm_id: 'flaky' }],
      ['Q', 'timeseries-multi', { swarm_id: 'slow' }],
    ]);
    for (const table of tables) {
      const counts = numbers(table, 'task_count') ?? [];
      expect(counts.reduce<number>((sum, count) => sum + (count ?? 0), 0)).toBe(12);
    }
  });

  it('keeps to its window and interval', async () => {
    const store = await filled();
    const table = await one(
      store,
      { metric: 'task_count', swarms: ['fast'] },
      { from: NOON, to: NOON + 240_000, intervalMs: 120_000 }
    );
    expect([numbers(table, 'time'), numbers(table, 'task_count')]).toEqual([
      [NOON, NOON + 120_000],
      [2, 2],
    ]);
  });

  it('of a rate is computed in each bucket, absent where nothing ended', async () => {
    const store = await filled();
    const table = await one(
      store,
      { metric: 'error_rate', swarms: ['flaky'] },
      { from: NOON, to: NOON + 3_600_000, intervalMs: 240_000 }
    );
    expect(numbers(table, 'error_rate')).toEqual([0.25, 0.25, 0.25]);
  });

  it('is typed and without rows when there is nothing, in an empty store and an empty window', async () => {
    const expected = [
      ['time', 'time', []],
      ['task_duration', 'number', []],
    ];
    const shape = (table: Table) => table.columns.map(({ name, type, values }) => [name, type, values]);
    expect(shape(await one(await openStore(), {}))).toEqual(expected);
    const store = await filled();
    expect(shape(await one(store, {}, { from: 1, to: 2 }))).toEqual(expected);
    expect(shape(await one(store, { format: 'wide' }, { from: 1, to: 2 }))).toEqual(expected);
  });

  it('shows the host’s load, which belongs to no swarm', async () => {
    const store = await openStore();
    await store.append([sample('cpu', { swarmId: 'unassigned', metricType: 'CPU_USAGE', value: 0.5 })], NOON);
    const table = await one(store, { metric: 'cpu_usage', groupBy: [] });
    expect(numbers(table, 'cpu_usage')).toEqual([0.5]);
  });

  it('refuses an aggregation that its metric does not have, and says which it has', async () => {
    const store = await openStore();
    await expect(run(store, { metric: 'task_count', aggregation: 'p95' })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
      message: expect.stringContaining('"count" or "rate"'),
    });
    await expect(run(store, { metric: 'speed' })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });
});

describe('an instant query', () => {
  it('has one number a group over the whole window', async () => {
    const store = await filled();
    const table = await one(store, { metric: 'task_duration', aggregation: 'max', instant: true });
    expect([strings(table, 'swarm_id'), numbers(table, 'task_duration')]).toEqual([
      ['fast', 'flaky', 'slow'],
      [111, 111, 1111],
    ]);
    expect(table.meta.kind).toBe('numeric-long');
  });

  it('divides a throughput by the window that it covers', async () => {
    const store = await filled();
    const asked = await one(
      store,
      { metric: 'throughput', instant: true, swarms: ['fast'] },
      { from: NOON, to: NOON + 1_200_000 }
    );
    expect(numbers(asked, 'throughput')).toEqual([12 / 1200]);
    const whole = await one(store, { metric: 'throughput', instant: true, swarms: ['fast'] });
    expect(numbers(whole, 'throughput')?.[0]).toBeCloseTo(12 / 660.001, 9);
  });

  it('sums tokens from the source that counts', async () => {
    const store = await openStore();
    await store.append([tokens('m', 'input', 100), request('e', { tokens: { input: 90 } })], NOON);
    expect(numbers(await one(store, { metric: 'token_usage', instant: true }), 'token_usage')).toEqual([100]);
  });

  it('is typed without rows when there is nothing', async () => {
    const table = await one(await openStore(), { instant: true, groupBy: ['swarm', 'model'] });
    expect(table.columns.map(({ name, type, values }) => [name, type, values])).toEqual([
      ['swarm_id', 'string', []],
      ['model', 'string', []],
      ['task_duration', 'number', []],
    ]);
  });
});

describe('a ranking', () => {
  it('proves the slow one last and separates no others', async () => {
    const table = await one(await filled(), { type: 'ranking' });
    expect(strings(table, 'swarm_id')?.at(-1)).toBe('slow');
    expect([numbers(table, 'rank_low'), numbers(table, 'rank_high')]).toEqual([
      [1, 1, 3],
      [2, 2, 3],
    ]);
    expect(strings(table, 'topology')?.at(-1)).toBe('star');
    expect(table.meta.custom).toMatchObject({ winner: { id: null }, window: { from: NOON, to: NOON + 660_001 } });
  });

  it('by topology groups the swarms of one topology', async () => {
    const table = await one(await filled(), { type: 'ranking', groupBy: ['topology'] });
    expect(strings(table, 'topology')).toHaveLength(2);
    expect(table.columns[0]).toMatchObject({ name: 'topology', values: ['mesh', 'star'] });
  });

  it('refuses a metric without a value per unit of work', async () => {
    await expect(run(await filled(), { type: 'ranking', metric: 'throughput' })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
      message: expect.stringContaining('Throughput'),
    });
  });
});

describe('a comparison', () => {
  it('has pairs and estimates, and a notice for what can’t be compared', async () => {
    const [pairs, estimates] = await run(await filled(), {
      type: 'comparison',
      metrics: ['task_duration', 'error_rate', 'throughput'],
    });
    expect(pairs && strings(pairs, 'metric')).toHaveLength(6);
    expect(estimates && strings(estimates, 'swarm_id')).toHaveLength(6);
    expect(pairs?.meta.notices).toEqual([{ severity: 'warning', text: expect.stringContaining('Throughput') }]);
  });

  it('holds tasks of the same type against each other where the types are mixed differently', async () => {
    const store = await openStore();
    const mixed = (swarmId: string, quick: number, extra: number) =>
      Array.from({ length: 60 }, (_, index) =>
        task(`${swarmId}-${index}`, {
          swarmId,
          taskType: (index * 7) % 60 < quick ? 'quick' : 'slow',
          status: index === 59 ? 'failed' : 'completed',
          endedAt: NOON + index * 1000,
          durationMs: ((index * 7) % 60 < quick ? 100 : 1000) + extra + ((index * index * 11) % 23),
        })
      );
    await store.append([...mixed('a', 50, 15), ...mixed('b', 10, 0)], NOON);
    const [pairs] = await run(store, { type: 'comparison', metrics: ['task_duration', 'error_rate'] });
    expect(
      pairs && [strings(pairs, 'candidate'), strings(pairs, 'verdict'), strings(pairs, 'verdict_all_types')]
    ).toEqual([
      ['b', 'b'],
      ['better', 'no difference shown'],
      ['worse', 'no difference shown'],
    ]);
    expect(pairs && numbers(pairs, 'types_compared')).toEqual([2, 2]);
    expect(pairs?.meta.custom?.['findings']).toEqual([
      expect.objectContaining({ kind: 'types mixed differently', metric: 'task_duration' }),
      expect.objectContaining({ kind: 'types change the verdict', metric: 'task_duration' }),
      expect.objectContaining({ kind: 'failed left out', metric: 'task_duration' }),
      expect.objectContaining({ kind: 'types mixed differently', metric: 'error_rate' }),
    ]);
    const [byType] = await run(store, { type: 'comparison', metrics: ['task_duration'], groupBy: ['type'] });
    expect(byType && [strings(byType, 'candidate'), numbers(byType, 'types_compared')]).toEqual([['slow'], [null]]);
  });

  it('holds the others against a baseline, which need not be among them', async () => {
    const [pairs] = await run(await filled(), {
      type: 'comparison',
      metrics: ['task_duration'],
      swarms: ['slow'],
      baseline: 'fast',
    });
    expect(pairs && [strings(pairs, 'candidate'), strings(pairs, 'reference'), strings(pairs, 'verdict')]).toEqual([
      ['slow'],
      ['fast'],
      ['worse'],
    ]);
  });
});

describe('tables', () => {
  it('of tasks are cut at the limit, and say so', async () => {
    const store = await filled();
    const cut = await one(store, {
      type: 'tasks',
      limit: 5,
      filters: [{ key: 'swarm', operator: 'eq', values: ['fast'] }],
    });
    expect(strings(cut, 'id')).toEqual([11, 10, 9, 8, 7].map((index) => `fast-${index}`));
    expect(cut.meta.notices).toHaveLength(1);
    const whole = await one(store, { type: 'tasks', limit: 12, swarms: ['fast'] });
    expect(strings(whole, 'id')).toHaveLength(12);
    expect(whole.meta).not.toHaveProperty('notices');
  });

  it('of swarms count what ended in the window', async () => {
    const store = await filled();
    const table = await one(store, { type: 'swarms' }, { from: NOON, to: NOON + 120_000 });
    expect([strings(table, 'swarm_id'), numbers(table, 'tasks'), numbers(table, 'failed')]).toEqual([
      ['fast', 'flaky', 'slow'],
      [2, 2, 2],
      [0, 1, 0],
    ]);
  });
});

describe('swarms that are not known', () => {
  it('are named in a notice, and the others are shown', async () => {
    const tables = await run(await filled(), { metric: 'task_count', swarms: ['fast', 'gone'], baseline: 'gone too' });
    expect(tables).toHaveLength(1);
    expect(tables[0]?.meta.notices).toEqual([
      { severity: 'warning', text: 'Nothing is stored of "gone", "gone too".' },
    ]);
  });

  it('are listed up to a number', async () => {
    const swarms = Array.from({ length: 25 }, (_, index) => `gone-${index}`);
    const [table] = await run(await openStore(), { swarms });
    expect(table?.meta.notices?.[0]?.text).toMatch(/"gone-19" and 5 more\.$/);
  });
});

describe('a rate without a time range', () => {
  it('names the span that it is of', async () => {
    const table = await one(await filled(), { instant: true, metric: 'throughput', swarms: ['fast'] });
    expect(numbers(table, 'throughput')?.[0]).toBeCloseTo(12 / 660.1, 3);
    expect(table.meta.notices?.[0]?.text).toContain('660 s');
    expect(table.meta.custom?.['window']).toEqual({ from: expect.any(Number), to: expect.any(Number) });
  });

  it('is not made of a single short task', async () => {
    const store = await openStore();
    await store.append([task('a', { swarmId: 'one', durationMs: 100 })], NOON);
    const table = await one(store, { instant: true, metric: 'throughput', swarms: ['one'] });
    expect(numbers(table, 'throughput')).toEqual([]);
    expect(table.meta.notices?.[0]?.text).toContain('No rate');
  });
});

describe('an error rate', () => {
  it('is not made of tasks whose source calls every end completed', async () => {
    const store = await openStore();
    const hooks = { source: 'claude-flow-2/hooks', swarmId: 'old' } as const;
    await store.append([task('a', hooks), task('b', hooks), task('c', { swarmId: 'new' })], NOON);
    const rate = await one(store, { instant: true, metric: 'error_rate' });
    expect(strings(rate, 'swarm_id')).toEqual(['new']);
    const count = await one(store, { instant: true, metric: 'task_count' });
    expect(numbers(count, 'task_count')).toEqual([1, 2]);
    const [fresh, old] = await store.swarms({});
    expect([fresh?.tasks.errorRate, old?.tasks.total, old?.tasks.errorRate]).toEqual([0, 2, undefined]);
    const ranked = await one(store, { type: 'ranking', metric: 'error_rate' });
    expect(strings(ranked, 'swarm_id')).toEqual(['new']);
  });
});
