import { SESSION_UNKNOWN, USAGE_PRECEDENCE, WORK_PRECEDENCE } from '../../../../../src/core/metrics/precedence.ts';
import type { Relation } from '../../../../../src/core/query/plan.ts';

/**
 * The relations of a plan as SQL. Every value in here is a constant of ours; what comes from outside goes in as a parameter.
 */

const quote = (text: string) => `'${text}'`;

function rankBySource(lines: ReadonlyArray<readonly string[]>): string {
  const cases = lines.map((line, rank) => `WHEN source IN (${line.map(quote).join(', ')}) THEN ${rank}`);
  return `CASE ${cases.join(' ')} ELSE ${lines.length} END`;
}

const WORK_RANK = rankBySource(WORK_PRECEDENCE.map((source) => [source]));
const USAGE_RANK = rankBySource(USAGE_PRECEDENCE);

/** Larger than any row id, so that the source decides first and the newest row of a source second. */
const ROW_SPAN = '1000000000000000';

/** How well the end of a unit is known comes before whose record says it. */
const ENDED_RANK = `CASE ended_at_provenance WHEN 'measured' THEN 0 WHEN 'caller-reported' THEN 1 ELSE 2 END`;

const TEXTS = ['id', 'source', 'scope', 'kind', 'agent', 'agent_type', 'task_type', 'status', 'model', 'error_class'];
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
  ...TEXTS,
  ...NUMBERS,
  'ended_at',
  'ended_at_provenance',
  'duration_ms',
  'provenance',
];

/** Takes each field from the best source that knows it. Where a swarm is known, "unassigned" is not an answer. */
const MERGED_COLUMNS = [
  `coalesce(arg_min(swarm, rank) FILTER (swarm <> 'unassigned'), 'unassigned') AS swarm`,
  `arg_min(swarm_inferred, rank) AS swarm_inferred`,
  ...[...TEXTS, ...NUMBERS].map((name) => `arg_min(${name}, rank) AS ${name}`),
  `arg_min(ended_at, ended_rank) AS ended_at`,
  `arg_min(ended_at_provenance, ended_rank) AS ended_at_provenance`,
  `arg_min(duration_ms, rank) AS duration_ms`,
  `coalesce(arg_min(provenance, rank) FILTER (duration_ms IS NOT NULL), arg_min(provenance, rank)) AS provenance`,
];

const RESOLVED_WORK = `
  SELECT ${WORK_COLUMNS.join(', ')} FROM work
  WHERE fact IS NULL OR NOT EXISTS (SELECT 1 FROM contested WHERE contested.fact = work.fact)
  UNION ALL BY NAME
  SELECT ${MERGED_COLUMNS.join(', ')} FROM (
    SELECT work.*, (${WORK_RANK})::BIGINT * ${ROW_SPAN} - work.rowid AS rank,
      ((${ENDED_RANK}) * 100 + (${WORK_RANK}))::BIGINT * ${ROW_SPAN} - work.rowid AS ended_rank
    FROM work WHERE EXISTS (SELECT 1 FROM contested WHERE contested.fact = work.fact)
  ) GROUP BY fact`;

const TOPOLOGIES = `
  SELECT swarm, arg_max(topology, observed_at) AS topology FROM swarms WHERE topology IS NOT NULL GROUP BY swarm`;

const tokenKind = (type: string, name: string) =>
  `CASE WHEN metric = 'TOKEN_USAGE' AND token_type = '${type}' THEN value END AS ${name}`;

/** One row for each statement about tokens or money, from whatever source. */
const USAGE_ROWS = `
  SELECT ts AS time, swarm, scope, ${USAGE_RANK} AS usage_rank, agent, NULL::VARCHAR AS agent_type, NULL::VARCHAR AS task_type, model,
    ${tokenKind('input', 'tokens_input')}, ${tokenKind('output', 'tokens_output')},
    ${tokenKind('cacheRead', 'tokens_cache_read')}, ${tokenKind('cacheCreation', 'tokens_cache_creation')},
    CASE WHEN metric = 'TOKEN_USAGE' AND (token_type IS NULL OR token_type NOT IN ('input', 'output', 'cacheRead', 'cacheCreation'))
      THEN value END AS tokens_untyped,
    CASE WHEN metric = 'COST_USD' THEN value END AS cost_usd
  FROM samples WHERE metric IN ('TOKEN_USAGE', 'COST_USD')
  UNION ALL
  SELECT ended_at, swarm, scope, ${USAGE_RANK}, agent, agent_type, task_type, model,
    tokens_input, tokens_output, tokens_cache_read, tokens_cache_creation, NULL::DOUBLE, cost_usd
  FROM resolved WHERE kind = 'request'`;

type Usage = 'tokens' | 'cost';

const winner = (usage: Usage) =>
  `SELECT swarm, scope, min(usage_rank) AS usage_rank FROM usage_sources WHERE usage = '${usage}' GROUP BY swarm, scope`;

/**
 * What is said without a swarm may be any swarm's: a ledger that names none keeps weaker sources of its scope out. What is
 * said without a session likewise, for all sessions of its swarm.
 */
const winners = (usage: Usage) => `
  LEFT JOIN (${winner(usage)}) AS ${usage} ON ${usage}.swarm = rows.swarm AND ${usage}.scope = rows.scope
  LEFT JOIN (${winner(usage)}) AS any_${usage} ON any_${usage}.swarm = 'unassigned' AND any_${usage}.scope = rows.scope
  LEFT JOIN (${winner(usage)}) AS all_${usage} ON all_${usage}.swarm = rows.swarm AND all_${usage}.scope = '${SESSION_UNKNOWN}'
    AND starts_with(rows.scope, '${SESSION_UNKNOWN}:')`;

const best = (usage: Usage) => `least(${usage}.usage_rank, any_${usage}.usage_rank, all_${usage}.usage_rank)`;

const counted = (name: string, by: Usage) => `CASE WHEN rows.usage_rank = ${best(by)} THEN rows.${name} END AS ${name}`;

const USAGE = `
  SELECT rows.time, rows.swarm, rows.agent, rows.agent_type, rows.task_type, rows.model, NULL::VARCHAR AS status,
    ${['tokens_input', 'tokens_output', 'tokens_cache_read', 'tokens_cache_creation', 'tokens_untyped'].map((name) => counted(name, 'tokens')).join(', ')},
    ${counted('cost_usd', 'cost')}
  FROM (${USAGE_ROWS}) AS rows ${winners('tokens')} ${winners('cost')}
  WHERE rows.usage_rank IN (${best('tokens')}, ${best('cost')})`;

const WORK = `SELECT *, ended_at AS time, NULL::DOUBLE AS tokens_untyped FROM resolved`;

const SAMPLES = `
  SELECT ts AS time, swarm, agent, NULL::VARCHAR AS agent_type, NULL::VARCHAR AS task_type, model, NULL::VARCHAR AS status, metric, value,
    id, unit, tags, metadata, provenance, source
  FROM samples`;

const BODIES: Record<Relation, string> = { work: WORK, usage: USAGE, samples: SAMPLES };

/** Common table expressions that a statement over a relation starts with; the relation itself is called `r`. */
export function withRelation(relation: Relation): string {
  return `WITH resolved AS (${RESOLVED_WORK}), topologies AS (${TOPOLOGIES}), r AS (${BODIES[relation]})`;
}

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
