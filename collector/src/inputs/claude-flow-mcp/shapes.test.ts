import { describe, expect, it } from 'vitest';
import { recordedCalls } from '../../testing/mcpServer.ts';
import { NOON } from '../../testing/records.ts';
import {
  agentRecords,
  finishedTasks,
  hostSamples,
  lastResultSamples,
  listedAgents,
  swarmRecord,
  taskRecord,
} from './shapes.ts';

const place = { scope: 'claude-flow-mcp:test', swarm: undefined };

async function recorded(tool: string): Promise<Record<string, unknown>> {
  const call = (await recordedCalls()).find((each) => each.tool === tool);
  return call?.result ?? {};
}

describe('answers of the MCP server', () => {
  it('reads the swarm, not its task count, which is always 0', async () => {
    const answer = await recorded('swarm_status');
    expect(answer).toMatchObject({ taskCount: 0 });
    const swarm = swarmRecord(answer, place.scope, NOON);
    expect(swarm).toMatchObject({ topology: 'hierarchical', strategy: 'specialized', agentCount: 4, maxAgents: 6 });
    expect(JSON.stringify(swarm)).not.toContain('taskCount');
    expect(swarmRecord({ status: 'no_swarm', totalSwarms: 0 }, place.scope, NOON)).toBeUndefined();
  });

  it('reads agents, not their task counts and constant health', async () => {
    const answer = await recorded('agent_list');
    expect(JSON.stringify(answer)).toContain('"taskCount":12');
    const agents = listedAgents(answer);
    expect(agents).toHaveLength(12);
    expect(Object.keys(agents[0] ?? {})).toEqual(['agentId', 'agentType', 'createdAt']);
    expect(agentRecords(agents, place, NOON), 'which swarm they are in is not told').toEqual([]);
    expect(agentRecords(agents, { ...place, swarm: 'mine' }, NOON)).toHaveLength(12);
  });

  it('reads CPU and memory of the host, not request and task counts', async () => {
    const answer = await recorded('system_metrics');
    expect(answer).toMatchObject({ requests: { total: 0 }, cpu: 251.5 });
    const samples = hostSamples(answer, place.scope);
    expect(samples.map(({ metricType, value, source }) => [metricType, value, source])).toEqual([
      ['CPU_USAGE', 1, 'claude-flow-mcp'],
      ['MEMORY_USAGE', 1634 / 24106, 'claude-flow-mcp'],
    ]);
  });

  it.each([
    'performance_metrics',
    'agent_health',
    'memory_detailed-stats',
    'hooks_intelligence_stats',
    'hooks_metrics',
  ])('makes nothing of %s even if it came', async (tool) => {
    const answer = await recorded(tool);
    expect(Object.keys(answer).length).toBeGreaterThan(0);
    expect(finishedTasks(answer)).toEqual({ tasks: [], malformed: [] });
    expect(taskRecord(answer, place, undefined, NOON)).toBeUndefined();
    expect(listedAgents(answer)).toEqual([]);
    expect(swarmRecord(answer, place.scope, NOON)).toBeUndefined();
    expect(hostSamples(answer, place.scope)).toEqual([]);
    expect(lastResultSamples(answer, { ...place, swarm: 'mine' }, NOON)).toEqual([]);
  });

  it('gives a failed task no duration, and its end as an estimate', () => {
    const answer = { taskId: 't', status: 'failed', createdAt: NOON, startedAt: NOON + 1, completedAt: null };
    const failed = taskRecord(answer, place, undefined, undefined);
    expect(failed).toMatchObject({ endedAt: NOON + 1, endedAtProvenance: 'estimated', status: 'failed' });
    expect(failed).not.toHaveProperty('durationMs');
    expect(taskRecord(answer, place, undefined, NOON + 9)).toMatchObject({ endedAt: NOON + 9 });
    expect(taskRecord({ ...answer, status: 'in_progress' }, place, undefined, NOON)).toBeUndefined();
    expect(taskRecord({ ...answer, status: 'not_found' }, place, undefined, NOON)).toBeUndefined();
  });

  it('refuses a finished task of which no time can be read', () => {
    const answer = { taskId: 't', status: 'completed', createdAt: 'soon', startedAt: {}, completedAt: null };
    expect(taskRecord(answer, place, undefined, undefined)).toMatchObject({ reason: 'missing_time' });
    expect(taskRecord({ ...answer, status: 'pending' }, place, undefined, undefined)).toBeUndefined();
  });

  it('takes the same task as the folder does', () => {
    const answer = { taskId: 't', status: 'completed', startedAt: NOON, completedAt: NOON + 5, assignedTo: ['a', 'b'] };
    expect(taskRecord(answer, place, { agentId: 'a', agentType: 'coder' }, NOON)).toMatchObject({
      factId: 'claude-flow-3/task/t',
      source: 'claude-flow-mcp',
      agentId: 'a',
      agentType: 'coder',
      swarmId: 'unassigned',
      durationMs: 5,
    });
  });
});
