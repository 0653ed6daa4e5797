import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { Workplace } from './support/service.ts';

const work = new Workplace();
afterAll(() => work.clear());

/** Runs `serve` to its end, which has to be a failure that one line on standard error explains. */
async function failure(args: readonly string[], env?: Record<string, string>): Promise<string> {
  const { code, stdout, stderr } = await work.run(['serve', '--ws-port', '0', ...args], env).exit;
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  const lines = stderr.split('\n').filter((line) => line !== '');
  expect(lines).toHaveLength(1);
  expect(stderr).toMatch(/^claude-flow-perf: [A-Z/].*\.\n$/);
  expect(stderr).not.toMatch(/^\s+at |Error:|node:internal/m);
  return stderr;
}

describe('a start that fails', () => {
  it('says which port is taken, and leaves the data folder free', async () => {
    const data = await work.folder();
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    try {
      const message = await failure(['--no-demo', '--data', data, '--port', String(port)]);
      expect(message).toContain(`Port ${port}`);
      expect(message).toContain('--port');
    } finally {
      server.close();
    }
    const service = await work.start(['--no-demo', '--data', data]);
    expect(await service.stop()).toMatchObject({ code: 0 });
  });

  it('names the process that has the data folder, which goes on', async () => {
    const data = await work.folder();
    const service = await work.start(['--no-demo', '--data', data]);
    const message = await failure(['--no-demo', '--data', data, '--port', '0']);
    expect(message).toContain(`pid ${service.process.pid}`);
    expect(message).toContain('--data');
    expect((await fetch(`${service.url}/readyz`)).status).toBe(200);
    expect(await service.stop()).toMatchObject({ code: 0 });
  });

  it('names the project folder that is missing', async () => {
    const [data, folder] = [await work.folder(), await work.folder()];
    const missing = join(folder, 'no such project');
    const message = await failure([
      '--no-demo',
      '--data',
      data,
      '--port',
      '0',
      '--claude-flow',
      folder,
      '--claude-flow',
      missing,
    ]);
    expect(message).toContain(missing);
    expect(message).toContain('--claude-flow');
  });

  it('asks for a key before it listens to the network', async () => {
    const data = await work.folder();
    for (const host of ['0.0.0.0', '::', '192.0.2.1']) {
      expect(
        await failure(['--no-demo', '--data', data, '--port', '0', '--host', host], { CLAUDE_FLOW_PERF_KEY: '' })
      ).toContain('CLAUDE_FLOW_PERF_KEY');
    }
  });

  it('says that an address is not this machine’s', async () => {
    const data = await work.folder();
    const message = await failure(['--no-demo', '--data', data, '--port', '0', '--host', '192.0.2.1'], {
      CLAUDE_FLOW_PERF_KEY: 'k'.repeat(32),
    });
    expect(message).toContain('192.0.2.1');
  });

  it('says what to do about a data file that is none of ours', async () => {
    const data = await work.folder();
    await writeFile(join(data, 'performance.duckdb'), 'no database '.repeat(1000));
    expect(await failure(['--no-demo', '--data', data, '--port', '0'])).toContain('performance.duckdb');
  });

  it('says what to do when the data folder can’t be made', async () => {
    const data = await work.folder();
    await writeFile(join(data, 'file'), '');
    expect(await failure(['--no-demo', '--data', join(data, 'file', 'data'), '--port', '0'])).toContain('--data');
  });
});

describe('a wrong call', () => {
  it.each([
    [['serve', '--prot', '1'], 'Usage: claude-flow-perf serve'],
    [['serve', '--port', 'http'], '--port'],
    [['sevre'], 'Unknown command "sevre"'],
  ])('says how it is called, on standard error, with 1: %j', async (args, text) => {
    const { code, stdout, stderr } = await work.run(args).exit;
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(text);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  it.each([[['--help']], [['serve', '--help']], [[]]])(
    'for help answers on standard output, with 0: %j',
    async (args) => {
      const { code, stdout, stderr } = await work.run(args).exit;
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(stdout).toContain('Usage: claude-flow-perf');
    }
  );
});
