import { access, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import { seededRandom } from '../../../src/core/stats/random.ts';
import { StateDb } from '../state/stateDb.ts';
import { SimulatedTime } from '../testing/simulatedTime.ts';
import { tempFolder } from '../testing/tempFolder.ts';
import { ContentStore } from './contentStore.ts';
import { DeliveryEngine } from './deliveryEngine.ts';
import { DeliveryError, type Outgoing, type Target } from './target.ts';

const START = Date.UTC(2027, 5, 1, 12);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const open: StateDb[] = [];
afterEach(() => {
  open.splice(0).forEach((state) => state.close());
});

interface Arrived {
  at: number;
  recipient: string;
  title: string;
  id: string;
}

/** The outbox on a file, a clock, and recipients that answer as the test says. */
class Post {
  readonly time = new SimulatedTime(START);
  readonly arrived: Arrived[] = [];
  readonly tries: number[] = [];
  state: StateDb;
  engine: DeliveryEngine;
  /** What the recipient does before it takes a message. */
  answer: (outgoing: Outgoing, recipient: string) => Promise<void> = async () => undefined;

  private constructor(readonly folder: string) {
    [this.state, this.engine] = this.opened();
  }

  static async create(): Promise<Post> {
    return new Post(await tempFolder());
  }

  start(): void {
    [this.state, this.engine] = this.opened();
  }

  private opened(): [StateDb, DeliveryEngine] {
    const state = new StateDb(join(this.folder, 'state.db'));
    open.push(state);
    const resolve = (recipient: string): Target => {
      if (recipient === 'gone') {
        throw new DeliveryError('there is no target "gone" in the configuration', true);
      }
      return { kind: 'webhook', send: (outgoing) => this.send(outgoing, recipient) };
    };
    const contents = new ContentStore(join(this.folder, 'outbox'));
    const log = pino({ level: 'silent' });
    const redact = (text: string) => text.replaceAll('hunter2', '***');
    const random = seededRandom(3);
    const parts = { resolve, log, redact, random, clock: this.time.clock };
    return [state, new DeliveryEngine(state.outbox, contents, parts)];
  }

  /** As a crash does: what was under way is not written down any more. */
  crash(): void {
    this.state.close();
    open.splice(open.indexOf(this.state), 1);
  }

  put(title: string, recipients: string[] = ['a']): Promise<void> {
    const message = { title, tone: 'neutral' as const, facts: [], lines: [] };
    const files = [{ name: 'r.html', mediaType: 'text/html', bytes: Buffer.from(`<p>${title}`) }];
    return this.engine.put({ occasion: title, recipients }, { message, files });
  }

  async until(end: number): Promise<void> {
    const tick = async () => {
      await this.engine.tick();
      await this.engine.idle();
    };
    await this.time.until(end, { tick, nextWakeAt: () => this.engine.nextWakeAt() });
  }

  states(): string[] {
    return this.engine.list({ limit: 1000 }).map(({ title, recipient, state }) => `${title} ${recipient} ${state}`);
  }

  private async send(outgoing: Outgoing, recipient: string): Promise<void> {
    this.tries.push(this.time.now);
    await this.answer(outgoing, recipient);
    const { message, deliveryId } = outgoing;
    this.arrived.push({ at: this.time.now, recipient, title: message.title, id: deliveryId });
  }
}

const titles = (post: Post, of = 'a') =>
  post.arrived.filter(({ recipient }) => recipient === of).map(({ title }) => title);

describe('an outage of an hour', () => {
  it('delivers everything afterwards, in order and once, and holds up nobody else', async () => {
    const post = await Post.create();
    post.answer = async (_, recipient) => {
      if (recipient === 'a' && post.time.now < START + HOUR) {
        throw new DeliveryError('it answered 503', false);
      }
    };
    const sent: string[] = [];
    for (let minute = 0; minute < 90; minute += 1) {
      sent.push(`m${minute}`);
      await post.put(`m${minute}`, ['a', 'b']);
      await post.until(START + (minute + 1) * MINUTE);
      if (minute % 20 === 10) {
        await post.engine.stop();
        post.crash();
        post.start();
      }
    }
    await post.until(START + 3 * HOUR);
    expect(titles(post)).toEqual(sent);
    expect(titles(post, 'b')).toEqual(sent);
    expect(
      post.arrived.filter(
        ({ recipient, title, at }) => recipient === 'b' && at > START + (Number(title.slice(1)) + 1) * MINUTE
      )
    ).toEqual([]);
    expect(new Set(post.arrived.map(({ id }) => id)).size).toBe(180);
    expect(post.engine.nextWakeAt()).toBeUndefined();
    expect(
      post.engine.counts.read().outcomes.find(({ kind, outcome }) => kind === 'webhook' && outcome === 'dead')?.value
    ).toBe(0);
  });
});

describe('a failed try', () => {
  it('is followed by waits that grow and differ, and never by a storm', async () => {
    const post = await Post.create();
    post.answer = () => Promise.reject(new DeliveryError('it answered 500', false));
    await post.put('x');
    await post.until(START + 23 * HOUR);
    const waits = post.tries.slice(1).map((at, index) => at - (post.tries[index] ?? 0));
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(1000);
    expect(Math.max(...waits)).toBeLessThanOrEqual(300_000);
    expect(Math.max(...waits.slice(0, 3))).toBeLessThanOrEqual(20_000);
    expect(new Set(waits).size).toBeGreaterThan(waits.length / 2);
    expect(post.tries.length).toBeLessThan(23 * 60);
    expect(post.states()).toEqual(['x a waiting']);
  });

  it('waits for as long as the other side asks for', async () => {
    const post = await Post.create();
    post.answer = async () => {
      if (post.tries.length === 1) {
        throw new DeliveryError('it answered 429', false, 40 * MINUTE);
      }
    };
    await post.put('x');
    await post.until(START + HOUR);
    expect(post.tries[1]).toBeGreaterThanOrEqual(START + 40 * MINUTE);
    expect(post.tries[1]).toBeLessThan(START + 41 * MINUTE);
    expect(titles(post)).toEqual(['x']);
  });

  it('after a day is given up, says why, keeps no secret, and lets the next one through', async () => {
    const post = await Post.create();
    post.answer = async ({ message }) => {
      if (message.title === 'x') {
        throw new DeliveryError('login of hunter2 refused', false);
      }
    };
    await post.put('x');
    await post.put('y');
    await post.until(START + 26 * HOUR);
    const [y, x] = post.engine.list({ limit: 2 });
    expect(x).toMatchObject({
      state: 'dead',
      error: expect.stringMatching(/^given up after \d+ tries: login of \*\*\* refused$/),
    });
    expect(y).toMatchObject({ state: 'delivered', attempts: 1 });
  });

  it('that can’t be helped is dead at once, and can be begun again by a person', async () => {
    const post = await Post.create();
    post.answer = () => Promise.reject(new DeliveryError('channel_not_found', true));
    await post.put('x');
    await post.put('y', ['gone']);
    await post.until(START + MINUTE);
    expect(post.tries).toHaveLength(1);
    expect(post.engine.list({ state: 'dead', limit: 9 })).toMatchObject([
      { recipient: 'gone', kind: 'unknown', error: expect.stringContaining('no target') },
      { recipient: 'a', error: 'channel_not_found' },
    ]);
    const [, dead] = post.engine.list({ limit: 2 });
    post.answer = async () => undefined;
    await post.until(START + 30 * HOUR);
    post.engine.retry(dead?.id ?? '');
    await post.until(START + 31 * HOUR);
    expect(post.arrived).toMatchObject([{ title: 'x', id: dead?.id }]);
    expect(() => post.engine.retry(dead?.id ?? '')).toThrow(/delivered/);
  });
});

describe('a crash', () => {
  it('after the message has arrived repeats it once, under the same id', async () => {
    const post = await Post.create();
    await post.put('x');
    await post.put('y');
    post.answer = async () => {
      // Taken by the other side; the process ends before it can write that down.
      post.answer = () => new Promise(() => undefined);
      post.crash();
    };
    await post.engine.tick();
    await new Promise((resolve) => setTimeout(resolve, 100));
    post.start();
    post.answer = async () => undefined;
    await post.until(START + MINUTE);
    expect(titles(post)).toEqual(['x', 'x', 'y']);
    expect(new Set(post.arrived.map(({ id }) => id)).size).toBe(2);
    expect(post.states()).toEqual(['y a delivered', 'x a delivered']);
  });

  it('while a run puts in its messages makes none twice', async () => {
    const post = await Post.create();
    await post.put('x', ['a', 'b']);
    await post.put('x', ['a', 'b', 'c']);
    await post.until(START + MINUTE);
    expect(post.arrived.map(({ recipient }) => recipient).sort()).toEqual(['a', 'b', 'c']);
  });

  it('leaves nothing half-written behind', async () => {
    const post = await Post.create();
    await post.put('x');
    await post.engine.tick();
    await post.engine.idle();
    await access(join(post.folder, 'outbox'));
    post.crash();
    post.start();
    await post.until(START + MINUTE);
    expect(await readdir(join(post.folder, 'outbox'))).toEqual([]);
  });
});

describe('a step that was done', () => {
  it('is remembered across tries and restarts', async () => {
    const post = await Post.create();
    const seen: unknown[] = [];
    post.answer = async ({ progress, saveProgress }) => {
      seen.push(progress);
      if (progress === undefined) {
        saveProgress({ ts: '1' });
        throw new DeliveryError('it answered 500', false);
      }
    };
    await post.put('x');
    await post.engine.tick();
    await post.engine.idle();
    post.crash();
    post.start();
    await post.until(START + MINUTE);
    expect(seen).toEqual([undefined, { ts: '1' }]);
  });
});

describe('cancelling', () => {
  it('takes back what waits, not what is being sent', async () => {
    const post = await Post.create();
    let letThrough: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (letThrough = resolve));
    post.answer = () => gate;
    await post.put('x');
    await post.put('y');
    await post.engine.tick();
    const [y, x] = post.engine.list({ limit: 2 });
    expect(() => post.engine.cancel(x?.id ?? '')).toThrow(/right now/);
    expect(post.engine.cancel(y?.id ?? '')).toMatchObject({ state: 'cancelled' });
    letThrough();
    await post.until(START + MINUTE);
    expect(post.states()).toEqual(['y a cancelled', 'x a delivered']);
    expect(() => post.engine.cancel('nonsense')).toThrow(/no delivery/);
  });
});

describe('a disk that is full', () => {
  it('does not make a message that arrived be sent again', async () => {
    const post = await Post.create();
    await post.put('x');
    post.answer = async () => {
      post.state.outbox.update = () => {
        throw new Error('disk full');
      };
    };
    await post.engine.tick();
    await post.engine.idle();
    await post.engine.tick();
    await post.engine.idle();
    expect(titles(post)).toEqual(['x']);
    expect(post.engine.nextWakeAt()).toBe(START + 10_000);
    await post.put('y');
    await post.until(START + MINUTE);
    expect(post.tries).toHaveLength(1);
    Reflect.deleteProperty(post.state.outbox, 'update');
    post.answer = async () => undefined;
    await post.until(START + HOUR);
    expect(titles(post)).toEqual(['x', 'y']);
    expect(post.states()).toEqual(['y a delivered', 'x a delivered']);
  });
});
