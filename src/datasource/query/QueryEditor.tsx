import type { QueryEditorProps } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Combobox, InlineField, InlineFieldRow, MultiCombobox } from '@grafana/ui';
import { testIds } from '../../ui/testIds.ts';
import type { PerformanceDataSource } from '../datasource.ts';
import { completeQuery, type CompleteQuery, type PerformanceOptions, type PerformanceQuery } from '../types.ts';
import { AnalysisFields } from './AnalysisFields.tsx';
import { ComparisonFields } from './ComparisonFields.tsx';
import { fieldsOf, withType } from './fields.ts';
import { FilterFields } from './FilterFields.tsx';
import { HealthFields } from './HealthFields.tsx';
import { queryTypeOptions } from './labels.ts';
import { MetricFields } from './MetricFields.tsx';
import { ShapeFields } from './ShapeFields.tsx';
import { useValueOptions } from './useValueOptions.ts';
import { ValuesFields } from './ValuesFields.tsx';

type Props = QueryEditorProps<PerformanceDataSource, PerformanceQuery, PerformanceOptions>;

/** Shows only the fields that change the answer of the chosen type. */
export function QueryEditor({ query: saved, datasource, range, onChange, onRunQuery }: Props) {
  const query = completeQuery(saved);
  const swarmOptions = useValueOptions(datasource, 'swarm', { filters: query.filters, range });
  const fields = fieldsOf(query);
  const change = (next: CompleteQuery) => {
    onChange(next);
    onRunQuery();
  };
  const parts = { query, fields, onChange: change };
  return (
    <div data-testid={testIds.queryEditor.container}>
      <InlineFieldRow>
        <InlineField label={t('query.type', 'Show')} labelWidth={12}>
          <Combobox
            id={`${query.refId}-type`}
            options={queryTypeOptions()}
            value={query.type}
            onChange={({ value }) => change(withType(query, value))}
            width={24}
          />
        </InlineField>
        <InlineField
          label={t('query.swarms', 'Swarms')}
          labelWidth={12}
          tooltip={t('query.swarms-tooltip', 'None chosen means all; variables with several values work')}
        >
          <MultiCombobox
            id={`${query.refId}-swarms`}
            options={swarmOptions}
            value={query.swarms}
            onChange={(chosen) => change({ ...query, swarms: chosen.map(({ value }) => value) })}
            placeholder={t('query.swarms-placeholder', 'All swarms')}
            createCustomValue
            width={40}
          />
        </InlineField>
      </InlineFieldRow>
      <HealthFields {...parts} />
      <ValuesFields {...parts} />
      <MetricFields {...parts} />
      <ComparisonFields {...parts} swarmOptions={swarmOptions} />
      <AnalysisFields {...parts} />
      <ShapeFields {...parts} />
      <FilterFields query={query} datasource={datasource} range={range} onChange={change} />
    </div>
  );
}
