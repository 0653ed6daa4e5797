import type { Table } from '../../../src/core/frames/table.ts';
import { METRICS } from '../../../src/core/metrics/catalogue.ts';
import { defaultAggregation } from '../../../src/core/query/aggregation.ts';
import { planMetric } from '../../../src/core/query/measure.ts';
import type { PerformanceQuery, QueryWindow } from '../../../src/core/query/model.ts';
import { valuesTable, type ListedValue } from '../../../src/core/query/valuesTable.ts';
import type { Store } from '../store/store.ts';

/** The values of a dimension in a window, or the metrics of which it has something: what variables and filters offer. */
export async function listValues(
  store: Store,
  query: PerformanceQuery,
  { from, to }: QueryWindow,
  signal?: AbortSignal
): Promise<Table> {
  const { valuesOf, swarms, filters, limit, search } = query;
  const range = { from, to, swarms, filters };
  const found =
    valuesOf === 'metric'
      ? await presentMetrics(store, range, search, signal)
      : (
          await store.values(
            { ...range, dimension: valuesOf, limit: limit + 1, ...(search === undefined ? {} : { search }) },
            signal
          )
        ).map((value): ListedValue => ({ value }));
  return valuesTable(found.slice(0, limit), found.length > limit ? limit : undefined);
}

async function presentMetrics(
  store: Store,
  range: Parameters<Store['present']>[1],
  search: string | undefined,
  signal?: AbortSignal
): Promise<ListedValue[]> {
  const wanted = (search ?? '').toLowerCase();
  const metrics = METRICS.filter(({ id, name }) => `${id} ${name}`.toLowerCase().includes(wanted));
  const subjects = metrics.map((metric) => planMetric(metric, defaultAggregation(metric)).selection);
  const present = await store.present(subjects, range, signal);
  return metrics.filter((_, index) => present[index]).map(({ id, name }) => ({ value: id, text: name }));
}
