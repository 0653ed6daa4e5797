import { FieldType, type DataFrame, type VisualizationSuggestion } from '@grafana/data';
import { isTasks } from '../ui/comparison/readTasks.ts';
import { isEstimates } from '../ui/comparison/readTested.ts';
import { SCORES } from '../ui/suggestions.ts';
import type { SavedComparisonOptions } from './options.ts';

/** Samples that a comparison is worth looking at for. */
const LEAST_ROWS = 6;

/** Offers the panel for frames of a comparison or of tasks first, and for numbers of several groups after other panels. */
export function suggestComparison(
  frames: readonly DataFrame[]
): Array<VisualizationSuggestion<SavedComparisonOptions>> {
  if (frames.some((frame) => isEstimates(frame) || isTasks(frame))) {
    return [{ score: SCORES.best }];
  }
  const fields = frames.flatMap((frame) => frame.fields);
  const numbers = fields.filter(({ type }) => type === FieldType.number);
  const grouped = numbers.length > 1 || fields.some(({ type }) => type === FieldType.string);
  return grouped && numbers.some(({ values }) => values.length >= LEAST_ROWS) ? [{ score: SCORES.ok }] : [];
}
