import { t } from '@grafana/i18n';
import { Combobox, InlineField, InlineFieldRow, MultiCombobox } from '@grafana/ui';
import { metricsOf } from './fields.ts';
import type { EditorPartProps } from './parts.ts';
import type { useValueOptions } from './useValueOptions.ts';

interface Props extends EditorPartProps {
  swarmOptions: ReturnType<typeof useValueOptions>;
}

/** Metrics to compare by, and the swarm that the others are held against. */
export function ComparisonFields({ query, fields, onChange, swarmOptions }: Props) {
  if (!fields.includes('metrics')) {
    return null;
  }
  return (
    <InlineFieldRow>
      <InlineField label={t('query.metrics', 'Metrics')} labelWidth={12}>
        <MultiCombobox
          id={`${query.refId}-metrics`}
          options={metricsOf(query.type).map(({ id, name }) => ({ value: id, label: name }))}
          value={query.metrics}
          onChange={(chosen) => chosen.length > 0 && onChange({ ...query, metrics: chosen.map(({ value }) => value) })}
          width={40}
        />
      </InlineField>
      <InlineField
        label={t('query.baseline', 'Baseline')}
        labelWidth={12}
        tooltip={t('query.baseline-tooltip', 'Without one, every pair is compared')}
      >
        <Combobox
          id={`${query.refId}-baseline`}
          options={swarmOptions}
          value={query.baseline ?? null}
          onChange={(chosen) => onChange({ ...query, baseline: chosen?.value })}
          placeholder={t('query.baseline-placeholder', 'Every pair')}
          createCustomValue
          isClearable
          width={24}
        />
      </InlineField>
    </InlineFieldRow>
  );
}
