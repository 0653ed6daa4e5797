import { describe, expect, it } from 'vitest';
import { Ingestor } from '../../ingest/ingestor.ts';
import { openNotes } from '../../testing/notes.ts';
import { recordedExports, recordedProtobuf, recordedSessions } from '../../testing/otlp.ts';
import { toProtobuf } from '../../testing/protobuf.ts';
import { openStore, type TestStore } from '../../testing/stores.ts';
import { decodeRequest } from './protobuf.ts';
import { OtlpReceiver, SIGNALS, type Signal } from './receiver.ts';

interface Export {
  signal: Signal;
  body: unknown;
}

async function receiving() {
  const store = await openStore();
  return { store, receiver: new OtlpReceiver(new Ingestor(store), store, await openNotes()) };
}

async function exportsOf(recorded: (signal: Signal) => Promise<unknown[]>, signals: readonly Signal[]) {
  const lists = await Promise.all(
    signals.map(async (signal) => (await recorded(signal)).map((body): Export => ({ signal, body })))
  );
  return lists.flat();
}

async function send(receiver: OtlpReceiver, exports: readonly Export[]): Promise<void> {
  for (const { signal, body } of exports) {
    expect(await receiver.receive(signal, [body])).toBeUndefined();
  }
}

/** A fixed order that has nothing to do with the order of arrival. */
function shuffled<T>(items: readonly T[], seed: number): T[] {
  const keyed = items.map((item, index) => ({ item, key: ((index + 1) * 2654435761 * seed) % 4294967296 }));
  return keyed.sort((a, b) => a.key - b.key).map(({ item }) => item);
}

const inProtobuf = (exports: readonly Export[]): Export[] =>
  exports.map(({ signal, body }) => ({ signal, body: decodeRequest(signal, toProtobuf(signal, body)) }));

async function totals(store: TestStore) {
  return (await store.swarms({})).map(({ swarmId, topology, costUsd, tokens, tools, requests }) => ({
    swarm: swarmId,
    topology,
    cost: Number(costUsd?.toFixed(5)),
    tokens: [tokens?.input, tokens?.output, tokens?.cacheRead, tokens?.cacheCreation],
    tools: [tools?.total, tools?.failed],
    requests: [requests?.total, requests?.failed],
  }));
}

/** What the README beside the recording says. A denied call of cirrus has a span, but no event. */
const sessions = (deniedKnown: boolean) => [
  {
    swarm: 'atlas',
    topology: 'hierarchical',
    cost: 0.43675,
    tokens: [1491, 9309, 560_042, 46_408],
    tools: [54, 2],
    requests: [56, 0],
  },
  {
    swarm: 'borealis',
    topology: 'mesh',
    cost: 0.42657,
    tokens: [1393, 9723, 546_110, 43_408],
    tools: [52, 2],
    requests: [54, 0],
  },
  {
    swarm: 'cirrus',
    topology: 'star',
    cost: 0.40454,
    tokens: [1362, 8958, 546_092, 47_132],
    tools: deniedKnown ? [52, 16] : [51, 15],
    requests: [56, 2],
  },
];
/** Money comes from metrics and events; spans tell tokens only. */
const withoutCost = sessions(true).map((swarm) => ({ ...swarm, cost: NaN }));

const LATENCY = [
  ['atlas', 433.4],
  ['borealis', 1072.3],
  ['cirrus', 389.9],
];

async function latencies(store: TestStore) {
  return (await store.swarms({})).map(({ swarmId, requests }) => [
    swarmId,
    Number(requests?.meanDurationMs?.toFixed(1)),
  ]);
}

describe('sessions with sub-agents', () => {
  const orders: Array<[string, Signal[]]> = [
    ['metrics, logs, traces', ['metrics', 'logs', 'traces']],
    ['traces, logs, metrics', ['traces', 'logs', 'metrics']],
    ['logs, traces', ['logs', 'traces']],
    ['logs, traces, metrics', ['logs', 'traces', 'metrics']],
  ];
  it.each(orders)('give their known totals from %s, and the same delivered again in protobuf', async (_, signals) => {
    const { store, receiver } = await receiving();
    const exports = await exportsOf(recordedSessions, signals);
    await send(receiver, exports);
    expect(await totals(store)).toEqual(sessions(true));
    expect(await latencies(store)).toEqual(LATENCY);
    const before = receiver.status().counts;

    await send(receiver, inProtobuf(exports));
    expect(await totals(store)).toEqual(sessions(true));
    const { counts } = receiver.status();
    expect(counts.stored).toBe(before.stored);
    expect(counts.duplicates).toBe(before.stored);
  });

  it('give the same whatever order the requests come in, once in JSON and once in protobuf', async () => {
    const exports = await exportsOf(recordedSessions, SIGNALS);
    for (const seed of [3, 7]) {
      const { store, receiver } = await receiving();
      await send(receiver, shuffled([...exports, ...inProtobuf(exports)], seed));
      expect(await totals(store)).toEqual(sessions(true));
      expect(await latencies(store)).toEqual(LATENCY);
    }
  });

  it('give from logs alone what logs know, and from traces alone what traces know', async () => {
    const logs = await receiving();
    await send(logs.receiver, await exportsOf(recordedSessions, ['logs']));
    expect(await totals(logs.store)).toEqual(sessions(false));
    const traces = await receiving();
    await send(traces.receiver, await exportsOf(recordedSessions, ['traces']));
    expect(await totals(traces.store)).toEqual(withoutCost);
  });

  it('say of every request and tool call which sub-agent it was', async () => {
    const { store, receiver } = await receiving();
    await send(receiver, await exportsOf(recordedSessions, SIGNALS));
    const tasks = await store.tasks({ kinds: ['request', 'tool'], limit: 10_000 });
    const subagents = tasks.filter(({ agentId }) => agentId !== 'main');
    const of = (kind: string) => subagents.filter((task) => task.kind === kind);
    expect([of('request').length, of('tool').length]).toEqual([89, 76]);
    expect(subagents.every(({ agentId }) => /^a[0-9a-f]{16}$/.test(agentId ?? ''))).toBe(true);
    expect(new Set(subagents.map(({ agentId }) => agentId)).size).toBe(18);
    // The name of the agent comes from events, its id from spans.
    expect(new Set(of('request').map(({ agentType }) => agentType))).toEqual(
      new Set(['Explore', 'general-purpose', 'custom'])
    );
  });

  it('have tokens and cost of each agent, which add up to those of the swarm', async () => {
    const { store, receiver } = await receiving();
    await send(receiver, await exportsOf(recordedSessions, SIGNALS));
    const requests = await store.tasks({ kinds: ['request'], limit: 10_000 });
    const sum = (of: typeof requests, value: (request: (typeof requests)[number]) => number | null) =>
      of.reduce((total, request) => total + (value(request) ?? 0), 0);
    for (const { swarm, tokens, cost } of sessions(true)) {
      const own = requests.filter(({ swarmId }) => swarmId === swarm);
      const agents = [...new Set(own.map(({ agentId }) => agentId))];
      expect(agents).toHaveLength(1 + 6);
      const perAgent = agents.map((agent) => own.filter(({ agentId }) => agentId === agent));
      expect(perAgent.reduce((total, of) => total + sum(of, ({ tokensInput }) => tokensInput), 0)).toBe(tokens[0]);
      expect(perAgent.reduce((total, of) => total + sum(of, ({ tokensOutput }) => tokensOutput), 0)).toBe(tokens[1]);
      expect(perAgent.reduce((total, of) => total + sum(of, ({ costUsd }) => costUsd), 0)).toBeCloseTo(cost, 5);
    }
  });

  it('have the denied call as a failed one that took no time', async () => {
    const { store, receiver } = await receiving();
    await send(receiver, await exportsOf(recordedSessions, SIGNALS));
    const denied = (await store.tasks({ kinds: ['tool'], limit: 10_000 })).filter(
      ({ errorClass }) => errorClass === 'denied'
    );
    expect(denied).toMatchObject([{ swarmId: 'cirrus', taskType: 'WebFetch', status: 'failed', durationMs: null }]);
  });
});

describe('the sessions of three swarms', () => {
  it('give the same totals with their traces, which add no request or tool call', async () => {
    const { store, receiver } = await receiving();
    await send(receiver, await exportsOf(recordedExports, SIGNALS));
    expect(await totals(store)).toMatchObject([
      { swarm: 'swarm-1', cost: expect.closeTo(0.0639, 4), tools: [13, 2], requests: [expect.any(Number), 0] },
      { swarm: 'swarm-2', cost: expect.closeTo(0.0604, 4), tools: [12, 2] },
      { swarm: 'swarm-3', cost: expect.closeTo(0.24655, 6), tools: [12, 2] },
    ]);
    const requests = await store.tasks({ kinds: ['request'], limit: 1000 });
    expect(requests).toHaveLength(60);
    expect(requests.filter(({ agentId }) => agentId !== 'main')).toHaveLength(24);
  });
});

describe('the raw protobuf bodies', () => {
  it('sum to what is known of their session, and to the same when delivered again', async () => {
    const { store, receiver } = await receiving();
    const exports = (await recordedProtobuf()).map(({ signal, body }) => ({
      signal,
      body: decodeRequest(signal, body),
    }));
    expect(exports).toHaveLength(11);
    const known = [
      {
        swarm: 'proto',
        topology: 'ring',
        cost: 0.11413,
        tokens: [387, 2526, 146_445, 14_030],
        tools: [14, 2],
        requests: [15, 0],
      },
    ];
    await send(receiver, exports);
    expect(await totals(store)).toEqual(known);
    expect((await store.swarms({}))[0]?.tasks.total).toBe(2);
    await send(receiver, shuffled(exports, 5));
    expect(await totals(store)).toEqual(known);
  });
});
