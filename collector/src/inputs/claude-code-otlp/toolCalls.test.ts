import { describe, expect, it } from 'vitest';
import { Ingestor } from '../../ingest/ingestor.ts';
import type { Notes } from '../../state/notes.ts';
import { openNotes } from '../../testing/notes.ts';
import { event, logsBody, nanos, span, tracesBody } from '../../testing/otlp.ts';
import { NOON } from '../../testing/records.ts';
import { openStore, type TestStore } from '../../testing/stores.ts';
import { OtlpReceiver } from './receiver.ts';

const CALL = 'aaaaaaaaaaaaaaaa';
const USE = { tool_use_id: 'toolu_1' };

const whole = span('tool', { ...USE, tool_name: 'Bash', agent_id: 'a1', duration_ms: 25 }, { spanId: CALL });
const execution = span(
  'tool.execution',
  { ...USE, success: false, error: 'MARKER', duration_ms: 10 },
  { spanId: 'bbbbbbbbbbbbbbbb', parentSpanId: CALL, startTimeUnixNano: nanos(NOON - 10) }
);
const denial = span('tool.blocked_on_user', { decision: 'reject' }, { spanId: 'cccccccccccccccc', parentSpanId: CALL });
const result = event('tool_result', {
  ...USE,
  tool_name: 'Bash',
  success: 'false',
  duration_ms: '10',
  error_type: 'Error',
});

async function receiving(store: TestStore, notes: Notes) {
  return new OtlpReceiver(new Ingestor(store), store, notes);
}
async function fresh() {
  const [store, notes] = [await openStore(), await openNotes()];
  return { store, notes, receiver: await receiving(store, notes) };
}

const RUN = { taskType: 'Bash', agentId: 'a1', status: 'failed', durationMs: 10, startedAt: NOON - 10, endedAt: NOON };

describe('a tool call that ran', () => {
  it.each([
    ['in one request', [[whole, execution]]],
    ['in the order of their ends', [[execution], [whole]]],
    ['in the other order', [[whole], [execution]]],
    ['more than once', [[whole, execution], [execution], [whole], [whole, execution]]],
  ])('is one, with what both of its spans say, when they come %s', async (_, requests) => {
    const { store, receiver } = await fresh();
    for (const spans of requests) {
      expect(await receiver.receive('traces', [tracesBody(...spans)])).toBeUndefined();
    }
    expect(await store.tasks({ limit: 9 })).toMatchObject([RUN]);
  });

  it('is one together with its event', async () => {
    const { store, receiver } = await fresh();
    await receiver.receive('traces', [tracesBody(execution)]);
    await receiver.receive('logs', [logsBody(result)]);
    await receiver.receive('traces', [tracesBody(whole)]);
    expect(await store.tasks({ limit: 9 })).toMatchObject([{ ...RUN, errorClass: 'Error' }]);
  });

  it('is known from its execution alone, without whose it was', async () => {
    const { store, receiver } = await fresh();
    await receiver.receive('traces', [tracesBody(execution)]);
    expect(await store.tasks({ limit: 9 })).toMatchObject([{ status: 'failed', agentId: null, taskType: null }]);
  });

  it('is put together over a restart', async () => {
    const { store, notes, receiver } = await fresh();
    await receiver.receive('traces', [tracesBody(whole)]);
    expect(await store.info()).toMatchObject({ steps: 0 });
    await (await receiving(store, notes)).receive('traces', [tracesBody(execution)]);
    expect(await store.tasks({ limit: 9 })).toMatchObject([RUN]);
    expect(notes.all('otlp/tool-call').size).toBe(0);
  });
});

describe('a tool call that was denied', () => {
  it.each([
    ['together', [[denial, whole]]],
    ['apart', [[denial], [whole]]],
    ['the other way round', [[whole], [denial]]],
  ])('failed without having taken any time: %s', async (_, requests) => {
    const { store, notes } = await fresh();
    for (const spans of requests) {
      // Each by a service of its own: what waits is noted.
      await (await receiving(store, notes)).receive('traces', [tracesBody(...spans)]);
    }
    expect(await store.tasks({ limit: 9 })).toMatchObject([
      { status: 'failed', errorClass: 'denied', durationMs: null, taskType: 'Bash', agentId: 'a1' },
    ]);
  });

  it('is not made of a call of which nothing else is known', async () => {
    const { store, receiver } = await fresh();
    await receiver.receive('traces', [tracesBody(whole)]);
    expect(await store.info()).toMatchObject({ steps: 0 });
  });
});

describe('calls that wait for their other half', () => {
  it('are bounded: the oldest are given up, and counted', async () => {
    const { notes, receiver } = await fresh();
    const spans = Array.from({ length: 5100 }, (_, index) =>
      span('tool', { tool_use_id: `t${index}` }, { spanId: index.toString(16).padStart(16, '0') })
    );
    await receiver.receive('traces', [tracesBody(...spans)]);
    expect(receiver.status().counts.ignored).toBe(100);
    const kept = notes.all('otlp/tool-call');
    expect(kept.size).toBe(5000);
    expect([...kept.keys()].some((key) => key.endsWith('0000000000000000'))).toBe(false);
  });

  it('hold nothing of what was said', async () => {
    const { notes, receiver } = await fresh();
    await receiver.receive('traces', [
      tracesBody({
        ...execution,
        attributes: [...execution.attributes, { key: 'input', value: { stringValue: 'MARKER' } }],
      }),
    ]);
    expect(JSON.stringify([...notes.all('otlp/tool-call')])).not.toContain('MARKER');
  });

  it('are noted only once their request is stored', async () => {
    const [store, notes] = [await openStore(), await openNotes()];
    const ingestor = new Ingestor(store);
    await ingestor.close();
    const receiver = new OtlpReceiver(ingestor, store, notes);
    await expect(receiver.receive('traces', [tracesBody(execution)])).rejects.toMatchObject({ code: 'STOPPING' });
    expect(notes.all('otlp/tool-call').size).toBe(0);
  });
});
