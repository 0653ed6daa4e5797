import { UNASSIGNED_SWARM } from '../../../../../src/core/metrics/records.ts';
import type { Dimension } from '../../../../../src/core/query/model.ts';
import type { Relation, Selection } from '../../../../../src/core/query/plan.ts';
import type { PresenceSelection, ValuesSelection } from '../../rows.ts';
import { FROM, type Statement } from './compile.ts';
import { withRelation } from './relations.ts';
import { DIMENSION_SQL, Parameters, rangeConditions, subjectConditions } from './where.ts';

/**
 * Statements that together list the values of a dimension, each with one column `v`, sorted. A swarm or topology that was
 * only described belongs to no time, so it is listed where neither a time nor a filter is asked for.
 */
export function compileValues(selection: ValuesSelection): Statement[] {
  const { dimension, from, to, filters } = selection;
  const anytime = from === undefined && to === undefined && (filters ?? []).length === 0;
  const described = anytime && (dimension === 'swarm' || dimension === 'topology');
  return [
    valuesOf('work', selection),
    valuesOf('samples', selection),
    ...(described ? [describedValues(dimension, selection)] : []),
  ];
}

/** Samples of the host belong to no swarm; "unassigned" is one only where there are work or tokens that nobody claims. */
const IS_OF_A_SWARM = `(r.swarm <> '${UNASSIGNED_SWARM}' OR r.metric = 'TOKEN_USAGE')`;

function valuesOf(relation: Relation, selection: ValuesSelection): Statement {
  const parameters = new Parameters();
  const column = DIMENSION_SQL[selection.dimension];
  const conditions = [
    `${column} IS NOT NULL`,
    ...(relation === 'samples' && selection.dimension === 'swarm' ? [IS_OF_A_SWARM] : []),
    ...rangeConditions(selection, parameters),
    ...searchCondition(column, selection, parameters),
  ];
  const rows = `SELECT DISTINCT ${column} AS v ${FROM} WHERE ${conditions.join(' AND ')}`;
  return sorted(`${withRelation(relation)} ${rows}`, selection, parameters);
}

function describedValues(dimension: Extract<Dimension, 'swarm' | 'topology'>, selection: ValuesSelection): Statement {
  const parameters = new Parameters();
  const { swarms } = selection;
  const conditions = [
    `${dimension} IS NOT NULL`,
    `swarm <> '${UNASSIGNED_SWARM}'`,
    // A session's own name gives way to the swarm that another source named for it.
    'NOT (swarm_inferred AND EXISTS (SELECT 1 FROM session_swarms WHERE session_swarms.scope = swarms.scope))',
    ...(swarms && swarms.length > 0 ? [`list_contains(${parameters.add(swarms)}, swarm)`] : []),
    ...searchCondition(dimension, selection, parameters),
  ];
  const described = `SELECT swarm, arg_max(topology, observed_at) AS topology FROM swarms WHERE ${conditions.join(' AND ')} GROUP BY swarm`;
  return sorted(`SELECT DISTINCT ${dimension} AS v FROM (${described})`, selection, parameters);
}

function searchCondition(column: string, { search }: ValuesSelection, parameters: Parameters): string[] {
  return search === undefined || search === '' ? [] : [`contains(lower(${column}), lower(${parameters.add(search)}))`];
}

function sorted(rows: string, { limit }: ValuesSelection, { values }: Parameters): Statement {
  if (!Number.isSafeInteger(limit) || limit < 0) {
    throw new RangeError(`limit ${limit} is not a whole number`);
  }
  return { sql: `${rows} ORDER BY v LIMIT ${limit}`, parameters: values };
}

/** One row: for each subject a column `p0`, `p1`, … that says whether the relation has a row of it. */
export function compilePresence(
  relation: Relation,
  subjects: readonly PresenceSelection[],
  range: Pick<Selection, 'from' | 'to' | 'swarms' | 'filters'>
): Statement {
  const parameters = new Parameters();
  const columns = subjects.map((subject, index) => {
    const conditions = subjectConditions(subject, parameters);
    return `(count(*) FILTER (WHERE ${conditions.join(' AND ') || 'true'})) > 0 AS p${index}`;
  });
  const where = rangeConditions(range, parameters).join(' AND ') || 'true';
  return {
    sql: `${withRelation(relation)} SELECT ${columns.join(', ')} ${FROM} WHERE ${where}`,
    parameters: parameters.values,
  };
}
