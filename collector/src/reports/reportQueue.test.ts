import { describe, expect, it } from 'vitest';
import { ReportQueue } from './reportQueue.ts';

/** A report that ends when the test says so. */
function held() {
  let end: (value: string) => void = () => undefined;
  let fail: (error: Error) => void = () => undefined;
  let begun = 0;
  const done = new Promise<string>((resolve, reject) => ([end, fail] = [resolve, reject]));
  return {
    make: () => {
      begun++;
      return done;
    },
    end: (value: string) => end(value),
    fail: (error: Error) => fail(error),
    begun: () => begun,
  };
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 0));

describe('reports', () => {
  it('are made two at once, in the order in which they came', async () => {
    let now = 1000;
    const queue = new ReportQueue(() => now++);
    const [a, b, c, d] = [held(), held(), held(), held()];
    const results = [a, b, c, d].map(({ make }, index) =>
      queue.add({ title: `r${index}`, ...(index === 3 ? { job: 'mine' } : {}) }, (step) => {
        step('reading');
        return make();
      })
    );
    await settle();
    expect(queue.jobs).toEqual([
      { title: 'r0', state: 'running', ahead: 0, step: 'reading', since: 1000, began: expect.any(Number) },
      {
        title: 'r1',
        state: 'running',
        ahead: 0,
        step: 'reading',
        since: expect.any(Number),
        began: expect.any(Number),
      },
      { title: 'r2', state: 'waiting', ahead: 1, since: expect.any(Number) },
      { title: 'r3', state: 'waiting', ahead: 2, since: expect.any(Number), job: 'mine' },
    ]);
    expect([c.begun(), d.begun()]).toEqual([0, 0]);
    b.end('b');
    expect(await results[1]).toBe('b');
    await settle();
    expect([c.begun(), d.begun()]).toEqual([1, 0]);
    [a, c, d].forEach(({ end }, index) => end(`${index}`));
    expect(await Promise.all(results)).toEqual(['0', 'b', '1', '2']);
    expect(queue.jobs).toEqual([]);
  });

  it('that fail make room, and say what they failed of', async () => {
    const queue = new ReportQueue();
    const [a, b, c] = [held(), held(), held()];
    const [first, second, third] = [a, b, c].map(({ make }) => queue.add({ title: 'r' }, make));
    a.fail(new Error('Disk full.'));
    await expect(first).rejects.toThrow('Disk full.');
    await settle();
    expect(c.begun()).toBe(1);
    b.end('b');
    c.end('c');
    expect(await Promise.all([second, third])).toEqual(['b', 'c']);
  });

  it('that are cancelled while they wait leave at once and are never made', async () => {
    const queue = new ReportQueue();
    const [a, b, c, d] = [held(), held(), held(), held()];
    const running = [a, b].map(({ make }) => queue.add({ title: 'r' }, make));
    const controller = new AbortController();
    const gone = queue.add({ title: 'gone' }, c.make, controller.signal);
    const last = queue.add({ title: 'last' }, d.make);
    controller.abort();
    await expect(gone).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(queue.jobs.map(({ title, ahead }) => [title, ahead])).toEqual([
      ['r', 0],
      ['r', 0],
      ['last', 1],
    ]);
    [a, b, d].forEach(({ end }) => end('x'));
    await Promise.all([...running, last]);
    expect(c.begun()).toBe(0);
    await expect(queue.add({ title: 'late' }, c.make, controller.signal)).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(c.begun()).toBe(0);
  });

  it('keep their place while they run, whoever has gone', async () => {
    const queue = new ReportQueue();
    const [a, b, c] = [held(), held(), held()];
    const controller = new AbortController();
    const [first, second] = [queue.add({ title: 'a' }, a.make, controller.signal), queue.add({ title: 'b' }, b.make)];
    const third = queue.add({ title: 'c' }, c.make);
    await settle();
    controller.abort();
    await settle();
    // Its queries are being stopped: until they are, the machine is not free.
    expect([queue.jobs.length, c.begun()]).toEqual([3, 0]);
    a.fail(new Error('stopped'));
    await expect(first).rejects.toThrow('stopped');
    [b, c].forEach(({ end }) => end('x'));
    await Promise.all([second, third]);
  });

  it('are refused when a hundred wait', async () => {
    const queue = new ReportQueue();
    const one = held();
    const all = Array.from({ length: 102 }, () => queue.add({ title: 'r' }, one.make));
    await expect(queue.add({ title: 'r' }, one.make)).rejects.toMatchObject({
      code: 'OVERLOADED',
      extra: { retryAfterSeconds: 30 },
    });
    one.end('x');
    await Promise.all(all);
  });
});
