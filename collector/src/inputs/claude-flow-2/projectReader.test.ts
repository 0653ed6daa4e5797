import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { IngestRecord, TaskRecord } from '../../../../src/core/metrics/records.ts';
import { ADD_ROW, change, recordedFolder } from '../../testing/claudeFlow2.ts';
import { account, collecting } from '../../testing/submitters.ts';
import { tempFolder } from '../../testing/tempFolder.ts';
import { utc } from './hiveDb.ts';
import { hostSamples } from './host.ts';
import { epochMs } from './memoryDb.ts';
import { ProjectReader } from './projectReader.ts';

async function read(folder: string) {
  const to = collecting();
  const reader = new ProjectReader(folder, 'claude-flow-2:test', account(), to, await tempFolder());
  await reader.readOnce();
  const tasks = to.records.flatMap((record) => (record.type === 'task' ? record : []));
  return { ...to, tasks, all: [...to.records, ...to.descriptions] };
}

const ofKind = (tasks: readonly TaskRecord[], kind: string) => tasks.filter((task) => task.kind === kind);
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const durations = (tasks: readonly TaskRecord[]) => tasks.flatMap((task) => task.durationMs ?? []);

function metricsOf(records: readonly IngestRecord[]): string[] {
  return records.flatMap((record) => (record.type === 'sample' ? record.metricType : [])).sort();
}

describe('ProjectReader of claude-flow 2.x', () => {
  it('gives each agent its tasks, and none to the two that never ended', async () => {
    const tasks = ofKind((await read(await recordedFolder('project'))).tasks, 'task');
    const of = (agent: string) => durations(tasks.filter(({ agentId }) => agentId === agent));
    expect(of('agent-1')).toHaveLength(4);
    expect(mean(of('agent-1'))).toBeCloseTo(4511.25, 6);
    expect(of('agent-2')).toHaveLength(3);
    expect(mean(of('agent-2'))).toBeCloseTo(4264, 6);
    expect(of('agent-3')).toHaveLength(3);
    expect(mean(of('agent-3'))).toBeCloseTo(4529.6667, 3);
    expect(tasks.map(({ id }) => id.split('|')[0])).not.toEqual(expect.arrayContaining(['task-005']));
    expect(tasks.map(({ id }) => id.split('|')[0])).not.toEqual(expect.arrayContaining(['task-011']));
  });

  it('leaves agent, start and duration of a task without a start away', async () => {
    const { tasks } = await read(await recordedFolder('project'));
    const task = tasks.find(({ id }) => id.startsWith('task-013|'));
    expect(task).toMatchObject({ status: 'completed', swarmId: 'unassigned', provenance: 'caller-reported' });
    expect([task?.agentId, task?.startedAt, task?.durationMs]).toEqual([undefined, undefined, undefined]);
  });

  it('says of outcome and duration that they are the caller’s word', async () => {
    const { tasks } = await read(await recordedFolder('project'));
    expect(tasks).toHaveLength(21);
    for (const task of tasks) {
      expect(task).toMatchObject({ provenance: 'caller-reported', endedAtProvenance: 'caller-reported' });
    }
  });

  it('takes commands as steps, not as tasks', async () => {
    const commands = ofKind((await read(await recordedFolder('project'))).tasks, 'tool');
    expect(commands).toHaveLength(10);
    expect(mean(durations(commands))).toBe(715);
    const failed = commands.filter(({ status }) => status === 'failed');
    expect(failed.map(({ errorClass }) => errorClass)).toEqual(['exit 1', 'exit 127', 'exit 1']);
    expect(new Set(commands.map(({ taskType }) => taskType))).toEqual(new Set(['cli_command']));
  });

  it('knows swarms and agents of MCP server, hive-mind and hooks', async () => {
    const { descriptions } = await read(await recordedFolder('project'));
    const count = (type: string, source: string) =>
      descriptions.filter((record) => record.type === type && record.source === `claude-flow-2/${source}`).length;
    expect([count('swarm', 'mcp'), count('agent', 'mcp')]).toEqual([2, 7]);
    expect([count('swarm', 'hive'), count('agent', 'hive')]).toEqual([2, 10]);
    expect([count('swarm', 'hooks'), count('agent', 'hooks')]).toEqual([0, 3]);
    const mesh = descriptions.find((record) => record.type === 'swarm' && record.topology === 'mesh');
    expect(mesh).toMatchObject({ agentCount: 3, maxAgents: 5, strategy: 'balanced', createdAt: 1795438242000 });
  });

  it('places a task in the swarm that its agent was announced in', async () => {
    const folder = await recordedFolder('project');
    const value = { taskId: 'placed', agentId: 'coder-1', completedAt: '2026-11-23T12:51:00Z', duration: 5 };
    await change(join(folder, '.swarm', 'memory.db'), [
      ADD_ROW,
      ['task:placed:completed', JSON.stringify(value), 'hooks:post-task', 1795438260, 1795438260],
    ]);
    const task = (await read(folder)).tasks.find(({ agentId }) => agentId === 'coder-1');
    expect(task).toMatchObject({ swarmId: 'swarm-notes', agentType: 'coder' });
  });

  it('reads rows that claude-flow calls compressed, whole and in seconds', async () => {
    const folder = await recordedFolder('project');
    const value = { taskId: 'packed', description: 'x'.repeat(20_000), agentId: 'agent-1', duration: 7 };
    const packed = `__compressed__${Buffer.from(JSON.stringify(value)).toString('base64')}`;
    await change(join(folder, '.swarm', 'memory.db'), [
      ADD_ROW,
      ['task:packed:completed', packed, 'hooks:post-task', 1795438261, 1795438261],
    ]);
    const task = (await read(folder)).tasks.find(({ id }) => id.startsWith('packed|'));
    expect(task).toMatchObject({ endedAt: 1795438261000, durationMs: 7 });
  });

  it('reads a repeated task as a second one, and prototype names as names', async () => {
    const folder = await recordedFolder('project');
    const value = { taskId: '__proto__', agentId: 'constructor', completedAt: '2026-11-23T12:51:00Z', duration: 5 };
    const again = { taskId: 'task-001', agentId: 'agent-1', completedAt: '2026-11-23T12:52:00Z', duration: 9 };
    await change(
      join(folder, '.swarm', 'memory.db'),
      [ADD_ROW, ['task:__proto__:completed', JSON.stringify(value), 'hooks:post-task', 1795438260, 1795438260]],
      [ADD_ROW, ['task:task-001:again', JSON.stringify(again), 'hooks:post-task', 1795438320, 1795438320]]
    );
    const { tasks } = await read(folder);
    expect(tasks.filter(({ id }) => id.startsWith('task-001|'))).toHaveLength(2);
    expect(tasks.find(({ id }) => id.startsWith('__proto__|'))).toMatchObject({ swarmId: 'unassigned' });
  });

  it('takes nothing but CPU and memory of the host as samples', async () => {
    const { records } = await read(await recordedFolder('project'));
    const samples = records.flatMap((record) => (record.type === 'sample' ? record : []));
    expect(metricsOf(samples)).toEqual(['CPU_USAGE', 'MEMORY_USAGE']);
    expect(samples.map(({ value }) => value)).toEqual([1.055 / 2, 918061056 / 25276502016]);
    expect(samples.map(({ tags, swarmId }) => [tags['scope'], swarmId])).toEqual([
      ['host', 'unassigned'],
      ['host', 'unassigned'],
    ]);
  });
});

describe('deny-list of claude-flow 2.x', () => {
  it('token-usage.json, which lost all output tokens, is not read', async () => {
    const folder = await recordedFolder('project');
    const file = await readFile(join(folder, '.claude-flow', 'metrics', 'token-usage.json'), 'utf8');
    expect(JSON.parse(file)).toMatchObject({ totals: { input: 86, output: 0 } });
    const { records, tasks } = await read(folder);
    expect(metricsOf(records)).not.toContain('TOKEN_USAGE');
    expect(tasks.filter(({ tokens, costUsd }) => tokens ?? costUsd)).toEqual([]);
  });

  it('performance.json and task-metrics.json, which each process overwrites, are not read', async () => {
    const folder = await recordedFolder('project');
    const metrics = join(folder, '.claude-flow', 'metrics');
    expect(JSON.parse(await readFile(join(metrics, 'performance.json'), 'utf8'))).toMatchObject({ totalTasks: 1 });
    const [timing] = JSON.parse(await readFile(join(metrics, 'task-metrics.json'), 'utf8')) as Array<{ id: string }>;
    expect(timing?.id).toBe('cmd-swarm-1795438245355');
    expect(JSON.stringify((await read(folder)).all)).not.toContain('cmd-swarm');
  });

  it('scores of the hive, which are column defaults, are not read', async () => {
    const folder = await recordedFolder('project');
    await change(
      join(folder, '.hive-mind', 'hive.db'),
      ['ALTER TABLE agents ADD COLUMN performance_score REAL DEFAULT 0.5'],
      ['ALTER TABLE agents ADD COLUMN success_rate REAL DEFAULT 1.0'],
      [`INSERT INTO tasks (id, swarm_id, status) SELECT 'never written', id, 'completed' FROM swarms LIMIT 1`]
    );
    expect((await read(folder)).all).toEqual((await read(await recordedFolder('project'))).all);
  });

  it('summaries that claude-flow computes, and the repeated durations, are not read', async () => {
    const text = JSON.stringify((await read(await recordedFolder('project'))).all);
    for (const word of ['sessionDuration', 'command-metrics', 'metrics:task', 'session-', 'orchestration']) {
      expect(text).not.toContain(word);
    }
  });

  it('stores nothing of what people wrote', async () => {
    const folder = await recordedFolder('project');
    const MARK = 'PLANTED secret@example.org /home/somebody';
    const planted = { description: MARK, output: MARK, command: MARK, error: MARK, metadata: MARK, name: MARK };
    const task = { ...planted, taskId: 't', agentId: 'agent-1', completedAt: '2026-11-23T12:51:00Z' };
    const bash = { ...planted, exitCode: '1', timestamp: '2026-11-23T12:51:00Z', metrics: planted };
    const swarm = { ...planted, id: 's', config: JSON.stringify(planted), capabilities: MARK, objective: MARK };
    const agent = { ...planted, id: 'a', swarmId: 's', type: 'coder', capabilities: MARK };
    await change(
      join(folder, '.swarm', 'memory.db'),
      ...[
        ['task:t:completed', task, 'hooks:post-task'] as const,
        ['bash:b:post', bash, 'hooks:post-bash'] as const,
        ['swarm:s', swarm, 'swarms'] as const,
        ['agent:a', agent, 'agents'] as const,
      ].map(([key, value, namespace]): [string, Array<string | number>] => [
        ADD_ROW,
        [key, JSON.stringify(value), namespace, 1795438260, 1795438260],
      ])
    );
    await change(join(folder, '.hive-mind', 'hive.db'), ['UPDATE swarms SET objective = ?, name = ?', [MARK, MARK]]);
    await change(join(folder, '.hive-mind', 'hive.db'), ['UPDATE agents SET capabilities = ?, name = ?', [MARK, MARK]]);
    const { all, tasks } = await read(folder);
    expect(tasks).toHaveLength(23);
    expect(JSON.stringify(all)).not.toMatch(/PLANTED|Tidy|Compare two|npm test/);
  });
});

describe('times and loads of claude-flow 2.x', () => {
  it('takes seconds for seconds and milliseconds for milliseconds', () => {
    expect([epochMs(1795438242), epochMs(1795438242000), epochMs(0), epochMs('1795438242'), epochMs(NaN)]).toEqual([
      1795438242000,
      1795438242000,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('takes times without a zone as UTC', () => {
    expect(utc('2026-11-23 12:50:04')).toBe(Date.UTC(2026, 10, 23, 12, 50, 4));
    expect([utc('yesterday'), utc(null), utc('2026-99-99 12:50:04')]).toEqual([undefined, undefined, undefined]);
  });

  it('takes the load by core, at most 1, and nothing without the number of cores', () => {
    const entry = { timestamp: 1795438236206, cpuCount: 4, cpuLoad: 3, memoryTotal: 0, memoryUsed: 1 };
    const values = (value: unknown) => hostSamples(value, 's')?.map((sample) => sample.value);
    expect(values([entry])).toEqual([0.75]);
    expect(values([{ ...entry, cpuLoad: 9 }])).toEqual([1]);
    expect(values([{ ...entry, cpuCount: null }, null, 7, { cpuLoad: 1, cpuCount: 1 }])).toEqual([]);
    expect(hostSamples({ not: 'a list' }, 's')).toBeUndefined();
  });
});
