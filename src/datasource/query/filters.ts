import {
  DIMENSIONS,
  TASK_FILTER_KEYS,
  type FilterKey,
  type FilterOperator,
  type QueryFilter,
  type QueryType,
} from '../../core/query/model.ts';
import { TASK_KINDS, TASK_STATUSES } from '../../core/metrics/records.ts';

/** What a person chooses between; whether there are one or many values follows from the values. */
export const FILTER_RELATIONS = ['is', 'isNot', 'matches', 'matchesNot'] as const;
export type FilterRelation = (typeof FILTER_RELATIONS)[number];

export function relationOf(operator: FilterOperator): FilterRelation {
  switch (operator) {
    case 'eq':
    case 'in':
      return 'is';
    case 'ne':
    case 'notIn':
      return 'isNot';
    case 'matches':
      return 'matches';
    case 'notMatches':
      return 'matchesNot';
  }
}

/** The filter of a relation; undefined without a value, for which there is no filter. */
export function filterOf(key: FilterKey, relation: FilterRelation, values: readonly string[]): QueryFilter | undefined {
  const [first] = values;
  if (first === undefined || first === '') {
    return undefined;
  }
  return isPattern(relation)
    ? { key, operator: relation === 'matches' ? 'matches' : 'notMatches', values: [first] }
    : { key, operator: operatorOf(relation === 'is', values.length), values: [...values] };
}

function operatorOf(positive: boolean, count: number): FilterOperator {
  return count === 1 ? (positive ? 'eq' : 'ne') : positive ? 'in' : 'notIn';
}

export function isPattern(relation: FilterRelation): boolean {
  return relation === 'matches' || relation === 'matchesNot';
}

/** What a query of this type can be filtered by. */
export function filterKeysOf(type: QueryType): readonly FilterKey[] {
  return type === 'tasks' ? [...DIMENSIONS, ...TASK_FILTER_KEYS] : DIMENSIONS;
}

/** The values of keys that have only a few; undefined where the collector has to be asked. */
export function knownValues(key: FilterKey): readonly string[] | undefined {
  switch (key) {
    case 'status':
      return TASK_STATUSES;
    case 'kind':
      return TASK_KINDS;
    default:
      return undefined;
  }
}

/** A filter while it is entered: it may have no value yet. */
export type FilterDraft = QueryFilter;
