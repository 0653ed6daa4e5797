import { t } from '@grafana/i18n';
import { Combobox, InlineField, InlineFieldRow } from '@grafana/ui';
import { healthCheckOptions } from './labels.ts';
import type { EditorPartProps } from './parts.ts';

/** What a health query looks at. */
export function HealthFields({ query, fields, onChange }: EditorPartProps) {
  if (!fields.includes('check')) {
    return null;
  }
  return (
    <InlineFieldRow>
      <InlineField label={t('query.check', 'Of')} labelWidth={12}>
        <Combobox
          id={`${query.refId}-check`}
          options={healthCheckOptions()}
          value={query.check}
          onChange={({ value }) => onChange({ ...query, check: value })}
          width={24}
        />
      </InlineField>
    </InlineFieldRow>
  );
}
