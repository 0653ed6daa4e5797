import { formatValue } from '../../../src/core/report/format.ts';
import type { SystemHealth } from '../health.ts';
import type { Message } from './message.ts';

/** The integration guide's daily summary: how the system itself is. Counts are since its start. */
export function summaryMessage({ overall, metrics, uptime, inputs = [], demo }: SystemHealth, link?: string): Message {
  const degraded = inputs.filter(({ state }) => state === 'degraded');
  return {
    title: 'Daily Performance Summary',
    tone: overall === 'healthy' ? 'good' : 'bad',
    facts: [
      { title: 'System Health', value: overall },
      { title: 'Metrics Collected', value: formatValue(metrics.metricsCollected, 'count') },
      { title: 'Error Count', value: formatValue(metrics.errorCount, 'count') },
      { title: 'Uptime', value: `${Math.floor(uptime / 60_000)} minutes` },
    ],
    lines: [
      ...(demo ? ['Demo: what is shown is a replayed recording.'] : []),
      ...degraded.map(({ id, reason }) => `${id} is degraded${reason === undefined ? '' : `: ${reason}`}`),
    ],
    ...(link === undefined ? {} : { link }),
  };
}
