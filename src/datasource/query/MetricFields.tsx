import { t } from '@grafana/i18n';
import { Combobox, InlineField, InlineFieldRow, MultiCombobox } from '@grafana/ui';
import { aggregationOf, aggregationsOf, metricsOf, withMetric } from './fields.ts';
import { aggregationOptions, dimensionOptions } from './labels.ts';
import type { EditorPartProps } from './parts.ts';

/** Metric, its aggregation and its grouping. */
export function MetricFields({ query, fields, onChange }: EditorPartProps) {
  if (!fields.includes('metric')) {
    return null;
  }
  return (
    <InlineFieldRow>
      <InlineField label={t('query.metric', 'Metric')} labelWidth={12}>
        <Combobox
          id={`${query.refId}-metric`}
          options={metricsOf(query.type).map(({ id, name }) => ({ value: id, label: name }))}
          value={query.metric}
          onChange={({ value }) => onChange(withMetric(query, value))}
          width={24}
        />
      </InlineField>
      {fields.includes('aggregation') && (
        <InlineField label={t('query.aggregation', 'Aggregation')} labelWidth={12}>
          <Combobox
            id={`${query.refId}-aggregation`}
            options={aggregationOptions(aggregationsOf(query.metric))}
            value={aggregationOf(query) ?? null}
            onChange={({ value }) => onChange({ ...query, aggregation: value })}
            width={16}
          />
        </InlineField>
      )}
      {fields.includes('groupBy') && (
        <InlineField label={t('query.group-by', 'Group by')} labelWidth={12}>
          <MultiCombobox
            id={`${query.refId}-group-by`}
            options={dimensionOptions()}
            value={query.groupBy}
            onChange={(chosen) => onChange({ ...query, groupBy: chosen.map(({ value }) => value) })}
            placeholder={t('query.group-by-placeholder', 'One group')}
            width={30}
          />
        </InlineField>
      )}
    </InlineFieldRow>
  );
}
