import { numbers, strings, type Table } from '../../../src/core/frames/table.ts';
import { findMetric } from '../../../src/core/metrics/catalogue.ts';
import {
  DEFAULT_QUERY,
  DIMENSION_LABELS,
  type Aggregation,
  type Dimension,
  type QueryFilter,
} from '../../../src/core/query/model.ts';
import type { ReportUsage, StatisticsRow, UsageRow } from '../../../src/core/report/details.ts';
import { executeQuery } from '../query/execute.ts';
import type { Store } from '../store/store.ts';

/** Which records a report covers. */
interface Scope {
  swarms: string[];
  filters: QueryFilter[];
  from?: number;
  to?: number;
}

/** Tokens, cost and requests of each agent and each model. A row is there where any of them was told. */
export async function usageOf(store: Store, scope: Scope, signal?: AbortSignal): Promise<ReportUsage> {
  const of = async (dimension: Dimension): Promise<UsageRow[]> => {
    const rows = new Map<string, UsageRow>();
    for (const [field, metric, aggregation] of [
      ['tokens', 'token_usage', 'sum'],
      ['costUsd', 'cost_usd', 'sum'],
      ['requests', 'request_count', 'count'],
    ] as const) {
      for (const { key, swarmId, name, value } of await instant(
        store,
        scope,
        { metric, aggregation, dimension },
        signal
      )) {
        const row = rows.get(key) ?? { swarmId, name, tokens: null, costUsd: null, requests: null };
        rows.set(key, { ...row, [field]: value });
      }
    }
    return [...rows.values()]
      .filter(({ tokens, costUsd, requests }) => tokens !== null || costUsd !== null || (requests ?? 0) > 0)
      .sort((a, b) => compare(a.swarmId, b.swarmId) || compare(a.name, b.name));
  };
  return { agents: await of('agent'), models: await of('model') };
}

/** Of those of the metrics that have a distribution: what they measure, each completed piece of work by itself. */
export async function statisticsOf(
  store: Store,
  scope: Scope,
  metrics: readonly string[],
  signal?: AbortSignal
): Promise<StatisticsRow[]> {
  const rows: StatisticsRow[] = [];
  for (const metric of metrics.filter((id) => findMetric(id)?.shape === 'distribution')) {
    const own = new Map<string, StatisticsRow>();
    for (const [field, aggregation] of [
      ['n', 'count'],
      ['mean', 'avg'],
      ['min', 'min'],
      ['median', 'median'],
      ['p95', 'p95'],
      ['p99', 'p99'],
      ['max', 'max'],
    ] as const) {
      for (const { swarmId, value } of await instant(store, scope, { metric, aggregation }, signal)) {
        const row = own.get(swarmId) ?? {
          metric,
          swarmId,
          n: null,
          mean: null,
          min: null,
          median: null,
          p95: null,
          p99: null,
          max: null,
        };
        own.set(swarmId, { ...row, [field]: value });
      }
    }
    rows.push(...[...own.values()].filter(({ n }) => (n ?? 0) > 0).sort((a, b) => compare(a.swarmId, b.swarmId)));
  }
  return rows;
}

interface Asked {
  metric: string;
  aggregation: Aggregation;
  /** Beside the swarm. */
  dimension?: Dimension;
}

async function instant(
  store: Store,
  { swarms, filters, from, to }: Scope,
  { metric, aggregation, dimension }: Asked,
  signal?: AbortSignal
) {
  const groupBy: Dimension[] = dimension === undefined ? ['swarm'] : ['swarm', dimension];
  const query = {
    ...DEFAULT_QUERY,
    refId: 'A',
    type: 'timeseries' as const,
    instant: true,
    metric,
    aggregation,
    groupBy,
    swarms,
    filters,
  };
  const tables = await executeQuery(store, query, { from, to }, signal);
  return tables.flatMap((table) => rowsOf(table, metric, dimension));
}

function rowsOf(table: Table, metric: string, dimension: Dimension | undefined) {
  const names = dimension === undefined ? undefined : strings(table, DIMENSION_LABELS[dimension]);
  const values = numbers(table, metric) ?? [];
  return (strings(table, DIMENSION_LABELS.swarm) ?? []).map((swarm, index) => {
    const swarmId = swarm ?? '';
    const name = names?.[index] ?? '';
    return { key: JSON.stringify([swarmId, name]), swarmId, name, value: values[index] ?? null };
  });
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
