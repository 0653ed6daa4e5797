import type { AdHocVariableFilter, MetricFindValue } from '@grafana/data';
import { DIMENSION_LABELS, DIMENSIONS, type Dimension, type QueryFilter } from '../core/query/model.ts';

/** The keys that ad-hoc filters offer: the labels of our frames, so that a value in a panel can be filtered for. */
export const TAG_KEYS: readonly MetricFindValue[] = DIMENSIONS.map((dimension) => ({
  text: DIMENSION_LABELS[dimension],
  value: DIMENSION_LABELS[dimension],
}));

/** The dimension that a label or a name of it means; undefined for keys of other data sources. */
export function dimensionOf(key: string): Dimension | undefined {
  return DIMENSIONS.find((dimension) => DIMENSION_LABELS[dimension] === key || dimension === key);
}

/**
 * Grafana's ad-hoc filters as filters of a query. Values are taken as they are, never as text of a query, so there is
 * nothing to escape; filters that are still without a value filter nothing.
 * @throws Error naming the key or the operator that this data source does not have.
 */
export function adhocFilters(filters: readonly AdHocVariableFilter[]): QueryFilter[] {
  return filters.filter(({ key, operator }) => key !== '' && operator !== '').flatMap(toFilter);
}

function toFilter({ key: label, operator, value, values }: AdHocVariableFilter): QueryFilter[] {
  const key = dimensionOf(label);
  if (key === undefined) {
    const known = DIMENSIONS.map((dimension) => DIMENSION_LABELS[dimension]).join(', ');
    throw new Error(`The filter "${label}" is none that this data source has. It has: ${known}.`);
  }
  switch (operator) {
    case '=':
      return value === '' ? [] : [{ key, operator: 'eq', values: [value] }];
    case '!=':
      return value === '' ? [] : [{ key, operator: 'ne', values: [value] }];
    case '=~':
      return value === '' ? [] : [{ key, operator: 'matches', values: [value] }];
    case '!~':
      return value === '' ? [] : [{ key, operator: 'notMatches', values: [value] }];
    case '=|':
      return several({ key, operator: 'in', values: values ?? [value] });
    case '!=|':
      return several({ key, operator: 'notIn', values: values ?? [value] });
    default:
      throw new Error(
        `The filter "${label} ${operator}" cannot be answered: names are compared with =, !=, =~, !~, =| and !=|.`
      );
  }
}

function several(filter: QueryFilter): QueryFilter[] {
  const values = filter.values.filter((value) => value !== '');
  return values.length > 0 ? [{ ...filter, values }] : [];
}
