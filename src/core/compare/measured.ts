import { measureOutcomes } from './measuredOutcomes.ts';
import { measureValues } from './measuredValues.ts';
import type { Measured } from './pairTest.ts';
import type { MetricSamples } from './types.ts';

/**
 * What a metric shows of the groups being compared; a group without values or finished units is absent, never zero.
 * @throws RangeError when a group repeats or has impossible counts
 */
export function measure(sample: MetricSamples, groups: readonly string[]): Measured {
  const asked = new Set(groups);
  return sample.shape === 'values'
    ? measureValues(sample.groups.filter((group) => asked.has(group.id) && group.values.length > 0))
    : measureOutcomes(sample.groups.filter((group) => asked.has(group.id) && group.total > 0));
}
