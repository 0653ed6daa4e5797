import { createServer, type RequestListener } from 'node:http';
import { createServer as createSocketServer, type AddressInfo, type Server } from 'node:net';
import { once } from 'node:events';
import { describe, expect, it, onTestFinished } from 'vitest';
import { WebSocketServer } from 'ws';
import { startService } from '../testing/service.ts';
import { occupantOf } from './ports.ts';

async function portOf(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

const answering =
  (path: string, body: object): RequestListener =>
  (request, response) => {
    response.writeHead(request.url === path ? 200 : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify(request.url === path ? body : {}));
  };

describe('who listens on a port', () => {
  it('is the collector, with a key too', async () => {
    const service = await startService({ key: '0123456789abcdef0123456789abcdef' });
    expect(await occupantOf(service.port)).toBe('collector');
  });

  it.each([
    ['grafana', answering('/api/health', { database: 'ok', version: '12.3.0' })],
    ['claude-flow-mcp', answering('/info', { name: 'Claude-Flow MCP Server V3' })],
    ['other', answering('/', { hello: true })],
  ])('is %s', async (occupant, listener) => {
    expect(await occupantOf(await portOf(createServer(listener)))).toBe(occupant);
  });

  it('is a stream, a program that says nothing, or nobody', async () => {
    const stream = new WebSocketServer({ host: '127.0.0.1', port: 0 });
    await once(stream, 'listening');
    onTestFinished(() => stream.close());
    expect(await occupantOf((stream.address() as AddressInfo).port)).toBe('collector-stream');
    expect(
      await occupantOf(await portOf(createSocketServer((socket) => socket.on('error', () => undefined).unref())))
    ).toBe('other');
    const closed = createSocketServer();
    const free = await portOf(closed);
    closed.close();
    await once(closed, 'close');
    expect(await occupantOf(free)).toBe('nobody');
  });
});
