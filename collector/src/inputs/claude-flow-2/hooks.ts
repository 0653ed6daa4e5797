import { UNASSIGNED_SWARM, type TaskRecord } from '../../../../src/core/metrics/records.ts';
import type { Rejection } from '../../ingest/account.ts';
import { finite, object, string, time } from '../narrow.ts';
import type { MemoryRow } from './memoryDb.ts';
import type { Registry } from './registry.ts';

/**
 * What `hooks post-task` wrote: that a caller called a task finished, and how long after `hooks pre-task` that was. The
 * hook can't record a failure, its status is a constant; and the duration holds what the hook itself takes, about 3.5 s.
 * So outcome and duration are the caller's word. Without a `pre-task` there is neither agent nor duration.
 */
export function taskRecord(row: MemoryRow, scope: string, registry: Registry): TaskRecord | Rejection {
  const { value } = row;
  const taskId = string(value['taskId']) ?? /^task:(.+):completed$/s.exec(row.key)?.[1];
  if (!taskId) {
    return { reason: 'malformed', message: 'a finished task of the hooks has no id' };
  }
  const endedAt = time(value['completedAt']) ?? row.createdAt;
  if (endedAt === undefined) {
    return { reason: 'missing_time', message: 'a finished task of the hooks has no time' };
  }
  const agentId = string(value['agentId']);
  const { swarmId, agentType } = registry.agent(agentId);
  const durationMs = finite(value['duration']);
  const fact = `${taskId}|${endedAt}`;
  return {
    type: 'task',
    id: `${fact}|${swarmId}`,
    // Task ids are the caller's and start again in every project; together with the end they name one task.
    factId: `claude-flow-2/task/${fact}`,
    source: 'claude-flow-2/hooks',
    scope,
    kind: 'task',
    swarmId,
    agentId,
    agentType,
    status: 'completed',
    startedAt: time(value['startedAt']),
    endedAt,
    endedAtProvenance: 'caller-reported',
    ...(durationMs === undefined ? {} : { durationMs }),
    provenance: 'caller-reported',
  };
}

/**
 * What `hooks post-bash` wrote about a command: its exit code and, if the caller gave one, its duration. A command is a step,
 * not a task. Command line and output are not read.
 */
export function commandRecord(row: MemoryRow, scope: string): TaskRecord | Rejection {
  const { value } = row;
  const metrics = object(value['metrics']);
  const code = exitCode(value['exitCode']) ?? exitCode(metrics?.['exitCode']);
  const endedAt = time(value['timestamp']) ?? row.createdAt;
  if (endedAt === undefined) {
    return { reason: 'missing_time', message: 'a command of the hooks has no time' };
  }
  if (code === undefined) {
    return { reason: 'missing_value', message: 'a command of the hooks has no exit code' };
  }
  const durationMs = finite(metrics?.['duration']);
  return {
    type: 'task',
    id: row.key,
    factId: row.key,
    source: 'claude-flow-2/hooks',
    scope,
    kind: 'tool',
    swarmId: UNASSIGNED_SWARM,
    taskType: 'cli_command',
    status: code === 0 ? 'completed' : 'failed',
    endedAt,
    endedAtProvenance: 'caller-reported',
    // The hook puts 0 where the caller gave none.
    ...(durationMs !== undefined && durationMs > 0 ? { durationMs } : {}),
    provenance: 'caller-reported',
    ...(code === 0 ? {} : { errorClass: `exit ${code}` }),
  };
}

/** The command line gives texts. */
function exitCode(value: unknown): number | undefined {
  return typeof value === 'string' && /^-?\d{1,10}$/.test(value) ? Number(value) : finite(value);
}
