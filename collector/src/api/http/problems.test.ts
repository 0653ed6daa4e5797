import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ERROR_STATUS, ServiceError, type ErrorCode } from '../../errors.ts';
import { NOON, task } from '../../testing/records.ts';
import { problemOf, startService } from '../../testing/service.ts';
import { parseWith } from '../../parse.ts';
import { problem } from './problems.ts';

describe('problem details', () => {
  it('have a title and the status of every code', () => {
    for (const code of Object.keys(ERROR_STATUS) as ErrorCode[]) {
      const details = problem(new ServiceError(code, 'what to do'));
      expect(details).toEqual({
        type: 'about:blank',
        title: expect.stringMatching(/^[A-Z][a-z ]+$/),
        status: ERROR_STATUS[code],
        detail: 'what to do',
        code,
      });
      expect(details, code).not.toMatchObject({ title: 'Error' });
    }
  });

  it('name the fields as their sender wrote them', () => {
    const schema = z.object({ queries: z.array(z.object({ metric: z.string(), from: z.number() })) });
    expect(() =>
      parseWith(schema, {
        queries: [
          { metric: 'a', from: 1 },
          { metric: 5, from: 'x' },
        ],
      })
    ).toThrow(
      expect.objectContaining({
        code: 'BAD_REQUEST',
        message: expect.stringMatching(/^"queries\[1\]\.metric": .* \(and 1 more, see "errors"\)$/),
        extra: {
          fields: [
            expect.objectContaining({ field: 'queries[1].metric' }),
            expect.objectContaining({ field: 'queries[1].from' }),
          ],
        },
      })
    );
  });
});

describe('an answer that is an error', () => {
  it('of an unknown path is 404, and says so of any method', async () => {
    const service = await startService();
    for (const [method, path] of [
      ['GET', '/api/v2/swarms'],
      ['GET', '/favicon.ico'],
      ['DELETE', '/api/v1/swarms'],
      ['GET', '/api/v1/query'],
    ] as const) {
      expect(await problemOf(fetch(`${service.url}${path}`, { method }))).toMatchObject({
        httpStatus: 404,
        code: 'NOT_FOUND',
        contentType: expect.stringContaining('application/problem+json'),
      });
    }
  });

  it('of an unknown swarm is 404 and names the known ones', async () => {
    const service = await startService();
    const nothing = {
      httpStatus: 404,
      code: 'UNKNOWN_SWARM',
      detail: expect.stringContaining('Nothing has been received yet'),
    };
    expect(await problemOf(service.get('/api/v1/analysis/swarm-9'))).toMatchObject({ ...nothing, known: [] });
    await service.system.store.append([task('a'), task('b', { swarmId: 'swarm-2' })], NOON);
    const asked = [
      service.get('/api/v1/analysis/swarm-9'),
      service.get('/api/v1/metrics/swarm-9'),
      service.post('/api/v1/compare', { swarmIds: ['swarm-1', 'swarm-9'] }),
      service.post('/api/v1/compare', { swarmIds: ['swarm-1'], baseline: 'swarm-9' }),
      service.post('/api/v1/reports', { swarmId: 'swarm-9' }),
    ];
    for (const response of asked) {
      expect(await problemOf(response)).toMatchObject({
        httpStatus: 404,
        code: 'UNKNOWN_SWARM',
        detail: 'Nothing is stored of "swarm-9". Known: "swarm-1", "swarm-2".',
        known: ['swarm-1', 'swarm-2'],
      });
    }
  });

  it('that nobody foresaw tells nothing of the inside, and where to look', async () => {
    const service = await startService();
    const failing = async () => {
      throw new Error(`Binder Error: SELECT secret FROM '/etc/hostname'`);
    };
    Object.assign(service.system.store, { swarms: failing });
    const failed = await problemOf(service.get('/api/v1/swarms'));
    expect(failed).toMatchObject({
      httpStatus: 500,
      code: 'INTERNAL',
      contentType: expect.stringContaining('problem'),
    });
    expect(JSON.stringify(failed)).not.toMatch(/SELECT|hostname|\.ts/);
    const [, requestId = 'none'] = /request (\S+) in/.exec(JSON.stringify(failed)) ?? [];
    expect(service.logged()).toContain(requestId);
    expect(service.logged()).toContain('Binder Error');
  });

  it('of a service that stops says when to come again', async () => {
    const service = await startService();
    await service.system.store.close();
    const response = await service.get('/api/v1/swarms');
    expect(response.headers.get('retry-after')).toMatch(/^\d+$/);
    expect(await problemOf(response)).toMatchObject({ httpStatus: 503, code: 'STOPPING' });
  });

  it('of a path that can’t be read is 400', async () => {
    const service = await startService();
    expect(await problemOf(service.get('/api/v1/analysis/%E0%A4%A'))).toMatchObject({
      httpStatus: 400,
      code: 'BAD_REQUEST',
      contentType: expect.stringContaining('application/problem+json'),
    });
    expect(service.logged()).toBe('');
  });

  it.each([
    ['/api/v1/swarms?from=yesterday', 'from'],
    ['/api/v1/swarms?from=2026-11-23T12:00:00', 'from'],
    ['/api/v1/swarms?from=2&to=1', 'from'],
    ['/api/v1/metrics/swarm-1?duration=-5', 'duration'],
    ['/api/v1/metrics/swarm-1?limit=0', 'limit'],
    ['/api/v1/metrics/swarm-1?limit=1000001', 'limit'],
  ])('of a wrong value names it: %s', async (path, field) => {
    const service = await startService();
    expect(await problemOf(service.get(path))).toMatchObject({ httpStatus: 400, errors: [{ field }] });
  });

  it.each([
    ['/api/v1/compare', { swarmIds: [] }, 'swarmIds'],
    ['/api/v1/compare', { swarmIds: ['a'], metrics: ['task_duration', 'speed'] }, 'metrics[1]'],
    ['/api/v1/compare', { swarmIds: ['a', 5] }, 'swarmIds[1]'],
    ['/api/v1/compare', { swarmIds: ['a'], from: 2, to: 1 }, 'from'],
    ['/api/v1/reports', {}, 'swarmIds'],
    ['/api/v1/reports', { swarmId: 'a', format: 'docx' }, 'format'],
    ['/api/v1/reports', { swarmId: 'a', from: 2, to: 1 }, 'from'],
    ['/api/v1/reports', { swarmId: 'a', config: { timeRange: { start: 2, end: 1 } } }, 'config.timeRange.start'],
    ['/api/v1/query', {}, 'queries'],
    ['/api/v1/query', { queries: [] }, 'queries'],
  ])('of a wrong body names the field: %s %j', async (path, body, field) => {
    const service = await startService();
    const answer = await problemOf(service.post(path, body));
    expect(answer).toMatchObject({ httpStatus: 400, code: 'BAD_REQUEST' });
    expect(answer).toMatchObject({ errors: expect.arrayContaining([expect.objectContaining({ field })]) });
  });

  it('of a request that is no HTTP does not disturb the service', async () => {
    const service = await startService();
    for (const garbage of [
      '\x16\x03\x01\x02\x00',
      'GET\r\n\r\n',
      `GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`,
    ]) {
      const socket = connect(service.port, '127.0.0.1');
      socket.end(garbage);
      expect(await text(socket)).toMatch(/^HTTP\/1\.1 4\d\d /);
    }
    expect((await service.get('/livez')).status).toBe(200);
  });
});
