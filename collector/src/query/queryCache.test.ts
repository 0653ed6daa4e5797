import { describe, expect, it } from 'vitest';
import type { Table } from '../../../src/core/frames/table.ts';
import type { Store } from '../store/store.ts';
import { QueryCache } from './queryCache.ts';

/** Only what the cache asks of a store. */
function storeAt(revision = 1): Store & { changed: () => void } {
  let at = revision;
  return { revision: () => at, changed: () => at++ } as Store & { changed: () => void };
}

const table = (rows: number): Table => ({
  meta: { kind: 'table' },
  columns: [{ name: 'n', type: 'number', values: new Array<number>(rows).fill(1) }],
});

/** Work whose end the test decides. */
function work() {
  const calls: Array<{ signal: AbortSignal; end: (tables: Table[]) => void; fail: (error: Error) => void }> = [];
  const compute = (signal: AbortSignal): Promise<Table[]> =>
    new Promise((end, fail) => {
      calls.push({ signal, end, fail });
    });
  return { calls, compute };
}

describe('answers of equal questions', () => {
  it('are computed once for all who ask meanwhile, and kept for those who ask after', async () => {
    const [cache, store, { calls, compute }] = [new QueryCache(), storeAt(), work()];
    const [first, second] = [1, 2].map(() => cache.answer(store, 'q', undefined, compute));
    expect(calls).toHaveLength(1);
    const tables = [table(3)];
    calls[0]?.end(tables);
    expect(await first).toEqual({ tables, source: 'computed' });
    expect(await second).toEqual({ tables, source: 'shared' });
    expect(await cache.answer(store, 'q', undefined, compute)).toEqual({ tables, source: 'kept' });
    expect(calls).toHaveLength(1);
  });

  it('are computed anew once anything is stored, also when that happens while they are computed', async () => {
    const [cache, store, { calls, compute }] = [new QueryCache(), storeAt(), work()];
    const old = cache.answer(store, 'q', undefined, compute);
    store.changed();
    const fresh = cache.answer(store, 'q', undefined, compute);
    expect(calls).toHaveLength(2);
    calls[1]?.end([table(2)]);
    calls[0]?.end([table(1)]);
    expect((await old).tables).toEqual([table(1)]);
    expect((await fresh).tables).toEqual([table(2)]);
    expect(await cache.answer(store, 'q', undefined, compute)).toMatchObject({ tables: [table(2)], source: 'kept' });
    store.changed();
    void cache.answer(store, 'q', undefined, compute);
    expect(calls).toHaveLength(3);
  });

  it('are those of one store', async () => {
    const [cache, { calls, compute }] = [new QueryCache(), work()];
    void cache.answer(storeAt(1), 'q', undefined, compute);
    void cache.answer(storeAt(1), 'q', undefined, compute);
    expect(calls).toHaveLength(2);
  });

  it('that fail are failures of all who waited, and of nobody after', async () => {
    const [cache, store, { calls, compute }] = [new QueryCache(), storeAt(), work()];
    const asked = [1, 2].map(() => cache.answer(store, 'q', undefined, compute));
    calls[0]?.fail(new Error('no'));
    expect(await Promise.allSettled(asked)).toMatchObject([
      { reason: { message: 'no' } },
      { reason: { message: 'no' } },
    ]);
    void cache.answer(store, 'q', undefined, compute);
    expect(calls).toHaveLength(2);
  });
});

describe('a caller who leaves', () => {
  it('leaves the others their answer, and the last one stops the work', async () => {
    const [cache, store, { calls, compute }] = [new QueryCache(), storeAt(), work()];
    const [one, two] = [new AbortController(), new AbortController()];
    const first = cache.answer(store, 'q', one.signal, compute);
    const second = cache.answer(store, 'q', two.signal, compute);
    one.abort();
    await expect(first).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(calls[0]?.signal.aborted).toBe(false);
    two.abort();
    await expect(second).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(calls[0]?.signal.aborted).toBe(true);
    void cache.answer(store, 'q', undefined, compute).catch(() => undefined);
    expect(calls).toHaveLength(2);
  });

  it('before asking gets nothing', async () => {
    const { compute } = work();
    await expect(new QueryCache().answer(storeAt(), 'q', AbortSignal.abort(), compute)).rejects.toMatchObject({
      code: 'CANCELLED',
    });
  });
});

describe('memory', () => {
  const asking = (cache: QueryCache, store: Store) => async (key: string, rows: number) =>
    (await cache.answer(store, key, undefined, () => Promise.resolve([table(rows)]))).source;

  it('does not keep what is large', async () => {
    const ask = asking(new QueryCache(), storeAt());
    await ask('q', 100_000);
    expect(await ask('q', 100_000)).toBe('computed');
  });

  it('keeps what was used last', async () => {
    const ask = asking(new QueryCache(), storeAt());
    for (const key of ['a', 'b', 'c', 'd', 'e']) {
      await ask(key, 90_000);
    }
    expect(await ask('a', 90_000)).toBe('kept');
    await ask('f', 90_000);
    expect(await ask('a', 90_000)).toBe('kept');
    expect(await ask('b', 90_000)).toBe('computed');
  });

  it('lets go of answers that the store has outgrown', async () => {
    const store = storeAt();
    const ask = asking(new QueryCache(), store);
    for (const key of ['a', 'b', 'c', 'd', 'e']) {
      await ask(key, 90_000);
    }
    store.changed();
    for (const key of ['v', 'w', 'x', 'y', 'z']) {
      await ask(key, 90_000);
    }
    expect(await ask('v', 90_000)).toBe('kept');
  });
});
