import type { ReportData } from '../../../src/core/report/build.ts';
import type { ReportAnalyses } from '../../../src/core/report/analyses.ts';
import type { ReportSpec } from '../../../src/core/report/spec.ts';
import { DEMO_TEXT } from '../inputs/demo/demoReplay.ts';
import { analyseSwarm } from '../query/analysisResult.ts';
import { compareGroups } from '../query/compare.ts';
import { requireSwarms } from '../query/knownSwarms.ts';
import type { Store } from '../store/store.ts';

/** Metrics that a report compares, beside which it shows totals of everything that was measured. */
const REPORT_METRICS = [
  'task_duration',
  'error_rate',
  'request_duration',
  'tool_error_rate',
  'cost_usd',
  'token_usage',
];

/** More swarms are compared, but not looked at one by one: each costs some twenty queries. */
const MOST_ANALYSED = 20;

/** @throws ServiceError `UNKNOWN_SWARM` */
export async function reportData(
  system: { store: Store; isDemo: boolean },
  spec: ReportSpec,
  signal?: AbortSignal
): Promise<ReportData> {
  const { store, isDemo } = system;
  const asked = [...new Set([...spec.swarmIds, ...(spec.baseline === undefined ? [] : [spec.baseline])])];
  await requireSwarms(store, asked, signal);
  const { from, to, baseline } = spec;
  const [swarms, found] = await Promise.all([
    store.swarms({ from, to, swarms: asked }, signal),
    compareGroups(
      store,
      {
        metrics: REPORT_METRICS,
        groupBy: 'swarm',
        swarms: asked,
        filters: [],
        from,
        to,
        ...(baseline === undefined ? {} : { baseline }),
      },
      signal
    ),
  ]);
  const metrics = found.comparison.metrics.filter((metric) => metric.entries.length > 0);
  const analyses = await analysesOf(store, asked, { from, to }, signal);
  return {
    spec,
    window: found.window,
    swarms,
    comparison: { ...found.comparison, metrics },
    analyses,
    ...(isDemo ? { demo: `Demo: ${DEMO_TEXT}.` } : {}),
  };
}

async function analysesOf(
  store: Store,
  swarmIds: readonly string[],
  range: { from?: number; to?: number },
  signal?: AbortSignal
): Promise<ReportAnalyses> {
  const swarms: ReportAnalyses['swarms'] = [];
  for (const swarmId of swarmIds.slice(0, MOST_ANALYSED)) {
    // What a report shows of it does not depend on when it was made.
    const { analysis } = await analyseSwarm(store, { swarmId, now: 0, statistics: false, ...range }, signal);
    const { window, status, reason, anomalies, trends, series } = analysis;
    swarms.push({ swarmId, window, status, reason, anomalies, trends, series });
  }
  return { swarms, notAnalysed: Math.max(0, swarmIds.length - MOST_ANALYSED) };
}
