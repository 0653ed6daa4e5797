import { UNASSIGNED_SWARM, type SampleRecord } from '../../../../src/core/metrics/records.ts';
import { array, finite, object, time } from '../narrow.ts';

/**
 * CPU and memory of the host from `performance/metrics.json` and `system/metrics.json`. Everything else in these files is
 * made up (constant or self-probed latency, throughput, errors and request counts) and is not read.
 */
export function performanceSamples(value: unknown, scope: string): SampleRecord[] {
  return (array(object(value)?.['metrics']) ?? []).flatMap((entry) => {
    const metric = object(entry);
    const at = time(metric?.['timestamp']);
    return metric && at !== undefined
      ? hostSamples('performance', at, finite(object(metric['cpu'])?.['usage']), metric['memory'], scope)
      : [];
  });
}

export function systemSamples(value: unknown, scope: string): SampleRecord[] {
  const system = object(value);
  const at = time(system?.['lastCheck']);
  return system && at !== undefined ? hostSamples('system', at, finite(system['cpu']), system['memory'], scope) : [];
}

function hostSamples(
  file: string,
  at: number,
  cpuPercent: number | undefined,
  memory: unknown,
  scope: string
): SampleRecord[] {
  const used = finite(object(memory)?.['used']);
  const total = finite(object(memory)?.['total']);
  const values: Array<['CPU_USAGE' | 'MEMORY_USAGE', number | undefined]> = [
    // The load average over the cores, in percent: it can pass 100.
    ['CPU_USAGE', cpuPercent === undefined ? undefined : Math.min(1, cpuPercent / 100)],
    ['MEMORY_USAGE', used === undefined || !total ? undefined : used / total],
  ];
  return values.flatMap(([metricType, value]): SampleRecord[] =>
    value === undefined
      ? []
      : [
          {
            type: 'sample',
            id: `${scope}|${file}|${at}|${metricType}`,
            source: 'claude-flow-3/system',
            scope,
            timestamp: at,
            swarmId: UNASSIGNED_SWARM,
            metricType,
            value,
            unit: 'ratio',
            tags: { scope: 'host' },
            metadata: { source: 'system', priority: 'medium', category: 'resource', dimensions: ['host'] },
            provenance: 'measured',
          },
        ]
  );
}
