import { findMetric, METRICS, type MetricDefinition } from '../../../src/core/metrics/catalogue.ts';
import type { Notice, Table } from '../../../src/core/frames/table.ts';
import { defaultAggregation } from '../../../src/core/query/aggregation.ts';
import { comparisonTables } from '../../../src/core/query/comparisonTables.ts';
import { isScaled, planMetric } from '../../../src/core/query/measure.ts';
import type { PerformanceQuery, QueryType, QueryWindow } from '../../../src/core/query/model.ts';
import { rankingTable } from '../../../src/core/query/rankingTable.ts';
import { instantTable, seriesTables } from '../../../src/core/query/seriesTables.ts';
import { swarmsTable } from '../../../src/core/query/swarmsTable.ts';
import { tasksTable } from '../../../src/core/query/tasksTable.ts';
import { bucketWidth } from '../../../src/core/query/window.ts';
import { ServiceError } from '../errors.ts';
import type { Store } from '../store/store.ts';
import { anomalies, forecasts, trends } from './analyse.ts';
import { annotations, type AnnotationSources } from './annotate.ts';
import { compareGroups, type CompareRequest } from './compare.ts';
import { health } from './health.ts';
import { unknownSwarmNotices } from './knownSwarms.ts';
import { regressions } from './regressions.ts';
import type { ServiceState } from './serviceState.ts';
import { listValues } from './values.ts';

/** What a query needs that is not in the store. */
export interface QueryContext {
  markers?: AnnotationSources['markers'];
  /** What the service itself tells of. */
  state?: ServiceState;
  /** Epoch ms; the clock's where it is absent. */
  now?: number;
}

/**
 * Answers one query with tables. Of the service itself it can tell only where its state is given.
 * @throws ServiceError `BAD_REQUEST` when the query makes no sense, `CANCELLED` when the signal is aborted.
 */
export async function executeQuery(
  store: Store,
  query: PerformanceQuery,
  window: QueryWindow,
  signal?: AbortSignal,
  { markers, state, now = Date.now() }: QueryContext = {}
): Promise<Table[]> {
  const tables =
    query.type === 'annotations'
      ? [
          await annotations(
            store,
            query,
            window,
            {
              ...(markers === undefined ? {} : { markers }),
              now,
              anomalies: () => answer(store, { ...query, type: 'anomalies', instant: false }, window, signal, state),
            },
            signal
          ),
        ]
      : await answer(store, { ...query, type: query.type }, window, signal, state);
  const notices = await unknownSwarmNotices(store, query, signal);
  return tables.map((table) => ({
    ...table,
    refId: query.refId,
    meta: { ...table.meta, ...(notices.length > 0 ? { notices: [...(table.meta.notices ?? []), ...notices] } : {}) },
  }));
}

async function answer(
  store: Store,
  query: PerformanceQuery & { type: Exclude<QueryType, 'annotations'> },
  window: QueryWindow,
  signal?: AbortSignal,
  state?: ServiceState
): Promise<Table[]> {
  const range = { from: window.from, to: window.to };
  switch (query.type) {
    case 'swarms': {
      const swarms = await store.swarms({ ...range, swarms: query.swarms, filters: query.filters }, signal);
      return withNotice(
        [swarmsTable(swarms)],
        swarms.some(({ sampled }) => sampled === true)
      );
    }
    case 'tasks': {
      const selection = { ...range, swarms: query.swarms, filters: query.filters };
      const tasks = await store.tasks({ ...selection, limit: query.limit + 1 }, signal);
      return [tasksTable(tasks.slice(0, query.limit), tasks.length > query.limit ? query.limit : undefined)];
    }
    case 'values':
      return [await listValues(store, query, window, signal)];
    case 'health':
      return [await health(store, query, window, state, signal)];
    case 'timeseries':
      return query.instant ? [await instant(store, query, window, signal)] : series(store, query, window, signal);
    case 'ranking':
      return [await ranking(store, query, window, signal)];
    case 'comparison': {
      const request = comparisonRequest(query, window, query.metrics);
      return query.instant
        ? [await regressions(store, query, window, request, signal)]
        : comparisonTables(await compareGroups(store, request, signal));
    }
    case 'anomalies':
    case 'forecast':
    case 'trend': {
      const range = (await coveredWindow(store, query, window, signal)) ?? { from: 0, to: 1 };
      const tables = await series(store, { ...query, format: 'multi' }, { ...window, ...range }, signal);
      const bucketMs = bucketWidth({ ...window, ...range });
      return ANALYSES[query.type]({ query, metric: metricOf(query), tables, to: range.to, bucketMs });
    }
  }
}

const ANALYSES = { anomalies, forecast: forecasts, trend: trends };

function metricOf(query: PerformanceQuery): MetricDefinition {
  const metric = findMetric(query.metric);
  if (!metric) {
    throw new ServiceError(
      'BAD_REQUEST',
      `Unknown metric "${query.metric}". Known: ${METRICS.map(({ id }) => id).join(', ')}.`
    );
  }
  return metric;
}

function planOf(query: PerformanceQuery, metric: MetricDefinition) {
  try {
    return planMetric(metric, query.aggregation ?? defaultAggregation(metric));
  } catch (error) {
    throw new ServiceError('BAD_REQUEST', error instanceof Error ? error.message : String(error));
  }
}

async function coveredWindow(store: Store, query: PerformanceQuery, { from, to }: QueryWindow, signal?: AbortSignal) {
  if (from !== undefined && to !== undefined) {
    return { from, to };
  }
  const covered = await store.window(query.swarms, signal);
  return covered && { from: from ?? covered.from, to: to ?? covered.to };
}

async function series(
  store: Store,
  query: PerformanceQuery,
  window: QueryWindow,
  signal?: AbortSignal
): Promise<Table[]> {
  const metric = metricOf(query);
  const plan = planOf(query, metric);
  const { groupBy, format } = query;
  const range = await coveredWindow(store, query, window, signal);
  if (!range || range.from >= range.to) {
    return seriesTables([], { metric, plan, groupBy, format, bucketMs: 1000 });
  }
  const bucketMs = bucketWidth({ ...window, ...range });
  const selection = { ...plan.selection, ...range, swarms: query.swarms, filters: query.filters };
  const rows = await store.aggregate({ ...selection, groupBy, bucketMs, measures: plan.measures }, signal);
  const tables = seriesTables(rows, { metric, plan, groupBy, format, bucketMs });
  return withNotice(
    tables,
    rows.some((row) => isScaled(plan, row.values))
  );
}

async function instant(
  store: Store,
  query: PerformanceQuery,
  window: QueryWindow,
  signal?: AbortSignal
): Promise<Table> {
  const metric = metricOf(query);
  const plan = planOf(query, metric);
  const range = await coveredWindow(store, query, window, signal);
  const seconds = range ? (range.to - range.from) / 1000 : 0;
  const selection = {
    ...plan.selection,
    from: window.from,
    to: window.to,
    swarms: query.swarms,
    filters: query.filters,
  };
  const spanRate = isRate(metric, query) && (window.from === undefined || window.to === undefined);
  const tooShort = spanRate && seconds < LEAST_SPAN_SECONDS;
  const rows =
    seconds > 0 && !tooShort
      ? await store.aggregate({ ...selection, groupBy: query.groupBy, measures: plan.measures }, signal)
      : [];
  const table = instantTable(rows, { metric, plan, groupBy: query.groupBy, seconds });
  const notices = [
    ...(rows.some((row) => isScaled(plan, row.values)) ? [SCALED] : []),
    ...(spanRate && range ? [spanNotice(seconds, tooShort)] : []),
  ];
  return {
    ...table,
    meta: {
      ...table.meta,
      ...(notices.length > 0 ? { notices: [...(table.meta.notices ?? []), ...notices] } : {}),
      custom: { ...table.meta.custom, window: range ?? null },
    },
  };
}

/** Shorter than this the span of what is stored is that of single tasks, and a rate over it says nothing. */
const LEAST_SPAN_SECONDS = 1;

function isRate(metric: MetricDefinition, query: PerformanceQuery): boolean {
  return metric.shape === 'throughput' || query.aggregation === 'rate';
}

function spanNotice(seconds: number, tooShort: boolean): Notice {
  return tooShort
    ? { severity: 'warning', text: 'No rate: all that is stored lies within a second. Name a time range.' }
    : {
        severity: 'info',
        text: `Per second of the ${Math.round(seconds)} s from the first to the last that is stored: no time range was named.`,
      };
}

const SCALED: Notice = {
  severity: 'info',
  text: 'Estimated: a sender kept only a sample, and counts and sums are scaled up by the share that it kept.',
};

function withNotice(tables: Table[], scaled: boolean): Table[] {
  return scaled
    ? tables.map((table) => ({ ...table, meta: { ...table.meta, notices: [...(table.meta.notices ?? []), SCALED] } }))
    : tables;
}

function comparisonRequest(query: PerformanceQuery, window: QueryWindow, metrics: string[]): CompareRequest {
  return {
    metrics,
    groupBy: query.groupBy[0] ?? 'swarm',
    swarms: query.swarms,
    filters: query.filters,
    from: window.from,
    to: window.to,
    ...(query.baseline === undefined ? {} : { baseline: query.baseline }),
  };
}

async function ranking(
  store: Store,
  query: PerformanceQuery,
  window: QueryWindow,
  signal?: AbortSignal
): Promise<Table> {
  const metric = metricOf(query);
  const found = await compareGroups(store, comparisonRequest(query, window, [metric.id]), signal);
  const result = found.comparison.metrics[0];
  if (!result) {
    throw new ServiceError(
      'BAD_REQUEST',
      `${metric.name} has no value per unit of work, so swarms can't be ranked by it.`
    );
  }
  return rankingTable({ ...found, ranking: result, alpha: found.comparison.alpha });
}
