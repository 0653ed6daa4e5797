import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { IngestRecord } from '../../../src/core/metrics/records.ts';
import { ServiceError } from '../errors.ts';
import type { AppendOutcome, Store } from '../store/store.ts';
import { NOON, sample, swarm, task } from '../testing/records.ts';
import { openStore } from '../testing/stores.ts';
import { InputAccount, type InputStatus } from './account.ts';
import { Ingestor } from './ingestor.ts';

const clock = () => NOON;
const account = () => new InputAccount('tests', 'tests');

function balance({ counts }: InputStatus): [number, number] {
  const rejected = Object.values(counts.rejected).reduce((total, count) => total + count, 0);
  return [counts.received, counts.stored + counts.duplicates + rejected];
}

/** A store whose commits the test lets happen one by one: the real one behind a gate. */
async function gatedStore() {
  const real = await openStore();
  const batches: string[][] = [];
  let open: () => void = () => undefined;
  let failure: Error | undefined;
  const append = async (records: readonly IngestRecord[], receivedAt: number): Promise<AppendOutcome[]> => {
    batches.push(records.map(({ id }) => id));
    await new Promise<void>((resolve) => {
      open = resolve;
    });
    if (failure) {
      throw failure;
    }
    return real.append(records, receivedAt);
  };
  const store: Store = Object.assign(Object.create(real), { append });
  return {
    real,
    store,
    batches,
    letThrough: () => open(),
    failWith: (error: Error | undefined) => {
      failure = error;
    },
  };
}

const turn = () => new Promise((resolve) => setTimeout(resolve, 20));

describe('Ingestor', () => {
  it("does not let one sender's failure cost another one its records", async () => {
    const real = await openStore();
    const append = async (records: readonly IngestRecord[], receivedAt: number): Promise<AppendOutcome[]> => {
      await turn();
      if (records.some(({ id }) => id === 'poison')) {
        throw new Error('out of range');
      }
      return real.append(records, receivedAt);
    };
    const ingestor = new Ingestor(Object.assign(Object.create(real), { append }), clock);
    const [first, good, bad] = [account(), account(), account()];
    const answers = await Promise.allSettled([
      ingestor.submit(first, [task('first')]),
      ingestor.submit(good, [task('a'), task('b')]),
      ingestor.submit(bad, [task('poison')]),
      ingestor.submit(good, [task('c')]),
    ]);
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
    expect(good.status().counts).toMatchObject({ received: 3, stored: 3 });
    expect(ingestor.backlog).toBe(0);
  });

  it('says what became of each record, and where the refused ones stood', async () => {
    const store = await openStore();
    const ingestor = new Ingestor(store, clock);
    const book = account();
    const records = [task('a'), task('', {}), sample('b', { value: NaN }), task('a'), task('c')];
    const result = await ingestor.submit(book, records);
    expect(result).toMatchObject({ stored: 2, duplicates: 1 });
    expect(result.rejected.map(({ index, reason }) => [index, reason])).toEqual([
      [1, 'malformed'],
      [2, 'not_finite'],
    ]);
    expect(book.status().counts).toEqual({
      received: 5,
      stored: 2,
      duplicates: 1,
      rejected: { malformed: 1, not_finite: 1 },
      ignored: 0,
    });
    expect(book.status().lastEventAt).toBe(NOON);
    expect(await store.info()).toMatchObject({ tasks: 2, samples: 0 });
  });

  it('keeps its books balanced, whatever comes', async () => {
    const store = await openStore();
    const ingestor = new Ingestor(store, clock);
    const record = fc.oneof(
      fc.nat({ max: 30 }).map((id) => task(`task ${id}`)),
      fc.nat({ max: 30 }).map((id) => sample(`sample ${id}`)),
      fc.constantFrom(task(''), sample('n', { value: -1 }), task('f', { endedAt: NOON * 2 }))
    );
    const batches = fc.array(fc.array(record, { maxLength: 12 }), { minLength: 1, maxLength: 5 });
    const book = account();
    let sent = 0;
    await fc.assert(
      fc.asyncProperty(batches, async (drawn) => {
        const results = await Promise.all(drawn.map((batch) => ingestor.submit(book, batch)));
        results.forEach(({ stored, duplicates, rejected }, index) =>
          expect(stored + duplicates + rejected.length).toBe(drawn[index]?.length)
        );
        sent += drawn.flat().length;
        const [received, accounted] = balance(book.status());
        expect([received, accounted]).toEqual([sent, sent]);
      }),
      { numRuns: 40 }
    );
    const { tasks, samples } = await store.info();
    expect(book.status().counts.stored).toBe(tasks + samples);
  });

  it('stores descriptions with the records but does not count them', async () => {
    const store = await openStore();
    const book = account();
    const result = await new Ingestor(store, clock).submit(book, [], [swarm('s', { topology: 'mesh' }), swarm('')]);
    expect(result).toEqual({ stored: 0, duplicates: 0, rejected: [] });
    expect(book.status().counts.received).toBe(0);
    expect((await store.swarms({})).map(({ swarmId, topology }) => [swarmId, topology])).toEqual([['s', 'mesh']]);
  });

  it('gathers what comes during a commit into the next one, in order', async () => {
    const { store, batches, letThrough } = await gatedStore();
    const ingestor = new Ingestor(store, clock);
    const first = ingestor.submit(account(), [task('a')]);
    const others = ['b', 'c', 'd'].map((id) => ingestor.submit(account(), [task(id)], [swarm(`s-${id}`)]));
    expect(ingestor.backlog).toBe(4);
    await turn();
    expect(batches).toEqual([['a']]);
    letThrough();
    expect(await first).toMatchObject({ stored: 1 });
    await turn();
    expect(batches[1]).toEqual(['b', 'c', 'd', 's-b', 's-c', 's-d']);
    letThrough();
    expect((await Promise.all(others)).map(({ stored }) => stored)).toEqual([1, 1, 1]);
    expect(ingestor.backlog).toBe(0);
  });

  it('gives each of several senders its own answer out of one commit', async () => {
    const { store, letThrough } = await gatedStore();
    const ingestor = new Ingestor(store, clock);
    const books = [account(), account(), account()];
    const blocked = ingestor.submit(account(), [task('x')]);
    const [one, two, three] = [
      ingestor.submit(books[0] ?? account(), [task('a'), task('b')]),
      ingestor.submit(books[1] ?? account(), [task('b'), task('x'), task('c')]),
      ingestor.submit(books[2] ?? account(), [task('d')]),
    ];
    letThrough();
    await blocked;
    await turn();
    letThrough();
    expect(await Promise.all([one, two, three])).toEqual([
      { stored: 2, duplicates: 0, rejected: [] },
      { stored: 1, duplicates: 2, rejected: [] },
      { stored: 1, duplicates: 0, rejected: [] },
    ]);
    expect(books.map((book) => book.status().counts.duplicates)).toEqual([0, 2, 0]);
  });

  it('takes what a sender sends the moment it has its answer', async () => {
    const store = await openStore();
    const ingestor = new Ingestor(store, clock);
    const book = account();
    for (let index = 0; index < 50; index++) {
      expect(await ingestor.submit(book, [task(`${index}`)])).toMatchObject({ stored: 1 });
    }
    expect(await store.info()).toMatchObject({ tasks: 50 });
  }, 10_000);

  it('tells a sender to come back later when too much waits, and takes it then', async () => {
    const { store, letThrough, real } = await gatedStore();
    const ingestor = new Ingestor(store, clock);
    const many = Array.from({ length: 200_000 }, (_, index) => task(`${index}`));
    const book = account();
    const first = ingestor.submit(account(), many);
    await expect(ingestor.submit(book, [task('one more')])).rejects.toMatchObject({
      code: 'OVERLOADED',
      status: 429,
      extra: { retryAfterSeconds: 1 },
    });
    expect(balance(book.status())).toEqual([0, 0]);
    const done = first.finally(() => clearInterval(opening));
    const opening = setInterval(letThrough, 1);
    expect(await done).toMatchObject({ stored: 200_000 });
    const later = ingestor.submit(book, [task('one more')]);
    await turn();
    letThrough();
    expect(await later).toMatchObject({ stored: 1 });
    expect(await real.info()).toMatchObject({ tasks: 200_001 });
  }, 60_000);

  it('counts nothing as stored when the store fails, and goes on with the next batch', async () => {
    const { store, letThrough, failWith, real } = await gatedStore();
    const ingestor = new Ingestor(store, clock);
    const book = account();
    const told: number[] = [];
    ingestor.on('stored', (records) => told.push(records.length));
    failWith(new ServiceError('STORE_FULL', 'full'));
    const failed = [ingestor.submit(book, [task('a'), task('')]), ingestor.submit(book, [task('b')])].map(
      (submission) => submission.catch((error: unknown) => error)
    );
    letThrough();
    await turn();
    letThrough();
    expect(await Promise.all(failed)).toMatchObject([{ code: 'STORE_FULL' }, { code: 'STORE_FULL' }]);
    expect(book.status().counts).toEqual({ received: 0, stored: 0, duplicates: 0, rejected: {}, ignored: 0 });
    expect([told, ingestor.backlog]).toEqual([[], 0]);

    failWith(undefined);
    const again = ingestor.submit(book, [task('a'), task('b')]);
    letThrough();
    expect(await again).toMatchObject({ stored: 2 });
    expect(told).toEqual([2]);
    expect(await real.info()).toMatchObject({ tasks: 2 });
  });

  it('tells of records that are new only', async () => {
    const store = await openStore();
    const ingestor = new Ingestor(store, clock);
    const told: string[][] = [];
    ingestor.on('stored', (records) => told.push(records.map(({ id }) => id)));
    await ingestor.submit(account(), [task('a')], [swarm('s')]);
    await ingestor.submit(account(), [task('a')], [swarm('s2')]);
    await ingestor.submit(account(), [task('a'), task('b')]);
    expect(told).toEqual([['a'], ['b']]);
  });

  it('when closing takes nothing new and stores all it has taken', async () => {
    const { store, letThrough, real } = await gatedStore();
    const ingestor = new Ingestor(store, clock);
    const taken = [ingestor.submit(account(), [task('a')]), ingestor.submit(account(), [task('b')])];
    let closed = false;
    const closing = ingestor.close().then(() => {
      closed = true;
    });
    await expect(ingestor.submit(account(), [task('c')])).rejects.toMatchObject({ code: 'STOPPING', status: 503 });
    letThrough();
    await turn();
    expect(closed).toBe(false);
    letThrough();
    await closing;
    expect(await real.info()).toMatchObject({ tasks: 2 });
    expect((await Promise.all(taken)).map(({ stored }) => stored)).toEqual([1, 1]);
  });
});
