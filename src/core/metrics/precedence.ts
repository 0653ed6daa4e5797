import type { SourceId } from './records.ts';

/**
 * Tokens and cost can reach us twice for one scope (a session or a project folder). The first line of this list that has
 * said anything about the scope is the one that counts there; the others are kept, not counted. Sources on one line are
 * read together: they describe single requests and are merged by `factId`.
 *
 * It is decided when a query runs, so a better source that turns up later takes over.
 */
export const USAGE_PRECEDENCE: ReadonlyArray<readonly SourceId[]> = [
  ['claude-code/metrics'],
  ['claude-code/events'],
  ['push'],
  ['claude-flow-3/run-transcripts', 'claude-flow-3/trajectories'],
  ['claude-flow-3/agents'],
];

/**
 * Scope of records whose sender leaves the session out (`OTEL_METRICS_INCLUDE_SESSION_ID=false`). What they say may be of
 * any session, so they keep weaker sources of all sessions of the swarm out.
 */
export const SESSION_UNKNOWN = 'claude-code';

/** Place of a source in `USAGE_PRECEDENCE`, 0 first; sources that carry no usage come last. */
export function usageRank(source: SourceId): number {
  const at = USAGE_PRECEDENCE.findIndex((line) => line.includes(source));
  return at < 0 ? USAGE_PRECEDENCE.length : at;
}

/**
 * Sources that describe one and the same unit of work (records with one `factId`), best first. Each field is taken from
 * the first of them that knows it.
 */
export const WORK_PRECEDENCE: readonly SourceId[] = [
  'claude-code/events',
  'push',
  'claude-flow-3/tasks',
  'claude-flow-3/feedback',
  'claude-flow-3/run-transcripts',
  'claude-flow-3/trajectories',
];
