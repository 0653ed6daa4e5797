import { getDefaultTimeRange, type DataQueryRequest, type ScopedVars, type TimeRange } from '@grafana/data';
import { setBackendSrv, setDataSourceSrv, setTemplateSrv } from '@grafana/runtime';
import { lastValueFrom } from 'rxjs';
import { fakeBackend } from '../ui/testing/fakeBackend.ts';
import { PerformanceDataSource } from './datasource.ts';
import { DATA_SOURCES } from './testing/dataSourceSrv.ts';
import { SETTINGS } from './testing/settings.ts';
import type { PerformanceQuery } from './types.ts';

const datasource = () => new PerformanceDataSource(SETTINGS);

beforeEach(() => {
  setDataSourceSrv(DATA_SOURCES);
  setTemplateSrv({
    getVariables: () => [],
    containsTemplate: () => false,
    updateTimeRange: () => undefined,
    replace: (text = '', scoped: ScopedVars = {}, format) =>
      text.replace(/\$(\w+)/g, (match, name: string) => {
        const value: unknown = scoped[name]?.value;
        return value !== undefined && typeof format === 'function' ? format(value) : match;
      }),
  });
});

it('has a default query that shows data at once', () => {
  expect(datasource().getDefaultQuery()).toMatchObject({
    type: 'timeseries',
    metric: 'task_duration',
    swarms: [],
    groupBy: ['swarm'],
  });
});

it('does not run hidden queries', () => {
  expect(datasource().filterQuery({ refId: 'A', hide: true })).toBe(false);
  expect(datasource().filterQuery({ refId: 'A' })).toBe(true);
});

it('completes and interpolates a query before it is sent', () => {
  const scoped = { swarm: { text: '', value: ['a', 'b'] } };
  expect(
    datasource().applyTemplateVariables({ refId: 'A', type: 'ranking', swarms: ['$swarm'] }, scoped)
  ).toMatchObject({
    refId: 'A',
    version: 1,
    type: 'ranking',
    metric: 'task_duration',
    swarms: ['a', 'b'],
  });
  expect(datasource().interpolateVariablesInQueries([{ refId: 'A', swarms: ['$swarm'] }], scoped)[0].swarms).toEqual([
    'a',
    'b',
  ]);
});

const QUERY = 'POST /api/datasources/uid/cf/resources/query';

/** The collector's answer to a query for values. */
const answered = (values: unknown[], texts: unknown[] = values, refId = 'values') => ({
  results: { [refId]: { status: 200, frames: [{ schema: { fields: [] }, data: { values: [texts, values] } }] } },
});

const RANGE: TimeRange = getDefaultTimeRange();

describe('names', () => {
  it('are asked for in one query of a time range, with its variables filled in', async () => {
    const backend = fakeBackend({ [QUERY]: () => answered(['task_duration'], ['Task duration']) });
    setBackendSrv(backend);
    expect(await datasource().listValues({ valuesOf: 'metric', swarms: ['a'], limit: 7 }, RANGE)).toEqual([
      { text: 'Task duration', value: 'task_duration' },
    ]);
    expect(backend.requests[0].data).toMatchObject({
      from: RANGE.from.valueOf(),
      to: RANGE.to.valueOf(),
      queries: [{ type: 'values', valuesOf: 'metric', swarms: ['a'], limit: 7 }],
    });
  });

  it.each([
    undefined,
    null,
    'x',
    {},
    { results: 'x' },
    answered(['a'], ['a'], 'other'),
    { results: { values: { frames: [] } } },
    { results: { values: { frames: [{ data: { values: 'x' } }] } } },
    answered([null, 4, {}]),
  ])('are none for %j', async (answer) => {
    setBackendSrv(fakeBackend({ [QUERY]: () => answer }));
    expect(await datasource().listValues({ valuesOf: 'swarm' })).toEqual([]);
  });

  it('fail when the collector cannot be asked', async () => {
    setBackendSrv(fakeBackend({}));
    await expect(datasource().listValues({ valuesOf: 'swarm' })).rejects.toMatchObject({ status: 404 });
  });

  it('are what a variable finds, chained and with numbers as texts', async () => {
    const backend = fakeBackend({ [QUERY]: () => answered(['7', 'x']) });
    setBackendSrv(backend);
    const scopedVars = { swarm: { text: '', value: ['a', 'b'] } };
    const query = { refId: 'A', valuesOf: 'agent', swarms: ['$swarm'] };
    expect(await datasource().metricFindQuery(query, { scopedVars, range: RANGE })).toEqual([
      { text: '7', value: '7' },
      { text: 'x', value: 'x' },
    ]);
    expect(backend.requests[0].data).toMatchObject({ queries: [{ valuesOf: 'agent', swarms: ['a', 'b'] }] });
    expect(await datasource().metricFindQuery('')).toHaveLength(2);
    expect(backend.requests[1].data).toMatchObject({ queries: [{ valuesOf: 'swarm' }] });
  });
});

describe('ad-hoc filters', () => {
  it('offer the labels of the frames', async () => {
    expect((await datasource().getTagKeys()).map(({ value }) => value)).toContain('agent_type');
  });

  it('offer the values of the time range that the other filters leave', async () => {
    const backend = fakeBackend({ [QUERY]: () => answered(['opus']) });
    setBackendSrv(backend);
    const filters = [
      { key: 'swarm_id', operator: '=', value: 'a' },
      { key: 'model', operator: '=', value: 'haiku' },
    ];
    expect(await datasource().getTagValues({ key: 'model', filters, timeRange: RANGE })).toEqual([
      { text: 'opus', value: 'opus' },
    ]);
    expect(backend.requests[0].data).toMatchObject({
      from: RANGE.from.valueOf(),
      queries: [{ valuesOf: 'model', filters: [{ key: 'swarm', operator: 'eq', values: ['a'] }] }],
    });
    expect(await datasource().getTagValues({ key: 'instance', filters: [] })).toEqual([]);
  });

  it('come after those of the query', () => {
    const own = { key: 'type' as const, operator: 'eq' as const, values: ['build'] };
    const query = { refId: 'A', filters: [own] };
    const adhoc = [{ key: 'swarm_id', operator: '!=', value: '$one' }];
    expect(datasource().applyTemplateVariables(query, {}, adhoc).filters).toEqual([
      own,
      { key: 'swarm', operator: 'ne', values: ['$one'] },
    ]);
    expect(datasource().interpolateVariablesInQueries([query], {}, adhoc)[0].filters).toHaveLength(2);
  });

  it('that cannot be applied are an error of the panel', async () => {
    const filters = [{ key: 'instance', operator: '=', value: 'a' }];
    const request: DataQueryRequest<PerformanceQuery> = {
      app: 'dashboard',
      requestId: 'Q1',
      interval: '1m',
      intervalMs: 60_000,
      range: RANGE,
      scopedVars: {},
      startTime: 0,
      timezone: 'utc',
      targets: [{ refId: 'A', datasource: { uid: 'cf', type: 'claudeflow-performance-datasource' } }],
      filters,
    };
    await expect(lastValueFrom(datasource().query(request))).rejects.toThrow(/"instance" is none/);
  });
});
