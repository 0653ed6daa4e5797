import { createHash } from 'node:crypto';
import { taskFact } from '../../../../src/core/metrics/facts.ts';
import {
  UNASSIGNED_SWARM,
  type AgentRecord,
  type SampleRecord,
  type SwarmRecord,
  type TaskRecord,
  type TaskStatus,
} from '../../../../src/core/metrics/records.ts';
import type { Rejection } from '../../ingest/account.ts';
import { systemSamples } from '../claude-flow-3/host.ts';
import { array, finite, object, string, time } from '../narrow.ts';

const SOURCE = 'claude-flow-mcp';

const FINISHED: ReadonlyMap<string, TaskStatus> = new Map([
  ['completed', 'completed'],
  ['failed', 'failed'],
  ['cancelled', 'cancelled'],
  ['canceled', 'cancelled'],
]);

/** Where the answers come from, and the swarm that was configured for what names none. */
export interface Place {
  scope: string;
  swarm: string | undefined;
}

export interface ListedTask {
  taskId: string;
  status: string;
}

export interface ListedAgent {
  agentId: string;
  agentType?: string;
  createdAt?: number;
}

/** Finished tasks of a `task_list` answer, newest first, and entries without id or status. Descriptions are prompts and not read. */
export function finishedTasks(answer: Record<string, unknown>): { tasks: ListedTask[]; malformed: unknown[] } {
  const tasks: ListedTask[] = [];
  const malformed: unknown[] = [];
  for (const item of array(answer['tasks']) ?? []) {
    const task = object(item);
    const [taskId, status] = [string(task?.['taskId']), string(task?.['status'])];
    if (!taskId || !status) {
      malformed.push(item);
    } else if (FINISHED.has(status)) {
      tasks.push({ taskId, status });
    }
  }
  return { tasks, malformed };
}

/** The agent that a `task_status` answer names first. */
export function assignee(answer: Record<string, unknown>): string | undefined {
  return string(array(answer['assignedTo'])?.[0]);
}

/** Whether a `task_status` answer is about a task at all. */
export function isAboutTask(answer: Record<string, unknown>): boolean {
  const status = string(answer['status']);
  return string(answer['taskId']) !== undefined && status !== undefined && status !== 'not_found';
}

/**
 * The task of a `task_status` answer, or why there can be none; undefined if it is not finished. As in claude-flow's own store, a failed task has no end: when we
 * saw it failing stands in, else its start, as an estimate.
 */
export function taskRecord(
  answer: Record<string, unknown>,
  place: Place,
  agent: ListedAgent | undefined,
  seenFinishedAt: number | undefined
): TaskRecord | Rejection | undefined {
  const taskId = string(answer['taskId']);
  const status = FINISHED.get(string(answer['status']) ?? '');
  if (!taskId || !status) {
    return undefined;
  }
  const [createdAt, startedAt] = [time(answer['createdAt']), time(answer['startedAt'])];
  const completedAt = time(answer['completedAt']);
  const endedAt = completedAt ?? seenFinishedAt ?? startedAt ?? createdAt;
  if (endedAt === undefined) {
    return { reason: 'missing_time', message: 'a finished task of the MCP server has no time that can be read' };
  }
  const swarmId = place.swarm ?? UNASSIGNED_SWARM;
  const measured = status === 'completed' && completedAt !== undefined && startedAt !== undefined;
  return {
    type: 'task',
    id: [taskId, status, completedAt ?? '', swarmId].join('|'),
    factId: taskFact(taskId),
    source: SOURCE,
    scope: place.scope,
    kind: 'task',
    swarmId,
    agentId: assignee(answer),
    agentType: agent?.agentType,
    taskType: string(answer['type']),
    status,
    createdAt,
    startedAt,
    endedAt,
    endedAtProvenance: completedAt === undefined ? 'estimated' : 'measured',
    ...(measured ? { durationMs: completedAt - startedAt } : {}),
    provenance: 'measured',
  };
}

/** Agents of an `agent_list` answer. `taskCount` is no task count, `health` a constant: neither is read. */
export function listedAgents(answer: Record<string, unknown>): ListedAgent[] {
  return (array(answer['agents']) ?? []).flatMap((item) => {
    const agent = object(item);
    const agentId = string(agent?.['agentId']);
    return agent && agentId
      ? { agentId, agentType: string(agent['agentType']), createdAt: time(agent['createdAt']) }
      : [];
  });
}

/** The server does not say which swarm an agent is in, so only a configured swarm has agents. */
export function agentRecords(
  agents: Iterable<ListedAgent>,
  { scope, swarm }: Place,
  observedAt: number
): AgentRecord[] {
  return swarm === undefined
    ? []
    : [...agents].map((agent) => ({
        type: 'agent',
        id: [agent.agentId, swarm, agent.agentType ?? ''].join('\0'),
        source: SOURCE,
        scope,
        swarmId: swarm,
        observedAt,
        ...agent,
      }));
}

/** The swarm of a `swarm_status` answer. `taskCount` is always 0 and not read. */
export function swarmRecord(answer: Record<string, unknown>, scope: string, now: number): SwarmRecord | undefined {
  const swarmId = string(answer['swarmId']);
  if (!swarmId) {
    return undefined;
  }
  const config = object(answer['config']);
  const described = {
    swarmId,
    topology: string(answer['topology']) ?? string(config?.['topology']),
    strategy: string(config?.['strategy']),
    status: string(answer['status']),
    maxAgents: finite(answer['maxAgents']),
    agentCount: finite(answer['agentCount']),
    createdAt: time(answer['createdAt']),
  };
  const hash = createHash('sha256').update(JSON.stringify(described)).digest('hex').slice(0, 16);
  return { type: 'swarm', id: `${swarmId}:${hash}`, source: SOURCE, scope, ...described, observedAt: now };
}

/** CPU and memory of the server's host; its request and task counts are not read. */
export function hostSamples(answer: Record<string, unknown>, scope: string): SampleRecord[] {
  return systemSamples(answer, scope).map((sample) => ({ ...sample, source: SOURCE }));
}

/**
 * Tokens of the latest successful call in an `agent_status` answer; its output is not read. Only for a configured swarm:
 * otherwise they could not be told from what the project folder says of the same calls.
 */
export function lastResultSamples(
  answer: Record<string, unknown>,
  { scope, swarm }: Place,
  seenAt: number
): SampleRecord[] {
  const agentId = string(answer['agentId']);
  const result = object(answer['lastResult']);
  const messageId = string(result?.['messageId']);
  if (!result || !agentId || !messageId || swarm === undefined) {
    return [];
  }
  const usage = object(result['usage']);
  return (['input', 'output'] as const).flatMap((type): SampleRecord[] => {
    const value = finite(usage?.[`${type}Tokens`]);
    return value === undefined
      ? []
      : [
          {
            type: 'sample',
            id: `${agentId}|${messageId}|${type}`,
            source: SOURCE,
            scope,
            timestamp: seenAt,
            swarmId: swarm,
            agentId,
            metricType: 'TOKEN_USAGE',
            value,
            unit: 'tokens',
            model: string(result['model']),
            tags: { type, time: 'estimated' },
            metadata: { source: 'neural', priority: 'low', category: 'business', dimensions: ['swarmId', 'agentId'] },
            provenance: 'measured',
          },
        ];
  });
}
