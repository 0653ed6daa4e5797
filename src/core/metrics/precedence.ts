import type { SourceId } from './records.ts';

type Lines = ReadonlyArray<readonly SourceId[]>;

/**
 * Tokens and cost can reach us twice. The first line of this list that has said anything about an owner is the one that
 * counts there; the others are kept, not counted. Sources on one line are read together: they describe single requests and
 * are merged by `factId`. Owners are a session (Claude Code), a swarm in its project folder (claude-flow), and the swarm
 * as a whole for `SWARM_WIDE` sources.
 *
 * It is decided when a query runs, so a better source that turns up later takes over.
 */
export const USAGE_PRECEDENCE: Lines = [
  ['claude-code/metrics'],
  ['claude-code/events', 'claude-code/traces', 'claude-code/transcripts'],
  ['claude-flow-3/costs'],
  ['claude-flow-3/run-transcripts', 'claude-flow-3/trajectories'],
  ['claude-flow-3/agents'],
  ['claude-flow-mcp'],
  ['push'],
  ['prometheus'],
];

/** Sources that know the swarm but neither session nor folder: they count only where nothing else tells of the swarm. */
export const SWARM_WIDE: readonly SourceId[] = ['claude-flow-mcp', 'push', 'prometheus'];

/**
 * Sub-agents have no id that events and transcripts share, so they are decided a session at a time: the first line that
 * has told of any in a session is the one whose sub-agents count there.
 */
export const SUBAGENT_PRECEDENCE: Lines = [['claude-code/events'], ['claude-code/transcripts']];

/**
 * Scope of records whose sender leaves the session out (`OTEL_METRICS_INCLUDE_SESSION_ID=false`). What they say may be of
 * any session, so they keep weaker sources of all sessions of the swarm out.
 */
export const SESSION_UNKNOWN = 'claude-code';

/** Scope of a known session of Claude Code. */
export function sessionScope(session: string): string {
  return `${SESSION_UNKNOWN}:${session}`;
}

/** Place of a source in a precedence, 0 first; sources that it does not name come last. */
export function rankIn(lines: Lines, source: SourceId): number {
  const at = lines.findIndex((line) => line.includes(source));
  return at < 0 ? lines.length : at;
}

/**
 * Sources that describe one and the same unit of work (records with one `factId`), best first. Each field is taken from
 * the first of them that knows it.
 */
export const WORK_PRECEDENCE: readonly SourceId[] = [
  'claude-code/events',
  'claude-code/traces',
  'claude-code/transcripts',
  'claude-flow-3/tasks',
  'claude-flow-mcp',
  'claude-flow-3/feedback',
  'claude-flow-3/costs',
  'claude-flow-3/run-transcripts',
  'claude-flow-3/trajectories',
  'claude-flow-2/hooks',
  'claude-flow-2/mcp',
  'push',
];

/** Who did a unit of work: traces and transcripts know the very sub-agent, events only its name. */
export const AGENT_PRECEDENCE: readonly SourceId[] = [
  'claude-code/traces',
  'claude-code/transcripts',
  ...WORK_PRECEDENCE.filter((source) => source !== 'claude-code/traces' && source !== 'claude-code/transcripts'),
];

/**
 * Whose word on the swarm of a session counts: what Claude Code itself sent, before what was configured for its
 * transcripts.
 */
export const SWARM_NAME_PRECEDENCE: Lines = [
  ['claude-code/metrics', 'claude-code/events', 'claude-code/traces'],
  ['claude-code/transcripts'],
];

/**
 * Sources that call every task completed, whatever became of it: their tasks count, but no error rate is made of them. That
 * none has failed is nothing that they measured.
 */
export const OUTCOME_BLIND: readonly SourceId[] = ['claude-flow-2/hooks'];
