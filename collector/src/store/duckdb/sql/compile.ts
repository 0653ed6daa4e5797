import type { AggregatePlan, Measure, Selection, VectorPlan } from '../../../../../src/core/query/plan.ts';
import type { SqlParameter } from '../run.ts';
import { WEIGHT, withRelation } from './relations.ts';
import { DIMENSION_SQL, FIELD_SQL, Parameters, whereSql } from './where.ts';

export interface Statement {
  sql: string;
  parameters: SqlParameter[];
}

export const FROM = 'FROM r LEFT JOIN topologies ON topologies.swarm = r.swarm';

/** Columns: `g0`, `g1`, … the group's labels in order, `bucket` if there are buckets, then the measures by position `m0`, … */
export function compileAggregate(plan: AggregatePlan): Statement {
  const parameters = new Parameters();
  const groups = plan.groupBy.map((dimension, index) => `${DIMENSION_SQL[dimension]} AS g${index}`);
  const bucket = plan.bucketMs === undefined ? [] : [bucketSql(parameters.add(plan.bucketMs))];
  const keys = [...plan.groupBy.map((_, index) => `g${index}`), ...(bucket.length > 0 ? ['bucket'] : [])];
  const measures = plan.measures.map((measure, index) => `${measureSql(measure, parameters)} AS m${index}`);
  const sql = [
    withRelation(plan.relation),
    `SELECT ${[...groups, ...bucket, ...measures].join(', ')} ${FROM}`,
    whereSql(plan, parameters),
    keys.length > 0 ? `GROUP BY ${keys.join(', ')} ORDER BY ${keys.join(', ')}` : '',
  ].join(' ');
  return { sql, parameters: parameters.values };
}

function bucketSql(width: string): string {
  return `(floor(r.time / ${width}::DOUBLE) * ${width}::DOUBLE)::DOUBLE AS bucket`;
}

/**
 * A row a group: its name, the list of its values, and where the types of the units are asked for, the list of their
 * codes and the names of all codes. Lists of units are in the order of time, others in none. As codes, since reading a
 * name a unit costs more than everything else.
 */
export function compileVectors(plan: VectorPlan): Statement {
  const parameters = new Parameters();
  const rows = [
    `SELECT ${DIMENSION_SQL[plan.groupBy]} AS g, (${FIELD_SQL[plan.field]})::DOUBLE AS v, r.time AS ended, ${DIMENSION_SQL.type} AS t ${FROM}`,
    whereSql({ ...plan, known: plan.field }, parameters),
  ].join(' ');
  const sql = plan.units?.types ? typedVectors(plan, rows) : plainVectors(plan, rows);
  return { sql, parameters: parameters.values };
}

function plainVectors({ relation, units }: VectorPlan, rows: string): string {
  return `${withRelation(relation)} SELECT g, list(v${units ? ' ORDER BY ended, v' : ''}) FROM (${rows}) WHERE g IS NOT NULL GROUP BY g ORDER BY g`;
}

function typedVectors({ relation }: VectorPlan, rows: string): string {
  return [
    `${withRelation(relation)}, units AS MATERIALIZED (${rows}),`,
    'types AS (SELECT t, (row_number() OVER (ORDER BY t) - 1)::UINTEGER AS code FROM (SELECT DISTINCT t FROM units))',
    'SELECT g, list(v ORDER BY ended, v, code), list(code ORDER BY ended, v, code), (SELECT list(t ORDER BY code) FROM types)',
    'FROM units JOIN types ON types.t IS NOT DISTINCT FROM units.t WHERE g IS NOT NULL GROUP BY g ORDER BY g',
  ].join(' ');
}

function measureSql(measure: Measure, parameters: Parameters): string {
  const filter = measure.statuses ? ` FILTER (WHERE list_contains(${parameters.add(measure.statuses)}, r.status))` : '';
  switch (measure.fn) {
    case 'count':
      return measure.observed ? `(count(*)${filter})::DOUBLE` : countSql(filter);
    case 'sum':
      return `(fsum((${FIELD_SQL[measure.field]}) * ${WEIGHT})${filter})::DOUBLE`;
    case 'countUpTo':
      // Of what does not count the value is null, and the aggregate skips it.
      return `coalesce((fsum(CASE WHEN ${FIELD_SQL[measure.field]} <= ${parameters.add(measure.bound)} THEN ${WEIGHT} END)${filter})::DOUBLE, 0)`;
    case 'quantile':
      // The quantile is a number of ours, checked here because the engine wants a constant.
      return `(quantile_cont(${FIELD_SQL[measure.field]}, ${quantileConstant(measure.q)})${filter})::DOUBLE`;
    default:
      return `(${AGGREGATE_SQL[measure.fn]}(${FIELD_SQL[measure.field]})${filter})::DOUBLE`;
  }
}

/** Units that the rows stand for; 0 where there is none. Exact where nothing was sampled. */
export function countSql(filter: string): string {
  return `coalesce((fsum(${WEIGHT})${filter})::DOUBLE, 0)`;
}

/** Compensated sums: their result does not depend on the order in which threads deliver rows. */
const AGGREGATE_SQL = { avg: 'favg', min: 'min', max: 'max' } as const;

function quantileConstant(q: number): string {
  if (!(q >= 0 && q <= 1)) {
    throw new RangeError(`quantile ${q} is not between 0 and 1`);
  }
  return `${q}::DOUBLE`;
}

/** Any columns of a selection; `tail` is grouping and order. */
export function compileSelect(columns: string, selection: Selection, tail: string): Statement {
  const parameters = new Parameters();
  const where = whereSql(selection, parameters);
  return {
    sql: `${withRelation(selection.relation)} SELECT ${columns} ${FROM} ${where} ${tail}`,
    parameters: parameters.values,
  };
}

/** Rows of a relation for listing: the given columns, newest first. */
export function compileRows(columns: string, selection: Selection, limit: number): Statement {
  if (!Number.isSafeInteger(limit) || limit < 0) {
    throw new RangeError(`limit ${limit} is not a whole number`);
  }
  return compileSelect(columns, selection, `ORDER BY r.time DESC, r.id LIMIT ${limit}`);
}
