import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SampleRecord } from '../../../../src/core/metrics/records.ts';
import { Ingestor, type Submitter } from '../../ingest/ingestor.ts';
import type { Notes } from '../../state/notes.ts';
import { openNotes } from '../../testing/notes.ts';
import { metricsBody, nanos, point } from '../../testing/otlp.ts';
import { NOON } from '../../testing/records.ts';
import { openStore, reopen, summaryOf, type TestStore } from '../../testing/stores.ts';
import { Counters, increase, type CounterPoint, type CounterStore } from './counters.ts';
import { OtlpReceiver } from './receiver.ts';

const TOKENS = 'claude_code.token.usage';
const SECOND = 1_000_000_000n;

describe('what a point adds', () => {
  const added = (previous: [time: bigint, value: number] | undefined, time: bigint, value: number, start?: bigint) =>
    increase(previous && { time: previous[0], value: previous[1] }, { start, time, sample: { value } });

  it.each([
    ['its value, at first and with a known start', added(undefined, 9n, 5, 3n), 5],
    ['nothing, at first and without a start', added(undefined, 9n, 5), 'begins'],
    ['nothing, at first and with a start that says it is not known', added(undefined, 9n, 5, 9n), 'begins'],
    ['the difference', added([9n, 5], 10n, 7), 2],
    ['nothing when it stands still', added([9n, 5], 10n, 5), 0],
    ['its value after a drop', added([9n, 5], 10n, 3), 3],
    ['nothing when it is older', added([9n, 5], 8n, 4), 'known'],
    ['nothing when it is repeated', added([9n, 5], 9n, 5), 'known'],
  ])('is %s', (_, result, expected) => {
    expect(result).toBe(expected);
  });
});

const body = (
  value: number,
  seconds: number,
  { start = 0, temporality = 2 }: { start?: number; temporality?: number } = {}
) =>
  metricsBody(
    TOKENS,
    point(
      { type: 'input' },
      {
        asDouble: value,
        startTimeUnixNano: start < 0 ? undefined : nanos(NOON + start * 1000),
        timeUnixNano: nanos(NOON + seconds * 1000),
      }
    ),
    { temporality }
  );

async function receiving(store: TestStore, notes: Notes, submitter?: Submitter) {
  return new OtlpReceiver(submitter ?? new Ingestor(store), store, notes);
}

const inputTokens = async (store: TestStore) => (await summaryOf(store, 'swarm-1')).tokens?.input;

describe('cumulative counters of a real store', () => {
  it('count each increase once, over restarts of the sender and of the collector', async () => {
    const notes = await openNotes();
    let store = await openStore();
    let receiver = await receiving(store, notes);
    await receiver.receive('metrics', [body(10, 10)]);
    await receiver.receive('metrics', [body(25, 20)]);
    expect(await inputTokens(store)).toBe(25);

    store = await reopen(store);
    receiver = await receiving(store, notes);
    await receiver.receive('metrics', [body(25, 20)]);
    await receiver.receive('metrics', [body(10, 10)]);
    expect(await inputTokens(store)).toBe(25);
    await receiver.receive('metrics', [body(31, 30)]);
    // The sender starts again: another start, from zero.
    await receiver.receive('metrics', [body(4, 45, { start: 40 })]);
    // What the first one had still to tell comes late.
    await receiver.receive('metrics', [body(33, 38)]);
    expect(await inputTokens(store)).toBe(33 + 4);
    expect(receiver.status().counts).toMatchObject({ received: 5, stored: 3, duplicates: 2, rejected: {} });
  });

  it('have their baseline after a restart when their start is not known', async () => {
    const notes = await openNotes();
    let store = await openStore();
    await (await receiving(store, notes)).receive('metrics', [body(100, 10, { start: -1 })]);
    expect(await store.info()).toMatchObject({ samples: 0 });

    store = await reopen(store);
    await (await receiving(store, notes)).receive('metrics', [body(107, 20, { start: -1 })]);
    expect(await inputTokens(store)).toBe(7);
    // It falls to zero and grows past where it was, with a restart between: nothing of it is lost.
    const receiver = await receiving(store, notes);
    await receiver.receive('metrics', [body(0, 30, { start: -1 })]);
    await (await receiving(store, notes)).receive('metrics', [body(120, 40, { start: -1 })]);
    expect(await inputTokens(store)).toBe(7 + 120);
  });

  it('neither lose nor double an increase when the collector dies between the commit and its answer', async () => {
    const notes = await openNotes();
    const store = await openStore();
    const ingestor = new Ingestor(store);
    const dying: Submitter = {
      async submit(...args) {
        await ingestor.submit(...args);
        throw new Error('killed');
      },
    };
    await (await receiving(store, notes)).receive('metrics', [body(10, 10)]);
    await expect((await receiving(store, notes, dying)).receive('metrics', [body(25, 20)])).rejects.toThrow('killed');
    // The sender gives up and goes on.
    await (await receiving(store, notes)).receive('metrics', [body(26, 30)]);
    expect(await inputTokens(store)).toBe(26);
    await (await receiving(store, notes)).receive('metrics', [body(25, 20)]);
    expect(await inputTokens(store)).toBe(26);
  });

  it('do not move on with a point that is refused', async () => {
    const notes = await openNotes();
    const store = await openStore();
    const receiver = await receiving(store, notes);
    await receiver.receive('metrics', [body(10, 10)]);
    const ahead = (Date.now() - NOON) / 1000 + 3600;
    expect(await receiver.receive('metrics', [body(50, ahead)])).toMatchObject({ rejected: 1 });
    expect(await receiver.receive('metrics', [body(-5, 20)])).toMatchObject({ rejected: 1 });
    await receiver.receive('metrics', [body(12, 30)]);
    expect(await inputTokens(store)).toBe(12);
  });

  it('take many points of one series in one request, in any order, and several requests at once', async () => {
    const store = await openStore();
    const receiver = await receiving(store, await openNotes());
    const many = body(10, 10);
    many.resourceMetrics[0]?.scopeMetrics[0]?.metrics[0]?.sum.dataPoints.push(
      ...[body(30, 30), body(20, 20)].flatMap(
        (other) => other.resourceMetrics[0]?.scopeMetrics[0]?.metrics[0]?.sum.dataPoints ?? []
      )
    );
    await Promise.all([
      receiver.receive('metrics', [many]),
      receiver.receive('metrics', [body(40, 40)]),
      receiver.receive('metrics', [body(50, 50)]),
      receiver.receive('metrics', [body(40, 40)]),
    ]);
    expect(await inputTokens(store)).toBe(50);
  });
});

/** The ids of what was stored, which is all that counters ask of a store. */
class StoredIds implements CounterStore {
  readonly samples = new Map<string, number>();

  async counters(series: readonly string[]): Promise<Map<string, string>> {
    const newest = new Map<string, string>();
    for (const id of this.samples.keys()) {
      const [, name = '', time = ''] = id.split('|');
      const best = newest.get(name)?.split('|')[2];
      if (series.includes(name) && (best === undefined || BigInt(time) > BigInt(best))) {
        newest.set(name, id);
      }
    }
    return newest;
  }

  total(series: string): number {
    return [...this.samples].reduce((sum, [id, value]) => (id.split('|')[1] === series ? sum + value : sum), 0);
  }
}

function counterPoint(series: string, start: bigint | undefined, time: bigint, value: number): CounterPoint {
  const sample: SampleRecord = {
    type: 'sample',
    id: 'point',
    source: 'claude-code/metrics',
    scope: 'claude-code:s',
    timestamp: NOON,
    swarmId: 'swarm',
    metricType: 'TOKEN_USAGE',
    value,
    unit: 'tokens',
    tags: {},
    metadata: { source: 'neural', priority: 'low', category: 'business', dimensions: [] },
    provenance: 'measured',
  };
  const swarm = {
    type: 'swarm',
    id: 's',
    source: 'claude-code/metrics',
    scope: 's',
    swarmId: 'swarm',
    observedAt: NOON,
  } as const;
  return { series, start, time, sample, swarm };
}

/** A delivery: how much the counter grew before it, and what goes wrong with it. */
const step = fc.record({
  added: fc.nat(20),
  fate: fc.constantFrom('taken', 'taken twice', 'held back', 'unanswered', 'fell to zero'),
  restart: fc.boolean(),
});

describe('any history of a counter', () => {
  it.each([true, false])('adds up to what it counted since it was first seen (start known: %s)', async (known) => {
    const notes = await openNotes();
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), async (steps) => {
        const series = String(++run).padStart(32, '0');
        const store = new StoredIds();
        let counters = new Counters(store, notes);
        const deliver = async (point: CounterPoint, answered: boolean) => {
          const outcome = await counters.read([point]);
          for (const item of outcome.items) {
            if (Array.isArray(item) && !store.samples.has(item[0].id)) {
              store.samples.set(item[0].id, item[0].value);
            }
          }
          if (answered) {
            counters.keep(outcome);
          }
        };
        const held: CounterPoint[] = [];
        let value = 0;
        let time = SECOND;
        let truth = 0;
        let seen: number | undefined = known ? 0 : undefined;
        for (const { added, fate, restart } of steps) {
          if (restart) {
            counters = new Counters(store, notes);
          }
          if (fate === 'fell to zero' && seen !== undefined && value > 0) {
            value = 0;
          } else {
            value += added;
          }
          time += SECOND;
          const next = counterPoint(series, known ? SECOND : undefined, time, value);
          if (fate === 'held back') {
            held.push(next);
            continue;
          }
          // A baseline that was not noted was not answered either: its sender may send it again or not.
          const answered = fate !== 'unanswered' || seen === undefined || value < seen;
          await deliver(next, answered);
          if (!answered) {
            counters = new Counters(store, notes);
          }
          if (fate === 'taken twice') {
            await deliver(next, true);
          }
          truth += seen === undefined ? 0 : value < seen ? value : value - seen;
          seen = value;
          // What was held back is older now, so it is contained.
          for (const late of held.splice(0)) {
            await deliver(late, true);
          }
        }
        expect(store.total(series)).toBe(truth);
      }),
      { numRuns: 100 }
    );
  });
});
