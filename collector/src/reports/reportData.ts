import type { ReportData } from '../../../src/core/report/build.ts';
import type { ReportSpec } from '../../../src/core/report/spec.ts';
import { DEMO_TEXT } from '../inputs/demo/demoReplay.ts';
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
  return {
    spec,
    window: found.window,
    swarms,
    comparison: { ...found.comparison, metrics },
    ...(isDemo ? { demo: `Demo: ${DEMO_TEXT}.` } : {}),
  };
}
