import { gzipSync } from 'node:zlib';
import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { Readable } from 'node:stream';
import { json } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import type { PushResult } from '../../inputs/push/pushReceiver.ts';
import { NOON, task } from '../../testing/records.ts';
import { problemOf, startService, type TestService } from '../../testing/service.ts';
import { summaryOf } from '../../testing/stores.ts';

const PATH = '/api/v1/metrics';

const metric = (id: string | undefined, fields: Record<string, unknown> = {}) => ({
  ...(id === undefined ? {} : { id }),
  timestamp: NOON,
  swarmId: 'swarm-1',
  metricType: 'TASK_DURATION',
  value: 100,
  unit: 'ms',
  tags: {},
  ...fields,
});

async function push(service: TestService, body: unknown): Promise<PushResult> {
  const response = await service.post('/api/v1/metrics', body);
  expect(response.status).toBe(200);
  return (await response.json()) as PushResult;
}

async function lines(service: TestService, body: BodyInit, headers: Record<string, string> = {}) {
  return fetch(`${service.url}/api/v1/metrics`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/x-ndjson', ...headers },
  });
}

const NOTHING = { stored: 0, duplicates: 0, rejected: 0, rejections: [], reasons: {}, tagsLeftOut: 0 };

describe('POST /api/v1/metrics', () => {
  it('takes one metric, a list, or { metrics }, and repeats change nothing', async () => {
    const service = await startService();
    expect(await push(service, metric('a'))).toEqual({ ...NOTHING, stored: 1 });
    expect(await push(service, [metric('a'), metric('b')])).toEqual({ ...NOTHING, stored: 1, duplicates: 1 });
    expect(await push(service, { metrics: [metric('b'), metric('c')] })).toMatchObject({ stored: 1, duplicates: 1 });
    expect(await push(service, { metrics: [] })).toEqual(NOTHING);
    expect((await summaryOf(service.system.store, 'swarm-1')).tasks.total).toBe(3);
    expect(service.system.inputs().find(({ id }) => id === 'push')).toMatchObject({
      state: 'ok',
      lastEventAt: NOON,
      counts: { received: 5, stored: 3, duplicates: 2, rejected: {} },
    });
  });

  it('refuses records one by one, with the reason, and keeps the others', async () => {
    const service = await startService();
    const bad = [
      metric('value text', { value: '12' }),
      metric('value object', { value: { mean: 3 } }),
      metric('no value', { value: null }),
      metric('not a number', { value: 'NaN' }),
      metric('negative', { value: -1 }),
      metric('no time', { timestamp: undefined }),
      metric('local time', { timestamp: '2026-11-23 12:00:00' }),
      metric('future', { timestamp: Date.now() + 3_600_000 }),
      metric('seconds', { timestamp: Math.round(NOON / 1000) }),
      metric('unit', { unit: 's' }),
      metric('no unit', { unit: undefined }),
      metric('percent', { metricType: 'CPU_USAGE', unit: 'ratio', value: 95 }),
      metric('no swarm', { swarmId: '' }),
      metric('type', { metricType: 'a b' }),
      metric('rate', { sampleRate: 0 }),
      metric('rate text', { sampleRate: '1' }),
      'text',
      null,
      [],
    ];
    const answer = await push(service, { metrics: [metric('good'), ...bad] });
    expect([answer.stored, answer.rejected]).toEqual([1, bad.length]);
    expect(answer.rejections.map(({ id, reason }) => [id, reason])).toEqual([
      ['value text', 'malformed'],
      ['value object', 'malformed'],
      ['no value', 'missing_value'],
      ['not a number', 'not_finite'],
      ['negative', 'negative'],
      ['no time', 'missing_time'],
      ['local time', 'missing_time'],
      ['future', 'future'],
      ['seconds', 'wrong_unit'],
      ['unit', 'wrong_unit'],
      ['no unit', 'wrong_unit'],
      ['percent', 'wrong_unit'],
      ['no swarm', 'malformed'],
      ['type', 'unknown_name'],
      ['rate', 'malformed'],
      ['rate text', 'malformed'],
      [undefined, 'malformed'],
      [undefined, 'malformed'],
      [undefined, 'malformed'],
    ]);
    expect(answer.rejections.map(({ index }) => index)).toEqual(bad.map((_, index) => index + 1));
    expect(Object.values(answer.reasons).reduce((sum, n) => sum + n, 0)).toBe(bad.length);
  });

  it('names the first rejections only, and counts all', async () => {
    const service = await startService();
    const answer = await push(
      service,
      Array.from({ length: 500 }, (_, i) => metric(`m${i}`, { value: null }))
    );
    expect(answer).toMatchObject({ rejected: 500, reasons: { missing_value: 500 } });
    expect(answer.rejections.map(({ index }) => index)).toEqual(Array.from({ length: 20 }, (_, i) => i));
  });

  it('makes a task of TASK_DURATION in either spelling: its own id or the task’s, status, agent', async () => {
    const service = await startService();
    await push(service, [
      metric('m1', {
        agentId: 'agent-1',
        tags: { taskId: 't1', status: 'failed', agentType: 'coder', taskType: 'fix' },
      }),
      metric('m1 again', { tags: { task_id: 't1' } }),
      metric('m2', { metricType: 'task_duration', tags: { success: false } }),
      metric('m3', { tags: { success: 'true' } }),
      metric('m4', { tags: { kind: 'subagent', status: 'cancelled' } }),
      metric('m5', { metricType: 'TOOL_DURATION', tags: { tool: 'Bash' } }),
      metric('m6', { metricType: 'RESPONSE_TIME', tags: { kind: 'llm', model: 'opus' } }),
      metric('m7', { metricType: 'RESPONSE_TIME' }),
    ]);
    const tasks = await service.system.store.tasks({ limit: 10 });
    const shown = tasks.map(({ id, kind, status, agentId, agentType, taskType, model, provenance }) =>
      [id, kind, status, agentId, agentType, taskType, model, provenance].join()
    );
    expect(shown.sort()).toEqual([
      'm2,task,failed,,,,,caller-reported',
      'm3,task,completed,,,,,caller-reported',
      'm4,subagent,cancelled,,,,,caller-reported',
      'm5,tool,completed,,,Bash,,caller-reported',
      'm6,request,completed,,,,opus,caller-reported',
      't1,task,failed,agent-1,coder,fix,,caller-reported',
    ]);
    expect((await service.system.store.samples({ limit: 9 })).map(({ id }) => id)).toEqual(['m7']);
  });

  it('keeps ids of one swarm apart from those of another, and knows a task of claude-flow again', async () => {
    const service = await startService();
    const id = 'task-1795424652425-1l1jwo';
    await service.system.store.append(
      [task(id, { factId: `claude-flow-3/task/${id}`, source: 'claude-flow-3/tasks', durationMs: 7 })],
      NOON
    );
    await push(service, [
      metric('1', { swarmId: 'a' }),
      metric('1', { swarmId: 'b' }),
      metric('x', { tags: { taskId: id } }),
    ]);
    const totals = (await service.system.store.swarms({})).map(({ swarmId, tasks }) => [swarmId, tasks.total]);
    expect(totals).toEqual([
      ['a', 1],
      ['b', 1],
      ['swarm-1', 1],
    ]);
    expect((await summaryOf(service.system.store, 'swarm-1')).tasks.duration?.mean).toBe(7);
  });

  it('makes ids for records without one: a repeat is a duplicate, two equal ones are two', async () => {
    const service = await startService();
    const body = [metric(undefined), metric(undefined), metric(undefined, { value: 5 })];
    expect(await push(service, body)).toMatchObject({ stored: 3, duplicates: 0 });
    expect(await push(service, body)).toMatchObject({ stored: 0, duplicates: 3 });
  });

  it('keeps rates as they were told, apart from the computed ones', async () => {
    const service = await startService();
    await push(service, [
      metric('m', { tags: { status: 'completed' } }),
      metric('e', { metricType: 'error_rate', value: 0.9, unit: 'ratio' }),
      metric('t', { metricType: 'THROUGHPUT', value: 5, unit: 'ops/sec' }),
    ]);
    expect((await summaryOf(service.system.store, 'swarm-1')).tasks).toMatchObject({ total: 1, errorRate: 0 });
    const { metrics } = (await (
      await service.get(`/api/v1/metrics/swarm-1?duration=${Date.now() - NOON + 60_000}`)
    ).json()) as {
      metrics: Array<{ metricType: string; value: number; metadata: { provenance: string } }>;
    };
    expect(metrics.map(({ metricType, value, metadata }) => [metricType, value, metadata.provenance]).sort()).toEqual([
      ['ERROR_RATE', 0.9, 'caller-reported'],
      ['TASK_DURATION', 100, 'caller-reported'],
      ['THROUGHPUT', 5, 'caller-reported'],
    ]);
  });

  it('counts tokens and cost where nothing else tells of the swarm', async () => {
    const service = await startService();
    const usage = (id: string, type: string, value: number) =>
      metric(id, { metricType: 'TOKEN_USAGE', unit: 'tokens', value, tags: { type } });
    await push(service, [
      usage('1', 'input', 10),
      usage('2', 'cache_read', 5),
      usage('3', '', 1),
      metric('4', { metricType: 'COST_USD', unit: 'USD', value: 0.5 }),
    ]);
    expect(await summaryOf(service.system.store, 'swarm-1')).toMatchObject({
      tokens: { total: 16, input: 10, cacheRead: 5 },
      costUsd: 0.5,
    });
  });

  it('keeps a type of the sender’s own under its name, in a unit that we know', async () => {
    const service = await startService();
    const answer = await push(service, [
      metric('a', { metricType: 'cache_hits', unit: 'count', value: 7 }),
      metric('b', { metricType: 'cache_hits', unit: 'furlongs', value: 7 }),
    ]);
    expect(answer).toMatchObject({ stored: 1, rejected: 1, reasons: { wrong_unit: 1 } });
    expect(
      (await service.system.store.samples({ limit: 9 })).map(({ metricType, value, unit }) => [metricType, value, unit])
    ).toEqual([['CACHE_HITS', 7, 'count']]);
  });

  it('scales counts by the share that was kept', async () => {
    const service = await startService();
    await push(service, [metric('a', { sampleRate: 0.25 }), metric('b', { metadata: { sampleRate: 0.5 } })]);
    expect(await summaryOf(service.system.store, 'swarm-1')).toMatchObject({ sampled: true, tasks: { total: 6 } });
  });

  it('keeps no tag that may hold a prompt or a person, and nothing free of the metadata', async () => {
    const service = await startService();
    const secret = 'MARKER-secret';
    const tags = {
      prompt: secret,
      output: secret,
      email: secret,
      description: secret,
      note: secret,
      model: 'opus',
      attempt: 2,
    };
    const answer = await push(service, [
      metric('a', {
        metricType: 'QUALITY',
        unit: 'ratio',
        value: 1,
        tags,
        metadata: { context: secret, source: 'neural', dimensions: [`${secret} text`, 'model'] },
      }),
      metric('b', { tags: { ...tags, taskType: `${secret}\nmore` }, result: secret }),
    ]);
    expect(answer).toMatchObject({ stored: 2, tagsLeftOut: 11 });
    const kept = [await service.system.store.samples({ limit: 9 }), await service.system.store.tasks({ limit: 9 })];
    expect(JSON.stringify(kept)).not.toContain('MARKER');
    expect(JSON.stringify(kept)).toContain('"attempt":"2"');
    expect(service.logged()).not.toContain('MARKER');
  });

  it.each<[string, unknown]>([
    ['names no metrics', {}],
    ['has metrics that are no list', { metrics: 'x' }],
    ['is a number', 7],
    ['is nothing', null],
  ])('that %s is 400 and names the field', async (_, body) => {
    const service = await startService();
    expect(await problemOf(service.post('/api/v1/metrics', body))).toMatchObject({
      httpStatus: 400,
      errors: [{ field: 'metrics', message: expect.any(String) }],
    });
  });

  it('needs the key where there is one', async () => {
    const service = await startService({ key: 'k' });
    expect((await service.post('/api/v1/metrics', metric('a'))).status).toBe(401);
    expect(
      (await service.post('/api/v1/metrics', metric('a'), { headers: { authorization: 'Bearer k' } })).status
    ).toBe(200);
  });

  it('takes names as they are', async () => {
    const service = await startService();
    const names = ['__proto__', 'constructor', '<b>x</b>', '🐝 "swarm"', 'a/b?c'];
    await push(
      service,
      names.map((name) => metric('1', { swarmId: name, agentId: name, tags: { taskType: name, ['__proto__']: 'x' } }))
    );
    expect((await service.system.store.swarms({})).map(({ swarmId }) => swarmId).sort()).toEqual([...names].sort());
  });
});

/** Sends the parts with chunked encoding, and waits whenever the other side does not keep up. */
async function sendStream(port: number, parts: Iterable<string>): Promise<unknown> {
  const sending = httpRequest({
    port,
    method: 'POST',
    path: PATH,
    headers: { 'content-type': 'application/x-ndjson' },
  });
  Readable.from(parts).pipe(sending);
  const [answer] = (await once(sending, 'response')) as [IncomingMessage];
  return json(answer);
}

describe('lines of JSON', () => {
  const ndjson = (values: unknown[]) => values.map((value) => JSON.stringify(value)).join('\n');

  it('are stored as they come, plain or gzip; a line that can’t be read is refused by itself', async () => {
    const service = await startService();
    const body = `${ndjson([metric('a'), metric('b')])}\n\nnot json\r\n${JSON.stringify(metric('c', { value: null }))}\n{"id":"torn`;
    const answer = await lines(service, body);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({
      ...NOTHING,
      stored: 2,
      rejected: 3,
      reasons: { malformed: 2, missing_value: 1 },
      rejections: [
        { index: 3, reason: 'malformed', detail: expect.any(String) },
        { index: 4, id: 'c', reason: 'missing_value', detail: expect.any(String) },
        { index: 5, reason: 'malformed', detail: expect.any(String) },
      ],
    });
    const again = await lines(service, gzipSync(body), { 'content-encoding': 'gzip' });
    expect(await again.json()).toMatchObject({ stored: 0, duplicates: 2, rejected: 3 });
  });

  it('may be many: their memory is bounded, and none is lost', async () => {
    const service = await startService();
    const count = 60_000;
    function* body() {
      for (let i = 0; i < count; i += 100) {
        yield `${ndjson(Array.from({ length: 100 }, (_, n) => metric(`m${i + n}`)))}\n`;
      }
    }
    const answer = await sendStream(service.port, body());
    expect(answer).toMatchObject({ stored: count, rejected: 0 });
    expect((await summaryOf(service.system.store, 'swarm-1')).tasks.total).toBe(count);
  });

  it('may not be endless: a long one is refused, the next is taken', async () => {
    const service = await startService();
    const answer = await lines(service, `{"id":"${'x'.repeat(1024 * 1024)}"}\n${JSON.stringify(metric('b'))}\n`);
    expect(await answer.json()).toMatchObject({ stored: 1, rejected: 1, reasons: { line_too_long: 1 } });
  });

  it.each<[string, BodyInit, Record<string, string>, string]>([
    ['of which none is JSON', 'a\nb\n', {}, 'line 1'],
    ['of which there is none', '\n\n', {}, ''],
    ['that are only said to be gzip', 'abc', { 'content-encoding': 'gzip' }, ''],
    ['whose gzip is torn', gzipSync('{"a":1}\n').subarray(0, 15), { 'content-encoding': 'gzip' }, ''],
  ])('%s are 400', async (_, body, headers, field) => {
    const service = await startService();
    expect(await problemOf(lines(service, body, headers))).toMatchObject({ httpStatus: 400, errors: [{ field }] });
  });

  it('are taken here only, in no other encoding', async () => {
    const service = await startService();
    expect(await problemOf(lines(service, '{}', { 'content-encoding': 'br' }))).toMatchObject({ httpStatus: 415 });
    const elsewhere = fetch(`${service.url}/v1/metrics`, {
      method: 'POST',
      body: '{}',
      headers: { 'content-type': 'application/x-ndjson' },
    });
    expect(await problemOf(elsewhere)).toMatchObject({ httpStatus: 415 });
  });

  it('of a sender that breaks off are kept as far as they were stored', async () => {
    const service = await startService();
    const socket = connect(service.port, '127.0.0.1');
    socket.write(
      `POST /api/v1/metrics HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-ndjson\r\nContent-Length: 99999999\r\n\r\n`
    );
    socket.write(`${ndjson(Array.from({ length: 1500 }, (_, i) => metric(`m${i}`)))}\n`);
    await new Promise((resolve) => setTimeout(resolve, 500));
    socket.destroy();
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect((await summaryOf(service.system.store, 'swarm-1')).tasks.total).toBe(1000);
    expect(service.logged()).toBe('');
  });
});
