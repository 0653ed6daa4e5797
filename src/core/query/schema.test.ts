import { DEFAULT_QUERY } from './model.ts';
import { MAX_QUERY_LIST, queryRequestSchema, querySchema, requestQuery, windowSchema } from './schema.ts';

/** Paths of what a query is refused for. */
const wrong = (query: unknown) => {
  const { success, error } = requestQuery.safeParse(query);
  return success ? [] : error.issues.map((issue) => issue.path.join('.'));
};

describe('querySchema', () => {
  it('gives every field its default', () => {
    expect(querySchema.parse({})).toEqual({ ...DEFAULT_QUERY, refId: 'A' });
  });

  it('hands out defaults of its own each time', () => {
    querySchema.parse({}).groupBy.push('agent');
    expect(querySchema.parse({}).groupBy).toEqual(['swarm']);
  });

  it('reads metrics by alias and in any case', () => {
    expect(querySchema.parse({ metric: 'COST', metrics: ['TASK_DURATION', 'tokens'] })).toMatchObject({
      metric: 'cost_usd',
      metrics: ['task_duration', 'token_usage'],
    });
  });

  it('ignores what Grafana adds', () => {
    const added = { datasource: { uid: 'x' }, datasourceId: 1, queryType: 'y', key: 'Q-1', intervalMs: 15_000 };
    expect(querySchema.parse(added)).toEqual({ ...DEFAULT_QUERY, refId: 'A' });
    expect(requestQuery.parse({ ...added, maxDataPoints: 800 })).toMatchObject({
      intervalMs: 15_000,
      maxDataPoints: 800,
    });
  });

  it.each<[string, Record<string, unknown>]>([
    ['metric', { metric: 'speed' }],
    ['metric', { metric: '__proto__' }],
    ['metrics.1', { metrics: ['cost', 'speed'] }],
    ['metrics', { metrics: [] }],
    ['type', { type: 'pie' }],
    ['aggregation', { aggregation: 'p97' }],
    ['groupBy.0', { groupBy: ['user'] }],
    ['filters.0.key', { filters: [{ key: 'user', operator: 'eq', values: ['a'] }] }],
    ['filters.0.operator', { filters: [{ key: 'swarm', operator: 'like', values: ['a'] }] }],
    ['filters.0.values', { filters: [{ key: 'swarm', operator: 'eq', values: [] }] }],
    ['filters.0.values', { filters: [{ key: 'swarm', operator: 'ne', values: ['a', 'b'] }] }],
    ['filters.0.values.0', { filters: [{ key: 'swarm', operator: 'matches', values: ['('] }] }],
    ['filters.0.values.0', { filters: [{ key: 'swarm', operator: 'matches', values: ['x'.repeat(257)] }] }],
    ['filters.0', { filters: [{ key: 'swarm', operator: 'eq', values: ['a'], sql: '1' }] }],
    ['filters.0.values', { filters: [{ key: 'swarm', operator: 'notMatches', values: ['a', 'b'] }] }],
    ['filters.0.values.0', { filters: [{ key: 'swarm', operator: 'notMatches', values: ['['] }] }],
    ['filters.0.key', { type: 'timeseries', filters: [{ key: 'status', operator: 'eq', values: ['failed'] }] }],
    ['valuesOf', { type: 'values', valuesOf: 'user' }],
    ['swarms.0', { swarms: [''] }],
    ['swarms', { swarms: Array.from({ length: MAX_QUERY_LIST + 1 }, () => 'a') }],
    ['version', { version: 2 }],
    ['limit', { limit: 0 }],
    ['limit', { limit: 1.5 }],
    ['limit', { limit: 1_000_001 }],
    ['instant', { instant: 'yes' }],
    ['format', { format: 'long' }],
    ['from', { from: 'yesterday' }],
    ['from', { from: NaN }],
    ['intervalMs', { intervalMs: -1 }],
    ['maxDataPoints', { maxDataPoints: 0 }],
  ])('names the field that is wrong: %s of %j', (field, query) => {
    expect([...new Set(wrong(query))]).toEqual([field]);
  });

  it('says which metrics it knows', () => {
    expect(querySchema.safeParse({ metric: 'speed' }).error?.issues[0]?.message).toContain(
      'known: task_duration, error_rate'
    );
  });

  it('takes every name that a swarm may have', () => {
    expect(
      wrong({
        swarms: ['x'.repeat(1024)],
        baseline: 'x'.repeat(1024),
        filters: [{ key: 'swarm', operator: 'eq', values: ['x'.repeat(1024)] }],
      })
    ).toEqual([]);
  });

  it('takes many values in a list, one elsewhere', () => {
    for (const operator of ['in', 'notIn']) {
      expect(wrong({ filters: [{ key: 'swarm', operator, values: ['a', 'b', ''] }] })).toEqual([]);
    }
  });

  it('filters single tasks by what only they have', () => {
    expect(wrong({ type: 'tasks', filters: [{ key: 'status', operator: 'in', values: ['failed'] }] })).toEqual([]);
  });
});

describe('times', () => {
  it.each([
    [1795435200000, 1795435200000],
    ['1795435200000', 1795435200000],
    ['2026-11-23T12:00:00Z', 1795435200000],
    ['2026-11-23T13:00:00.000+01:00', 1795435200000],
    [0, 0],
  ])('may be %j', (text, time) => {
    expect(windowSchema.parse({ from: text }).from).toBe(time);
  });

  it.each(['', 'now-1h', '2026-11-23T12:00:00', '2026-11-23', '-5', '1e12', null, [], {}])('may not be %j', (text) => {
    expect(windowSchema.safeParse({ from: text }).success).toBe(false);
  });

  it('stand in order', () => {
    expect(windowSchema.safeParse({ from: 2, to: 1 }).success).toBe(false);
    expect(windowSchema.safeParse({ from: 1, to: 1 }).success).toBe(false);
    expect(windowSchema.safeParse({ from: 1, to: 2 }).success).toBe(true);
  });
});

describe('queryRequestSchema', () => {
  it('leaves each query to be checked by itself', () => {
    expect(queryRequestSchema.parse({ queries: [5, { metric: 'speed' }], from: 1 })).toEqual({
      queries: [5, { metric: 'speed' }],
      from: 1,
    });
    expect(queryRequestSchema.safeParse({ queries: [] }).success).toBe(false);
    expect(queryRequestSchema.safeParse({ queries: Array.from({ length: 101 }, () => ({})) }).success).toBe(false);
  });
});
