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
  const base = baseline === undefined ? undefined : expand(baseline, replace).find((id) => !isAll(baseline, id));
  return {
    ...query,
    ...(swarms === undefined ? {} : { swarms: expandSwarms(swarms, replace) }),
    ...(baseline === undefined ? {} : { baseline: base }),
    ...(filters === undefined ? {} : { filters: filters.flatMap((filter) => expandFilter(filter, replace)) }),
  };
}

/** A variable whose "All" is a pattern of its own choosing asks for every swarm, as an empty list does. */
function expandSwarms(swarms: readonly string[], replace: Replace): string[] {
  const expanded = swarms.map((text) => ({ text, ids: expand(text, replace) }));
  return expanded.some(({ text, ids }) => ids.some((id) => isAll(text, id)))
    ? []
    : unique(expanded.flatMap(({ ids }) => ids));
}

/** What people enter as the custom "all" value of a variable; as a name by itself it stays one. */
const CUSTOM_ALL = new Set(['.*', '.+', '*']);

function isAll(text: string, expanded: string): boolean {
  return text !== expanded && CUSTOM_ALL.has(expanded);
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

/** `eq` and `ne` of several values are `in` and `notIn`; a pattern has alternatives. */
function expandFilter(filter: QueryFilter, replace: Replace): QueryFilter[] {
  const expanded = filter.values.map((text) => ({ text, values: expandValue(filter, text, replace) }));
  const values = unique(expanded.flatMap((one) => one.values));
  const { operator } = filter;
  const wantsAll = expanded.some((one) => one.values.some((value) => isAll(one.text, value)));
  if (values.length === 0 || (wantsAll && (operator === 'eq' || operator === 'in'))) {
    return [];
  }
  const many = operator === 'eq' ? 'in' : operator === 'ne' ? 'notIn' : operator;
  return [{ ...filter, operator: values.length > 1 ? many : operator, values }];
}

function expandValue({ operator }: QueryFilter, text: string, replace: Replace): string[] {
  if (operator !== 'matches' && operator !== 'notMatches') {
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
