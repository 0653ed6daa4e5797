import { ANNOTATION_KINDS, type AnnotationKind } from '../../core/query/model.ts';
import { isRecord } from '../../ui/guards.ts';
import type { PerformanceQuery } from '../types.ts';

/** Sets of events that people look for, the first for a new annotation. */
export const ANNOTATION_PRESETS = {
  everything: ANNOTATION_KINDS,
  incidents: ['incident'],
  lives: ['swarmStart', 'swarmEnd'],
  markers: ['marker'],
} as const satisfies Record<string, readonly AnnotationKind[]>;
export type AnnotationPreset = keyof typeof ANNOTATION_PRESETS;

export const PRESETS: readonly AnnotationPreset[] = ['everything', 'incidents', 'lives', 'markers'];

/** The preset that tells of exactly these; undefined for a choice of one's own. */
export function presetOf(kinds: readonly AnnotationKind[]): AnnotationPreset | undefined {
  return PRESETS.find((name) => {
    const preset: readonly AnnotationKind[] = ANNOTATION_PRESETS[name];
    return preset.length === kinds.length && preset.every((kind) => kinds.includes(kind));
  });
}

/** The query of an annotation as it was saved, or the default one where Grafana has none or another source's. */
export function annotationQueryOf(saved: unknown): PerformanceQuery {
  const model = isRecord(saved) && !Array.isArray(saved) ? saved : {};
  const refId = typeof model.refId === 'string' && model.refId !== '' ? model.refId : 'Anno';
  return { ...model, refId, type: 'annotations' };
}
