import type { MetricType } from './metricTypes.ts';
import type { TaskKind } from './records.ts';
import type { Unit } from './units.ts';

/** Which way a metric has to move to be better; `none` when only the reader can say. */
export type Direction = 'lower' | 'higher' | 'none';

/**
 * How a metric comes out of what is stored.
 * - `distribution`: one value per unit of work; every aggregation makes sense and samples can be compared;
 * - `ratio`: failed / (failed + completed) of the units in a window;
 * - `throughput`: completed units per second of the window;
 * - `count`: finished units in a window;
 * - `usage`: tokens or money, summed from the one source that counts for each scope;
 * - `sample`: values that somebody recorded, aggregated as asked.
 */
export type MetricShape = 'distribution' | 'ratio' | 'throughput' | 'count' | 'usage' | 'sample';

export interface MetricDefinition {
  id: string;
  /** What a person calls it. */
  name: string;
  shape: MetricShape;
  unit: Unit;
  direction: Direction;
  /** Kinds of work records that it is computed over; empty for samples. */
  kinds: readonly TaskKind[];
  /** Name of one unit of analysis, singular: the thing that `n` counts. */
  sampleUnit: string;
  field?: 'durationMs' | 'queueWaitMs' | 'costUsd' | 'tokens';
  sampleType?: MetricType;
  /** Other names that queries may use, lower case. */
  aliases: readonly string[];
}

const WORK = ['task', 'subagent'] as const;

/** Metrics that queries can ask for, in the order in which editors list them. */
export const METRICS: readonly MetricDefinition[] = [
  {
    id: 'task_duration',
    name: 'Task duration',
    shape: 'distribution',
    unit: 'ms',
    direction: 'lower',
    kinds: WORK,
    sampleUnit: 'task',
    field: 'durationMs',
    aliases: ['duration'],
  },
  {
    id: 'error_rate',
    name: 'Error rate',
    shape: 'ratio',
    unit: 'ratio',
    direction: 'lower',
    kinds: WORK,
    sampleUnit: 'task',
    aliases: ['task_error_rate'],
  },
  {
    id: 'throughput',
    name: 'Throughput',
    shape: 'throughput',
    unit: 'ops_per_s',
    direction: 'higher',
    kinds: WORK,
    sampleUnit: 'task',
    aliases: ['task_rate'],
  },
  {
    id: 'task_count',
    name: 'Tasks',
    shape: 'count',
    unit: 'count',
    direction: 'none',
    kinds: WORK,
    sampleUnit: 'task',
    aliases: ['tasks', 'count'],
  },
  {
    id: 'token_usage',
    name: 'Tokens',
    shape: 'usage',
    unit: 'tokens',
    direction: 'lower',
    kinds: ['request'],
    sampleUnit: 'request',
    field: 'tokens',
    aliases: ['tokens'],
  },
  {
    id: 'cost_usd',
    name: 'Cost',
    shape: 'usage',
    unit: 'USD',
    direction: 'lower',
    kinds: ['request'],
    sampleUnit: 'request',
    field: 'costUsd',
    aliases: ['cost'],
  },
  {
    id: 'request_duration',
    name: 'Model request duration',
    shape: 'distribution',
    unit: 'ms',
    direction: 'lower',
    kinds: ['request'],
    sampleUnit: 'request',
    field: 'durationMs',
    aliases: ['response_time', 'llm_duration'],
  },
  {
    id: 'request_error_rate',
    name: 'Model request error rate',
    shape: 'ratio',
    unit: 'ratio',
    direction: 'lower',
    kinds: ['request'],
    sampleUnit: 'request',
    aliases: [],
  },
  {
    id: 'request_count',
    name: 'Model requests',
    shape: 'count',
    unit: 'count',
    direction: 'none',
    kinds: ['request'],
    sampleUnit: 'request',
    aliases: ['requests'],
  },
  {
    id: 'tool_duration',
    name: 'Tool duration',
    shape: 'distribution',
    unit: 'ms',
    direction: 'lower',
    kinds: ['tool'],
    sampleUnit: 'tool call',
    field: 'durationMs',
    aliases: [],
  },
  {
    id: 'tool_error_rate',
    name: 'Tool error rate',
    shape: 'ratio',
    unit: 'ratio',
    direction: 'lower',
    kinds: ['tool'],
    sampleUnit: 'tool call',
    aliases: [],
  },
  {
    id: 'tool_count',
    name: 'Tool calls',
    shape: 'count',
    unit: 'count',
    direction: 'none',
    kinds: ['tool'],
    sampleUnit: 'tool call',
    aliases: ['tools'],
  },
  {
    id: 'queue_wait',
    name: 'Queue wait',
    shape: 'distribution',
    unit: 'ms',
    direction: 'lower',
    kinds: ['task'],
    sampleUnit: 'task',
    field: 'queueWaitMs',
    aliases: [],
  },
  sample('QUALITY', 'Quality, as reported', 'ratio', 'higher'),
  sample('CPU_USAGE', 'CPU usage of the host', 'ratio', 'none'),
  sample('MEMORY_USAGE', 'Memory usage of the host', 'ratio', 'lower'),
  sample('ACTIVE_TIME', 'Active time', 's', 'none'),
  sample('SESSION_COUNT', 'Sessions', 'count', 'none'),
  sample('LINES_OF_CODE', 'Lines of code', 'count', 'none'),
  sample('COMMIT_COUNT', 'Commits', 'count', 'none'),
  sample('PULL_REQUEST_COUNT', 'Pull requests', 'count', 'none'),
  sample('EDIT_DECISION', 'Edit decisions', 'count', 'none'),
  sample('TOOL_CALLS', 'Tool calls, as the policy log counts them', 'count', 'none'),
  sample('SESSION_DURATION', 'Session duration', 'ms', 'none'),
  sample('PATTERNS_LEARNED', 'Patterns learned, total', 'count', 'none'),
  sample('ROUTER_DECISIONS', 'Decisions of the model router, total', 'count', 'none'),
  sample('CIRCUIT_BREAKER_TRIPS', 'Failures told to the model router, total', 'count', 'none'),
  sample('MEMORY_ENTRIES', 'Memory entries', 'count', 'none'),
  sample('CONCURRENT_AGENTS', 'Agents at work, as reported', 'count', 'none'),
  sample('NETWORK_LATENCY', 'Network latency, as reported', 'ms', 'lower'),
  sample('AGENT_SPAWN_TIME', 'Agent spawn time, as reported', 'ms', 'lower'),
  sample('NEURAL_PROCESSING_TIME', 'Neural processing time, as reported', 'ms', 'lower'),
  sample('SWARM_COORDINATION_TIME', 'Swarm coordination time, as reported', 'ms', 'lower'),
  reported('ERROR_RATE', 'Error rate, as reported', 'ratio', 'lower'),
  reported('THROUGHPUT', 'Throughput, as reported', 'ops_per_s', 'higher'),
  reported('RESPONSE_TIME', 'Response time, as reported', 'ms', 'lower'),
];

function sample(sampleType: MetricType, name: string, unit: Unit, direction: Direction): MetricDefinition {
  return {
    id: sampleType.toLowerCase(),
    name,
    shape: 'sample',
    unit,
    direction,
    kinds: [],
    sampleUnit: 'sample',
    sampleType,
    aliases: [],
  };
}

/** What somebody told of a thing that is also computed here: a metric of its own, never mixed with the computed one. */
function reported(sampleType: MetricType, name: string, unit: Unit, direction: Direction): MetricDefinition {
  return { ...sample(sampleType, name, unit, direction), id: `reported_${sampleType.toLowerCase()}` };
}

const BY_NAME = new Map(
  METRICS.flatMap((metric) => [metric.id, ...metric.aliases].map((name) => [name, metric] as const))
);

/** Finds a metric by id or alias in any case (`error_rate`, `ERROR_RATE`, `cost`); undefined when unknown. */
export function findMetric(name: string): MetricDefinition | undefined {
  return BY_NAME.get(name.toLowerCase());
}

/** Metrics that are compared per unit of work, so that a difference can be tested. */
export function isComparable(metric: MetricDefinition): boolean {
  return metric.shape === 'distribution' || metric.shape === 'ratio' || metric.shape === 'usage';
}
