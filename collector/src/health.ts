import type { InputStatus } from './ingest/account.ts';
import type { PerformanceSystem } from './system.ts';
import { VERSION } from './version.ts';

type Overall = 'healthy' | 'degraded' | 'unhealthy';

/** The guide's SystemHealth, with the inputs and what they have received. */
export interface SystemHealth {
  overall: Overall;
  version: string;
  state: 'starting' | 'ready' | 'stopping';
  /** While starting: how many inputs there are, and how many have read everything that was there. */
  progress?: { inputs: number; read: number };
  components: Record<
    'collector' | 'analyzer' | 'comparisonEngine' | 'reportGenerator' | 'visualizationRenderer' | 'store',
    Overall
  >;
  metrics: { metricsCollected: number; errorCount: number; lastCollection: number | null };
  /** ms since the start */
  uptime: number;
  demo: boolean;
  inputs?: InputStatus[];
}

export function systemHealth(system: PerformanceSystem, now = Date.now()): SystemHealth {
  const inputs = system.inputs();
  const collector: Overall = inputs.some((input) => input.state === 'degraded') ? 'degraded' : 'healthy';
  const overall: Overall = system.state === 'stopping' ? 'unhealthy' : collector;
  const hosted = system.inputHost.statuses();
  const events = inputs.flatMap((input) => input.lastEventAt ?? []);
  return {
    overall,
    version: VERSION,
    state: system.state,
    ...(system.state === 'starting'
      ? { progress: { inputs: hosted.length, read: hosted.filter((input) => input.state !== 'starting').length } }
      : {}),
    components: {
      collector,
      analyzer: 'healthy',
      comparisonEngine: 'healthy',
      reportGenerator: 'healthy',
      visualizationRenderer: 'healthy',
      store: overall === 'unhealthy' ? 'unhealthy' : 'healthy',
    },
    metrics: {
      metricsCollected: sum(inputs.map((input) => input.counts.stored)),
      errorCount: sum(inputs.flatMap((input) => Object.values(input.counts.rejected))),
      lastCollection: events.length > 0 ? Math.max(...events) : null,
    },
    uptime: now - system.startedAt,
    demo: system.isDemo,
    inputs: inputs.map(withoutConfig),
  };
}

/** The configuration of an input has a route of its own. */
function withoutConfig({ id, kind, state, reason, lastEventAt, progress, counts, examples }: InputStatus): InputStatus {
  return { id, kind, state, reason, lastEventAt, progress, counts, examples };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
