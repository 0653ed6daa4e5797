import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { requestsBody, storedRequests } from './support/otlp.ts';
import { eventually, freePort, pause, RECORDING, Workplace } from './support/service.ts';

const work = new Workplace();
afterAll(() => work.clear());

const TIME = Date.UTC(2026, 10, 24, 12);

describe('a stop', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)(
    'by %s in the middle of work ends with 0 and loses nothing',
    async (signal) => {
      const data = await work.folder();
      const service = await work.start(['--no-demo', '--data', data, '--claude-flow', RECORDING]);
      const acknowledged: number[] = [];
      const statuses = new Set<number>();
      let number = 0;
      const sender = async () => {
        for (;;) {
          const numbers = Array.from({ length: 20 }, () => number++);
          try {
            const response = await service.post('/v1/logs', requestsBody(numbers, TIME));
            statuses.add(response.status);
            await response.arrayBuffer();
            if (response.status === 200) {
              acknowledged.push(...numbers);
            }
          } catch {
            return;
          }
        }
      };
      const senders = Array.from({ length: 6 }, sender);
      await pause(300);
      const started = Date.now();
      service.process.signal(signal);
      await pause(20);
      service.process.signal(signal);
      const { code, stderr } = await service.process.exit;
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(Date.now() - started).toBeLessThan(10_000);
      await Promise.all(senders);
      expect(acknowledged.length).toBeGreaterThan(0);
      expect([...statuses].filter((status) => status !== 200 && status !== 503)).toEqual([]);

      const after = await work.start(['--no-demo', '--data', data]);
      const stored = await storedRequests(after);
      expect(acknowledged.filter((each) => stored.get(each) !== 1)).toEqual([]);
      expect(await after.stop()).toMatchObject({ code: 0, stderr: '' });
    }
  );

  it('is not held up by clients that never finish', async () => {
    const data = await work.folder();
    const service = await work.start(['--no-demo', '--data', data]);
    const port = Number(new URL(service.url).port);
    const sockets = [
      '',
      'POST /v1/logs HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{"a"',
    ].map((text) => {
      const socket = connect(port, '127.0.0.1');
      socket.on('error', () => undefined);
      socket.write(text);
      return socket;
    });
    await Promise.all(sockets.map((socket) => once(socket, 'connect')));
    await pause(200);
    const started = Date.now();
    expect(await service.stop()).toMatchObject({ code: 0 });
    expect(Date.now() - started).toBeLessThan(20_000);
    sockets.forEach((socket) => socket.destroy());
  });

  it('before the folders are read ends with 0 too', async () => {
    const [data, project, port] = [await work.folder(), await work.folder(), await freePort()];
    await mkdir(join(project, '.claude-flow/tasks'), { recursive: true });
    await writeFile(join(project, '.claude-flow/tasks/store.json'), '{"tasks":{}}');
    const launched = work.run([
      'serve',
      '--no-demo',
      '--data',
      data,
      '--claude-flow',
      project,
      '--port',
      String(port),
      '--ws-port',
      '0',
    ]);
    await eventually(() => fetch(`http://127.0.0.1:${port}/livez`));
    launched.signal('SIGTERM');
    expect(await launched.exit).toMatchObject({ code: 0 });
  });
});

describe('a start', () => {
  it('answers 503 with its progress until the folders are read once', async () => {
    const [data, project, port] = [await work.folder(), await work.folder(), await freePort()];
    const tasks = join(project, '.claude-flow/tasks/store.json');
    await mkdir(join(project, '.claude-flow/tasks'), { recursive: true });
    // A pipe: reading it lasts until somebody writes.
    await promisify(execFile)('mkfifo', [tasks]);
    const url = `http://127.0.0.1:${port}`;
    const launched = work.run([
      'serve',
      '--no-demo',
      '--data',
      data,
      '--claude-flow',
      project,
      '--claude-flow',
      RECORDING,
      '--port',
      String(port),
      '--ws-port',
      '0',
    ]);
    expect((await eventually(() => fetch(`${url}/livez`))).status).toBe(200);
    const health = await eventually(async () => {
      const response = await fetch(`${url}/api/v1/health`);
      const body = (await response.json()) as { progress?: { read: number } };
      expect(body.progress?.read).toBe(1);
      return { status: response.status, body };
    });
    expect(health).toMatchObject({ status: 503, body: { state: 'starting', progress: { inputs: 2, read: 1 } } });
    expect((await fetch(`${url}/readyz`)).status).toBe(503);
    expect(launched.stdout).toBe('');

    await writeFile(tasks, '{"tasks":{}}');
    await writeFile(`${tasks}.new`, '{"tasks":{}}');
    await rename(`${tasks}.new`, tasks);
    await eventually(async () => expect((await fetch(`${url}/readyz`)).status).toBe(200));
    expect((await fetch(`${url}/api/v1/health`)).status).toBe(200);
    launched.signal('SIGTERM');
    expect(await launched.exit).toMatchObject({ code: 0, stderr: '' });
  });
});
