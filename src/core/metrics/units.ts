/** Units that the store keeps. Times are milliseconds, rates are ratios from 0 to 1. */
export const UNITS = ['ms', 's', 'ratio', 'tokens', 'USD', 'count', 'ops_per_s', 'bytes'] as const;
export type Unit = (typeof UNITS)[number];

/** Grafana's own id of each unit, for field configuration. */
export const GRAFANA_UNITS: Record<Unit, string> = {
  ms: 'ms',
  s: 's',
  ratio: 'percentunit',
  tokens: 'short',
  USD: 'currencyUSD',
  count: 'short',
  ops_per_s: 'ops',
  bytes: 'bytes',
};
