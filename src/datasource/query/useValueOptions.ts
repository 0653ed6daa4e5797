import { useCallback } from 'react';
import type { TimeRange } from '@grafana/data';
import { getTemplateSrv } from '@grafana/runtime';
import { DIMENSIONS, type FilterKey, type QueryFilter } from '../../core/query/model.ts';
import { shorten } from '../../ui/text.ts';
import type { PerformanceDataSource } from '../datasource.ts';
import { knownValues } from './filters.ts';

export interface ValueOption {
  value: string;
  label: string;
}

/** Most values offered at once; typing narrows them. */
const MAX_OPTIONS = 200;

/** What the offered values are limited to: what else the query asks for. */
export interface ValueScope {
  swarms?: readonly string[];
  filters?: readonly QueryFilter[];
  range?: TimeRange;
}

/**
 * Loads the values of a key to choose from, dashboard variables first. When the collector cannot be asked the variables
 * are still there, and a value can be typed.
 */
export function useValueOptions(
  datasource: Pick<PerformanceDataSource, 'listValues'>,
  key: FilterKey,
  { swarms = [], filters = [], range }: ValueScope
) {
  // Lists are made anew with every rendering; their text says whether they have changed.
  const scope = JSON.stringify({ swarms, filters: filters.filter((filter) => filter.key !== key) });
  return useCallback(
    async (typed: string): Promise<ValueOption[]> => {
      const variables = getTemplateSrv()
        .getVariables()
        .map(({ name }) => `$${name}`);
      const values = await valuesOf(datasource, key, JSON.parse(scope), typed, range);
      const wanted = typed.toLowerCase();
      return [...variables, ...values]
        .filter((value) => value.toLowerCase().includes(wanted))
        .slice(0, MAX_OPTIONS)
        .map((value) => ({ value, label: shorten(value, 80) }));
    },
    [datasource, key, scope, range]
  );
}

async function valuesOf(
  datasource: Pick<PerformanceDataSource, 'listValues'>,
  key: FilterKey,
  scope: { swarms: string[]; filters: QueryFilter[] },
  search: string,
  range: TimeRange | undefined
): Promise<readonly string[]> {
  const dimension = DIMENSIONS.find((name) => name === key);
  if (dimension === undefined) {
    return knownValues(key) ?? [];
  }
  const query = { ...scope, valuesOf: dimension, limit: MAX_OPTIONS, ...(search.startsWith('$') ? {} : { search }) };
  return datasource.listValues(query, range).then(
    (values) => values.map(({ value, text }) => String(value ?? text)),
    () => []
  );
}
