import type { MetricRecord } from '../../../src/core/guide/metricRecord.ts';
import type { MetricType } from '../../../src/core/metrics/metricTypes.ts';
import type { TaskKind } from '../../../src/core/metrics/records.ts';
import type { StoredSample, StoredTask } from '../store/rows.ts';
import type { Store } from '../store/store.ts';

const DURATION_TYPES: Record<TaskKind, MetricType> = {
  task: 'TASK_DURATION',
  subagent: 'TASK_DURATION',
  tool: 'TOOL_DURATION',
  request: 'RESPONSE_TIME',
};

/**
 * What is stored of a swarm as the guide's metric records, newest first, at most `limit`. Finished work appears as its
 * duration; work whose duration nobody measured has none to show.
 */
export async function metricRecords(
  store: Store,
  swarmId: string,
  window: { from: number; to: number },
  limit: number,
  signal?: AbortSignal
): Promise<{ records: MetricRecord[]; cut: boolean }> {
  const selection = { swarms: [swarmId], ...window, limit: limit + 1 };
  const [tasks, samples] = await Promise.all([store.tasks(selection, signal), store.samples(selection, signal)]);
  const records = [...tasks.flatMap(fromTask), ...samples.map(fromSample)].sort((a, b) => b.timestamp - a.timestamp);
  return { records: records.slice(0, limit), cut: records.length > limit };
}

function fromTask(task: StoredTask): MetricRecord[] {
  if (task.durationMs === null) {
    return [];
  }
  const tags = {
    taskId: task.id,
    kind: task.kind,
    status: task.status,
    taskType: task.taskType,
    agentType: task.agentType,
    model: task.model,
  };
  return [
    {
      id: task.id,
      timestamp: task.endedAt,
      swarmId: task.swarmId,
      ...(task.agentId === null ? {} : { agentId: task.agentId }),
      metricType: DURATION_TYPES[task.kind],
      value: task.durationMs,
      unit: 'ms',
      tags: Object.fromEntries(Object.entries(tags).flatMap(([key, value]) => (value === null ? [] : [[key, value]]))),
      metadata: {
        source: task.kind === 'request' ? 'neural' : 'agent',
        priority: 'high',
        category: 'performance',
        dimensions: ['swarmId', 'agentId', 'taskType'],
        provenance: task.provenance,
      },
    },
  ];
}

function fromSample(sample: StoredSample): MetricRecord {
  return {
    id: sample.id,
    timestamp: sample.timestamp,
    swarmId: sample.swarmId,
    ...(sample.agentId === null ? {} : { agentId: sample.agentId }),
    metricType: sample.metricType,
    value: sample.value,
    unit: sample.unit,
    tags: { ...sample.tags, ...(sample.model === null ? {} : { model: sample.model }) },
    metadata: { ...sample.metadata, provenance: sample.provenance },
  };
}
