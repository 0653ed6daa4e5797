import { t } from '@grafana/i18n';
import { Combobox, InlineField, InlineFieldRow, InlineSwitch, Input, RadioButtonGroup } from '@grafana/ui';
import { SERIES_FORMATS, type SeriesFormat } from '../../core/query/model.ts';
import { dimensionOptions } from './labels.ts';
import type { EditorPartProps } from './parts.ts';

/** How much comes back, and in which shape. */
export function ShapeFields({ query, fields, onChange }: EditorPartProps) {
  const formats: Record<SeriesFormat, string> = {
    multi: t('query.format-multi', 'A frame per series'),
    wide: t('query.format-wide', 'One frame'),
  };
  return (
    <InlineFieldRow>
      {fields.includes('subject') && (
        <InlineField
          label={t('query.subject', 'Between')}
          labelWidth={12}
          tooltip={t('query.subject-tooltip', 'What is held against each other')}
        >
          <Combobox
            id={`${query.refId}-subject`}
            options={dimensionOptions()}
            value={query.groupBy[0] ?? 'swarm'}
            onChange={({ value }) => onChange({ ...query, groupBy: [value] })}
            width={24}
          />
        </InlineField>
      )}
      {fields.includes('instant') && (
        <InlineField
          label={t('query.instant', 'Instant')}
          labelWidth={12}
          tooltip={t('query.instant-tooltip', 'One number per group over the whole range, as alert rules want it')}
        >
          <InlineSwitch
            id={`${query.refId}-instant`}
            value={query.instant}
            onChange={({ currentTarget }) => onChange({ ...query, instant: currentTarget.checked })}
          />
        </InlineField>
      )}
      {fields.includes('format') && (
        <InlineField label={t('query.format', 'Format')} labelWidth={12}>
          <RadioButtonGroup
            options={SERIES_FORMATS.map((value) => ({ value, label: formats[value] }))}
            value={query.format}
            onChange={(format) => onChange({ ...query, format })}
            aria-label={t('query.format', 'Format')}
          />
        </InlineField>
      )}
      {fields.includes('limit') && (
        <InlineField label={t('query.limit', 'Rows')} labelWidth={12}>
          <Input
            id={`${query.refId}-limit`}
            type="number"
            min={1}
            max={1_000_000}
            width={16}
            defaultValue={query.limit}
            onBlur={({ currentTarget }) => {
              const limit = Math.floor(currentTarget.valueAsNumber);
              if (limit >= 1) {
                onChange({ ...query, limit });
              }
            }}
          />
        </InlineField>
      )}
    </InlineFieldRow>
  );
}
