import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually, pause, Workplace, type Service } from '../support/service.ts';
import type { Summary } from '../support/known.ts';
import { McpServer, text } from './mcpServer.ts';
import { StubModel } from './stubModel.ts';

const BIN = process.env['CLAUDE_FLOW_BIN'] ?? '';
const run = promisify(execFile);

/** Tasks that the test lets claude-flow do: how each ends, and how long it is in progress at least, ms. */
const TASKS = [
  { end: 'completed', ms: 120 },
  { end: 'completed', ms: 300 },
  { end: 'completed', ms: 30 },
  { end: 'failed', ms: 50 },
  { end: 'open', ms: 0 },
] as const;

describe.skipIf(BIN === '')('the real claude-flow (skipped: CLAUDE_FLOW_BIN names no executable)', () => {
  const work = new Workplace();
  let service: Service;
  let project: string;
  let mcp: McpServer;
  let swarmId: string;
  let calls: number;

  beforeAll(async () => {
    project = await work.folder();
    service = await work.start(['--no-demo', '--data', await work.folder(), '--claude-flow', project]);
    mcp = await McpServer.start(BIN, project);
    swarmId = text(await mcp.call('swarm_init', { topology: 'star', maxAgents: 3 }), 'swarmId');
    const agents = await Promise.all([
      mcp.call('agent_spawn', { agentType: 'coder', swarmId, model: 'haiku' }),
      mcp.call('agent_spawn', { agentType: 'tester', swarmId, model: 'haiku' }),
    ]);
    for (const [index, { end, ms }] of TASKS.entries()) {
      const agentId = text(agents[index % 2], 'agentId');
      const task = await mcp.call('task_create', {
        type: 'research',
        description: 'private-text',
        assignTo: [agentId],
      });
      const taskId = text(task, 'taskId');
      await mcp.call('task_update', { taskId, status: 'in_progress' });
      await pause(ms);
      if (end === 'completed') {
        await mcp.call('task_complete', { taskId, result: { answer: 'private-text' } });
      } else if (end === 'failed') {
        await mcp.call('task_update', { taskId, status: 'failed' });
        await mcp.call('hooks_post-task', { taskId, success: false, agent: 'coder', quality: 0.25, duration: ms });
      }
    }
    calls = mcp.calls;
    await mcp.stop();
  }, 120_000);
  afterAll(async () => {
    await mcp.stop();
    await work.clear();
  });

  const swarms = async () => ((await service.json('/api/v1/swarms')) as { swarms: Summary[] }).swarms;
  const swarm = async () => (await swarms()).find((found) => found.swarmId === swarmId);

  it('has its tasks, their ends and durations in the collector as in its own store', async () => {
    const found = await eventually(async () => {
      const seen = await swarm();
      expect(seen?.tasks).toMatchObject({ total: 4, completed: 3, failed: 1 });
      return seen;
    });
    expect(found).toMatchObject({ topology: 'star', agentCount: 2 });
    const store = JSON.parse(await readFile(join(project, '.claude-flow/tasks/store.json'), 'utf8')) as {
      tasks: Record<string, { startedAt: string; completedAt: string | null }>;
    };
    const durations = Object.values(store.tasks).flatMap(({ startedAt, completedAt }) =>
      completedAt === null ? [] : Date.parse(completedAt) - Date.parse(startedAt)
    );
    expect(durations).toHaveLength(3);
    expect(found?.tasks.duration?.mean).toBeCloseTo(durations.reduce((sum, ms) => sum + ms, 0) / 3, 6);
    expect(found?.tasks.duration?.mean).toBeGreaterThanOrEqual((120 + 300 + 30) / 3);
  });

  it('has no tokens, cost or requests, since no model was asked', async () => {
    const found = await swarm();
    expect(found).not.toHaveProperty('tokens');
    expect(found).not.toHaveProperty('costUsd');
    expect(found).not.toHaveProperty('requests');
  });

  it('has each of its tool calls counted once', async () => {
    const query = { refId: 'A', metric: 'tool_calls', aggregation: 'sum', instant: true, groupBy: [] };
    await eventually(async () => {
      const { results } = (await service.postJson('/api/v1/query', { queries: [query] })) as {
        results: { A: { frames: Array<{ data: { values: unknown[][] } }> } };
      };
      expect(results.A.frames[0]?.data.values.flat()).toContain(calls);
    });
  });

  it('has the hive-mind and swarm of its command line, without the token', async () => {
    const flow = (...args: string[]) => run(BIN, args, { cwd: project, env: { ...process.env, NO_COLOR: '1' } });
    await flow('swarm', 'init', '--topology', 'mesh', '--max-agents', '5');
    await flow('hive-mind', 'init', '-t', 'mesh');
    await flow('hive-mind', 'spawn', '-n', '2');
    const hive = JSON.parse(await readFile(join(project, '.claude-flow/hive-mind/state.json'), 'utf8')) as {
      hiveToken: string;
    };
    expect(hive.hiveToken.length).toBeGreaterThan(20);
    // Longer than the collector waits between two readings.
    await pause(2500);
    const [{ hiveToken }, answers] = [
      hive,
      [await service.json('/api/v1/swarms'), await service.json('/api/v1/health')],
    ];
    expect(JSON.stringify(answers)).not.toContain(hiveToken);
    expect(JSON.stringify(answers)).not.toContain('private-text');
  });

  it('has the tokens of each model request that its agents made', async () => {
    const model = await StubModel.start();
    const agents = await McpServer.start(BIN, project, {
      RUFLO_PROVIDER: 'openrouter',
      OPENROUTER_API_KEY: 'none',
      OPENROUTER_BASE_URL: model.url,
      CLAUDE_FLOW_ROUTER_TRAJECTORY: '1',
      CLAUDE_FLOW_RUN_TRANSCRIPTS: '1',
    });
    try {
      const second = text(await agents.call('swarm_init', { topology: 'mesh', maxAgents: 3 }), 'swarmId');
      const agentId = text(
        await agents.call('agent_spawn', { agentType: 'coder', swarmId: second, model: 'haiku' }),
        'agentId'
      );
      for (const prompt of ['private-text 1', 'private-text 2', 'private-text 2']) {
        expect(await agents.call('agent_execute', { agentId, prompt })).toMatchObject({ success: true });
      }
      expect(model.answered).toHaveLength(3);
      const [input, output] = [model.sum('input'), model.sum('output')];
      await eventually(async () => {
        const found = (await swarms()).find((one) => one.swarmId === second);
        expect(found).toMatchObject({ requests: { total: 3 }, tokens: { total: input + output, input, output } });
        expect(found).not.toHaveProperty('costUsd');
      }, 20_000);
    } finally {
      await agents.stop();
      await model.stop();
    }
  });

  it('leaves the input healthy, with nothing rejected', async () => {
    await eventually(async () => {
      const health = (await service.json('/api/v1/health')) as {
        inputs: Array<{ kind: string; state: string; counts: { rejected: object } }>;
      };
      const input = health.inputs.find(({ kind }) => kind === 'claude-flow-3');
      expect(input).toMatchObject({ state: 'ok', counts: { rejected: {} } });
    });
  });
});
