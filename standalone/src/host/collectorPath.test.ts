import { describe, expect, it } from 'vitest';
import { asHealthCheck, collectorPath } from './collectorPath.ts';

describe('collectorPath', () => {
  it.each([
    ['/api/ds/query', '/api/v1/query'],
    ['/api/datasources/uid/collector/resources/swarms', '/api/v1/swarms'],
    ['/api/datasources/uid/collector/resources/metrics/a%2Fb', '/api/v1/metrics/a%2Fb'],
    ['/api/datasources/uid/collector/health', '/readyz'],
  ])('%s is %s', (grafana, collector) => {
    expect(collectorPath(grafana)).toBe(collector);
  });

  it.each([
    '/api/plugins/x/settings',
    '/api/datasources/uid/a/b/resources/swarms',
    '/api/datasources',
    '',
    '/api/v1/swarms',
  ])('has nothing for %s', (url) => {
    expect(collectorPath(url)).toBeUndefined();
  });
});

describe('asHealthCheck', () => {
  it('is OK only when the service is ready', () => {
    expect(asHealthCheck({ status: 'ready' })).toEqual({ status: 'OK', message: 'The collector is ready.' });
    expect(asHealthCheck({ status: 'starting', reason: 'reading folders' })).toEqual({
      status: 'ERROR',
      message: 'reading folders',
    });
  });

  it.each([undefined, null, 'x', 4, {}, { status: 7 }])('is an error for %o', (answer) => {
    expect(asHealthCheck(answer)).toMatchObject({ status: 'ERROR' });
  });
});
