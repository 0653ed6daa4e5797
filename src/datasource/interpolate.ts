import type { QueryFilter } from '../core/query/model.ts';
import type { PerformanceQuery } from './types.ts';

/** How a text's variables are filled in: `format` gets a variable's value or values and says what to write. */
export type Replace = (text: string, format: (value: unknown) => string) => string;

// Control characters, so that no name that somebody chose can be taken for a mark.
const EDGE = '\u0000';
const BETWEEN = '\u0001';

/**
 * Fills in the variables of a query. A variable with several values makes a list of it; one without a value makes
 * nothing. What is not a variable stays as it is.
 */
export function interpolateQuery(query: PerformanceQuery, replace: Replace): PerformanceQuery {
  const { swarms, baseline, filters } = query;
  const base = baseline === undefined ? undefined : expand(baseline, replace)[0];
  return {
    ...query,
    ...(swarms === undefined ? {} : { swarms: unique(swarms.flatMap((text) => expand(text, replace))) }),
    ...(baseline === undefined ? {} : { baseline: base }),
    ...(filters === undefined ? {} : { filters: filters.flatMap((filter) => expandFilter(filter, replace)) }),
  };
}

/** All texts that a text with variables stands for: one for every combination of their values. */
export function expand(text: string, replace: Replace): string[] {
  const marked = replace(text, (value) => EDGE + valuesOf(value).join(BETWEEN) + EDGE);
  const parts = marked.split(EDGE);
  const texts = parts.reduce<string[]>(
    (sofar, part, index) =>
      index % 2 === 0
        ? sofar.map((start) => start + part)
        : sofar.flatMap((start) => part.split(BETWEEN).map((value) => start + value)),
    ['']
  );
  return texts.filter((expanded) => expanded !== '');
}

/** `eq` of several values is `in`; several values that must not be equal are as many filters; a pattern has alternatives. */
function expandFilter(filter: QueryFilter, replace: Replace): QueryFilter[] {
  const values = unique(filter.values.flatMap((text) => expandValue(filter, text, replace)));
  if (values.length === 0) {
    return [];
  }
  if (filter.operator === 'ne') {
    return values.map((value) => ({ ...filter, values: [value] }));
  }
  return [{ ...filter, operator: filter.operator === 'eq' && values.length > 1 ? 'in' : filter.operator, values }];
}

function expandValue({ operator }: QueryFilter, text: string, replace: Replace): string[] {
  if (operator !== 'matches') {
    return expand(text, replace);
  }
  const pattern = replace(text, (value) => `(${valuesOf(value).map(escapeRegExp).join('|')})`);
  return pattern === '' ? [] : [pattern];
}

function valuesOf(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).filter((part) => part !== undefined && part !== null).map(String);
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function unique(texts: string[]): string[] {
  return [...new Set(texts)];
}
