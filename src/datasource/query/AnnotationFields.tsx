import { t } from '@grafana/i18n';
import { Combobox, InlineField, InlineFieldRow, MultiCombobox } from '@grafana/ui';
import { ANNOTATION_PRESETS, presetOf } from '../annotations/annotationQuery.ts';
import { annotationKindOptions, annotationPresetOptions } from './labels.ts';
import type { EditorPartProps } from './parts.ts';

/** What is marked in graphs: a preset, or a choice of one’s own. */
export function AnnotationFields({ query, fields, onChange }: EditorPartProps) {
  if (!fields.includes('annotationsOf')) {
    return null;
  }
  return (
    <InlineFieldRow>
      <InlineField label={t('query.annotations-preset', 'Mark')} labelWidth={12}>
        <Combobox
          id={`${query.refId}-annotations-preset`}
          options={annotationPresetOptions()}
          value={presetOf(query.annotationsOf) ?? null}
          placeholder={t('query.annotations-own', 'Own choice')}
          onChange={({ value }) => onChange({ ...query, annotationsOf: [...ANNOTATION_PRESETS[value]] })}
          width={24}
        />
      </InlineField>
      <InlineField label={t('query.annotations-of', 'Events')} labelWidth={12}>
        <MultiCombobox
          id={`${query.refId}-annotations-of`}
          options={annotationKindOptions()}
          value={query.annotationsOf}
          onChange={(chosen) => onChange({ ...query, annotationsOf: chosen.map(({ value }) => value) })}
          width={40}
        />
      </InlineField>
    </InlineFieldRow>
  );
}
