import { t } from '@grafana/i18n';
import { Combobox, InlineField, InlineFieldRow, Input } from '@grafana/ui';
import { valueFieldOptions } from './labels.ts';
import type { EditorPartProps } from './parts.ts';

/** Which names are listed. */
export function ValuesFields({ query, fields, onChange }: EditorPartProps) {
  if (!fields.includes('valuesOf')) {
    return null;
  }
  return (
    <InlineFieldRow>
      <InlineField label={t('query.values-of', 'Names of')} labelWidth={12}>
        <Combobox
          id={`${query.refId}-values-of`}
          options={valueFieldOptions()}
          value={query.valuesOf}
          onChange={({ value }) => onChange({ ...query, valuesOf: value })}
          width={24}
        />
      </InlineField>
      <InlineField
        label={t('query.search', 'Containing')}
        labelWidth={12}
        tooltip={t('query.search-tooltip', 'Only names with this text in them, in any case')}
      >
        <Input
          id={`${query.refId}-search`}
          defaultValue={query.search ?? ''}
          onBlur={({ currentTarget }) => {
            const search = currentTarget.value === '' ? undefined : currentTarget.value;
            if (search !== query.search) {
              onChange({ ...query, search });
            }
          }}
          width={24}
        />
      </InlineField>
    </InlineFieldRow>
  );
}
