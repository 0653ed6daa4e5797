import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { startService, type TestService } from '../../testing/service.ts';

const KEY = 'a key of enough length 0123456789'.replaceAll(' ', '-');

/** Every route of the API as the router knows them. */
function routesOf({ app }: TestService): Array<{ method: string; path: string }> {
  const lines = app.printRoutes({ commonPrefix: false }).split('\n');
  const parents: string[] = [];
  return lines.flatMap((line) => {
    const [, indent = '', part, methods = ''] = /^([│ ]*)[├└]── (\/\S*)(?: \(([A-Z, ]+)\))?/.exec(line) ?? [];
    if (part === undefined) {
      return [];
    }
    const depth = indent.length / 4;
    const path = `${parents[depth - 1] ?? ''}${part}`;
    parents[depth] = path;
    return methods.split(', ').map((method) => ({ method, path: path.replace(/:\w+/, 'x') }));
  });
}

function statusWith(host: string, port: number, path: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    httpRequest({ host: '127.0.0.1', port, path, headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });
}

describe('the key', () => {
  it('is asked for on every route but probes and status', async () => {
    const service = await startService({ key: KEY });
    const routes = routesOf(service);
    expect(routes.length).toBeGreaterThan(12);
    const open: string[] = [];
    for (const { method, path } of routes) {
      for (const authorization of [undefined, 'Bearer wrong', `Bearer ${KEY}x`, `Basic ${btoa(KEY)}`, KEY, 'Bearer ']) {
        const headers = new Headers(authorization === undefined ? {} : { authorization });
        if (method === 'POST') {
          headers.set('content-type', 'application/json');
        }
        const body = method === 'POST' ? '{}' : undefined;
        const response = await fetch(`${service.url}${path}`, { method, headers, body });
        await response.arrayBuffer();
        if (response.status !== 401) {
          open.push(path);
        }
      }
    }
    expect([...new Set(open)].sort()).toEqual(['/api/v1/health', '/livez', '/readyz']);
  });

  it('can’t be avoided by another spelling of the path', async () => {
    const service = await startService({ key: KEY });
    const spellings = [
      '/%61pi/v1/swarms',
      '/api/v1/%73warms',
      '/%2561pi/v1/swarms',
      '//api/v1/swarms',
      '/./api/v1/swarms',
      '/api/v1/swarms/',
      '/api/v1/swarms;x',
      '/API/v1/swarms',
      '/api/v1/swarms?/livez',
      '/livez/../api/v1/swarms',
    ];
    for (const path of spellings) {
      const status = await statusWith('127.0.0.1', service.port, path);
      expect([401, 404], `${path} answers ${status}`).toContain(status);
    }
    expect(await statusWith('127.0.0.1', service.port, '/%61pi/v1/info')).toBe(401);
  });

  it('opens every route', async () => {
    const service = await startService({ key: KEY });
    for (const authorization of [`Bearer ${KEY}`, `bearer  ${KEY}`]) {
      expect((await service.get('/api/v1/swarms', { headers: { authorization } })).status).toBe(200);
    }
  });

  it('is told to be missing in the way HTTP does it, and is never repeated', async () => {
    const service = await startService({ key: KEY });
    const response = await service.get('/api/v1/swarms', { headers: { authorization: 'Bearer wrong-MARKER' } });
    expect(response.headers.get('www-authenticate')).toBe('Bearer');
    const body = await response.text();
    expect(JSON.parse(body)).toMatchObject({ status: 401, code: 'UNAUTHORIZED' });
    expect(`${body}${service.logged()}`).not.toMatch(/MARKER|0123456789/);
  });

  it('is needed for the details of the health, and is checked', async () => {
    const service = await startService({ key: KEY });
    const health = async (authorization?: string) => {
      const response = await service.get('/api/v1/health', {
        headers: authorization === undefined ? {} : { authorization },
      });
      return (await response.json()) as Record<string, unknown>;
    };
    expect(await health()).toMatchObject({ overall: 'healthy' });
    expect(await health()).not.toHaveProperty('inputs');
    expect(await health('Bearer wrong')).not.toHaveProperty('inputs');
    expect(await health(`Bearer ${KEY}`)).toHaveProperty('inputs');
  });

  it('is not needed where none is set', async () => {
    const service = await startService();
    expect((await service.get('/api/v1/swarms')).status).toBe(200);
    expect(await (await service.get('/api/v1/health')).json()).toHaveProperty('inputs');
  });
});

describe('the Host header', () => {
  it.each([
    'evil.example',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    '192.168.1.5:3001',
    'evil.example:80',
    '0.0.0.0',
  ])('of a page that re-bound its name to this address is refused: %s', async (host) => {
    const { port } = await startService();
    for (const path of ['/api/v1/swarms', '/livez', '/']) {
      expect(await statusWith(host, port, path)).toBe(403);
    }
  });

  it.each(['localhost', 'localhost:3001', '127.0.0.1:3001', '127.1.2.3', '[::1]:3001'])(
    'of this machine is taken: %s',
    async (host) => {
      const { port } = await startService();
      expect(await statusWith(host, port, '/api/v1/swarms')).toBe(200);
    }
  );

  it('is not checked where a key guards another address', async () => {
    const { port } = await startService({ host: '0.0.0.0', key: KEY });
    expect(await statusWith('collector.example', port, '/livez')).toBe(200);
    expect(await statusWith('collector.example', port, '/api/v1/swarms')).toBe(401);
  });

  it('that is missing is no name of this machine', async () => {
    const { port } = await startService();
    const socket = connect(port, '127.0.0.1');
    socket.end('GET /api/v1/swarms HTTP/1.0\r\n\r\n');
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 4\d\d /);
  });
});

describe('every answer', () => {
  it('forbids guessing of types, and names no server', async () => {
    const service = await startService();
    const { headers } = await service.get('/api/v1/swarms', { headers: { origin: 'https://evil.example' } });
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('access-control-allow-origin')).toBeNull();
    expect(headers.get('x-powered-by')).toBeNull();
  });
});
