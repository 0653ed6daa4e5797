import { WORK_KINDS } from '../../../../../src/core/metrics/records.ts';
import type { Relation, Selection } from '../../../../../src/core/query/plan.ts';
import { compileSelect, countSql, type Statement } from './compile.ts';
import { OUTCOME_KNOWN, TOKENS_TOTAL, WEIGHT } from './relations.ts';

type SwarmSelection = Pick<Selection, 'from' | 'to' | 'swarms' | 'filters'>;

const WORK_LIST = WORK_KINDS.map((kind) => `'${kind}'`).join(', ');
const IS_WORK = `r.kind IN (${WORK_LIST})`;
const TIMED = `${IS_WORK} AND r.status = 'completed'`;

const work = (aggregate: string, where: string, name: string) =>
  `(${aggregate} FILTER (WHERE ${where}))::DOUBLE AS ${name}`;

/** Units, those that were left out of a sample too. */
const counted = (where: string, name: string) => `${countSql(` FILTER (WHERE ${where})`)} AS ${name}`;

const IS_SAMPLED = 'bool_or(coalesce(r.sample_rate, 1) < 1) AS sampled';

const summed = (value: string, name: string) => `fsum((${value}) * ${WEIGHT})::DOUBLE AS ${name}`;

const FIRST_OF_WORK = 'min(least(coalesce(r.created_at, r.time), coalesce(r.started_at, r.time), r.time))::DOUBLE';

/** Totals of finished work per swarm. */
export function swarmWork(selection: SwarmSelection): Statement {
  return perSwarm('work', selection, [
    counted(TIMED, 'completed'),
    counted(`${TIMED} AND ${OUTCOME_KNOWN}`, 'completed_known'),
    counted(`${IS_WORK} AND r.status = 'failed'`, 'failed'),
    counted(`${IS_WORK} AND r.status = 'cancelled'`, 'cancelled'),
    work('count(r.duration_ms)', TIMED, 'duration_n'),
    work('favg(r.duration_ms)', TIMED, 'duration_mean'),
    work('quantile_cont(r.duration_ms, 0.5::DOUBLE)', TIMED, 'duration_median'),
    work('quantile_cont(r.duration_ms, 0.95::DOUBLE)', TIMED, 'duration_p95'),
    work('min(r.duration_ms)', TIMED, 'duration_min'),
    work('max(r.duration_ms)', TIMED, 'duration_max'),
    counted(`r.kind = 'request'`, 'requests'),
    counted(`r.kind = 'request' AND r.status = 'failed'`, 'requests_failed'),
    work('favg(r.duration_ms)', `r.kind = 'request' AND r.status = 'completed'`, 'request_duration'),
    counted(`r.kind = 'tool'`, 'tools'),
    counted(`r.kind = 'tool' AND r.status = 'failed'`, 'tools_failed'),
    IS_SAMPLED,
    'count(DISTINCT r.agent)::DOUBLE AS agents',
    'bool_and(r.swarm_inferred) AS inferred',
    `string_agg(DISTINCT r.source, ',' ORDER BY r.source) AS sources`,
    `${FIRST_OF_WORK} AS first_seen`,
    'max(r.time)::DOUBLE AS last_seen',
  ]);
}

/** Tokens and money per swarm, from the source that counts in each scope. */
export function swarmUsage(selection: SwarmSelection): Statement {
  return perSwarm('usage', selection, [
    summed('r.tokens_input', 'tokens_input'),
    summed('r.tokens_output', 'tokens_output'),
    summed('r.tokens_cache_read', 'tokens_cache_read'),
    summed('r.tokens_cache_creation', 'tokens_cache_creation'),
    summed(TOKENS_TOTAL, 'tokens_total'),
    summed('r.cost_usd', 'cost_usd'),
    IS_SAMPLED,
    'min(r.time)::DOUBLE AS first_seen',
    'max(r.time)::DOUBLE AS last_seen',
  ]);
}

/** Swarms that only samples tell of, and when. */
export function swarmSamples(selection: SwarmSelection): Statement {
  return perSwarm('samples', selection, ['min(r.time)::DOUBLE AS first_seen', 'max(r.time)::DOUBLE AS last_seen']);
}

/**
 * Three statements of one row each, columns `low` and `high`: first and last time of work, samples and descriptions of the
 * named swarms, all where none is named; null where there is nothing. Samples of the host belong to no swarm, but to all.
 */
export function storedTimes(swarms: readonly string[]): Statement[] {
  return [
    compileSelect(`${FIRST_OF_WORK} AS low, max(r.time)::DOUBLE AS high`, { relation: 'work', swarms }, ''),
    compileSelect('min(r.time)::DOUBLE AS low, max(r.time)::DOUBLE AS high', { relation: 'samples', swarms }, ''),
    described('min(created_at)::DOUBLE AS low, max(created_at)::DOUBLE AS high', swarms, ''),
  ];
}

/** Columns `swarm` and `topology` of the named swarms, all where none is named, whose topology is known. */
export function swarmTopologies(swarms: readonly string[]): Statement {
  return described(
    'swarm, arg_max(topology, observed_at) AS topology',
    swarms,
    'GROUP BY swarm HAVING count(topology) > 0'
  );
}

/** The latest description of each swarm; a value that a later description leaves out stays. */
export function swarmDescriptions(swarms: readonly string[] | undefined): Statement {
  const latest = (name: string, type = '') => `arg_max(${name}, observed_at)${type} AS ${name}`;
  const columns = [
    'swarm',
    latest('topology'),
    latest('strategy'),
    latest('status'),
    latest('agent_count', '::DOUBLE'),
    'bool_and(swarm_inferred) AS inferred',
    'min(created_at)::DOUBLE AS created_at',
    'max(observed_at)::DOUBLE AS observed_at',
    `string_agg(DISTINCT source, ',' ORDER BY source) AS sources`,
  ];
  return described(columns.join(', '), swarms ?? [], 'GROUP BY swarm ORDER BY swarm');
}

/** A session's own name gives way to the swarm that another source named for it. */
function described(columns: string, swarms: readonly string[], tail: string): Statement {
  const named = swarms.length > 0;
  return {
    sql: `SELECT ${columns} FROM swarms WHERE NOT (swarm_inferred AND EXISTS (SELECT 1 FROM session_swarms WHERE session_swarms.scope = swarms.scope)) ${named ? 'AND list_contains($1::VARCHAR[], swarm)' : ''} ${tail}`,
    parameters: named ? [swarms] : [],
  };
}

function perSwarm(relation: Relation, selection: SwarmSelection, columns: string[]): Statement {
  return compileSelect(
    `r.swarm AS swarm, ${columns.join(', ')}`,
    { relation, ...selection },
    'GROUP BY r.swarm ORDER BY r.swarm'
  );
}
