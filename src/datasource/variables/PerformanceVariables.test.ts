import { getDefaultTimeRange, type DataQueryRequest } from '@grafana/data';
import { lastValueFrom, of } from 'rxjs';
import type { PerformanceQuery } from '../types.ts';
import { PerformanceVariables } from './PerformanceVariables.ts';

const RANGE = getDefaultTimeRange();

const request = (targets: PerformanceQuery[]): DataQueryRequest<PerformanceQuery> => ({
  app: 'dashboard',
  requestId: 'V',
  interval: '1m',
  intervalMs: 60_000,
  range: RANGE,
  scopedVars: { swarm: { text: 'a', value: 'a' } },
  startTime: 0,
  timezone: 'utc',
  targets,
});

it('asks for its names within the dashboard’s range and variables', async () => {
  const asked: Array<DataQueryRequest<PerformanceQuery>> = [];
  const variables = new PerformanceVariables({
    query: (sent) => {
      asked.push(sent);
      return of({ data: [] });
    },
  });
  const saved = { refId: 'x', type: 'values' as const, valuesOf: 'agent' as const, swarms: ['$swarm'] };
  await lastValueFrom(variables.query(request([saved])));
  await lastValueFrom(variables.query(request([])));
  expect(asked[0]).toEqual({ ...request([]), targets: [{ ...saved, refId: 'variable' }] });
  expect(asked[1].targets).toMatchObject([{ type: 'values', valuesOf: 'swarm' }]);
  expect(variables.getDefaultQuery()).toMatchObject({ type: 'values', valuesOf: 'swarm' });
});
