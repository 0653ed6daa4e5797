import type { DataFrame } from '@grafana/data';
import type { ComparisonInput, ComparisonOptions, ComparisonResult, SampleSet, TestedSet } from './model.ts';
import { readSamples } from './readSamples.ts';
import { isEstimates, isPairs, readTested } from './readTested.ts';

/**
 * Frames that are one comparison each: those of every `comparison` query by itself, or else all frames together, since the
 * groups of other data sources may come from several queries.
 */
export function inputsOf(frames: readonly DataFrame[]): ComparisonInput[] {
  const tested = frames.filter((frame) => isEstimates(frame) || isPairs(frame));
  if (tested.length === 0) {
    return [{ name: '', frames: [...frames] }];
  }
  const names = [...new Set(tested.map(({ refId }) => refId ?? ''))];
  return names.map((name) => ({ name, frames: tested.filter(({ refId }) => (refId ?? '') === name) }));
}

/** What there is to compare, or why there is nothing. */
export function readComparison(
  { frames }: ComparisonInput,
  options: ComparisonOptions
): ComparisonResult<TestedSet | SampleSet> {
  return frames.some((frame) => isEstimates(frame) || isPairs(frame))
    ? readTested(frames)
    : readSamples(frames, options);
}

/** The samples of one kind of work only. */
export function ofType({ metrics, ...set }: SampleSet, type: string): SampleSet {
  return {
    ...set,
    metrics: metrics.map(({ samples, display }) => ({ display, samples: samplesOfType(samples, type) })),
  };
}

type Samples = SampleSet['metrics'][number]['samples'];

function samplesOfType(samples: Samples, type: string): Samples {
  if (samples.shape === 'outcomes') {
    const groups = samples.groups.map(({ id, types = [] }) => {
      const own = types.find((one) => one.type === type);
      return { id, total: own?.total ?? 0, failed: own?.failed ?? 0 };
    });
    return { ...samples, groups };
  }
  const groups = samples.groups.map(({ id, units }) => {
    const code = units?.types?.names.indexOf(type) ?? -1;
    const values = units?.values.filter((_, index) => units.types?.codes[index] === code) ?? new Float64Array();
    return { id, values: values.slice().sort(), units: { values } };
  });
  return { ...samples, groups };
}
