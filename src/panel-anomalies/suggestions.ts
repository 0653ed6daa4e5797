import { FieldType, type DataFrame, type VisualizationSuggestion } from '@grafana/data';
import { DEFAULT_ANOMALY_OPTIONS } from '../core/anomaly/types.ts';
import { recognise } from '../ui/anomalies/readAnalysed.ts';
import { SCORES } from '../ui/suggestions.ts';
import type { SavedAnomaliesOptions } from './options.ts';

/** Offers the panel for analysed series first, and for series that are long enough after other panels. */
export function suggestAnomalies(frames: readonly DataFrame[]): Array<VisualizationSuggestion<SavedAnomaliesOptions>> {
  if (frames.some((frame) => recognise(frame) !== undefined)) {
    return [{ score: SCORES.best }];
  }
  const isLong = ({ fields, length }: DataFrame) =>
    length > DEFAULT_ANOMALY_OPTIONS.minPoints &&
    fields.some(({ type }) => type === FieldType.time) &&
    fields.some(({ type }) => type === FieldType.number);
  return frames.some(isLong) ? [{ score: SCORES.ok }] : [];
}
