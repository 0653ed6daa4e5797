import { spawn } from 'node:child_process';
import { chmod, cp, lstat, mkdir, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { sendRecording } from './support/otlp.ts';
import { freePort, RECORDING, Workplace } from './support/service.ts';

const LAUNCHER = fileURLToPath(new URL('../../collector/bin/claude-flow-perf.mjs', import.meta.url));
const KEY = '0123456789abcdef0123456789abcdef';
const work = new Workplace();
afterAll(() => work.clear());

interface Desk {
  home: string;
  project: string;
  env: Record<string, string>;
}

/** A home and a project of their own, with no collector. */
async function desk(env: Record<string, string> = {}): Promise<Desk> {
  const home = await work.folder();
  const project = join(home, 'shop');
  await mkdir(project);
  const url = `http://127.0.0.1:${await freePort()}`;
  return { home, project, env: { CLAUDE_FLOW_PERF_URL: url, ...env } };
}

async function perf({ home, project, env }: Desk, ...args: string[]) {
  const child = spawn(process.execPath, [LAUNCHER, ...args], {
    cwd: project,
    env: { PATH: process.env['PATH'] ?? '', HOME: home, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { code: Number(code), stdout, stderr };
}

const settingsOf = ({ project }: Desk) => join(project, '.claude', 'settings.json');
const json = async (path: string): Promise<unknown> => JSON.parse(await readFile(path, 'utf8'));
const put = async (path: string, content: string) => {
  await mkdir(join(path, '..'), { recursive: true });
  await writeFile(path, content);
};

describe('claude-flow-perf', () => {
  it('helps, with or without the leading word, and says its version', async () => {
    const at = await desk();
    for (const args of [[], ['--help'], ['help'], ['perf'], ['perf', '--help']]) {
      expect(await perf(at, ...args)).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining('doctor') });
    }
    for (const name of ['serve', 'status', 'doctor', 'init']) {
      const { code, stdout } = await perf(at, 'perf', name, '--help');
      expect([code, stdout.split('\n')[0]]).toEqual([0, `Usage: claude-flow-perf ${name} [options]`]);
    }
    expect((await perf(at, '--version')).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it.each([
    [['nope'], 'Unknown command "nope"'],
    [['__proto__'], 'Unknown command "__proto__"'],
    [['status', '--nope'], '--nope'],
    [['status', '--url'], '--url'],
    [['status', '--url', 'ftp://x'], '--url'],
    [['status', '--url', 'http://user:secret@127.0.0.1:1'], 'without user and password'],
    [['init', '--folder', '/no such folder'], '--folder'],
  ])('explains in one line what is wrong with %j', async (args, reason) => {
    const { code, stdout, stderr } = await perf(await desk(), ...args);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^claude-flow-perf: .*\n$/);
    expect(stderr).toContain(reason);
    expect(stderr).not.toContain('secret');
  });
});

describe('status', () => {
  it('shows what came in, and ends with 3 for what is degraded', async () => {
    const at = await desk();
    const flow = join(at.home, 'flow');
    await cp(RECORDING, flow, { recursive: true });
    const service = await work.start(['--no-demo', '--data', await work.folder(), '--claude-flow', flow]);
    await sendRecording(service);
    const there = { ...at, env: { CLAUDE_FLOW_PERF_URL: service.url } };
    const { code, stdout, stderr } = await perf(there, 'status');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/otlp +ok +\d+ \w+ ago +329 +329 +0 +0\n/);
    expect(stdout).toMatch(/swarm-1 +mesh +4 +0 +118,490 +\$0\.0639/);
    expect(stdout).not.toContain('\u001b');
    const answer = JSON.parse((await perf(there, 'status', '--json')).stdout) as Record<string, unknown>;
    expect(answer).toMatchObject({ state: 'ready', demo: false, records: { tasks: 84 } });
    expect(answer['swarms']).toHaveLength(6);
    await rm(flow, { recursive: true });
    await expect
      .poll(() => perf(there, 'status'), { timeout: 15_000 })
      .toMatchObject({ code: 3, stdout: expect.stringContaining('degraded: The folder is gone') });
    await service.stop();
  });

  it('says that nothing answers, or something else, or that a key is needed', async () => {
    const at = await desk();
    expect(await perf(at, 'status')).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('npm start'),
    });
    const other = createServer((socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nhi'));
    other.listen(0, '127.0.0.1');
    await once(other, 'listening');
    const url = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
    expect((await perf(at, 'status', '--url', url)).stderr).toContain('another program');
    other.close();
    const service = await work.start(['--no-demo', '--data', await work.folder()], { CLAUDE_FLOW_PERF_KEY: KEY });
    expect((await perf(at, 'status', '--url', service.url)).stderr).toContain('needs a key');
    const wrong = await perf(at, 'status', '--url', service.url, '--key', 'wrong-key-value');
    expect(wrong.stderr).toContain('refuses the key');
    expect(wrong.stderr).not.toContain('wrong-key-value');
    expect((await perf(at, 'status', '--url', service.url, '--key', KEY)).code).toBe(0);
    await service.stop();
  });
});

describe('doctor', () => {
  it('finds projects and settings, and proves the way without leaving a number or ending the demo', async () => {
    const at = await desk();
    await cp(RECORDING, join(at.project, 'work', 'flow'), { recursive: true });
    await put(join(at.home, 'old', '.hive-mind', 'hive.db'), '');
    await put(join(at.project, 'node_modules', 'x', '.claude-flow', 'tasks', 'store.json'), '{}');
    const service = await work.start(['--data', await work.folder()]);
    const there = { ...at, env: { CLAUDE_FLOW_PERF_URL: service.url } };
    const before = (await service.json('/api/v1/inputs')) as { inputs: Array<{ id: string }> };
    const { code, stdout } = await perf(there, 'doctor');
    expect(code).toBe(3);
    expect(stdout).toContain('round trip: a metric and an event came in, were accepted and read back');
    expect(stdout).toContain('~/shop/work/flow (3.x) is not watched');
    expect(stdout).toContain('~/old (2.x)');
    expect(stdout).not.toContain('node_modules');
    expect(stdout).toContain(`export OTEL_EXPORTER_OTLP_ENDPOINT=${service.url}`);
    const after = (await service.json('/api/v1/inputs')) as { inputs: Array<{ id: string }> };
    const otlp = ({ inputs }: typeof after) => inputs.find(({ id }) => id === 'otlp');
    expect(otlp(after)).toEqual(otlp(before));
    expect(await service.json('/api/v1/info')).toMatchObject({ demo: true });
    await service.stop();
  });

  it('is content after init, and its lines give Claude Code what it needs', async () => {
    const at = await desk();
    const service = await work.start(['--no-demo', '--data', await work.folder()]);
    const there = { ...at, env: { CLAUDE_FLOW_PERF_URL: service.url } };
    expect((await perf(there, 'init', '--yes')).code).toBe(0);
    expect(await perf(there, 'doctor')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Nothing is missing.'),
    });
    await rm(settingsOf(at));
    const { shell } = JSON.parse((await perf(there, 'doctor', '--json', '--swarm', "it's 1,2")).stdout) as {
      shell: string[];
    };
    const shown = spawn('sh', ['-c', `${shell.join('\n')}\necho "$OTEL_RESOURCE_ATTRIBUTES"`]);
    expect(await text(shown.stdout)).toBe("swarm.id=it's%201%2C2\n");
    await service.stop();
  });

  it('shows wrong values and never a secret', async () => {
    const at = await desk({ OTEL_EXPORTER_OTLP_HEADERS: 'Authorization=Bearer canary-header' });
    const env = {
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://me:canary-password@example.org:4318',
      OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
      OTEL_LOG_USER_PROMPTS: '1',
      ANTHROPIC_API_KEY: 'canary-api-key',
    };
    await put(settingsOf(at), JSON.stringify({ env }));
    await put(join(at.home, '.claude', 'settings.json'), '{ broken canary-broken');
    const service = await work.start(['--no-demo', '--data', await work.folder()], { CLAUDE_FLOW_PERF_KEY: KEY });
    const there = { ...at, env: { ...at.env, CLAUDE_FLOW_PERF_URL: service.url, CLAUDE_FLOW_PERF_KEY: KEY } };
    for (const args of [['doctor'], ['doctor', '--json'], ['init', '--print']]) {
      const { stdout, stderr } = await perf(there, ...args);
      expect(stdout + stderr).not.toMatch(/canary/);
      expect(stdout + stderr).not.toContain(KEY);
    }
    const { stdout } = await perf(there, 'doctor');
    expect(stdout).toMatch(/OTEL_EXPORTER_OTLP_ENDPOINT: is http:\/\/example\.org:4318 .*needs http:/);
    expect(stdout).toMatch(/PROTOCOL: grpc .*otlp-grpc/);
    expect(stdout).toMatch(/HEADERS: carries a key/);
    expect(stdout).toContain('OTEL_LOG_USER_PROMPTS: is on');
    expect(stdout).toContain('~/.claude/settings.json is not valid JSON');
    await service.stop();
  });
});

describe('init', () => {
  it('adds what is missing, keeps everything else, backs up, and does nothing the second time', async () => {
    const at = await desk();
    await cp(RECORDING, join(at.project, 'flow'), { recursive: true });
    const old = { permissions: { allow: ['Bash'] }, env: { MINE: '1', OTEL_METRICS_EXPORTER: 'otlp,console' } };
    await put(settingsOf(at), JSON.stringify(old));
    await chmod(settingsOf(at), 0o600);
    const config = join(at.project, 'performance-config.json');
    await put(
      config,
      JSON.stringify({ reporting: { defaultFormat: 'html' }, inputs: [{ kind: 'claude-flow', folder: './else' }] })
    );
    expect(await perf(at, 'init', '--yes', '--topology', 'mesh')).toMatchObject({ code: 0, stderr: '' });
    expect(await json(settingsOf(at))).toEqual({
      permissions: old.permissions,
      env: {
        ...old.env,
        CLAUDE_CODE_ENABLE_TELEMETRY: '1',
        OTEL_LOGS_EXPORTER: 'otlp',
        OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
        OTEL_EXPORTER_OTLP_ENDPOINT: at.env['CLAUDE_FLOW_PERF_URL'],
        OTEL_RESOURCE_ATTRIBUTES: 'swarm.id=shop,swarm.topology=mesh',
      },
    });
    expect((await stat(settingsOf(at))).mode & 0o777).toBe(0o600);
    expect(await json(`${settingsOf(at)}.backup`)).toEqual(old);
    expect(await json(config)).toEqual({
      reporting: { defaultFormat: 'html' },
      inputs: [
        { kind: 'claude-flow', folder: './else' },
        { kind: 'claude-flow', folder: join(at.project, 'flow') },
      ],
    });
    const files = async () => [await readdir(at.project), await readdir(join(at.project, '.claude'))];
    const before = [await files(), await readFile(config, 'utf8'), await readFile(settingsOf(at), 'utf8')];
    expect(await perf(at, 'init', '--yes')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('there already'),
    });
    expect([await files(), await readFile(config, 'utf8'), await readFile(settingsOf(at), 'utf8')]).toEqual(before);
  });

  it('writes nothing where nobody can be asked, nor with --print', async () => {
    const at = await desk();
    expect(await perf(at, 'init')).toMatchObject({ code: 1, stderr: expect.stringContaining('--yes') });
    expect((await perf(at, 'init', '--print')).code).toBe(0);
    expect(await readdir(at.project)).toEqual([]);
  });

  it('leaves what is set otherwise, and says so with 3', async () => {
    const at = await desk();
    await put(settingsOf(at), JSON.stringify({ env: { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://elsewhere:4318' } }));
    const { code, stdout } = await perf(at, 'init', '--yes');
    expect(code).toBe(3);
    expect(stdout).toContain('OTEL_EXPORTER_OTLP_ENDPOINT is set otherwise and stays so');
    expect(await json(settingsOf(at))).toMatchObject({ env: { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://elsewhere:4318' } });
  });

  it('says so where settings name another swarm than the one that was asked for', async () => {
    const at = await desk();
    expect((await perf(at, 'init', '--yes')).code).toBe(0);
    const before = await readFile(settingsOf(at), 'utf8');
    expect(await perf(at, 'init', '--yes', '--swarm', 'shop')).toMatchObject({ code: 0 });
    const { code, stdout } = await perf(at, 'init', '--yes', '--swarm', 'other', '--topology', 'mesh');
    expect(code).toBe(3);
    expect(stdout).toContain('names swarm.id "shop" and swarm.topology not at all and stays so');
    expect(stdout).toContain('swarm.id=other,swarm.topology=mesh');
    expect(stdout).toContain('what is set otherwise was left so');
    const told = JSON.parse((await perf(at, 'init', '--yes', '--json', '--swarm', 'other')).stdout) as {
      files: object[];
    };
    expect(told.files).toContainEqual(
      expect.objectContaining({ kept: ['OTEL_RESOURCE_ATTRIBUTES'], written: false, changes: [] })
    );
    expect(await readFile(settingsOf(at), 'utf8')).toBe(before);
    await put(
      join(at.project, '.claude', 'settings.local.json'),
      JSON.stringify({ env: { OTEL_RESOURCE_ATTRIBUTES: 'swarm.id=mine' } })
    );
    const local = await perf(at, 'init', '--yes', '--swarm', 'shop');
    expect([local.code, local.stdout]).toEqual([3, expect.stringMatching(/"mine" .*settings\.local\.json/)]);
  });

  it('writes nothing at all when a settings link leads nowhere', async () => {
    const at = await desk();
    await mkdir(join(at.project, '.claude'));
    await symlink('/nowhere/at/all/settings.json', settingsOf(at));
    const { code, stderr } = await perf(at, 'init', '--yes');
    expect([code, stderr.split('\n').length]).toEqual([1, 2]);
    expect(stderr).toContain('whose folder is not there');
    expect(await readdir(at.project)).toEqual(['.claude']);
    expect((await lstat(settingsOf(at))).isSymbolicLink()).toBe(true);
  });

  it.each([
    ['settings.json', '{"env": ', 'not a valid JSON'],
    ['settings.json', '[]', 'not a valid JSON object'],
    ['settings.json', '{"env": "x"}', '"env" is no object'],
    ['performance-config.json', '{ nope', 'not valid JSON'],
    ['performance-config.json', '{"inputs": [{"kind": "who"}]}', 'inputs'],
  ])('writes nothing at all when %s is %s', async (name, content, reason) => {
    const at = await desk();
    const path = name === 'settings.json' ? settingsOf(at) : join(at.project, name);
    await put(path, content);
    const { code, stderr } = await perf(at, 'init', '--yes');
    expect(code).toBe(1);
    expect(stderr).toContain(reason);
    expect(stderr.split('\n')).toHaveLength(2);
    expect(await readFile(path, 'utf8')).toBe(content);
    expect(await readdir(at.project)).toEqual([name === 'settings.json' ? '.claude' : name]);
  });

  it('writes through a link, and leaves no part of a file where it may not write', async () => {
    const at = await desk();
    const real = join(at.home, 'dotfiles.json');
    await put(real, '{}');
    await mkdir(join(at.project, '.claude'));
    await symlink(real, settingsOf(at));
    expect((await perf(at, 'init', '--yes')).code).toBe(0);
    expect((await lstat(settingsOf(at))).isSymbolicLink()).toBe(true);
    expect(await json(real)).toMatchObject({ env: { CLAUDE_CODE_ENABLE_TELEMETRY: '1' } });
    const blocked = await desk();
    await put(join(blocked.project, '.claude'), 'a file where the folder should be');
    const { code, stderr } = await perf(blocked, 'init', '--yes');
    expect([code, stderr.split('\n').length]).toEqual([1, 2]);
    expect(await readdir(blocked.project)).toEqual(['.claude']);
  });

  it('names the key by its variable only', async () => {
    const at = await desk({ CLAUDE_FLOW_PERF_KEY: KEY });
    const { stdout } = await perf(at, 'init', '--yes');
    expect(stdout).toContain('Bearer $CLAUDE_FLOW_PERF_KEY');
    expect(stdout + (await readFile(settingsOf(at), 'utf8'))).not.toContain(KEY);
  });
});
