import { describe, expect, it } from 'vitest';
import { numbers, strings, type Table } from '../../../src/core/frames/table.ts';
import { DEFAULT_QUERY, type PerformanceQuery, type QueryWindow } from '../../../src/core/query/model.ts';
import { ServiceError } from '../errors.ts';
import type { Store } from '../store/store.ts';
import { NOON, request, task } from '../testing/records.ts';
import { openStore } from '../testing/stores.ts';
import { executeQuery } from './execute.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** The numbers of an answer by their label. */
async function numbersOf(store: Store, query: Partial<PerformanceQuery>, window: QueryWindow) {
  const [table, ...others] = await executeQuery(store, { ...DEFAULT_QUERY, refId: 'Q', ...query }, window);
  expect(others).toEqual([]);
  expect(table?.meta.kind).toBe('numeric-long');
  return byLabel(table);
}

function byLabel(table: Table | undefined): Record<string, number | null> {
  const labels = (table && strings(table, 'swarm_id')) ?? [];
  const values = (table && numbers(table, table.columns.at(-1)?.name ?? '')) ?? [];
  return Object.fromEntries(labels.map((label, row) => [label, values[row] ?? null]));
}

describe('a forecast for an alert rule', () => {
  const WINDOW: QueryWindow = { from: NOON, to: NOON + 6 * HOUR, intervalMs: 5 * MINUTE };

  it('is the value at the end of the horizon, of swarms that are still at work', async () => {
    const store = await openStore();
    const each = (swarmId: string, n: number, duration: (i: number) => number) =>
      Array.from({ length: n }, (_, i) =>
        task(`${swarmId}-${i}`, { swarmId, endedAt: NOON + i * 5 * MINUTE, durationMs: duration(i) })
      );
    await store.append(
      [
        ...each('rising', 72, (i) => 1000 + 100 * i + (i % 3)),
        ...each('steady', 72, (i) => 1000 + ((i * 7) % 13)),
        ...each('ended', 40, (i) => 1000 + 100 * i + (i % 3)),
      ],
      NOON + 6 * HOUR
    );
    const query: Partial<PerformanceQuery> = { type: 'forecast', instant: true, predictionHorizon: '1h' };
    const found = await numbersOf(store, query, WINDOW);
    expect(Object.keys(found).sort()).toEqual(['rising', 'steady']);
    expect(found['rising']).toBeGreaterThan(9000);
    expect(found['rising']).toBeLessThan(9600);
    expect(found['steady']).toBeCloseTo(1006, -1);
  });

  it('is the total of the horizon for what adds up', async () => {
    const store = await openStore();
    await store.append(
      Array.from({ length: 72 }, (_, i) =>
        request(`r-${i}`, { swarmId: 'spender', endedAt: NOON + i * 5 * MINUTE, costUsd: 0.5 + (i % 2) * 0.01 })
      ),
      NOON + 6 * HOUR
    );
    const query: Partial<PerformanceQuery> = { type: 'forecast', metric: 'cost_usd', instant: true };
    const found = await numbersOf(store, { ...query, predictionHorizon: '2h' }, WINDOW);
    expect(found['spender']).toBeGreaterThan(24 * 0.5);
    expect(found['spender']).toBeLessThan(24 * 0.52);
  });

  it('is no number at all where there is nothing to go by', async () => {
    const store = await openStore();
    expect(await numbersOf(store, { type: 'forecast', instant: true }, WINDOW)).toEqual({});
  });
});

describe('a regression for an alert rule', () => {
  const WINDOW: QueryWindow = { from: NOON, to: NOON + 12 * HOUR };

  /** A task a minute: durations and failures of "worse" go up for the last two hours, those of "same" do not. */
  async function filled(): Promise<Store> {
    const store = await openStore();
    await store.append(
      ['ended', 'same', 'worse', 'short'].flatMap((swarmId) =>
        Array.from({ length: { ended: 685, short: 5 }[swarmId] ?? 720 }, (_, i) => {
          const now = i >= 600 && (swarmId === 'worse' || swarmId === 'ended');
          const failed = now ? i % 3 === 0 : i % 20 === 0;
          return task(`${swarmId}-${i}`, {
            swarmId,
            status: failed ? 'failed' : 'completed',
            endedAt: NOON + (swarmId === 'short' ? 715 + i : i) * MINUTE,
            ...(failed ? {} : { durationMs: (now ? 2 : 1) * (1000 + ((i * 7919) % 401)) }),
          });
        })
      ),
      NOON + 12 * HOUR
    );
    return store;
  }

  it('counts the metrics on which a swarm is proven worse than itself before, of those still at work', async () => {
    const found = await numbersOf(
      await filled(),
      { type: 'comparison', instant: true, recentMs: 2 * HOUR, metrics: ['task_duration', 'error_rate'] },
      WINDOW
    );
    expect(found).toEqual({ same: 0, worse: 2 });
  });

  it('or worse than the swarm that is named as baseline', async () => {
    const query: Partial<PerformanceQuery> = { type: 'comparison', instant: true, baseline: 'same' };
    const found = await numbersOf(await filled(), query, { from: NOON + 10 * HOUR, to: NOON + 12 * HOUR });
    expect(found).toEqual({ ended: 2, short: 0, worse: 2 });
  });

  it.each<[string, Partial<PerformanceQuery>, QueryWindow]>([
    ['no end of the window', { recentMs: HOUR }, {}],
    ['nothing that counts as now', {}, WINDOW],
    ['a now that is all of the window', { recentMs: 12 * HOUR }, WINDOW],
  ])('is refused with %s', async (_, query, window) => {
    const asked = executeQuery(
      await openStore(),
      { ...DEFAULT_QUERY, refId: 'Q', type: 'comparison', instant: true, ...query },
      window
    );
    await expect(asked).rejects.toThrow(ServiceError);
    await expect(asked).rejects.toThrow('needs a baseline, or a time range');
  });
});
