import { loadOf, type Pairing } from './load.ts';
import { measureOutcomes } from './measuredOutcomes.ts';
import { measureValues } from './measuredValues.ts';
import type { Measured } from './pairTest.ts';
import type { MetricSamples } from './types.ts';

/**
 * What a metric shows of the groups being compared; a group without values or finished units is absent, never zero.
 * @throws RangeError when a group repeats or has impossible counts
 */
export function measure(sample: MetricSamples, groups: readonly string[], pairing: Pairing): Measured {
  const asked = new Set(groups);
  if (sample.shape === 'outcomes') {
    return measureOutcomes(sample.groups.filter((group) => asked.has(group.id) && group.total > 0));
  }
  const present = sample.groups.filter((group) => asked.has(group.id) && group.values.length > 0);
  const sizes = present.map(({ id, values }) => ({ id, n: values.length }));
  return measureValues(present, loadOf(sizes, pairing, sample.name));
}
