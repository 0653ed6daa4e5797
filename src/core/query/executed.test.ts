import type { Table } from '../frames/table.ts';
import { executedQuery, queryStats, withExecution } from './executed.ts';
import { DEFAULT_QUERY, QUERY_TYPES, type PerformanceQuery } from './model.ts';
import { requestQuery } from './schema.ts';

const query = (given: Partial<PerformanceQuery>): PerformanceQuery => ({ ...DEFAULT_QUERY, refId: 'A', ...given });
const window = { from: 0, to: 3_600_000, intervalMs: 1000 };

function table(columns: Table['columns'], custom = {}): Table {
  return { meta: { kind: 'table', custom }, columns };
}

it('is what the type reads, with its defaults and its window', () => {
  const text = executedQuery(
    query({ type: 'ranking', metric: 'cost_usd', swarms: ['a'], limit: 7, search: 'x' }),
    window
  );
  expect(JSON.parse(text)).toEqual({
    type: 'ranking',
    metric: 'cost_usd',
    groupBy: DEFAULT_QUERY.groupBy,
    swarms: ['a'],
    filters: [],
    from: '1970-01-01T00:00:00.000Z',
    to: '1970-01-01T01:00:00.000Z',
    intervalMs: 1000,
  });
});

it.each(QUERY_TYPES)('of type %s can be asked again and says the same', (type) => {
  const given = query({ type, sensitivity: 0.7, threshold: 3, recentMs: 60_000, method: undefined });
  const text = executedQuery(given, window);
  const again = requestQuery.parse(JSON.parse(text));
  expect(executedQuery(again, { from: again.from, to: again.to, intervalMs: again.intervalMs })).toBe(text);
});

it('is cut where it is long', () => {
  const swarms = Array.from({ length: 5000 }, (_, i) => `swarm-${i}`);
  expect(executedQuery(query({ swarms }), {})).toHaveLength(10_001);
});

it('counts rows, units and tests, and leaves out what does not count', () => {
  const n = { name: 'n', type: 'number' as const, values: [3, null, 4] };
  expect(queryStats([table([n], { tests: 3 }), table([])], { elapsedMs: 12.345, reused: true })).toEqual([
    { displayName: 'Collector: time', value: 12.3, unit: 'ms' },
    { displayName: 'Collector: rows of the answer', value: 3 },
    { displayName: 'Collector: units compared', value: 7 },
    { displayName: 'Collector: tests', value: 3 },
    { displayName: 'Collector: answers reused', value: 1 },
  ]);
  expect(queryStats([table([])], { elapsedMs: 1, reused: false })).toHaveLength(2);
});

it('is said by the first table alone', () => {
  const tables = withExecution([table([]), table([])], query({}), window, { elapsedMs: 1, reused: false });
  expect(tables.map(({ meta }) => [typeof meta.executedQueryString, meta.stats?.length])).toEqual([
    ['string', 2],
    ['undefined', undefined],
  ]);
});
