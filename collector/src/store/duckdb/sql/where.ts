import type { Dimension, FilterKey, QueryFilter } from '../../../../../src/core/query/model.ts';
import type { MeasureField, Selection } from '../../../../../src/core/query/plan.ts';
import type { SqlParameter } from '../run.ts';
import { OUTCOME_KNOWN, TOKENS_TOTAL } from './relations.ts';

type Subject = Pick<Selection, 'kinds' | 'statuses' | 'metricType' | 'known' | 'outcomes'>;
type Range = Pick<Selection, 'from' | 'to' | 'swarms' | 'filters'>;

export const DIMENSION_SQL: Record<Dimension, string> = {
  swarm: 'r.swarm',
  agent: 'r.agent',
  agentType: 'r.agent_type',
  type: 'r.task_type',
  model: 'r.model',
  topology: 'topologies.topology',
};

const FILTER_SQL: Record<FilterKey, string> = { ...DIMENSION_SQL, status: 'r.status', kind: 'r.kind' };

export const FIELD_SQL: Record<MeasureField, string> = {
  durationMs: 'r.duration_ms',
  queueWaitMs: 'CASE WHEN r.started_at >= r.created_at THEN r.started_at - r.created_at END',
  tokens: TOKENS_TOTAL,
  tokensInput: 'r.tokens_input',
  tokensOutput: 'r.tokens_output',
  tokensCacheRead: 'r.tokens_cache_read',
  tokensCacheCreation: 'r.tokens_cache_creation',
  costUsd: 'r.cost_usd',
  value: 'r.value',
  time: 'r.time',
  sampleRate: 'coalesce(r.sample_rate, 1)',
};

/** Collects parameters and hands out their placeholders. */
export class Parameters {
  readonly values: SqlParameter[] = [];

  add(value: SqlParameter): string {
    this.values.push(value);
    return typeof value === 'object' ? `$${this.values.length}::VARCHAR[]` : `$${this.values.length}`;
  }
}

/** What a row of a selection has to fulfil; empty when everything does. */
export function whereSql(selection: Selection, parameters: Parameters): string {
  const conditions = [...subjectConditions(selection, parameters), ...rangeConditions(selection, parameters)];
  return conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : '';
}

/** Which kind of rows: what a metric is made of. */
export function subjectConditions(selection: Subject, parameters: Parameters): string[] {
  return [
    ...(selection.kinds ? [`list_contains(${parameters.add(selection.kinds)}, r.kind)`] : []),
    ...(selection.statuses ? [`list_contains(${parameters.add(selection.statuses)}, r.status)`] : []),
    ...(selection.metricType ? [`r.metric = ${parameters.add(selection.metricType)}`] : []),
    ...(selection.known ? [`(${FIELD_SQL[selection.known]}) IS NOT NULL`] : []),
    ...(selection.outcomes ? [OUTCOME_KNOWN] : []),
  ];
}

/** Which rows of a kind: time, swarms and filters. */
export function rangeConditions(selection: Range, parameters: Parameters): string[] {
  return [
    ...(selection.from === undefined ? [] : [`r.time >= ${parameters.add(selection.from)}`]),
    ...(selection.to === undefined ? [] : [`r.time < ${parameters.add(selection.to)}`]),
    ...(selection.swarms && selection.swarms.length > 0
      ? [`list_contains(${parameters.add(selection.swarms)}, r.swarm)`]
      : []),
    ...(selection.filters ?? []).map((filter) => filterSql(filter, parameters)),
  ];
}

function filterSql({ key, operator, values }: QueryFilter, parameters: Parameters): string {
  const column = FILTER_SQL[key];
  const first = values[0] ?? '';
  switch (operator) {
    case 'eq':
      return `${column} = ${parameters.add(first)}`;
    case 'ne':
      return `${column} IS DISTINCT FROM ${parameters.add(first)}`;
    case 'in':
      return `list_contains(${parameters.add(values)}, ${column})`;
    case 'notIn':
      return `NOT coalesce(list_contains(${parameters.add(values)}, ${column}), false)`;
    case 'matches':
      return `regexp_matches(${column}, ${parameters.add(first)})`;
    case 'notMatches':
      return `NOT coalesce(regexp_matches(${column}, ${parameters.add(first)}), false)`;
  }
}
