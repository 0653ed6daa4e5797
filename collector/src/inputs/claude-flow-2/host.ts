import { UNASSIGNED_SWARM, type SampleRecord } from '../../../../src/core/metrics/records.ts';
import { array, finite, object } from '../narrow.ts';
import { epochMs } from './memoryDb.ts';

/**
 * CPU and memory of the host from `metrics/system-metrics.json`, a sample every 30 s for a day. `cpuLoad` is the load
 * average: it goes up to the number of cores, and past it. Undefined when the value is no such file.
 */
export function hostSamples(value: unknown, scope: string): SampleRecord[] | undefined {
  return array(value)?.flatMap((item) => {
    const entry = object(item);
    const at = epochMs(entry?.['timestamp']);
    if (!entry || at === undefined) {
      return [];
    }
    const [load, cores] = [finite(entry['cpuLoad']), finite(entry['cpuCount'])];
    const [used, total] = [finite(entry['memoryUsed']), finite(entry['memoryTotal'])];
    const sample = (metricType: 'CPU_USAGE' | 'MEMORY_USAGE', value: number): SampleRecord => ({
      type: 'sample',
      // The uptime tells hosts apart that sampled in the same millisecond.
      id: `${at}|${finite(entry['uptime']) ?? ''}|${metricType}`,
      source: 'claude-flow-2/system',
      scope,
      timestamp: at,
      swarmId: UNASSIGNED_SWARM,
      metricType,
      value,
      unit: 'ratio',
      tags: { scope: 'host' },
      metadata: { source: 'system', priority: 'medium', category: 'resource', dimensions: ['host'] },
      provenance: 'measured',
    });
    return [
      ...(load === undefined || !cores || cores < 0 ? [] : [sample('CPU_USAGE', Math.min(1, load / cores))]),
      ...(used === undefined || !total ? [] : [sample('MEMORY_USAGE', used / total)]),
    ];
  });
}
