import type { MetricName } from './metricTypes.ts';
import type { Provenance } from './provenance.ts';
import type { Unit } from './units.ts';

/**
 * What an input turns its foreign shapes into. Everything else in the system works on these.
 *
 * Common to all of them:
 * - `id` is the sender's own id, or one made of the row's key. It is unique within its source, whatever folder or request
 *   it came by: receiving the same (source, id) again changes nothing.
 * - `scope` is the session or project folder that the record belongs to. Precedence of usage is decided per scope.
 * - times are UTC epoch milliseconds.
 * - a value that nobody measured is absent, never 0.
 */
interface RecordOrigin {
  id: string;
  source: SourceId;
  scope: string;
}

/** Where a record was read, finer than an input: one input may see the same fact in two places. */
export const SOURCE_IDS = [
  'claude-code/metrics',
  'claude-code/events',
  'claude-code/traces',
  'claude-code/transcripts',
  'claude-flow-3/tasks',
  'claude-flow-3/feedback',
  'claude-flow-3/run-transcripts',
  'claude-flow-3/trajectories',
  'claude-flow-3/agents',
  'claude-flow-3/swarms',
  'claude-flow-3/system',
  'claude-flow-3/receipts',
  'claude-flow-3/workers',
  'claude-flow-3/learning',
  'claude-flow-3/sessions',
  'claude-flow-3/costs',
  'claude-flow-mcp',
  'claude-flow-2/hooks',
  'claude-flow-2/mcp',
  'claude-flow-2/hive',
  'claude-flow-2/system',
  'prometheus',
  'push',
] as const;
export type SourceId = (typeof SOURCE_IDS)[number];

export const TASK_KINDS = ['task', 'subagent', 'tool', 'request'] as const;
/** `task` and `subagent` are units of work and make the totals; `tool` and `request` are steps inside them. */
export type TaskKind = (typeof TASK_KINDS)[number];

/** Kinds that count as work when tasks are totalled. */
export const WORK_KINDS: readonly TaskKind[] = ['task', 'subagent'];

export const TASK_STATUSES = ['completed', 'failed', 'cancelled'] as const;
/** A cancelled task is neither a success nor a failure. */
export type TaskStatus = (typeof TASK_STATUSES)[number];

export interface TokenCounts {
  input?: number;
  output?: number;
  cacheRead?: number;
  cacheCreation?: number;
}

/** One finished unit of work. */
export interface TaskRecord extends RecordOrigin {
  type: 'task';
  /** The unit of work itself; records of several sources that describe the same unit share it. Equal to `id` where no other source can see it. */
  factId: string;
  kind: TaskKind;
  swarmId: string;
  /** True when the sender named no swarm and the session or project stands in for it. */
  swarmInferred?: boolean;
  agentId?: string;
  agentType?: string;
  /** Task type, tool name or request kind. */
  taskType?: string;
  status: TaskStatus;
  createdAt?: number;
  startedAt?: number;
  /** Event time: when the unit ended. */
  endedAt: number;
  /** How `endedAt` is known. */
  endedAtProvenance: Provenance;
  durationMs?: number;
  /** How `durationMs`, tokens and cost are known. */
  provenance: Provenance;
  tokens?: TokenCounts;
  costUsd?: number;
  model?: string;
  /** Status code or error class, never an error text: those hold prompts and addresses. */
  errorClass?: string;
  /** Share of the units that its sender kept, above 0 to 1: this one stands for 1 / sampleRate of them. Absent: all were kept. */
  sampleRate?: number;
}

export const METRIC_SOURCES = ['agent', 'coordinator', 'memory', 'neural', 'system'] as const;
export type MetricSource = (typeof METRIC_SOURCES)[number];
export const METRIC_PRIORITIES = ['high', 'medium', 'low'] as const;
export type MetricPriority = (typeof METRIC_PRIORITIES)[number];
export const METRIC_CATEGORIES = ['performance', 'resource', 'error', 'business', 'security'] as const;
export type MetricCategory = (typeof METRIC_CATEGORIES)[number];

/** One measured value: the integration guide's metric record, flattened. */
export interface SampleRecord extends RecordOrigin {
  type: 'sample';
  timestamp: number;
  swarmId: string;
  swarmInferred?: boolean;
  agentId?: string;
  metricType: MetricName;
  value: number;
  unit: Unit;
  model?: string;
  tags: Record<string, string>;
  metadata: {
    source: MetricSource;
    priority: MetricPriority;
    category: MetricCategory;
    dimensions: string[];
  };
  provenance: Provenance;
  /** As in TaskRecord. */
  sampleRate?: number;
}

/** A swarm as an input describes it; a later description of the same swarm replaces the earlier one. */
export interface SwarmRecord extends RecordOrigin {
  type: 'swarm';
  swarmId: string;
  swarmInferred?: boolean;
  topology?: string;
  agentCount?: number;
  maxAgents?: number;
  strategy?: string;
  status?: string;
  createdAt?: number;
  /** When this description was true. */
  observedAt: number;
}

export interface AgentRecord extends RecordOrigin {
  type: 'agent';
  agentId: string;
  swarmId: string;
  agentType?: string;
  model?: string;
  createdAt?: number;
  observedAt: number;
}

export type IngestRecord = TaskRecord | SampleRecord | SwarmRecord | AgentRecord;

/** Stands in for the swarm of work that no swarm lists. */
export const UNASSIGNED_SWARM = 'unassigned';
