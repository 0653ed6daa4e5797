import type { DataFrame } from '@grafana/data';
import { compareSamples, type CompareOptions } from '../../core/compare/compareSamples.ts';
import type { MetricSamples } from '../../core/compare/types.ts';
import { comparisonTables } from '../../core/query/comparisonTables.ts';
import { toFrame } from './toFrame.ts';

/** `count` values around a middle, spread evenly: the same ones every time. */
export function spread(count: number, middle: number, width: number): Float64Array {
  return Float64Array.from({ length: count }, (_, index) => middle + width * (index / (count - 1) - 0.5));
}

/** mesh-1 is faster than ring-1; star-1 is not separable from ring-1 but fails more often. */
export const SAMPLES: readonly MetricSamples[] = [
  {
    metric: 'task_duration',
    name: 'Task duration',
    unit: 'ms',
    direction: 'lower',
    sampleUnit: 'task',
    shape: 'values',
    groups: [
      { id: 'mesh-1', values: spread(40, 1000, 400) },
      { id: 'ring-1', values: spread(40, 3000, 1500) },
      { id: 'star-1', values: spread(40, 3050, 1500) },
    ],
  },
  {
    metric: 'error_rate',
    name: 'Error rate',
    unit: 'ratio',
    direction: 'lower',
    sampleUnit: 'task',
    shape: 'outcomes',
    groups: [
      { id: 'mesh-1', total: 60, failed: 2 },
      { id: 'ring-1', total: 60, failed: 3 },
      { id: 'star-1', total: 60, failed: 40 },
    ],
  },
];

export const GROUPS = ['mesh-1', 'ring-1', 'star-1'];

/** The frames of a `comparison` query, made by the code that the service makes them with. */
export function comparisonFrames(options: Partial<CompareOptions> = {}, refId = 'A'): DataFrame[] {
  const comparison = compareSamples(SAMPLES, { groups: GROUPS, ...options });
  return comparisonTables({ comparison, groupBy: 'swarm', window: null }).map((table) => toFrame(table, refId));
}
