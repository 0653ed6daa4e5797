import type { Statement } from './compile.ts';

/**
 * The newest point of each counter, by the id that its input gave it: `c|<32 hex digits of the series>|<ns>|<value>`. Asked
 * for when a series is met for the first time since the start. Rows lie in the order of their arrival, so `since` spares
 * reading most ids.
 */
export function lastCounters(series: readonly string[], since: number): Statement {
  return {
    sql: `SELECT substr(id, 3, 32) AS series, arg_max(id, split_part(id, '|', 3)::UBIGINT) AS id
      FROM samples
      WHERE ts >= $2::DOUBLE AND source = 'claude-code/metrics' AND starts_with(id, 'c|')
        AND list_contains($1, substr(id, 3, 32))
      GROUP BY 1`,
    parameters: [[...series], since],
  };
}
