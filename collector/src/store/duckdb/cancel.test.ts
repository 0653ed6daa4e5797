import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { QueryFilter } from '../../../../src/core/query/model.ts';
import { NOON, task } from '../../testing/records.ts';
import type { Store } from '../store.ts';
import { DuckDbStore } from './duckdbStore.ts';
import { StoreThread } from './rpc.ts';

const ROWS = 20_000;
const NAMES = Array.from({ length: 10_000 }, (_, index) => `${'ab'.repeat(20)}${index}`);
/** Lists as long as a query may carry, against many rows: a second or more of work. */
const SLOW: QueryFilter[] = Array.from({ length: 3 }, () => ({ key: 'agent', operator: 'in', values: NAMES }));
const ANSWER = [{ group: {}, values: { n: ROWS } }];

const slowQuery = (store: Store, signal?: AbortSignal) =>
  store.aggregate({ relation: 'work', groupBy: [], measures: [{ as: 'n', fn: 'count' }], filters: SLOW }, signal);

const outcomeOf = (query: Promise<unknown>) =>
  query.then(
    () => 'answered',
    (error: unknown) => error
  );

describe('cancelling a query', () => {
  let folder: string;
  let store: Store;
  /** How long the slow query takes when nobody cancels it, ms. */
  let whole: number;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'claude-flow-perf-test-'));
    store = await DuckDbStore.open(join(folder, 'test.duckdb'));
    const records = Array.from({ length: ROWS }, (_, at) => task(`${at}`, { agentId: NAMES[at % NAMES.length] }));
    await store.append(records, NOON);
    const started = performance.now();
    expect(await slowQuery(store)).toEqual(ANSWER);
    whole = performance.now() - started;
  });

  afterAll(async () => {
    await store.close().catch(() => undefined);
    await rm(folder, { recursive: true, force: true });
  });

  it('interrupts it, frees its place and leaves the next one alone', async () => {
    const controller = new AbortController();
    const twin = slowQuery(store).then(() => 'answered');
    const cancelled = outcomeOf(slowQuery(store, controller.signal));
    expect(store.running()).toBe(2);
    setTimeout(() => controller.abort(), whole / 4);
    expect(await Promise.race([cancelled, twin])).toMatchObject({ code: 'CANCELLED' });
    expect(store.running()).toBe(1);
    await twin;
    expect(store.running()).toBe(0);
    expect(await slowQuery(store)).toEqual(ANSWER);
  });

  it('works at any moment, also while the engine is still preparing', async () => {
    for (const share of [undefined, 0, 0.05, 0.1, 0.2, 0.3]) {
      const controller = new AbortController();
      const twin = slowQuery(store).then(() => 'answered');
      const cancelled = outcomeOf(slowQuery(store, controller.signal));
      if (share === undefined) {
        controller.abort();
      } else {
        setTimeout(() => controller.abort(), share * whole);
      }
      // Whole, it would take as long as the one beside it that nobody cancels.
      const first = await Promise.race([cancelled, twin]);
      expect(first, `aborted after ${share} of its time`).toMatchObject({ code: 'CANCELLED' });
      await twin;
    }
  });

  it('does not even start one whose signal is aborted already', async () => {
    const query = slowQuery(store, AbortSignal.abort());
    expect(store.running()).toBe(0);
    await expect(query).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  it('ends one query and not the others', async () => {
    const controller = new AbortController();
    const [cancelled, kept] = [outcomeOf(slowQuery(store, controller.signal)), slowQuery(store)];
    setTimeout(() => controller.abort(), whole / 4);
    expect(await cancelled).toMatchObject({ code: 'CANCELLED' });
    expect(await kept).toEqual(ANSWER);
  });

  it('is what closing the store does to queries that still run', async () => {
    const running = outcomeOf(slowQuery(store));
    await new Promise((resolve) => setTimeout(resolve, whole / 4));
    await store.close();
    expect(await running).toMatchObject({ code: 'CANCELLED' });
    const again = await DuckDbStore.open(join(folder, 'test.duckdb'));
    expect(await again.info()).toMatchObject({ tasks: ROWS });
    await again.close();
  });
});

describe('the store’s thread', () => {
  it('fails open calls and takes no new ones when it dies', async () => {
    const thread = new StoreThread();
    const { answer } = thread.call('info', {});
    await thread.terminate();
    await expect(answer).rejects.toMatchObject({ code: 'STOPPING' });
    await expect(thread.call('info', {}).answer).rejects.toMatchObject({ code: 'STOPPING' });
  });
});
