import { randomUUID } from 'node:crypto';
import { cpus, freemem, totalmem } from 'node:os';
import { HOST_SWARM } from '../inputs/push/metric.ts';
import type { SourceMetric } from './source.ts';

/**
 * Measures the machine that this process runs on: CPU time in use since the last reading, and memory in use, both as
 * ratios. The first reading has no CPU: there is nothing to take the difference to.
 */
export function systemSource(clock: () => number = Date.now): () => SourceMetric[] {
  const reader = randomUUID();
  let before = cpuTimes();
  let count = 0;
  return () => {
    const now = cpuTimes();
    const [busy, total] = [now.busy - before.busy, now.total - before.total];
    before = now;
    const timestamp = clock();
    const at = count++;
    const metric = (metricType: string, value: number): SourceMetric => ({
      id: `${reader}.${at}.${metricType}`,
      timestamp,
      swarmId: HOST_SWARM,
      metricType,
      value,
      unit: 'ratio',
      tags: { scope: 'host' },
      metadata: { source: 'system', priority: 'medium', category: 'resource' },
    });
    const usage = total > 0 && busy >= 0 && busy <= total ? [metric('CPU_USAGE', busy / total)] : [];
    return [...usage, metric('MEMORY_USAGE', 1 - freemem() / totalmem())];
  };
}

function cpuTimes(): { busy: number; total: number } {
  const times = cpus().map((cpu) => cpu.times);
  const total = times.reduce((sum, { user, nice, sys, idle, irq }) => sum + user + nice + sys + idle + irq, 0);
  const idle = times.reduce((sum, time) => sum + time.idle, 0);
  return { busy: total - idle, total };
}
