import { tableFromIPC } from 'apache-arrow';
import { describe, expect, it } from 'vitest';
import { NOON, task } from '../../testing/records.ts';
import { problemOf, startService, type TestService } from '../../testing/service.ts';
import { toArrowFile } from './frames/arrow.ts';
import { ENVELOPE_TYPE, toEnvelope } from './frames/envelope.ts';

interface Header {
  results: Array<{ refId: string; status: number; frames: number[]; error?: string; errorSource?: string }>;
}

/** Reads an envelope by the words of its description. */
function open(bytes: Buffer) {
  expect(bytes.subarray(0, 4).toString('ascii')).toBe('CFPF');
  expect([...bytes.subarray(4, 8)]).toEqual([1, 0, 0, 0]);
  const length = bytes.readUInt32LE(8);
  const header = JSON.parse(bytes.subarray(12, 12 + length).toString('utf8')) as Header;
  let at = 12 + length;
  const files = header.results.map(({ frames }) =>
    frames.map((size) => {
      const file = bytes.subarray(at, at + size);
      at += size;
      expect(file.subarray(0, 6).toString('ascii')).toBe('ARROW1');
      return tableFromIPC(file);
    })
  );
  expect(at).toBe(bytes.length);
  return { header, files };
}

async function filled(): Promise<TestService> {
  const service = await startService();
  await service.system.store.append(
    [
      task('a', { durationMs: 30, agentId: 'agent-1', endedAt: NOON + 0.4 }),
      task('b', { durationMs: 50, endedAt: NOON + 60_000, costUsd: 0, startedAt: NOON }),
      task('c', { swarmId: 'swarm-2', status: 'failed', agentId: '💥 ünï' }),
    ],
    NOON + 3_600_000
  );
  return service;
}

const arrow = async (service: TestService, queries: unknown[]) => {
  const response = await service.post('/api/v1/query', { queries }, { headers: { accept: ENVELOPE_TYPE } });
  expect([response.status, response.headers.get('content-type')]).toEqual([200, ENVELOPE_TYPE]);
  return open(Buffer.from(await response.arrayBuffer()));
};

/** What an answer says of itself, without how it came about, which no two of them do in the same way. */
function untimed(meta: unknown): unknown {
  const { stats = [], ...rest } = meta as { stats?: Array<{ displayName: string }> };
  return { ...rest, stats: stats.filter(({ displayName }) => !/time|reused/.test(displayName)) };
}

describe('an answer that somebody has asked for before', () => {
  it('is given again until anything is stored', async () => {
    const service = await filled();
    const ask = async () => {
      const response = await service.post('/api/v1/query', {
        queries: [{ refId: 'Q', metric: 'task_count', instant: true }],
      });
      const { results } = (await response.json()) as {
        results: { Q: { frames: Array<{ schema: { refId: string; meta: unknown }; data: { values: unknown[][] } }> } };
      };
      const [frame] = results.Q.frames;
      return { values: frame?.data.values, reused: JSON.stringify(frame?.schema.meta).includes('reused') };
    };
    const first = await ask();
    expect(first).toEqual({
      values: [
        ['swarm-1', 'swarm-2'],
        [2, 1],
      ],
      reused: false,
    });
    expect(await ask()).toEqual({ ...first, reused: true });
    await service.system.store.append([task('d', { swarmId: 'swarm-2' })], NOON + 3_600_000);
    expect(await ask()).toEqual({
      values: [
        ['swarm-1', 'swarm-2'],
        [2, 2],
      ],
      reused: false,
    });
  });
});

describe('the binary answer', () => {
  it('holds the same as the JSON answer', async () => {
    const service = await filled();
    const queries = [
      { refId: 'A', type: 'tasks' },
      { refId: 'B', metric: 'task_duration', instant: true },
      { refId: 'C', type: 'swarms' },
      { refId: 'D', metric: 'task_count' },
      { refId: 'E', type: 'ranking', metric: 'error_rate' },
    ];
    const { header, files } = await arrow(service, queries);
    const json = (await (await service.post('/api/v1/query', { queries })).json()) as {
      results: Record<
        string,
        {
          frames: Array<{
            schema: { meta: unknown; fields: Array<{ name: string; type: string }> };
            data: { values: unknown[][] };
          }>;
        }
      >;
    };
    header.results.forEach(({ refId }, index) => {
      const frames = json.results[refId]?.frames ?? [];
      expect(files[index]).toHaveLength(frames.length);
      frames.forEach(({ schema, data }, frame) => {
        const table = files[index]?.[frame];
        expect(table?.schema.names).toEqual(schema.fields.map(({ name }) => name));
        expect(untimed(JSON.parse(table?.schema.metadata.get('meta') ?? ''))).toEqual(untimed(schema.meta));
        expect(JSON.stringify(schema.meta).includes('executedQueryString')).toBe(frame === 0);
        expect(table?.schema.metadata.get('refId')).toBe(refId);
        schema.fields.forEach(({ name, type }, column) => {
          expect([name, [...(table?.getChild(name) ?? [])]]).toEqual([name, data.values[column]]);
          expect(String(table?.getChild(name)?.type)).toBe(
            { time: 'Timestamp<NANOSECOND>', number: 'Float64', string: 'Utf8' }[type]
          );
        });
      });
    });
  });

  it('carries labels, field configuration, nulls and text of any kind', async () => {
    const { files } = await arrow(await filled(), [{ type: 'tasks' }, { metric: 'task_count', swarms: ['swarm-2'] }]);
    const [[tasks] = [], [counts] = []] = files;
    const agents = [...(tasks?.getChild('agent_id') ?? [])];
    expect(agents).toContain('💥 ünï');
    expect(agents).toContain(null);
    expect([...(tasks?.getChild('cost_usd') ?? [])].sort()).toEqual([0, null, null]);
    const field = counts?.schema.fields[1];
    expect(JSON.parse(field?.metadata.get('labels') ?? '')).toEqual({ swarm_id: 'swarm-2' });
    expect(JSON.parse(field?.metadata.get('config') ?? '')).toMatchObject({ unit: 'short' });
    expect(field?.nullable).toBe(true);
  });

  it('is typed without rows when there is nothing', async () => {
    const { files } = await arrow(await startService(), [{ type: 'swarms' }, {}, { type: 'comparison' }]);
    expect(files.map((tables) => tables.map(({ numRows, numCols }) => [numRows, numCols > 1]))).toEqual([
      [[0, true]],
      [[0, true]],
      [
        [0, true],
        [0, true],
      ],
    ]);
  });

  it('keeps a bad query to itself', async () => {
    const { header, files } = await arrow(await filled(), [
      { refId: 'A', metric: 'speed' },
      { refId: 'B', type: 'swarms' },
    ]);
    expect(header.results).toMatchObject([
      { refId: 'A', status: 400, errorSource: 'downstream', frames: [], error: expect.stringContaining('speed') },
      { refId: 'B', status: 200 },
    ]);
    expect(files[1]).toHaveLength(1);
  });

  it('is the envelope alone when there is no answer, and carries columns of every type', () => {
    expect(open(toEnvelope([])).header).toEqual({ results: [] });
    const table = tableFromIPC(
      toArrowFile({
        meta: { kind: 'table' },
        columns: [
          { name: 'ok', type: 'boolean', values: [true, null, false] },
          { name: 'more', type: 'json', values: [{ a: 1 }, null, [2]] },
          { name: 'time', type: 'time', values: [1795435200000.25, null, -1] },
          { name: 'number', type: 'number', values: [-0.5, null, 1e308] },
        ],
      })
    );
    expect([...(table.getChild('ok') ?? [])]).toEqual([true, null, false]);
    expect(
      [...(table.getChild('more') ?? [])].map((value) => value && JSON.parse(Buffer.from(value).toString()))
    ).toEqual([{ a: 1 }, null, [2]]);
    expect([...(table.getChild('time') ?? [])]).toEqual([1795435200000.25, null, -1]);
    expect(table.getChild('time')?.data[0]?.values).toEqual(BigInt64Array.of(1795435200000250000n, 0n, -1000000n));
    expect([...(table.getChild('number') ?? [])]).toEqual([-0.5, null, 1e308]);
  });
});

describe('the JSON answer', () => {
  it('keeps a bad query to itself, whatever is wrong with it', async () => {
    const service = await filled();
    const bad = [
      { refId: 'metric', metric: 'speed' },
      { refId: 'aggregation', metric: 'task_count', aggregation: 'p95' },
      { refId: 'pattern', filters: [{ key: 'agent', operator: 'matches', values: ['(?=x)'] }] },
      { refId: 'range', from: 2, to: 1 },
      5,
    ];
    const response = await service.post('/api/v1/query', { queries: [...bad, { refId: 'good', type: 'swarms' }] });
    expect(response.status).toBe(200);
    const { results } = (await response.json()) as { results: Record<string, object> };
    expect(results['good']).toMatchObject({ status: 200, frames: [{ schema: { refId: 'good', name: 'swarms' } }] });
    for (const refId of ['metric', 'aggregation', 'pattern', 'range', 'E']) {
      expect(results[refId]).toEqual({ status: 400, error: expect.any(String), errorSource: 'downstream', frames: [] });
    }
    expect(service.logged()).toBe('');
  });

  it('refuses two queries of one name, and names queries beyond Z', async () => {
    const service = await filled();
    const same = await service.post('/api/v1/query', { queries: [{ refId: 'A' }, { refId: 'A', type: 'ranking' }] });
    expect(same.status).toBe(400);
    expect(await same.json()).toMatchObject({ errors: [{ field: 'queries[1].refId' }] });
    const many = await service.post('/api/v1/query', {
      queries: Array.from({ length: 28 }, () => ({ type: 'swarms' })),
    });
    const { results } = (await many.json()) as { results: Record<string, object> };
    expect(Object.keys(results)).toHaveLength(28);
    expect(results['AB']).toMatchObject({ status: 200 });
  });

  it('says which fields it did not read, and takes no null for a query', async () => {
    const service = await filled();
    const response = await service.post('/api/v1/query', {
      queries: [
        { refId: 'A', instant: true, metrics: ['error_rate'], alpha: 7, datasource: { uid: 'x' } },
        null,
        { refId: 'C', type: 'comparison', metrics: ['error_rate'] },
      ],
    });
    const { results } = (await response.json()) as { results: Record<string, { frames: unknown[] }> };
    expect(JSON.stringify(results['A'])).toContain('Not read by a query of type \\"timeseries\\": alpha, metrics');
    expect(results['B']).toMatchObject({ status: 400 });
    expect(JSON.stringify(results['C'])).not.toContain('Not read');
  });

  it.each([
    { from: 1, to: 1e308 },
    { from: -1e300, to: 1e300 },
  ])('refuses times that no date has: %o', async (range) => {
    const service = await filled();
    const response = await service.post('/api/v1/query', { queries: [{ refId: 'A', ...range }] });
    expect(response.status).toBe(400);
    expect(service.logged()).toBe('');
  });

  it('keeps a fault of ours to its query too', async () => {
    const service = await filled();
    const failing = async () => {
      throw new Error('Binder Error in SELECT secret');
    };
    Object.assign(service.system.store, { tasks: failing });
    const response = await service.post('/api/v1/query', {
      queries: [
        { refId: 'A', type: 'tasks' },
        { refId: 'B', type: 'swarms' },
      ],
    });
    expect(response.status).toBe(200);
    const body = await response.text();
    expect(JSON.parse(body)).toMatchObject({
      results: { A: { status: 500, errorSource: 'plugin', frames: [] }, B: { status: 200 } },
    });
    expect(body).not.toContain('secret');
    expect(service.logged()).toContain('Binder Error');
  });

  it('is a problem that names the field when every query is bad', async () => {
    const service = await filled();
    const answer = await problemOf(service.post('/api/v1/query', { queries: [{ refId: 'A', metric: 'speed' }] }));
    expect(answer).toMatchObject({
      httpStatus: 400,
      code: 'BAD_REQUEST',
      errors: [{ field: 'queries[0].metric' }],
      results: { A: { status: 400, frames: [] } },
    });
  });

  it('lets a query’s own window win over the request’s', async () => {
    const service = await filled();
    const queries = [
      { refId: 'A', type: 'swarms' },
      { refId: 'B', type: 'swarms', from: NOON + 1000, to: NOON + 99_000 },
    ];
    const answer = await (
      await service.post('/api/v1/query', { queries, from: NOON - 1000, to: '2026-11-23T12:00:01Z' })
    ).json();
    expect(answer).toMatchObject({
      results: {
        A: { frames: [{ data: { values: { 0: ['swarm-1', 'swarm-2'] } } }] },
        B: { frames: [{ data: { values: { 0: ['swarm-1'] } } }] },
      },
    });
  });

  it('names queries without a name by their place, and takes any name', async () => {
    const service = await filled();
    const answer = await (
      await service.post('/api/v1/query', {
        queries: [{ type: 'swarms' }, { type: 'swarms' }, { refId: '__proto__', type: 'swarms' }],
      })
    ).json();
    expect(Object.keys((answer as { results: object }).results)).toEqual(['A', 'B', '__proto__']);
  });
});
