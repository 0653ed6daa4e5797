import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { QueryFilter } from '../../../../src/core/query/model.ts';
import type { AggregatePlan } from '../../../../src/core/query/plan.ts';
import { NOON, sample, swarm, task } from '../../testing/records.ts';
import { openStore, type TestStore } from '../../testing/stores.ts';

/** Quantile of type 7 of Hyndman & Fan (1996), straight from its definition. */
function oracle(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const place = (sorted.length - 1) * q;
  const [below = NaN, above = below] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  return below + (place - Math.floor(place)) * (above - below);
}

const durations = (values: readonly number[], fields = {}) =>
  values.map((durationMs, index) => task(`${index}`, { durationMs, ...fields }));

const QUANTILES = [0, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 1];

describe('aggregates', () => {
  it('have quantiles of type 7', async () => {
    const store = await openStore();
    let run = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 40 }),
        async (values) => {
          const swarmId = `run-${run++}`;
          await store.append(
            values.map((durationMs, index) => task(`${swarmId}/${index}`, { swarmId, durationMs })),
            NOON
          );
          const [row] = await store.aggregate({
            relation: 'work',
            groupBy: [],
            swarms: [swarmId],
            measures: QUANTILES.map((q) => ({ as: String(q), fn: 'quantile', field: 'durationMs', q })),
          });
          for (const q of QUANTILES) {
            expect(row?.values[String(q)]).toBeCloseTo(oracle(values, q), 6);
          }
        }
      ),
      { numRuns: 25 }
    );
  });

  it('start their buckets at multiples of the width since the epoch, each event in the one it falls into', async () => {
    const store = await openStore();
    const times = [NOON - 1, NOON, NOON + 6999, NOON + 7000, NOON + 21_000];
    await store.append(
      times.map((endedAt, index) => task(`${index}`, { endedAt })),
      NOON + 60_000
    );
    const rows = await store.aggregate({
      relation: 'work',
      groupBy: [],
      bucketMs: 7000,
      measures: [{ as: 'n', fn: 'count' }],
    });
    const expected = new Map<number, number>();
    for (const time of times) {
      const bucket = Math.floor(time / 7000) * 7000;
      expected.set(bucket, (expected.get(bucket) ?? 0) + 1);
    }
    expect(rows.map(({ bucket, values }) => [bucket, values['n']])).toEqual([...expected]);
  });

  it('take the start of a range and not its end', async () => {
    const store = await openStore();
    await store.append(
      [-1, 0, 9, 10].map((offset) => task(`${offset}`, { endedAt: NOON + offset })),
      NOON + 60_000
    );
    const found = await store.tasks({ from: NOON, to: NOON + 10, limit: 10 });
    expect(found.map(({ id }) => id)).toEqual(['9', '0']);
  });

  it('of nothing are null, and a count is 0', async () => {
    const store = await openStore();
    await store.append([task('untimed')], NOON);
    const measures: AggregatePlan['measures'] = [
      { as: 'n', fn: 'count' },
      { as: 'failed', fn: 'count', statuses: ['failed'] },
      { as: 'sum', fn: 'sum', field: 'durationMs' },
      { as: 'avg', fn: 'avg', field: 'durationMs' },
      { as: 'max', fn: 'max', field: 'costUsd' },
      { as: 'tokens', fn: 'sum', field: 'tokens' },
      { as: 'p95', fn: 'quantile', field: 'durationMs', q: 0.95 },
    ];
    expect(await store.aggregate({ relation: 'work', groupBy: [], measures })).toEqual([
      { group: {}, values: { n: 1, failed: 0, sum: null, avg: null, max: null, tokens: null, p95: null } },
    ]);
  });

  it('of a measured 0 are 0', async () => {
    const store = await openStore();
    await store.append([task('t', { durationMs: 0, costUsd: 0, tokens: { input: 0 } })], NOON);
    const [row] = await store.aggregate({
      relation: 'work',
      groupBy: [],
      measures: [
        { as: 'duration', fn: 'avg', field: 'durationMs' },
        { as: 'cost', fn: 'sum', field: 'costUsd' },
        { as: 'tokens', fn: 'sum', field: 'tokens' },
      ],
    });
    expect(row?.values).toEqual({ duration: 0, cost: 0, tokens: 0 });
  });

  it('wait in the queue from creation to start, never less than nothing', async () => {
    const store = await openStore();
    await store.append(
      [
        task('waited', { createdAt: NOON - 500, startedAt: NOON - 100 }),
        task('clock moved', { createdAt: NOON, startedAt: NOON - 100 }),
        task('never started', { createdAt: NOON }),
      ],
      NOON
    );
    const vectors = await store.vectors({
      relation: 'work',
      groupBy: 'swarm',
      field: 'queueWaitMs',
      known: 'queueWaitMs',
    });
    expect(vectors).toEqual([{ id: 'swarm-1', values: Float64Array.of(400) }]);
  });

  it('group by what is not known as null, and by the topology of the swarm', async () => {
    const store = await openStore();
    await store.append([task('a'), task('b', { swarmId: 'swarm-2' }), swarm('swarm-1', { topology: 'mesh' })], NOON);
    const rows = await store.aggregate({
      relation: 'work',
      groupBy: ['topology', 'model'],
      measures: [{ as: 'n', fn: 'count' }],
    });
    expect(rows.map(({ group }) => group)).toEqual([
      { topology: 'mesh', model: null },
      { topology: null, model: null },
    ]);
  });

  it('refuse a quantile that is none', async () => {
    const store = await openStore();
    const plan = (q: number): AggregatePlan => ({
      relation: 'work',
      groupBy: [],
      measures: [{ as: 'v', fn: 'quantile', field: 'durationMs', q }],
    });
    await expect(store.aggregate(plan(1.5))).rejects.toThrow(RangeError);
    await expect(store.aggregate(plan(NaN))).rejects.toThrow(RangeError);
  });
});

describe('topologies', () => {
  it('are those that were told, the latest of each swarm, and none where none was', async () => {
    const store = await openStore();
    await store.append(
      [
        swarm('swarm-1', { topology: 'mesh' }),
        swarm('swarm-2', { topology: 'star', createdAt: NOON - 1 }),
        task('a', { swarmId: 'swarm-3' }),
      ],
      NOON
    );
    await store.append(
      [swarm('swarm-1', { topology: 'ring', id: 'later', observedAt: NOON + 5 }), swarm('swarm-4')],
      NOON + 5
    );
    const found = [...(await store.topologies([]))].sort();
    expect(found).toEqual([
      ['swarm-1', 'ring'],
      ['swarm-2', 'star'],
    ]);
    expect([...(await store.topologies(['swarm-2', 'swarm-4', 'nobody']))]).toEqual([['swarm-2', 'star']]);
  });
});

describe('vectors', () => {
  it('come sorted, one a group, without what is not known', async () => {
    const store = await openStore();
    await store.append(
      [
        ...durations([30, 10, 20]),
        task('other', { swarmId: 'swarm-2', durationMs: 5 }),
        task('untimed'),
        task('failed', { durationMs: 1, status: 'failed' }),
      ],
      NOON
    );
    expect(
      await store.vectors({
        relation: 'work',
        statuses: ['completed'],
        groupBy: 'swarm',
        field: 'durationMs',
        known: 'durationMs',
      })
    ).toEqual([
      { id: 'swarm-1', values: Float64Array.of(10, 20, 30) },
      { id: 'swarm-2', values: Float64Array.of(5) },
    ]);
  });

  it('come with their units in the order of time, and with their types, where these are asked for', async () => {
    const store = await openStore();
    await store.append(
      [
        task('third', { durationMs: 10, endedAt: NOON + 3000, taskType: 'test' }),
        task('first', { durationMs: 30, endedAt: NOON + 1000, taskType: 'code' }),
        task('second', { durationMs: 20, endedAt: NOON + 2000, taskType: 'test' }),
        task('fourth', { durationMs: 40, endedAt: NOON + 4000 }),
      ],
      NOON
    );
    const plan = { relation: 'work', groupBy: 'swarm', field: 'durationMs' } as const;
    const [typed] = await store.vectors({ ...plan, units: { types: true } });
    expect(typed?.values).toEqual(Float64Array.of(10, 20, 30, 40));
    expect(typed?.units?.values).toEqual(Float64Array.of(30, 20, 10, 40));
    const { names = [], codes } = typed?.units?.types ?? {};
    expect(Array.from(codes ?? [], (code) => names[code])).toEqual(['code', 'test', 'test', null]);
    const [ordered] = await store.vectors({ ...plan, units: { types: false } });
    expect(ordered?.units).toEqual({ values: Float64Array.of(30, 20, 10, 40) });
    expect((await store.vectors(plan))[0]).not.toHaveProperty('units');
  });

  it('name the types of their own group only, and leave out what belongs to no group', async () => {
    const store = await openStore();
    await store.append(
      [
        task('a', { durationMs: 10, endedAt: NOON, taskType: 'test', agentId: 'a1' }),
        task('b', { durationMs: 20, endedAt: NOON, taskType: 'code', agentId: 'a1' }),
        task('c', { durationMs: 20, endedAt: NOON, taskType: 'plan', agentId: 'a2' }),
        task('d', { durationMs: 30, taskType: 'test' }),
      ],
      NOON
    );
    const groups = await store.vectors({
      relation: 'work',
      groupBy: 'agent',
      field: 'durationMs',
      units: { types: true },
    });
    // At the same time the shorter comes first.
    expect(groups).toEqual([
      {
        id: 'a1',
        values: Float64Array.of(10, 20),
        units: { values: Float64Array.of(10, 20), types: { names: ['test', 'code'], codes: Uint32Array.of(0, 1) } },
      },
      {
        id: 'a2',
        values: Float64Array.of(20),
        units: { values: Float64Array.of(20), types: { names: ['plan'], codes: Uint32Array.of(0) } },
      },
    ]);
  });

  it('never hold a value that nobody measured, whether or not the plan leaves it out', async () => {
    const store = await openStore();
    await store.append([...durations([30, 10]), task('untimed')], NOON);
    expect(await store.vectors({ relation: 'work', groupBy: 'swarm', field: 'durationMs' })).toEqual([
      { id: 'swarm-1', values: Float64Array.of(10, 30) },
    ]);
  });
});

describe('filters', () => {
  const NAMES = [
    'plain',
    `it's`,
    `'; COPY (SELECT 1) TO '/tmp/out.csv`,
    `x' OR 1=1 --`,
    '$1',
    '"quoted"',
    'back\\slash',
    'line\nbreak',
    '.*',
    '*',
    '__proto__',
    '💥 <img src=x onerror=alert(1)>',
    "read_csv('/etc/hostname')",
  ];

  async function named(): Promise<TestStore> {
    const store = await openStore();
    await store.append([...NAMES.map((agentId, index) => task(`${index}`, { agentId })), task('none')], NOON);
    return store;
  }

  const agents = async (store: TestStore, filter: Omit<QueryFilter, 'key'>) => {
    const found = await store.tasks({ filters: [{ key: 'agent', ...filter }], limit: 100 });
    return found.map(({ agentId }) => agentId ?? '(none)').sort();
  };

  it('match names exactly, whatever they contain', async () => {
    const store = await named();
    for (const name of NAMES) {
      expect(await agents(store, { operator: 'eq', values: [name] })).toEqual([name]);
      expect(await agents(store, { operator: 'ne', values: [name] })).toEqual(
        [...NAMES.filter((other) => other !== name), '(none)'].sort()
      );
    }
    expect(await agents(store, { operator: 'in', values: NAMES })).toEqual([...NAMES].sort());
    expect(await store.tasks({ swarms: NAMES, limit: 100 })).toEqual([]);
  });

  it('match by regular expression anywhere in the name, and nothing that has none', async () => {
    const store = await named();
    expect(await agents(store, { operator: 'matches', values: ['^pl.in$'] })).toEqual(['plain']);
    expect(await agents(store, { operator: 'matches', values: ['COPY'] })).toHaveLength(1);
    expect(await agents(store, { operator: 'matches', values: [''] })).toHaveLength(NAMES.length);
    expect(await agents(store, { operator: 'matches', values: [`'\\); COPY (SELECT 1) TO '/tmp/x'; --`] })).toEqual([]);
  });

  it.each(['(?=look)', '(?<!behind)', '(a)\\1', 'a{2000}', '['])(
    'say that the store does not know the expression %s',
    async (pattern) => {
      const store = await named();
      await expect(agents(store, { operator: 'matches', values: [pattern] })).rejects.toMatchObject({
        code: 'BAD_REQUEST',
        message: expect.stringContaining('regular expression'),
      });
      expect(await agents(store, { operator: 'eq', values: ['plain'] })).toEqual(['plain']);
    }
  );

  it('combine: each of them must hold', async () => {
    const store = await openStore();
    await store.append(
      [
        task('a', { model: 'opus', agentId: 'x' }),
        task('b', { model: 'opus' }),
        swarm('swarm-1', { topology: 'mesh' }),
      ],
      NOON
    );
    const filters: QueryFilter[] = [
      { key: 'model', operator: 'eq', values: ['opus'] },
      { key: 'agent', operator: 'eq', values: ['x'] },
      { key: 'topology', operator: 'in', values: ['mesh', 'star'] },
    ];
    expect((await store.tasks({ filters, limit: 10 })).map(({ id }) => id)).toEqual(['a']);
  });
});

describe('the window of a store', () => {
  it('covers every event, the end exclusive, and is unknown while there is none', async () => {
    const store = await openStore();
    expect(await store.window([])).toBeUndefined();
    expect(await store.info()).toEqual({ tasks: 0, steps: 0, samples: 0 });
    await store.append(
      [
        task('a', { createdAt: NOON - 9, startedAt: NOON - 5 }),
        sample('s', { swarmId: 'swarm-2', timestamp: NOON + 7 }),
      ],
      NOON + 60_000
    );
    expect(await store.window([])).toEqual({ from: NOON - 9, to: NOON + 8 });
    expect(await store.window(['swarm-2'])).toEqual({ from: NOON + 7, to: NOON + 8 });
    expect(await store.window(['nobody'])).toBeUndefined();
  });

  it('covers samples that belong to no swarm', async () => {
    const store = await openStore();
    await store.append([sample('cpu', { swarmId: 'unassigned', metricType: 'CPU_USAGE', timestamp: NOON - 3 })], NOON);
    expect(await store.window([])).toEqual({ from: NOON - 3, to: NOON - 2 });
    expect(await store.swarms({})).toEqual([]);
  });
});

describe('listing rows', () => {
  it('gives the newest first and no more than asked', async () => {
    const store = await openStore();
    await store.append(
      [3, 1, 2].map((n) => sample(`${n}`, { timestamp: NOON + n, tags: { n: `${n}` } })),
      NOON + 60_000
    );
    const found = await store.samples({ limit: 2 });
    expect(found.map(({ id, tags }) => [id, tags])).toEqual([
      ['3', { n: '3' }],
      ['2', { n: '2' }],
    ]);
    await expect(store.samples({ limit: 1.5 })).rejects.toThrow(RangeError);
    await expect(store.tasks({ limit: -1 })).rejects.toThrow(RangeError);
  });
});
