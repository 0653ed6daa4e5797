import type { ScopedVars } from '@grafana/data';
import { setBackendSrv, setTemplateSrv } from '@grafana/runtime';
import { fakeBackend } from '../ui/testing/fakeBackend.ts';
import { PerformanceDataSource } from './datasource.ts';
import { SETTINGS } from './testing/settings.ts';

const datasource = () => new PerformanceDataSource(SETTINGS);

beforeEach(() => {
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

describe('listSwarms', () => {
  const url = '/api/datasources/uid/cf/resources/swarms';

  it('lists the ids that the collector knows', async () => {
    setBackendSrv(fakeBackend({ [`GET ${url}`]: () => ({ swarms: [{ swarmId: 'a' }, { swarmId: 'b' }] }) }));
    expect(await datasource().listSwarms()).toEqual(['a', 'b']);
  });

  it.each([undefined, null, 'x', {}, { swarms: 'x' }, { swarms: [null, 4, {}, { swarmId: 7 }] }])(
    'lists nothing for %p',
    async (answer) => {
      setBackendSrv(fakeBackend({ [`GET ${url}`]: () => answer }));
      expect(await datasource().listSwarms()).toEqual([]);
    }
  );

  it('fails when the collector cannot be asked', async () => {
    setBackendSrv(fakeBackend({}));
    await expect(datasource().listSwarms()).rejects.toMatchObject({ status: 404 });
  });
});
