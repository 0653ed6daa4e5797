import { quickReport, type MetricStatistics, type QuickReport } from '../../../src/core/guide/quickReport.ts';
import { describe } from '../../../src/core/stats/describe.ts';
import { quantileSorted } from '../../../src/core/stats/order.ts';
import { WORK_KINDS, type TaskKind } from '../../../src/core/metrics/records.ts';
import type { Store } from '../store/store.ts';
import { requireSwarms } from './knownSwarms.ts';

/** @throws ServiceError `UNKNOWN_SWARM` */
export async function quickReportOf(
  store: Store,
  swarmId: string,
  now: number,
  signal?: AbortSignal
): Promise<QuickReport> {
  await requireSwarms(store, [swarmId], signal);
  const swarms = [swarmId];
  const [summaries, window, tasks, requests, tools] = await Promise.all([
    store.swarms({ swarms }, signal),
    store.window(swarms, signal),
    statisticsOf(store, swarms, WORK_KINDS, signal),
    statisticsOf(store, swarms, ['request'], signal),
    statisticsOf(store, swarms, ['tool'], signal),
  ]);
  const swarm = summaries.find((summary) => summary.swarmId === swarmId) ?? {
    swarmId,
    inferred: false,
    sources: [],
    tasks: { total: 0, completed: 0, failed: 0, cancelled: 0 },
  };
  return quickReport({
    swarm,
    now,
    window: window ?? null,
    statistics: {
      ...(tasks ? { TASK_DURATION: tasks } : {}),
      ...(requests ? { RESPONSE_TIME: requests } : {}),
      ...(tools ? { TOOL_DURATION: tools } : {}),
    },
  });
}

async function statisticsOf(
  store: Store,
  swarms: string[],
  kinds: readonly TaskKind[],
  signal?: AbortSignal
): Promise<MetricStatistics | undefined> {
  const groups = await store.vectors(
    { relation: 'work', kinds, statuses: ['completed'], swarms, groupBy: 'swarm', field: 'durationMs' },
    signal
  );
  const values = groups[0]?.values ?? new Float64Array();
  const { n, mean, sd, min, max } = describe(values);
  const [p50, p90, p95, p99] = [0.5, 0.9, 0.95, 0.99].map((p) => quantileSorted(values, p));
  if (mean === null || min === null || max === null || p50 == null || p90 == null || p95 == null || p99 == null) {
    return undefined;
  }
  return { count: n, mean, median: p50, stdDev: sd, min, max, percentiles: { p50, p90, p95, p99 } };
}
