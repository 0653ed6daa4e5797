import type { MetricName, MetricType } from '../metrics/metricTypes.ts';
import type { Provenance } from '../metrics/provenance.ts';
import type {
  MetricCategory,
  MetricPriority,
  MetricSource,
  SampleRecord,
  TaskKind,
  TaskRecord,
} from '../metrics/records.ts';
import type { Unit } from '../metrics/units.ts';

/** The integration guide's metric record, with the provenance of its value. */
export interface MetricRecord {
  id: string;
  /** Epoch ms. */
  timestamp: number;
  swarmId: string;
  agentId?: string;
  metricType: MetricName;
  value: number;
  unit: Unit;
  tags: Record<string, string>;
  metadata: {
    source: MetricSource;
    priority: MetricPriority;
    category: MetricCategory;
    dimensions: string[];
    provenance: Provenance;
    /** Share of such records that the sender kept, where it kept a sample. */
    sampleRate?: number;
  };
}

const DURATION_TYPES: Record<TaskKind, MetricType> = {
  task: 'TASK_DURATION',
  subagent: 'TASK_DURATION',
  tool: 'TOOL_DURATION',
  request: 'RESPONSE_TIME',
};

/** The parts of finished work that its metric record shows. */
export type TimedWork = Pick<
  TaskRecord,
  | 'id'
  | 'kind'
  | 'swarmId'
  | 'agentId'
  | 'agentType'
  | 'taskType'
  | 'status'
  | 'endedAt'
  | 'durationMs'
  | 'model'
  | 'provenance'
  | 'sampleRate'
>;

/** Finished work appears as its duration; work whose duration nobody measured has none to show. */
export function workMetric(work: TimedWork): MetricRecord | undefined {
  if (work.durationMs === undefined) {
    return undefined;
  }
  const { kind, status, taskType, agentType, model } = work;
  return {
    id: work.id,
    timestamp: work.endedAt,
    swarmId: work.swarmId,
    ...(work.agentId === undefined ? {} : { agentId: work.agentId }),
    metricType: DURATION_TYPES[kind],
    value: work.durationMs,
    unit: 'ms',
    tags: known({ taskId: work.id, kind, status, taskType, agentType, model }),
    metadata: {
      source: kind === 'request' ? 'neural' : 'agent',
      priority: 'high',
      category: 'performance',
      dimensions: ['swarmId', 'agentId', 'taskType'],
      provenance: work.provenance,
      ...sampled(work),
    },
  };
}

export type SampleValue = Pick<
  SampleRecord,
  | 'id'
  | 'timestamp'
  | 'swarmId'
  | 'agentId'
  | 'metricType'
  | 'value'
  | 'unit'
  | 'model'
  | 'tags'
  | 'metadata'
  | 'provenance'
  | 'sampleRate'
>;

export function sampleMetric(sample: SampleValue): MetricRecord {
  const { id, timestamp, swarmId, agentId, metricType, value, unit, model, tags, metadata, provenance } = sample;
  return {
    id,
    timestamp,
    swarmId,
    ...(agentId === undefined ? {} : { agentId }),
    metricType,
    value,
    unit,
    tags: { ...tags, ...known({ model }) },
    metadata: { ...metadata, provenance, ...sampled(sample) },
  };
}

function sampled({ sampleRate }: { sampleRate?: number }): { sampleRate?: number } {
  return sampleRate === undefined ? {} : { sampleRate };
}

function known(tags: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(Object.entries(tags).filter((entry): entry is [string, string] => entry[1] !== undefined));
}
