import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { IngestRecord } from '../../../../src/core/metrics/records.ts';
import { agent, NOON, request, sample, swarm, task } from '../../testing/records.ts';
import { openStore, reopen, summaryOf } from '../../testing/stores.ts';

describe('appending', () => {
  it('answers each record in its place, whatever tables it goes to', async () => {
    const store = await openStore();
    const records = [task('a'), sample('b'), swarm('c'), agent('d'), task('e')];
    expect(await store.append(records, NOON)).toEqual(['stored', 'stored', 'stored', 'stored', 'stored']);
    const again = ['stored', ...records.map(() => 'duplicate')];
    expect(await store.append([task('new'), ...records], NOON)).toEqual(again);
    expect(await (await reopen(store)).append([task('newer'), ...records], NOON)).toEqual(again);
  });

  it('knows a record again within a batch, across batches and after a restart', async () => {
    const store = await openStore();
    expect(await store.append([task('a'), task('a', { status: 'failed' })], NOON)).toEqual(['stored', 'duplicate']);
    expect(await store.append([task('a')], NOON + 1)).toEqual(['duplicate']);
    const later = await reopen(store);
    expect(await later.append([task('a'), task('b'), sample('s')], NOON)).toEqual(['duplicate', 'stored', 'stored']);
    expect(await later.info()).toMatchObject({ tasks: 2, samples: 1 });
    expect((await summaryOf(later, 'swarm-1')).tasks).toMatchObject({ total: 2, completed: 2, failed: 0 });
  });

  it('stores each of any sequence of batches once, like a set', async () => {
    const store = await openStore();
    const seen = new Set<string>();
    const record = fc.tuple(fc.nat({ max: 400 }), fc.constantFrom('task', 'sample'));
    await fc.assert(
      fc.asyncProperty(fc.array(record, { maxLength: 60 }), async (drawn) => {
        const batch = drawn.map(([id, type]) => (type === 'task' ? task(`task ${id}`) : sample(`sample ${id}`)));
        const expected = batch.map(({ id }) => {
          const isNew = !seen.has(id);
          seen.add(id);
          return isNew ? 'stored' : 'duplicate';
        });
        expect(await store.append(batch, NOON)).toEqual(expected);
      }),
      { numRuns: 30 }
    );
    const { tasks, samples } = await store.info();
    expect(tasks + samples).toBe(seen.size);
  });

  it('stores batches larger than one of the engine’s chunks whole', async () => {
    const store = await openStore();
    const batch = Array.from({ length: 5000 }, (_, index) => task(`t${index}`, { durationMs: index }));
    const outcomes = await store.append(batch, NOON);
    expect(outcomes.filter((outcome) => outcome === 'stored')).toHaveLength(5000);
    expect((await summaryOf(store, 'swarm-1')).tasks.duration).toMatchObject({
      n: 5000,
      min: 0,
      max: 4999,
      mean: 2499.5,
    });
  });

  it('keeps nothing of a batch in which one record can’t be stored, and everything of the next', async () => {
    const store = await openStore();
    await store.append([task('before')], NOON);
    const broken: IngestRecord[] = [
      task('a'),
      request('b', { tokens: { input: 7 } }),
      task('c', { factId: 'unit' }),
      sample('d', { timestamp: NaN }),
    ];
    await expect(store.append(broken, NOON)).rejects.toMatchObject({ code: 'INTERNAL' });
    expect(await store.info()).toMatchObject({ tasks: 1, steps: 0, samples: 0 });

    const whole = [...broken.slice(0, 3), sample('d')];
    expect(await store.append(whole, NOON)).toEqual(['stored', 'stored', 'stored', 'stored']);
    expect(await store.info()).toMatchObject({ tasks: 3, steps: 1, samples: 1 });
    expect((await summaryOf(store, 'swarm-1')).tokens).toEqual({ total: 7, input: 7 });
  });

  it('still takes batches after the engine itself refused a row', async () => {
    const store = await openStore();
    const nameless = task('a');
    Reflect.deleteProperty(nameless, 'swarmId');
    await expect(store.append([task('fine'), nameless], NOON)).rejects.toMatchObject({ code: 'INTERNAL' });
    expect(await store.append([task('fine'), task('a')], NOON)).toEqual(['stored', 'stored']);
    const later = await reopen(store);
    expect(await later.info()).toMatchObject({ tasks: 2 });
  });

  it('counts what is stored while batches are being stored', async () => {
    const store = await openStore();
    const appends: Array<Promise<unknown>> = [];
    const counts: Array<Promise<{ tasks: number }>> = [];
    for (let batch = 0; batch < 40; batch++) {
      appends.push(
        store.append(
          Array.from({ length: 50 }, (_, index) => task(`${batch}-${index}`)),
          NOON
        )
      );
      counts.push(store.info());
    }
    await Promise.all(appends);
    const found = await Promise.all(counts);
    expect(found.map(({ tasks }) => tasks % 50)).toEqual(found.map(() => 0));
    expect(await store.info()).toMatchObject({ tasks: 2000 });
  });

  it('refuses after it was closed', async () => {
    const store = await openStore();
    await store.close();
    await expect(store.append([task('a')], NOON)).rejects.toMatchObject({ code: 'STOPPING' });
  });
});
