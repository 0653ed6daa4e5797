import { cp } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { inputConfigSchema } from '../../config/inputs.ts';
import { ServiceError } from '../../errors.ts';
import { Ingestor } from '../../ingest/ingestor.ts';
import type { Store } from '../../store/store.ts';
import { McpTestServer, recordedCalls, type Interception } from '../../testing/mcpServer.ts';
import { openStore, summaryOf } from '../../testing/stores.ts';
import { tempFolder } from '../../testing/tempFolder.ts';
import { ClaudeFlow3Input } from '../claude-flow-3/claudeFlow3Input.ts';
import { createInput } from '../createInput.ts';
import type { Input } from '../input.ts';
import { RequestBudget } from './budget.ts';
import { ClaudeFlowMcpInput } from './claudeFlowMcpInput.ts';
import { McpClient, TOOLS } from './client.ts';
import { MOST_ANSWER } from './http.ts';

const RECORDING = fileURLToPath(new URL('../../../demo/claude-flow-3-recording', import.meta.url));

interface Options {
  swarm?: string;
  intervalMs?: number;
  most?: number;
  timeoutMs?: number;
}

async function started(url: string, store: Store, { swarm, intervalMs = 100, most = 1e6, timeoutMs }: Options = {}) {
  const client = new McpClient(url, new RequestBudget(Date.now, most), timeoutMs);
  const config = { kind: 'claude-flow-mcp' as const, url, intervalMs, ...(swarm === undefined ? {} : { swarm }) };
  const input = ClaudeFlowMcpInput.create(config, { ingestor: new Ingestor(store) }, client);
  onTestFinished(() => input.stop());
  await input.start();
  return input;
}

const becomes = (input: Input, expected: Record<string, unknown>) =>
  vi.waitFor(() => expect(input.status()).toMatchObject(expected), { timeout: 8000 });
const stored = (store: Store, tasks: number) =>
  vi.waitFor(async () => expect(await store.info()).toMatchObject({ tasks }), { timeout: 8000 });

const all = (status: number, body: string, headers: Record<string, string> = {}): Interception => {
  return (_, response) => {
    response.writeHead(status, headers).end(body);
    return true;
  };
};

describe('ClaudeFlowMcpInput', () => {
  it('reads the finished tasks of a server that wants to be initialised', async () => {
    const server = await McpTestServer.create();
    const store = await openStore();
    const input = await started(server.url, store);
    await stored(store, 72);
    await becomes(input, { state: 'ok' });
    const { tasks } = await summaryOf(store, 'unassigned');
    expect(tasks).toMatchObject({ total: 72, completed: 66, failed: 6 });
    // Weighted from the recording's totals: 23 x 229, 22 x 492 and 21 x 260 ms.
    expect(tasks.duration?.n).toBe(66);
    expect(tasks.duration?.mean).toBeCloseTo((23 * 229 + 22 * 492 + 21 * 260) / 66, -1);
    const swarm = await summaryOf(store, 'swarm-1795424651907-8xu7i2');
    expect(swarm).toMatchObject({ topology: 'hierarchical', agentCount: 4, tasks: { total: 0 } });
    expect(input.status().progress).toBeUndefined();
    expect(input.status().counts).toMatchObject({ duplicates: 0, rejected: {} });
  });

  it('calls tools that read stores, and none whose numbers are made up', async () => {
    const server = await McpTestServer.create();
    const store = await openStore();
    await started(server.url, store, { swarm: 'mine' });
    await stored(store, 72);
    await vi.waitFor(() => expect(server.called).toContain('agent_status'), { timeout: 5000 });
    expect(new Set(server.called)).toEqual(new Set(TOOLS));
    const made = (await recordedCalls()).map(({ tool }) => tool);
    for (const tool of ['performance_metrics', 'performance_report', 'agent_health', 'memory_detailed-stats']) {
      expect(made, 'the recording has it').toContain(tool);
      expect(server.called).not.toContain(tool);
    }
    expect(server.called).not.toContain('hooks_intelligence_stats');
  });

  it('counts a folder and the server of one project once, whichever came first', async () => {
    const server = await McpTestServer.create();
    for (const order of ['folder first', 'server first']) {
      const store = await openStore();
      const folder = join(await tempFolder(), 'project');
      await cp(RECORDING, folder, { recursive: true });
      const readFolder = async () => {
        const input = await ClaudeFlow3Input.create(folder, new Ingestor(store), await tempFolder());
        onTestFinished(() => input.stop());
        await input.start();
        await input.stop();
      };
      const readServer = async () => {
        const input = await started(server.url, store, { swarm: 'swarm-1795424651907-8xu7i2' });
        await vi.waitFor(() => expect(input.status().counts.stored).toBeGreaterThan(72), { timeout: 8000 });
        await becomes(input, { state: 'ok' });
        await vi.waitFor(() => expect(input.status().progress).toBeUndefined(), { timeout: 8000 });
        await input.stop();
      };
      await (order === 'folder first' ? readFolder() : readServer());
      await (order === 'folder first' ? readServer() : readFolder());
      const summaries = (await store.swarms({})).filter(({ swarmId }) => swarmId !== 'unassigned');
      expect(
        summaries.map(({ topology, tasks, tokens }) => [
          topology,
          tasks.total,
          tasks.failed,
          Math.round(tasks.duration?.mean ?? NaN),
          tokens?.total,
        ]),
        order
      ).toEqual([
        ['hierarchical', 24, 1, 229, 25_745],
        ['mesh', 24, 2, 492, 34_843],
        ['star', 24, 3, 260, 23_173],
      ]);
    }
  });

  it('gives everything to the configured swarm, tokens of the last results too', async () => {
    const server = await McpTestServer.create();
    const store = await openStore();
    await started(server.url, store, { swarm: 'mine' });
    await vi.waitFor(async () => expect((await summaryOf(store, 'mine')).tokens?.total).toBeGreaterThan(0), {
      timeout: 8000,
    });
    await stored(store, 72);
    const usage = Object.values(server.agents).map(({ lastResult }) => JSON.stringify(lastResult));
    expect(usage.filter((result) => result?.includes('inputTokens'))).toHaveLength(12);
    expect((await summaryOf(store, 'mine')).tasks.total).toBe(72);
    expect((await store.swarms({})).map(({ swarmId }) => swarmId)).toContain('mine');
  });

  it('tells when a task was seen failing, and leaves open ones alone', async () => {
    const server = await McpTestServer.create();
    const [first] = Object.values(server.tasks);
    server.tasks = { a: { ...first, taskId: 'a', status: 'pending', startedAt: null, completedAt: null } };
    const store = await openStore();
    await started(server.url, store);
    expect(await store.info()).toMatchObject({ tasks: 0 });
    const before = Date.now();
    server.tasks = { a: { ...first, taskId: 'a', status: 'failed', completedAt: null } };
    await stored(store, 1);
    const task = await summaryOf(store, 'unassigned');
    expect(task.lastSeen).toBeGreaterThanOrEqual(before);
    expect(task.tasks).toMatchObject({ failed: 1 });
    expect(task.tasks.duration).toBeUndefined();
  });

  it('waits while nobody answers, and goes on after a restart of the server', async () => {
    const server = await McpTestServer.create();
    await server.stop();
    const store = await openStore();
    const input = await started(server.url, store);
    expect(input.status()).toMatchObject({
      state: 'waiting',
      reason: expect.stringContaining('nothing listens there'),
    });
    await server.start();
    await stored(store, 72);
    await server.stop();
    await becomes(input, { state: 'waiting' });
    await server.start();
    await becomes(input, { state: 'ok' });
    expect(input.status().counts).toMatchObject({ rejected: {} });
    expect(await store.info()).toMatchObject({ tasks: 72 });
  });

  it.each([
    ['an error page', all(500, '<html>oops</html>'), 'waiting', 'status 500'],
    ['a redirect', all(302, '', { location: 'http://127.0.0.1:1/steal' }), 'degraded', 'Something else'],
    ['a page', all(200, '<html>hello</html>'), 'degraded', 'Something else'],
    ['too many requests', all(429, '{}', { 'retry-after': '29' }), 'waiting', '429'],
  ])('says what it got instead of an answer: %s', async (_, intercept, state, reason) => {
    const server = await McpTestServer.create();
    server.intercept = intercept;
    const input = await started(server.url, await openStore());
    expect(input.status()).toMatchObject({ state, reason: expect.stringContaining(reason) });
    expect(input.status().reason).not.toContain('steal');
  });

  it.each([
    ['status 500', 500, 'oops'],
    ['torn JSON', 200, '{"jsonrpc":"2.0","result":{"content":[{"te'],
    ['no JSON', 200, '<html>'],
    ['null', 200, 'null'],
  ])('waits when calls are answered with %s, and reads on afterwards', async (_, status, body) => {
    const server = await McpTestServer.create();
    server.intercept = (request, response) => {
      if (request.url !== '/rpc') {
        return false;
      }
      response.writeHead(status).end(body);
      return true;
    };
    const store = await openStore();
    const input = await started(server.url, store);
    expect(input.status()).toMatchObject({ state: 'waiting' });
    server.intercept = () => false;
    await stored(store, 72);
    await becomes(input, { state: 'ok' });
  });

  it('gives up on an answer that does not come, and one that does not end', async () => {
    const server = await McpTestServer.create();
    server.intercept = () => true;
    const store = await openStore();
    const input = await started(server.url, store, { timeoutMs: 200, intervalMs: 3000 });
    expect(input.status()).toMatchObject({ state: 'waiting', reason: expect.stringContaining('in time') });
    let sent = 0;
    server.intercept = (request, response) => {
      if (request.url !== '/rpc') {
        return false;
      }
      const chunk = 'x'.repeat(1024 * 1024);
      const more = () => {
        sent += chunk.length;
        if (!response.destroyed) {
          response.write(chunk, () => setImmediate(more));
        }
      };
      more();
      return true;
    };
    const other = await started(server.url, store, { timeoutMs: 20_000, intervalMs: 3_600_000 });
    expect(other.status()).toMatchObject({ state: 'waiting', reason: expect.stringContaining('larger than 8 MiB') });
    expect(sent).toBeLessThan(4 * MOST_ANSWER);
  });

  it('recognises Grafana, which has the same default port, and says what to do', async () => {
    const grafana = createServer((request, response) => {
      const health = request.url === '/api/health';
      response.writeHead(health ? 200 : 302, health ? {} : { location: '/login' });
      response.end(health ? '{"database":"ok","version":"12.3.0","commit":"abc"}' : '');
    });
    await new Promise<void>((resolve) => grafana.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void grafana.close());
    const { port } = grafana.address() as AddressInfo;
    const input = await started(`http://127.0.0.1:${port}`, await openStore());
    expect(input.status()).toMatchObject({
      state: 'degraded',
      reason: expect.stringContaining('Grafana answers there'),
    });
    expect(input.status().reason).toContain('-p 3333');
  });

  it('stays below the rate limit, waits as told, and catches up', async () => {
    const server = await McpTestServer.create();
    const store = await openStore();
    const input = await started(server.url, store, { most: 12 });
    await new Promise((resolve) => setTimeout(resolve, 1000));
    expect(server.requests).toHaveLength(12);
    expect(input.status()).toMatchObject({ state: 'ok', reason: expect.stringContaining('rate limit') });
    expect(input.status().progress).toBeGreaterThan(0);
    expect(input.status().progress).toBeLessThan(1);
  });

  it('asks less and less often while nothing happens', async () => {
    const server = await McpTestServer.create();
    server.tasks = {};
    await started(server.url, await openStore());
    await new Promise((resolve) => setTimeout(resolve, 2500));
    const lists = server.called.filter((tool) => tool === 'task_list').length;
    expect(lists).toBeGreaterThan(3);
    expect(lists).toBeLessThan(9);
    expect(server.called.filter((tool) => tool === 'agent_list')).toHaveLength(1);
  });

  it('lets a missing tool and nonsense in a task not stop the rest', async () => {
    const server = await McpTestServer.create();
    const odd = {
      taskId: 'odd',
      status: 'completed',
      assignedTo: null,
      createdAt: null,
      startedAt: 7,
      completedAt: {},
    };
    const named = {
      taskId: '__proto__',
      status: 'completed',
      completedAt: '2026-11-23T12:00:00Z',
      assignedTo: ['constructor'],
    };
    server.tasks = { odd, named, ...server.tasks };
    server.intercept = (_, response, body) => {
      const broken = JSON.stringify(body?.['params'] ?? '').includes('"swarm_status"');
      if (broken) {
        response.end(JSON.stringify({ id: 1, result: { content: [{ text: 'Tool not found' }], isError: true } }));
      }
      return broken;
    };
    const store = await openStore();
    const input = await started(server.url, store);
    await stored(store, 73);
    expect(input.status().counts.rejected['malformed'], 'once, however often it is asked').toBe(1);
  });

  it('counts each finished task that is of no use once, with a reason', async () => {
    const server = await McpTestServer.create();
    const statusless = { taskId: 'statusless' };
    const untimed = { taskId: 'untimed', status: 'completed', createdAt: 'soon', completedAt: {} };
    const [refused, vanished] = ['refused', 'vanished'].map((taskId) => ({ taskId, status: 'failed' }));
    const [good] = Object.values(server.tasks);
    server.tasks = { untimed, good: good ?? {} };
    server.intercept = (_, response, body) => {
      const params = JSON.stringify(body?.['params'] ?? '');
      const answer = (result: object, isError = false) => {
        response.end(JSON.stringify({ id: 1, result: { content: [{ text: JSON.stringify(result) }], isError } }));
        return true;
      };
      if (params.includes('"task_list"')) {
        return answer({ tasks: [statusless, untimed, refused, vanished, good, null] });
      }
      return params.includes('"refused"') ? answer({}, true) : false;
    };
    const store = await openStore();
    const input = await started(server.url, store);
    await stored(store, 1);
    const counts = { stored: 3, rejected: { malformed: 4, missing_time: 1 } };
    await vi.waitFor(() => expect(input.status().counts).toMatchObject(counts));
    const lists = () => server.requests.length;
    const before = lists();
    await vi.waitFor(() => expect(lists()).toBeGreaterThan(before + 3), { timeout: 10_000 });
    expect(input.status().counts).toMatchObject(counts);
  });

  it('stores nothing of what people wrote', async () => {
    const server = await McpTestServer.create();
    const MARK = 'PLANTED secret@example.org';
    for (const task of Object.values(server.tasks)) {
      Object.assign(task, { description: MARK, result: { output: MARK }, tags: [MARK], error: MARK });
    }
    for (const agent of Object.values(server.agents)) {
      Object.assign(agent['lastResult'] ?? {}, { output: MARK });
    }
    const store = await openStore();
    const input = await started(server.url, store, { swarm: 'mine' });
    await stored(store, 72);
    const kept = JSON.stringify([await store.swarms({}), await store.tasks({ limit: 100 }), input.status()]);
    expect(kept).not.toContain('PLANTED');
  });

  it('hands over again what the store could not take', async () => {
    const server = await McpTestServer.create();
    const real = await openStore();
    let broken = true;
    const store: Store = Object.assign(Object.create(real), {
      append: (...batch: Parameters<Store['append']>) =>
        broken ? Promise.reject(new ServiceError('STORE_FULL', 'The disk is full.')) : real.append(...batch),
    });
    const input = await started(server.url, store);
    expect(input.status()).toMatchObject({ state: 'degraded', reason: expect.stringContaining('The disk is full.') });
    broken = false;
    await stored(real, 72);
    expect(input.status().counts.duplicates).toBe(0);
  });

  it('is made from its configuration, takes /rpc in the URL, and no password', async () => {
    const context = { ingestor: new Ingestor(await openStore()), scratch: '', log: pino({ level: 'silent' }) };
    const make = (url: string) => createInput(inputConfigSchema.parse({ kind: 'claude-flow-mcp', url }), context);
    expect((await make('http://127.0.0.1:3333/rpc')).id).toBe('claude-flow-mcp:127.0.0.1:3333');
    await expect(make('http://me:secret@127.0.0.1:3333')).rejects.toMatchObject({ code: 'CONFIG' });
  });

  it('stops at once, even in the middle of a request', async () => {
    const server = await McpTestServer.create();
    server.intercept = () => true;
    const config = { kind: 'claude-flow-mcp' as const, url: server.url, intervalMs: 100 };
    const input = ClaudeFlowMcpInput.create(config, { ingestor: new Ingestor(await openStore()) });
    const starting = input.start();
    await vi.waitFor(() => expect(server.requests).toHaveLength(1));
    await input.stop();
    await starting;
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(server.requests).toHaveLength(1);
  });
});
