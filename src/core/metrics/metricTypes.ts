import type { Unit } from './units.ts';

/** The twelve metric types of the integration guide, in its spelling. */
export const GUIDE_METRIC_TYPES = [
  'TASK_DURATION',
  'MEMORY_USAGE',
  'CPU_USAGE',
  'NETWORK_LATENCY',
  'ERROR_RATE',
  'THROUGHPUT',
  'AGENT_SPAWN_TIME',
  'NEURAL_PROCESSING_TIME',
  'SWARM_COORDINATION_TIME',
  'TOKEN_USAGE',
  'RESPONSE_TIME',
  'CONCURRENT_AGENTS',
] as const;

/** Types that real inputs measure and the guide has no name for. */
export const EXTENSION_METRIC_TYPES = [
  'COST_USD',
  'TOOL_DURATION',
  'QUALITY',
  'SESSION_COUNT',
  'ACTIVE_TIME',
  'LINES_OF_CODE',
  'COMMIT_COUNT',
  'PULL_REQUEST_COUNT',
  'EDIT_DECISION',
  'PATTERNS_LEARNED',
  'CIRCUIT_BREAKER_TRIPS',
  'ROUTER_DECISIONS',
  'MEMORY_ENTRIES',
  'TOOL_CALLS',
  'SESSION_DURATION',
] as const;

export type MetricType = (typeof GUIDE_METRIC_TYPES)[number] | (typeof EXTENSION_METRIC_TYPES)[number];

/**
 * Name of a type in the store: a known one, or one of the sender's own that is kept under its name and never mixed with
 * anything else.
 */
export type MetricName = MetricType | Uppercase<string>;

export const METRIC_TYPES: readonly MetricType[] = [...GUIDE_METRIC_TYPES, ...EXTENSION_METRIC_TYPES];

/** The unit in which values of a type are stored; a sender that uses another one is refused. */
export const METRIC_TYPE_UNITS: Record<MetricType, Unit> = {
  TASK_DURATION: 'ms',
  MEMORY_USAGE: 'ratio',
  CPU_USAGE: 'ratio',
  NETWORK_LATENCY: 'ms',
  ERROR_RATE: 'ratio',
  THROUGHPUT: 'ops_per_s',
  AGENT_SPAWN_TIME: 'ms',
  NEURAL_PROCESSING_TIME: 'ms',
  SWARM_COORDINATION_TIME: 'ms',
  TOKEN_USAGE: 'tokens',
  RESPONSE_TIME: 'ms',
  CONCURRENT_AGENTS: 'count',
  COST_USD: 'USD',
  TOOL_DURATION: 'ms',
  QUALITY: 'ratio',
  SESSION_COUNT: 'count',
  ACTIVE_TIME: 's',
  LINES_OF_CODE: 'count',
  COMMIT_COUNT: 'count',
  PULL_REQUEST_COUNT: 'count',
  EDIT_DECISION: 'count',
  PATTERNS_LEARNED: 'count',
  CIRCUIT_BREAKER_TRIPS: 'count',
  ROUTER_DECISIONS: 'count',
  MEMORY_ENTRIES: 'count',
  TOOL_CALLS: 'count',
  SESSION_DURATION: 'ms',
};

const BY_LOWER = new Map(METRIC_TYPES.map((type) => [type.toLowerCase(), type]));

/** Accepts the guide's upper-case spelling and the lower-case one of the original module; undefined when unknown. */
export function parseMetricType(text: string): MetricType | undefined {
  return BY_LOWER.get(text.toLowerCase());
}

const NAME = /^[A-Z][A-Z0-9_]{1,63}$/;

function isMetricName(text: string): text is MetricName {
  return NAME.test(text);
}

/** A known type in either spelling, or a name of the sender's own in upper case; undefined when it is no name. */
export function parseMetricName(text: string): MetricName | undefined {
  const upper = text.toUpperCase();
  return parseMetricType(text) ?? (isMetricName(upper) ? upper : undefined);
}

/** The unit that a type is kept in; undefined for names of a sender's own, which have the unit that was sent. */
export function unitOf(name: MetricName): Unit | undefined {
  const known = parseMetricType(name);
  return known && METRIC_TYPE_UNITS[known];
}
