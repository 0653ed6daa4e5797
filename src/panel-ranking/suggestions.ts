import { FieldType, type DataFrame, type VisualizationSuggestion } from '@grafana/data';
import { isEstimates } from '../ui/comparison/readTested.ts';
import { isTestedRanking } from '../ui/ranking/readTestedRanking.ts';
import { SCORES } from '../ui/suggestions.ts';
import type { SavedRankingOptions } from './options.ts';

/** Offers the panel for frames of a ranking first, and for names with numbers after other panels. */
export function suggestRanking(frames: readonly DataFrame[]): Array<VisualizationSuggestion<SavedRankingOptions>> {
  if (frames.some((frame) => isEstimates(frame))) {
    return [{ score: SCORES.good }];
  }
  if (frames.some(isTestedRanking)) {
    return [{ score: SCORES.best }];
  }
  const named = frames.some(
    ({ fields, length }) =>
      length > 1 &&
      fields.some(({ type }) => type === FieldType.string) &&
      fields.some(({ type }) => type === FieldType.number)
  );
  return named ? [{ score: SCORES.ok }] : [];
}
