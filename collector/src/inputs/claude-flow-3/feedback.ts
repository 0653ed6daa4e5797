import { taskFact } from '../../../../src/core/metrics/facts.ts';
import { UNASSIGNED_SWARM, type IngestRecord } from '../../../../src/core/metrics/records.ts';
import type { Rejection } from '../../ingest/account.ts';
import { finite, object, string } from '../narrow.ts';
import type { FeedbackRow } from './feedbackDb.ts';
import type { FlowTask } from './tasks.ts';
import type { ProjectRegistry } from './registry.ts';

export interface FeedbackContext {
  scope: string;
  registry: ProjectRegistry;
  /** The task of the store that the feedback is about, if it is (still) there. */
  task(taskId: string): FlowTask | undefined;
}

/**
 * What `hooks_post-task` wrote about a task: whether it succeeded, how long the caller says it took, a quality. It is the
 * best record of failures, and the only one of tasks that never were in the store. The task's text is not read.
 */
export function feedbackRecords(row: FeedbackRow, context: FeedbackContext): IngestRecord[] | Rejection {
  const content = parse(row.content);
  const taskId = string(content?.['taskId']);
  const success = content?.['success'];
  if (!content || !taskId || typeof success !== 'boolean' || !Number.isFinite(row.createdAt)) {
    return { reason: 'malformed', message: 'a feedback row has no task id, outcome or time' };
  }
  const { scope, registry } = context;
  const task = context.task(taskId);
  const agent = registry.agent(task?.agentId);
  const swarmId = task ? registry.swarmOf(task.agentId, task.createdAt ?? row.createdAt) : UNASSIGNED_SWARM;
  const agentType = agent?.agentType ?? string(content['agent']);
  const duration = finite(content['duration']);
  const quality = finite(content['quality']);
  const id = `${row.key}|${row.updatedAt}|${swarmId}`;
  const records: IngestRecord[] = [
    {
      type: 'task',
      id,
      factId: taskFact(taskId),
      source: 'claude-flow-3/feedback',
      scope,
      kind: 'task',
      swarmId,
      agentId: task?.agentId,
      agentType,
      taskType: task?.taskType,
      status: success ? 'completed' : 'failed',
      createdAt: task?.createdAt,
      startedAt: task?.startedAt,
      endedAt: row.createdAt,
      endedAtProvenance: 'caller-reported',
      ...(duration !== undefined && duration > 0 ? { durationMs: duration } : {}),
      provenance: 'caller-reported',
      model: agent?.model,
    },
  ];
  if (quality !== undefined) {
    records.push({
      type: 'sample',
      // Samples are not merged: a swarm that becomes known later, or a row that is written again, must not make a second one.
      id: `${row.key}|quality`,
      source: 'claude-flow-3/feedback',
      scope,
      timestamp: row.createdAt,
      swarmId,
      agentId: task?.agentId,
      metricType: 'QUALITY',
      value: quality,
      unit: 'ratio',
      tags: { taskId },
      metadata: { source: 'agent', priority: 'medium', category: 'performance', dimensions: ['swarmId', 'taskId'] },
      provenance: 'caller-reported',
    });
  }
  return records;
}

function parse(content: string): Record<string, unknown> | undefined {
  try {
    return object(JSON.parse(content));
  } catch {
    return undefined;
  }
}
