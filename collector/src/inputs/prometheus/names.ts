import type { MetricName } from '../../../../src/core/metrics/metricTypes.ts';
import type { Unit } from '../../../../src/core/metrics/units.ts';

/** What a series measures, and how it is read. */
export interface Mapping {
  metricType: MetricName;
  unit: Unit;
  /** Multiplies the value into the unit. */
  factor: number;
  /** A counter is read as its increases, a gauge as it is. */
  type: 'counter' | 'gauge';
}

const counter = (metricType: MetricName, unit: Unit): Mapping => ({ metricType, unit, factor: 1, type: 'counter' });
const gauge = (metricType: MetricName, unit: Unit, factor = 1): Mapping => ({
  metricType,
  unit,
  factor,
  type: 'gauge',
});

/**
 * Names without suffixes, which depend on the translator that exposed them. Histograms are not read: they hold no single
 * value, and a mean of buckets would be a number that nobody measured. Names that this service exposes itself are left out too:
 * what it counts must not come back to it.
 */
const BASES: Record<string, Mapping> = {
  claude_code_token_usage: counter('TOKEN_USAGE', 'tokens'),
  claude_code_cost_usage: counter('COST_USD', 'USD'),
  claude_code_session_count: counter('SESSION_COUNT', 'count'),
  claude_code_active_time: counter('ACTIVE_TIME', 's'),
  claude_code_lines_of_code_count: counter('LINES_OF_CODE', 'count'),
  claude_code_commit_count: counter('COMMIT_COUNT', 'count'),
  claude_code_pull_request_count: counter('PULL_REQUEST_COUNT', 'count'),
  claude_code_code_edit_tool_decision: counter('EDIT_DECISION', 'count'),
  claude_flow_provider_tokens: counter('TOKEN_USAGE', 'tokens'),
  claude_flow_agent_spawned: counter('AGENTS_SPAWNED', 'count'),
  claude_flow_provider_requests: counter('PROVIDER_REQUESTS', 'count'),
  claude_flow_provider_errors: counter('PROVIDER_ERRORS', 'count'),
  claude_flow_agent_active: gauge('CONCURRENT_AGENTS', 'count'),
  claude_flow_system_cpu_percent: gauge('CPU_USAGE', 'ratio', 0.01),
};

const SUFFIXES = '(?:[._](?:total|tokens|USD|usd|seconds|s|ratio))*';

/** The selector of everything that is read without being configured. UTF-8 names with dots are found too. */
export const BUILT_IN = `{__name__=~"(${Object.keys(BASES)
  .map((base) => base.replaceAll('_', '[._]'))
  .join('|')})${SUFFIXES}"}`;

/** The base of a name with any suffixes; undefined when it is none of those that are read. */
export function baseOf(name: string): string | undefined {
  let plain = name.replaceAll('.', '_');
  for (;;) {
    if (Object.hasOwn(BASES, plain)) {
      return plain;
    }
    const shorter = plain.replace(/_(?:total|tokens|USD|usd|seconds|s|ratio)$/, '');
    if (shorter === plain) {
      return undefined;
    }
    plain = shorter;
  }
}

export function mappingOf(base: string): Mapping | undefined {
  return Object.hasOwn(BASES, base) ? BASES[base] : undefined;
}
