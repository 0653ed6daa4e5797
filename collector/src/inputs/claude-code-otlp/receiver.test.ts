import { describe, expect, it } from 'vitest';
import { Ingestor } from '../../ingest/ingestor.ts';
import { event, logsBody, metricsBody, nanos, point, recordedExports } from '../../testing/otlp.ts';
import { NOON } from '../../testing/records.ts';
import { openNotes } from '../../testing/notes.ts';
import { openStore, reopen, type TestStore } from '../../testing/stores.ts';
import { OtlpReceiver, SIGNALS, type Signal } from './receiver.ts';

const TOKENS = 'claude_code.token.usage';

async function receiving(store?: TestStore) {
  const opened = store ?? (await openStore());
  const receiver = new OtlpReceiver(new Ingestor(opened), opened, await openNotes());
  await receiver.start();
  return { store: opened, receiver };
}

const rejections = ({ receiver }: { receiver: OtlpReceiver }) => receiver.status().counts.rejected;

async function sendRecording(receiver: OtlpReceiver): Promise<void> {
  for (const signal of SIGNALS) {
    for (const body of await recordedExports(signal)) {
      expect(await receiver.receive(signal, [body])).toBeUndefined();
    }
  }
}

/** What the recording is known to hold, per swarm. */
async function totals(store: TestStore) {
  return (await store.swarms({})).map(({ swarmId, topology, costUsd, tokens, tools, requests }) => ({
    swarm: swarmId,
    topology,
    cost: Number(costUsd?.toFixed(4)),
    tokens: [tokens?.input, tokens?.output, tokens?.cacheRead, tokens?.cacheCreation],
    tools: [tools?.total, tools?.failed],
    requests: requests?.total,
  }));
}

const KNOWN = [
  { swarm: 'swarm-1', topology: 'mesh', cost: 0.0639, tokens: [1681, 2189, 113_500, 1120], tools: [13, 2] },
  { swarm: 'swarm-2', topology: 'hierarchical', cost: 0.0604, tokens: [2890, 5010, 315_000, 800], tools: [12, 2] },
  { swarm: 'swarm-3', topology: 'hierarchical', cost: 0.2466, tokens: [4090, 7810, 515_000, 800], tools: [12, 2] },
];

describe('the recorded exports', () => {
  it('give their known totals, and the same ones however often they are sent', async () => {
    const { store, receiver } = await receiving();
    await sendRecording(receiver);
    expect(await totals(store)).toMatchObject(KNOWN);
    const { counts } = receiver.status();
    expect(counts.received).toBe(counts.stored);
    // Decisions, responses and prompts; spans of waiting for a permission and of whole interactions.
    expect(counts.ignored).toBe(37 + 18 + 6 + 37 + 6);

    await sendRecording(receiver);
    const later = await receiving(await reopen(store));
    await sendRecording(later.receiver);
    expect(await totals(later.store)).toMatchObject(KNOWN);
    expect(later.receiver.status().counts).toMatchObject({ stored: 0, duplicates: counts.stored });
  });

  it('give the same totals from events alone', async () => {
    const { store, receiver } = await receiving();
    for (const body of await recordedExports('logs')) {
      await receiver.receive('logs', [body]);
    }
    expect(await totals(store)).toMatchObject(KNOWN);
    for (const body of await recordedExports('metrics')) {
      await receiver.receive('metrics', [body]);
    }
    expect(await totals(store)).toMatchObject(KNOWN);
  });
});

describe('OtlpReceiver', () => {
  it.each<[Signal, unknown]>([
    ['metrics', null],
    ['metrics', []],
    ['metrics', 'text'],
    ['metrics', { resourceMetrics: {} }],
    ['logs', { resourceLogs: 'x' }],
    ['logs', 5],
  ])('refuses what is no %s request and stores nothing: %j', async (signal, body) => {
    const { store, receiver } = await receiving();
    await expect(receiver.receive(signal, [body])).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    expect(await store.info()).toEqual({ tasks: 0, steps: 0, samples: 0 });
    expect(receiver.status().counts.received).toBe(0);
  });

  it.each(SIGNALS)('takes an empty %s request', async (signal) => {
    const { receiver } = await receiving();
    expect(await receiver.receive(signal, [{}])).toBeUndefined();
    expect(
      await receiver.receive(signal, [{ [signal === 'logs' ? 'resourceLogs' : 'resourceMetrics']: [] }])
    ).toBeUndefined();
  });

  it('keeps the good part of a request and says what it refused of the rest', async () => {
    const system = await receiving();
    const body = metricsBody(TOKENS, point({ type: 'input' }));
    const points = body.resourceMetrics[0]?.scopeMetrics[0]?.metrics[0]?.sum.dataPoints ?? [];
    points.push(
      point({}, { asDouble: 'NaN' }),
      point({}, { asDouble: -1 }),
      point({}, { timeUnixNano: undefined }),
      point({}, { timeUnixNano: nanos(Date.now() + 3_600_000) }),
      point({}, { timeUnixNano: String(NOON) }),
      point({ type: 'x'.repeat(2000) })
    );
    const partial = await system.receiver.receive('metrics', [body]);
    expect(partial?.rejected).toBe(6);
    expect(partial?.errorMessage).toContain('no finite value');
    expect(partial?.errorMessage).toContain('minutes ahead');
    expect(rejections(system)).toEqual({
      not_finite: 1,
      negative: 1,
      missing_time: 1,
      future: 1,
      wrong_unit: 1,
      name_too_long: 1,
    });
    expect(await system.store.info()).toMatchObject({ samples: 1 });
    const { counts } = system.receiver.status();
    expect(counts).toMatchObject({ received: 7, stored: 1, duplicates: 0 });
  });

  it('follows a topology that comes back', async () => {
    const { store, receiver } = await receiving();
    for (const [minute, topology] of ['mesh', 'star', 'mesh'].entries()) {
      const time = NOON + minute * 60_000;
      const own = { success: 'true', 'swarm.topology': topology, 'event.sequence': minute };
      await receiver.receive('logs', [logsBody(event('tool_result', own, { timeUnixNano: nanos(time) }))]);
    }
    expect((await store.swarms({})).map(({ topology }) => topology)).toEqual(['mesh']);
  });

  it('drops a negative duration and keeps the request', async () => {
    const { store, receiver } = await receiving();
    expect(await receiver.receive('logs', [logsBody(event('api_request', { duration_ms: '-5' }))])).toBeUndefined();
    expect(await store.tasks({ limit: 9 })).toMatchObject([{ durationMs: null, startedAt: null }]);
  });

  it('says it waits until something comes', async () => {
    const { receiver } = await receiving();
    expect(receiver.status()).toMatchObject({ state: 'waiting' });
    await receiver.receive('logs', [logsBody(event('api_request'))]);
    expect(receiver.status()).toMatchObject({ state: 'ok', lastEventAt: NOON });
  });

  it('counts a refused request once when the store could not take it and it is sent again', async () => {
    const { store } = await receiving();
    const ingestor = new Ingestor(store);
    const receiver = new OtlpReceiver(ingestor, store, await openNotes());
    await ingestor.close();
    const body = metricsBody(TOKENS, point());
    body.resourceMetrics[0]?.scopeMetrics[0]?.metrics[0]?.sum.dataPoints.push(point({}, { asDouble: 'NaN' }));
    await expect(receiver.receive('metrics', [body])).rejects.toMatchObject({ code: 'STOPPING' });
    expect(receiver.status().counts).toMatchObject({ received: 0, rejected: {}, ignored: 0 });
  });
});
