import { describe, expect, it } from 'vitest';
import { column, numbers, strings, type Table } from '../../../src/core/frames/table.ts';
import { DEFAULT_QUERY, type PerformanceQuery, type QueryWindow } from '../../../src/core/query/model.ts';
import { ServiceError } from '../errors.ts';
import type { Store } from '../store/store.ts';
import { NOON, task } from '../testing/records.ts';
import { openStore } from '../testing/stores.ts';
import { executeQuery } from './execute.ts';

const MINUTE = 60_000;
const N = 240;
const SPIKE = 200;
const WINDOW: QueryWindow = { from: NOON, to: NOON + N * MINUTE, intervalMs: MINUTE };

/** A task a minute and swarm: "steady" takes about 100 ms, "spiky" once 2 s, "slower" 1 ms longer each minute. */
async function filled(): Promise<Store> {
  const store = await openStore();
  const durations: Record<string, (index: number) => number> = {
    steady: (index) => 100 + ((index * 7) % 13),
    spiky: (index) => (index === SPIKE ? 2000 : 100 + ((index * 5) % 11)),
    slower: (index) => 100 + index + ((index * 3) % 7),
  };
  await store.append(
    Object.entries(durations).flatMap(([swarmId, duration]) =>
      Array.from({ length: N }, (_, index) =>
        task(`${swarmId}-${index}`, { swarmId, endedAt: NOON + index * MINUTE, durationMs: duration(index) })
      )
    ),
    NOON + N * MINUTE
  );
  return store;
}

const run = (store: Store, query: Partial<PerformanceQuery>, window = WINDOW) =>
  executeQuery(store, { ...DEFAULT_QUERY, refId: 'Q', metric: 'task_duration', ...query }, window);
const labelOf = (table: Table) => table.columns[1]?.labels?.['swarm_id'];

describe('anomalies', () => {
  it('give each series its band, and all incidents in one table', async () => {
    const tables = await run(await filled(), { type: 'anomalies' });
    expect(tables.map(({ name, meta }) => [name, meta.kind])).toEqual([
      ...Array(3).fill(['anomalies', 'timeseries-wide']),
      ['incidents', 'table'],
    ]);
    const spiky = tables.find((table) => labelOf(table) === 'spiky');
    const flagged = column(spiky ?? { meta: { kind: 'table' }, columns: [] }, 'is_anomaly')?.values ?? [];
    expect(flagged.flatMap((value, index) => (value === true ? [index] : []))).toEqual([SPIKE]);
    const incidents = tables[3];
    expect(incidents && strings(incidents, 'swarm_id')).toEqual(['spiky']);
    expect(incidents && numbers(incidents, 'peak')).toEqual([2000]);
    expect(incidents && strings(incidents, 'text')?.[0]).toContain('2000, expected 1');
    expect(incidents && column(incidents, 'time')?.values).toEqual([NOON + SPIKE * MINUTE]);
  });

  it('answer an alert rule with one number a group: at least 1 while it is anomalous', async () => {
    const store = await filled();
    const at = async (minute: number) => {
      const [table] = await run(store, { type: 'anomalies', instant: true }, { ...WINDOW, to: NOON + minute * MINUTE });
      const names = table && strings(table, 'swarm_id');
      const values = table && numbers(table, 'anomaly_score');
      expect(table?.meta.kind).toBe('numeric-long');
      return Object.fromEntries((names ?? []).map((name, index) => [name, values?.[index]]));
    };
    expect(await at(SPIKE)).toEqual({ steady: 0, spiky: 0, slower: 0 });
    const now = await at(SPIKE + 1);
    expect(now['spiky']).toBeGreaterThanOrEqual(1);
    expect([now['steady'], now['slower']]).toEqual([0, 0]);
    expect(await at(SPIKE + 10)).toEqual({ steady: 0, spiky: 0, slower: 0 });
    expect(await at(20)).toEqual({});
  });

  it('look the way that is bad for the metric unless told otherwise', async () => {
    const store = await openStore();
    await store.append(
      Array.from({ length: 100 }, (_, index) =>
        task(`a-${index}`, {
          swarmId: 'a',
          endedAt: NOON + index * MINUTE,
          durationMs: index === 90 ? 1 : 1000 + (index % 7),
        })
      ),
      NOON
    );
    const found = async (query: Partial<PerformanceQuery>) =>
      strings(
        (await run(store, { type: 'anomalies', ...query })).at(-1) ?? { meta: { kind: 'table' }, columns: [] },
        'direction'
      );
    expect(await found({})).toEqual([]);
    expect(await found({ direction: 'both' })).toEqual(['down']);
  });

  it('find the swarm that leaves the others', async () => {
    const tables = await run(await filled(), { type: 'anomalies', method: 'outlier', sensitivity: 6 });
    const incidents = tables.at(-1);
    expect(incidents && new Set(strings(incidents, 'swarm_id'))).toEqual(new Set(['spiky', 'slower']));
  });

  it('have all their columns when nothing is stored', async () => {
    const tables = await run(await openStore(), { type: 'anomalies' });
    expect(tables.map(({ name, columns }) => [name, columns[0]?.values.length])).toEqual([
      ['anomalies', 0],
      ['incidents', 0],
    ]);
  });

  it.each<[Partial<PerformanceQuery>, string]>([
    [{ type: 'anomalies', method: 'theta' }, 'no method of anomalies; known: auto'],
    [{ type: 'forecast', method: 'zscore' }, 'no method of forecast'],
    [{ type: 'trend', method: 'auto' }, 'no method of trend'],
    [{ type: 'anomalies', sensitivity: 1 }, 'between 0 and 1'],
    [{ type: 'anomalies', mode: 'whole' }, 'causal only'],
    [{ type: 'forecast', predictionHorizon: 'soon' }, 'soon'],
  ])('%j is refused, and why', async (query, message) => {
    const store = await filled();
    const refused = run(store, query);
    await expect(refused).rejects.toThrow(message);
    await expect(refused).rejects.toBeInstanceOf(ServiceError);
  });
});

describe('forecast and trend', () => {
  it('go on with what the series does, within their intervals', async () => {
    const tables = await run(await filled(), {
      type: 'forecast',
      swarms: ['slower'],
      predictionHorizon: '10m',
      threshold: 345,
    });
    const [table] = tables;
    expect(tables).toHaveLength(1);
    const values = (table && numbers(table, 'forecast')) ?? [];
    expect(values).toHaveLength(10);
    expect(values[9]).toBeGreaterThan(335);
    expect(values[9]).toBeLessThan(365);
    expect((table && numbers(table, 'lower95')?.[9]) ?? NaN).toBeLessThan(values[9] ?? NaN);
    expect(table?.meta.custom).toMatchObject({ status: 'ok', thresholdCrossing: { threshold: 345 } });
  });

  it('say which way each swarm moves, and whether that is bad', async () => {
    const [table] = await run(await filled(), { type: 'trend' });
    const swarms = table && strings(table, 'swarm_id');
    const at = swarms?.indexOf('slower') ?? -1;
    expect(table && strings(table, 'verdict')?.[at]).toBe('worse');
    expect(table && numbers(table, 'slope_per_hour')?.[at]).toBeCloseTo(60, 0);
    expect(table && strings(table, 'direction')?.[swarms?.indexOf('steady') ?? -1]).not.toBe('up');
  });
});
