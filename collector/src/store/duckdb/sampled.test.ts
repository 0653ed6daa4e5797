import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, it } from 'vitest';
import { compareGroups } from '../../query/compare.ts';
import { executeQuery } from '../../query/execute.ts';
import { DEFAULT_QUERY, type PerformanceQuery } from '../../../../src/core/query/model.ts';
import { cost, NOON, request, sample, task, tokens } from '../../testing/records.ts';
import { openStore, reopen, summaryOf } from '../../testing/stores.ts';
import { SCHEMA_VERSION, TABLES } from './tables.ts';

const RANGE = { from: NOON, to: NOON + 60_000 };
const query = (fields: Partial<PerformanceQuery>): PerformanceQuery => ({
  ...DEFAULT_QUERY,
  refId: 'A',
  instant: true,
  ...fields,
});

describe('records of which their sender kept a sample', () => {
  it('count for those that were left out, in counts, rates and sums, and say that they are estimated', async () => {
    const store = await openStore();
    await store.append(
      [
        task('a', { durationMs: 10, sampleRate: 0.25 }),
        task('b', { durationMs: 30 }),
        task('c', { status: 'failed', sampleRate: 0.5 }),
        sample('d', { metricType: 'LINES_OF_CODE', unit: 'count', value: 3, sampleRate: 0.5 }),
      ],
      NOON
    );
    const value = async (fields: Partial<PerformanceQuery>) => {
      const [table] = await executeQuery(store, query(fields), RANGE);
      return [table?.columns.at(-1)?.values[0], table?.meta.notices?.length ?? 0];
    };
    expect(await value({ metric: 'task_count' })).toEqual([7, 1]);
    expect(await value({ metric: 'throughput' })).toEqual([5 / 60, 1]);
    expect(await value({ metric: 'error_rate' })).toEqual([2 / 7, 1]);
    expect(await value({ metric: 'task_duration', aggregation: 'sum' })).toEqual([70, 1]);
    expect(await value({ metric: 'lines_of_code', aggregation: 'sum' })).toEqual([6, 1]);
    expect(await value({ metric: 'task_duration', aggregation: 'avg' })).toEqual([20, 0]);
    expect(await value({ metric: 'task_duration', aggregation: 'median' })).toEqual([20, 0]);
    expect(await summaryOf(store, 'swarm-1')).toMatchObject({
      sampled: true,
      tasks: { total: 7, completed: 5, failed: 2, errorRate: 2 / 7, duration: { n: 2, mean: 20 } },
    });
    const [swarms] = await executeQuery(store, query({ type: 'swarms' }), RANGE);
    expect(swarms?.meta.notices).toEqual([{ severity: 'info', text: expect.stringContaining('Estimated') }]);
  });

  it('scale tokens and cost of samples and of requests alike', async () => {
    const store = await openStore();
    await store.append(
      [
        request('r', { tokens: { input: 10 }, costUsd: 1, sampleRate: 0.5 }),
        tokens('t', 'output', 4, { swarmId: 'swarm-2', scope: 'claude-code:s2', sampleRate: 0.1 }),
        cost('c', 3, { swarmId: 'swarm-2', scope: 'claude-code:s2' }),
      ],
      NOON
    );
    expect(await summaryOf(store, 'swarm-1')).toMatchObject({
      tokens: { total: 20, input: 20 },
      costUsd: 2,
      requests: { total: 2 },
    });
    expect(await summaryOf(store, 'swarm-2')).toMatchObject({ tokens: { total: 40 }, costUsd: 3, sampled: true });
  });

  it('count once where another source kept all of them', async () => {
    const store = await openStore();
    const both = { factId: 'fact', durationMs: 5 };
    await store.append(
      [task('a', { ...both, sampleRate: 0.1 }), task('b', { ...both, source: 'claude-flow-3/tasks' })],
      NOON
    );
    const found = await summaryOf(store, 'swarm-1');
    expect(found.tasks.total).toBe(1);
    expect(found).not.toHaveProperty('sampled');
  });

  it('are compared by what was observed, and not at all where failures were kept with another share', async () => {
    const store = await openStore();
    const many = (swarmId: string, status: 'completed' | 'failed', n: number, sampleRate: number) =>
      Array.from({ length: n }, (_, i) =>
        task(`${swarmId}${status}${i}`, { swarmId, status, sampleRate, durationMs: i })
      );
    await store.append(
      [
        ...many('even', 'completed', 30, 0.5),
        ...many('even', 'failed', 10, 0.5),
        ...many('uneven', 'completed', 10, 0.1),
        ...many('uneven', 'failed', 30, 1),
      ],
      NOON
    );
    const { comparison, notices } = await compareGroups(store, {
      metrics: ['error_rate', 'task_duration'],
      groupBy: 'swarm',
      swarms: ['even', 'uneven'],
      filters: [],
    });
    const [errors, durations] = comparison.metrics;
    expect(errors?.entries.map(({ id, n }) => [id, n])).toEqual([['even', 40]]);
    expect(durations?.entries.map(({ id, n }) => [id, n])).toEqual([
      ['uneven', 10],
      ['even', 30],
    ]);
    expect(notices.map(({ text }) => text)).toEqual([expect.stringContaining('"uneven"')]);
  });

  it('come back with their share after a restart', async () => {
    const store = await openStore();
    await store.append([task('a', { sampleRate: 0.25 }), task('b'), sample('c', { sampleRate: 0.5 })], NOON);
    const again = await reopen(store);
    expect((await again.tasks({ limit: 9 })).map(({ id, sampleRate }) => [id, sampleRate])).toEqual([
      ['a', 0.25],
      ['b', null],
    ]);
    expect((await again.samples({ limit: 9 }))[0]?.sampleRate).toBe(0.5);
  });
});

describe('a file of layout 1', () => {
  it('is brought up to date and keeps what it holds', async () => {
    const old = await openStore();
    await old.append([task('a'), sample('b')], NOON);
    await old.close();
    const instance = await DuckDBInstance.create(old.file);
    const connection = await instance.connect();
    for (const table of ['work', 'samples']) {
      await connection.run(`ALTER TABLE ${table} DROP COLUMN sample_rate`);
    }
    await connection.run('UPDATE layout SET version = 1');
    connection.closeSync();
    instance.closeSync();
    const again = await openStore(old.file);
    expect(await again.append([task('a'), task('c', { sampleRate: 0.5 })], NOON)).toEqual(['duplicate', 'stored']);
    expect((await summaryOf(again, 'swarm-1')).tasks.total).toBe(3);
    expect(TABLES.work.at(-1)?.name).toBe('sample_rate');
    expect(SCHEMA_VERSION).toBe(2);
  });
});
