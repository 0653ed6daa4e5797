import { randomUUID } from 'node:crypto';
import { analysisResult } from '../../../src/core/guide/analysisResult.ts';
import type {
  AnalysisResult,
  MeasuredSample,
  MeasuredSeries,
  OutcomeSeries,
  Window,
} from '../../../src/core/guide/analysisTypes.ts';
import { withoutTypeLevels } from '../../../src/core/guide/typeLevels.ts';
import { numbers } from '../../../src/core/frames/table.ts';
import { findMetric } from '../../../src/core/metrics/catalogue.ts';
import { WORK_KINDS } from '../../../src/core/metrics/records.ts';
import type { SwarmSummary } from '../../../src/core/metrics/swarm.ts';
import { planMetric } from '../../../src/core/query/measure.ts';
import type { Aggregation } from '../../../src/core/query/model.ts';
import type { VectorPlan } from '../../../src/core/query/plan.ts';
import { seriesTables } from '../../../src/core/query/seriesTables.ts';
import { bucketWidth } from '../../../src/core/query/window.ts';
import type { Store } from '../store/store.ts';
import { requireSwarms } from './knownSwarms.ts';

/** Most points of a series: many enough for a long baseline, few enough to be analysed within milliseconds. */
const MOST_POINTS = 1000;
/** A share of fewer finished tasks is too coarse to be a point. */
const LEAST_A_SHARE = 10;
/** Fewer buckets than this are never correlated. */
const LEAST_CORRELATED = 10;
/** Tasks a bucket, on average, where shares are looked at. */
const TASKS_A_SHARE = 20;

type Uses = MeasuredSeries['uses'];
const WIDE: ReadonlyArray<readonly [string, Aggregation, Uses]> = [
  ['task_duration', 'median', ['correlation']],
  ['error_rate', 'avg', ['anomalies', 'trend', 'correlation']],
  ['request_duration', 'median', ['correlation']],
  ['token_usage', 'avg', ['correlation']],
  ['cost_usd', 'avg', ['correlation']],
];
/** Sums tell of bursts; what a request takes, unlike them, does not grow with the amount of work. */
const FINE: ReadonlyArray<readonly [string, Aggregation, Uses]> = [
  ['task_duration', 'median', ['anomalies']],
  ['token_usage', 'sum', ['anomalies']],
  ['token_usage', 'avg', ['trend']],
  ['cost_usd', 'sum', ['anomalies']],
  ['cost_usd', 'avg', ['trend']],
];
const OUTCOMES = ['request_error_rate', 'tool_error_rate'];
const SAMPLES: ReadonlyArray<readonly [string, Pick<VectorPlan, 'kinds' | 'statuses' | 'field'>]> = [
  ['TASK_DURATION', { kinds: WORK_KINDS, statuses: ['completed'], field: 'durationMs' }],
  ['RESPONSE_TIME', { kinds: ['request'], statuses: ['completed'], field: 'durationMs' }],
  ['TOOL_DURATION', { kinds: ['tool'], statuses: ['completed'], field: 'durationMs' }],
  ['TOKEN_USAGE', { kinds: ['request'], field: 'tokens' }],
  ['COST_USD', { kinds: ['request'], field: 'costUsd' }],
];

export interface SwarmAnalysis {
  swarm: SwarmSummary;
  analysis: AnalysisResult;
}

export interface AnalysisRequest {
  swarmId: string;
  /** Time of the analysis, epoch ms. */
  now: number;
  /** Epoch ms; without them everything stored of the swarm is covered. */
  from?: number;
  to?: number;
  /** False leaves out the statistics of single values, which cost most. */
  statistics?: boolean;
}

/** Analyses what is stored of one swarm. @throws ServiceError `UNKNOWN_SWARM` */
export async function analyseSwarm(
  store: Store,
  { swarmId, now, from, to, statistics = true }: AnalysisRequest,
  signal?: AbortSignal
): Promise<SwarmAnalysis> {
  await requireSwarms(store, [swarmId], signal);
  const swarms = [swarmId];
  const [summaries, covered] = await Promise.all([
    store.swarms({ from, to, swarms }, signal),
    store.window(swarms, signal),
  ]);
  const swarm = summaries.find((summary) => summary.swarmId === swarmId) ?? {
    swarmId,
    inferred: false,
    sources: [],
    tasks: { total: 0, completed: 0, failed: 0, cancelled: 0 },
  };
  const window = covered ? { from: from ?? covered.from, to: to ?? covered.to } : null;
  const [series, outcomes, samples] = await Promise.all([
    window && window.from < window.to ? seriesOf(store, swarm, window, signal) : [],
    window && window.from < window.to ? outcomesOf(store, swarmId, window, signal) : [],
    statistics ? samplesOf(store, swarmId, { from, to }, signal) : [],
  ]);
  const input = { swarm, window, series, outcomes, samples };
  return { swarm, analysis: analysisResult(input, { id: randomUUID(), timestamp: now }) };
}

async function seriesOf(
  store: Store,
  { swarmId, tasks }: SwarmSummary,
  window: Window,
  signal?: AbortSignal
): Promise<MeasuredSeries[]> {
  const finished = tasks.completed + tasks.failed;
  const wideMost = Math.min(MOST_POINTS, Math.max(1, Math.floor(finished / TASKS_A_SHARE)));
  const fine = bucketWidth({ ...window, maxDataPoints: MOST_POINTS });
  // Nothing is said of how so few points go together, so the series that are there only for that need not be read.
  const wide = wideMost < LEAST_CORRELATED ? WIDE.filter(([, , uses]) => uses.length > 1) : WIDE;
  const widths = [
    [FINE, fine],
    [wide, bucketWidth({ ...window, maxDataPoints: wideMost })],
  ] as const;
  return Promise.all([
    ...widths.flatMap(([kinds, bucketMs]) =>
      kinds.flatMap(([id, aggregation, uses]) => {
        const metric = findMetric(id);
        return metric ? [one(store, { swarmId, window, metric, aggregation, bucketMs, uses }, signal)] : [];
      })
    ),
    ...[findMetric('task_duration')].flatMap((metric) =>
      metric
        ? [
            withinTypes(
              store,
              { swarmId, window, metric, aggregation: 'median', bucketMs: fine, uses: ['trend'] },
              signal
            ),
          ]
        : []
    ),
  ]);
}

/** As a time series query has it, with what the types of the tasks are used to taken out. */
async function withinTypes(store: Store, request: SeriesRequest, signal?: AbortSignal): Promise<MeasuredSeries> {
  const { swarmId, window, metric, aggregation, bucketMs, uses } = request;
  const plan = planMetric(metric, aggregation);
  const rows = await store.aggregate(
    {
      ...plan.selection,
      ...window,
      swarms: [swarmId],
      groupBy: ['type'],
      bucketMs,
      measures: [...plan.measures, { as: 'units', fn: 'count', observed: true }],
    },
    signal
  );
  const points = rows.flatMap(({ group, bucket, values }) => {
    const value = plan.value(values, bucketMs / 1000);
    return value === null || bucket === undefined || bucket + bucketMs > window.to
      ? []
      : [{ time: bucket, type: group['type'] ?? null, value, n: values['units'] ?? 1 }];
  });
  return { metric, aggregation, bucketMs, uses, ...withoutTypeLevels(points) };
}

interface SeriesRequest extends Pick<MeasuredSeries, 'metric' | 'aggregation' | 'bucketMs' | 'uses'> {
  swarmId: string;
  window: Window;
}

/** As a time series query has it, without a last bucket that is still filling: its count or sum would look like a fall. */
async function one(store: Store, request: SeriesRequest, signal?: AbortSignal): Promise<MeasuredSeries> {
  const { swarmId, window, metric, aggregation, bucketMs, uses } = request;
  const plan = planMetric(metric, aggregation);
  const isShare = metric.shape === 'ratio';
  const rows = await store.aggregate(
    {
      ...plan.selection,
      ...window,
      swarms: [swarmId],
      groupBy: [],
      bucketMs,
      measures: isShare ? [...plan.measures, { as: 'observed', fn: 'count', observed: true }] : plan.measures,
    },
    signal
  );
  const enough = isShare ? rows.filter(({ values }) => (values['observed'] ?? 0) >= LEAST_A_SHARE) : rows;
  const [table] = seriesTables(enough, { metric, plan, groupBy: [], format: 'multi', bucketMs });
  const times = (table && numbers(table, 'time')?.filter((time) => time !== null)) ?? [];
  const values = (table && numbers(table, metric.id)) ?? [];
  const whole = times.filter((time) => time + bucketMs <= window.to).length;
  return { metric, aggregation, bucketMs, uses, times: times.slice(0, whole), values: values.slice(0, whole) };
}

async function outcomesOf(
  store: Store,
  swarmId: string,
  window: Window,
  signal?: AbortSignal
): Promise<OutcomeSeries[]> {
  const bucketMs = bucketWidth({ ...window, maxDataPoints: MOST_POINTS });
  const metrics = OUTCOMES.flatMap((id) => findMetric(id) ?? []);
  return Promise.all(
    metrics.map(async (metric) => {
      const rows = await store.aggregate(
        {
          relation: 'work',
          kinds: metric.kinds,
          statuses: ['completed', 'failed'],
          ...window,
          swarms: [swarmId],
          groupBy: [],
          bucketMs,
          measures: [
            { as: 'total', fn: 'count', observed: true },
            { as: 'failed', fn: 'count', statuses: ['failed'], observed: true },
          ],
        },
        signal
      );
      return {
        metric,
        buckets: rows.map(({ bucket, values }) => ({
          time: bucket ?? 0,
          total: values['total'] ?? 0,
          failed: values['failed'] ?? 0,
        })),
      };
    })
  );
}

async function samplesOf(
  store: Store,
  swarmId: string,
  range: { from?: number; to?: number },
  signal?: AbortSignal
): Promise<MeasuredSample[]> {
  const found = await Promise.all(
    SAMPLES.map(async ([metricType, plan]) => {
      const selection = { ...plan, ...range, relation: 'work', swarms: [swarmId], groupBy: 'swarm' } as const;
      const [group] = await store.vectors(selection, signal);
      return { metricType, values: group?.values ?? new Float64Array() };
    })
  );
  return found.filter(({ values }) => values.length > 0);
}
