import {
  AGENT_PRECEDENCE,
  OUTCOME_BLIND,
  SESSION_UNKNOWN,
  SUBAGENT_PRECEDENCE,
  SWARM_WIDE,
  USAGE_PRECEDENCE,
  WORK_PRECEDENCE,
} from '../../../../../src/core/metrics/precedence.ts';
import { WORK_KINDS } from '../../../../../src/core/metrics/records.ts';
import type { Relation } from '../../../../../src/core/query/plan.ts';

/**
 * The relations of a plan as SQL. Every value in here is a constant of ours; what comes from outside goes in as a parameter.
 */

const quote = (text: string) => `'${text}'`;
const list = (texts: readonly string[]) => texts.map(quote).join(', ');

function rankBySource(lines: ReadonlyArray<readonly string[]>): string {
  const cases = lines.map((line, rank) => `WHEN source IN (${list(line)}) THEN ${rank}`);
  return `CASE ${cases.join(' ')} ELSE ${lines.length} END`;
}

const rankEach = (sources: readonly string[]) => rankBySource(sources.map((source) => [source]));

const WORK_RANK = rankEach(WORK_PRECEDENCE);
const AGENT_RANK = rankEach(AGENT_PRECEDENCE);
const USAGE_RANK = rankBySource(USAGE_PRECEDENCE);
const SUBAGENT_RANK = rankBySource(SUBAGENT_PRECEDENCE);

/** True of work whose source can tell a failure from a completion. */
export const OUTCOME_KNOWN = `NOT (r.source IN (${list(OUTCOME_BLIND)}) AND r.kind IN (${list(WORK_KINDS)}))`;

/** Larger than any row id, so that the source decides first and the newest row of a source second. */
const ROW_SPAN = '1000000000000000';

/** How well the end of a unit is known comes before whose record says it. */
const ENDED_RANK = `CASE ended_at_provenance WHEN 'measured' THEN 0 WHEN 'caller-reported' THEN 1 ELSE 2 END`;

/** The swarm that was named for each session. */
const NAMED = `SELECT scope, arg_min(swarm, source_rank * ${ROW_SPAN} - rowid) AS swarm FROM session_swarms GROUP BY scope`;

/**
 * Gives rows of a session the swarm that another source named for it: those that only inferred one, and transcripts, whose
 * swarm is configured.
 */
const placed = (table: 'work' | 'samples') => `
  SELECT t.* REPLACE (
      CASE WHEN t.swarm_inferred OR t.source = 'claude-code/transcripts' THEN coalesce(named.swarm, t.swarm) ELSE t.swarm END AS swarm,
      t.swarm_inferred AND named.swarm IS NULL AS swarm_inferred),
    t.rowid AS seq
  FROM ${table} AS t LEFT JOIN named ON named.scope = t.scope`;

const TEXTS = ['id', 'source', 'scope', 'kind', 'agent_type', 'task_type', 'status', 'model', 'error_class'];
const NUMBERS = [
  'created_at',
  'started_at',
  'cost_usd',
  'tokens_input',
  'tokens_output',
  'tokens_cache_read',
  'tokens_cache_creation',
];
const WORK_COLUMNS = [
  'swarm',
  'swarm_inferred',
  'agent',
  ...TEXTS,
  ...NUMBERS,
  'ended_at',
  'ended_at_provenance',
  'duration_ms',
  'provenance',
  'sample_rate',
];

/** Takes each field from the best source that knows it. Where a swarm is known, "unassigned" is not an answer. */
const MERGED_COLUMNS = [
  `coalesce(arg_min(swarm, rank) FILTER (swarm <> 'unassigned'), 'unassigned') AS swarm`,
  `arg_min(swarm_inferred, rank) AS swarm_inferred`,
  ...[...TEXTS, ...NUMBERS].map((name) => `arg_min(${name}, rank) AS ${name}`),
  `arg_min(agent, agent_rank) AS agent`,
  `arg_min(ended_at, ended_rank) AS ended_at`,
  `arg_min(ended_at_provenance, ended_rank) AS ended_at_provenance`,
  `arg_min(duration_ms, rank) AS duration_ms`,
  `coalesce(arg_min(provenance, rank) FILTER (duration_ms IS NOT NULL), arg_min(provenance, rank)) AS provenance`,
  // What one source kept a sample of, another may have kept all of.
  'max(coalesce(sample_rate, 1)) AS sample_rate',
];

const ranked = (rank: string) => `(${rank})::BIGINT * ${ROW_SPAN} - seq`;

/** Every unit once: most have one record and are read as they are, the others are merged. */
const UNITS = `
  SELECT ${WORK_COLUMNS.join(', ')} FROM placed_work AS work
  WHERE fact IS NULL OR NOT EXISTS (SELECT 1 FROM contested WHERE contested.fact = work.fact)
  UNION ALL BY NAME
  SELECT ${MERGED_COLUMNS.join(', ')} FROM (
    SELECT work.*, ${ranked(WORK_RANK)} AS rank, ${ranked(AGENT_RANK)} AS agent_rank,
      ${ranked(`(${ENDED_RANK}) * 100 + (${WORK_RANK})`)} AS ended_rank
    FROM placed_work AS work WHERE EXISTS (SELECT 1 FROM contested WHERE contested.fact = work.fact)
  ) GROUP BY fact`;

/** Without the sub-agents of sources that another one outranks in their session. */
const RESOLVED_WORK = `
  SELECT units.* FROM (${UNITS}) AS units
  LEFT JOIN (SELECT scope, min(source_rank) AS source_rank FROM fact_sources WHERE fact_kind = 'subagents' GROUP BY scope) AS best
    ON best.scope = units.scope AND units.kind = 'subagent'
  WHERE best.source_rank IS NULL OR ${SUBAGENT_RANK} <= best.source_rank`;

const TOPOLOGIES = `
  SELECT swarm, arg_max(topology, observed_at) AS topology FROM swarms WHERE topology IS NOT NULL GROUP BY swarm`;

const tokenKind = (type: string, name: string) =>
  `CASE WHEN metric = 'TOKEN_USAGE' AND token_type = '${type}' THEN value END AS ${name}`;

/** One row for each statement about tokens or money, from whatever source. */
const USAGE_ROWS = `
  SELECT ts AS time, swarm, scope, source, ${USAGE_RANK} AS usage_rank, agent, NULL::VARCHAR AS agent_type, NULL::VARCHAR AS task_type, model,
    ${tokenKind('input', 'tokens_input')}, ${tokenKind('output', 'tokens_output')},
    ${tokenKind('cacheRead', 'tokens_cache_read')}, ${tokenKind('cacheCreation', 'tokens_cache_creation')},
    CASE WHEN metric = 'TOKEN_USAGE' AND (token_type IS NULL OR token_type NOT IN ('input', 'output', 'cacheRead', 'cacheCreation'))
      THEN value END AS tokens_untyped,
    CASE WHEN metric = 'COST_USD' THEN value END AS cost_usd, sample_rate
  FROM placed_samples WHERE metric IN ('TOKEN_USAGE', 'COST_USD')
  UNION ALL
  SELECT ended_at, swarm, scope, source, ${USAGE_RANK}, agent, agent_type, task_type, model,
    tokens_input, tokens_output, tokens_cache_read, tokens_cache_creation, NULL::DOUBLE, cost_usd, sample_rate
  FROM resolved WHERE kind = 'request'`;

type Usage = 'tokens' | 'cost';

const told = (usage: Usage, owner: string) =>
  `SELECT ${owner}, min(source_rank) AS source_rank FROM fact_sources WHERE fact_kind = '${usage}' GROUP BY ${owner}`;

const IS_SESSION = `starts_with(rows.scope, '${SESSION_UNKNOWN}:')`;

/**
 * Who has told of the owner of a row. A session is one owner whatever swarm its sources name; in a folder each swarm is
 * one. What is said without a swarm may be any swarm's, so it keeps weaker sources of its folder out; what is said without
 * a session likewise, for all sessions of its swarm.
 */
const winners = (usage: Usage) => `
  LEFT JOIN (${told(usage, 'scope')}) AS session_${usage} ON session_${usage}.scope = rows.scope AND ${IS_SESSION}
  LEFT JOIN (${told(usage, 'swarm, scope')}) AS folder_${usage}
    ON folder_${usage}.swarm = rows.swarm AND folder_${usage}.scope = rows.scope AND NOT ${IS_SESSION}
  LEFT JOIN (${told(usage, 'swarm, scope')}) AS any_${usage} ON any_${usage}.swarm = 'unassigned' AND any_${usage}.scope = rows.scope
  LEFT JOIN (${told(usage, 'swarm, scope')}) AS all_${usage}
    ON all_${usage}.swarm = rows.swarm AND all_${usage}.scope = '${SESSION_UNKNOWN}' AND ${IS_SESSION}
  LEFT JOIN (${told(usage, 'swarm')}) AS swarm_${usage} ON swarm_${usage}.swarm = rows.swarm AND rows.source IN (${list(SWARM_WIDE)})`;

const best = (usage: Usage) =>
  `least(${['session', 'folder', 'any', 'all', 'swarm'].map((owner) => `${owner}_${usage}.source_rank`).join(', ')})`;

const counted = (name: string, by: Usage) => `CASE WHEN rows.usage_rank = ${best(by)} THEN rows.${name} END AS ${name}`;

const USAGE = `
  SELECT rows.time, rows.swarm, rows.agent, rows.agent_type, rows.task_type, rows.model, NULL::VARCHAR AS status,
    ${['tokens_input', 'tokens_output', 'tokens_cache_read', 'tokens_cache_creation', 'tokens_untyped'].map((name) => counted(name, 'tokens')).join(', ')},
    ${counted('cost_usd', 'cost')}, rows.sample_rate
  FROM (${USAGE_ROWS}) AS rows ${winners('tokens')} ${winners('cost')}
  WHERE rows.usage_rank IN (${best('tokens')}, ${best('cost')})`;

const WORK = `SELECT *, ended_at AS time, NULL::DOUBLE AS tokens_untyped FROM resolved`;

const SAMPLES = `
  SELECT ts AS time, swarm, scope, agent, NULL::VARCHAR AS agent_type, NULL::VARCHAR AS task_type, model, NULL::VARCHAR AS status, metric, value,
    id, unit, tags, metadata, provenance, sample_rate, source
  FROM placed_samples`;

const COUNTED_SAMPLES = `
  SELECT rows.* FROM (SELECT *, ${USAGE_RANK} AS usage_rank FROM (${SAMPLES})) AS rows
  ${winners('tokens')} ${winners('cost')}
  WHERE CASE metric WHEN 'TOKEN_USAGE' THEN rows.usage_rank = ${best('tokens')} WHEN 'COST_USD' THEN rows.usage_rank = ${best('cost')} ELSE true END`;

const BODIES: Record<Relation, string> = {
  work: WORK,
  usage: USAGE,
  samples: SAMPLES,
  countedSamples: COUNTED_SAMPLES,
};

/** Common table expressions that a statement over a relation starts with; the relation itself is called `r`. */
export function withRelation(relation: Relation): string {
  const parts = {
    named: NAMED,
    placed_work: placed('work'),
    placed_samples: placed('samples'),
    resolved: RESOLVED_WORK,
    topologies: TOPOLOGIES,
    r: BODIES[relation],
  };
  return `WITH ${Object.entries(parts)
    .map(([name, body]) => `${name} AS (${body})`)
    .join(', ')}`;
}

/** How many units a row stands for: more than one where its sender kept a sample. */
export const WEIGHT = '(1 / coalesce(r.sample_rate, 1))';

/** Tokens of a row: the sum of the kinds that are known, NULL when none is. */
export const TOKENS_TOTAL = tokensTotal([
  'tokens_input',
  'tokens_output',
  'tokens_cache_read',
  'tokens_cache_creation',
  'tokens_untyped',
]);

function tokensTotal(names: readonly string[]): string {
  const sum = names.map((name) => `coalesce(${name}, 0)`).join(' + ');
  return `CASE WHEN coalesce(${names.join(', ')}) IS NOT NULL THEN ${sum} END`;
}
