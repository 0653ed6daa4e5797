import { taskFact } from '../../../../src/core/metrics/facts.ts';
import type { TaskRecord, TaskStatus } from '../../../../src/core/metrics/records.ts';
import type { Rejection } from '../../ingest/account.ts';
import { array, entries, object, string, time } from '../narrow.ts';
import type { ProjectRegistry } from './registry.ts';

/** One task of `tasks/store.json`. Description, result and tags are not read: they hold prompts and answers. */
export interface FlowTask {
  taskId: string;
  taskType?: string;
  status: string;
  agentId?: string;
  createdAt?: number;
  startedAt?: number;
  completedAt?: number;
}

const FINISHED: ReadonlyMap<string, TaskStatus> = new Map([
  ['completed', 'completed'],
  ['failed', 'failed'],
  ['cancelled', 'cancelled'],
  ['canceled', 'cancelled'],
]);

/** The tasks of a store, and the keys of those that have no status; undefined when the value is no task store. */
export function parseTasks(value: unknown): { tasks: FlowTask[]; withoutStatus: string[] } | undefined {
  const stored = object(object(value)?.['tasks']);
  if (!stored) {
    return undefined;
  }
  const tasks: FlowTask[] = [];
  const withoutStatus: string[] = [];
  for (const [key, entry] of entries(stored)) {
    const task = toTask(key, entry);
    if (task) {
      tasks.push(task);
    } else {
      withoutStatus.push(key);
    }
  }
  return { tasks, withoutStatus };
}

function toTask(key: string, entry: unknown): FlowTask | undefined {
  const task = object(entry);
  const status = string(task?.['status']);
  return task && status
    ? {
        taskId: string(task['taskId']) ?? key,
        taskType: string(task['type']),
        status,
        agentId: string(array(task['assignedTo'])?.[0]),
        createdAt: time(task['createdAt']),
        startedAt: time(task['startedAt']),
        completedAt: time(task['completedAt']),
      }
    : undefined;
}

export function isFinished(task: FlowTask): boolean {
  return FINISHED.has(task.status);
}

/**
 * The record of a finished task, or why there can be none; undefined while it is not finished. claude-flow writes no end of a failed task: `seenFailingAt` is when we saw the status
 * change; without it the start stands in, marked as an estimate, until a better source tells the end.
 */
export function toTaskRecord(
  task: FlowTask,
  scope: string,
  registry: ProjectRegistry,
  seenFailingAt: number | undefined
): TaskRecord | Rejection | undefined {
  const status = FINISHED.get(task.status);
  if (!status) {
    return undefined;
  }
  const endedAt = task.completedAt ?? seenFailingAt ?? task.startedAt ?? task.createdAt;
  if (endedAt === undefined) {
    return { reason: 'missing_time', message: 'a finished task in tasks/store.json has no time that can be read' };
  }
  const swarmId = registry.swarmOf(task.agentId, task.createdAt ?? endedAt);
  const agent = registry.agent(task.agentId);
  const measured = status === 'completed' && task.completedAt !== undefined && task.startedAt !== undefined;
  return {
    type: 'task',
    id: [task.taskId, task.status, task.completedAt ?? '', swarmId].join('|'),
    factId: taskFact(task.taskId),
    source: 'claude-flow-3/tasks',
    scope,
    kind: 'task',
    swarmId,
    agentId: task.agentId,
    agentType: agent?.agentType,
    taskType: task.taskType,
    status,
    createdAt: task.createdAt,
    startedAt: task.startedAt,
    endedAt,
    endedAtProvenance: task.completedAt === undefined ? 'estimated' : 'measured',
    ...(measured ? { durationMs: (task.completedAt ?? 0) - (task.startedAt ?? 0) } : {}),
    provenance: 'measured',
    model: agent?.model,
  };
}
