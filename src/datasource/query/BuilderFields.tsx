import type { TimeRange } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Combobox, InlineField, InlineFieldRow, MultiCombobox } from '@grafana/ui';
import type { PerformanceDataSource } from '../datasource.ts';
import type { CompleteQuery } from '../types.ts';
import { AnalysisFields } from './AnalysisFields.tsx';
import { ComparisonFields } from './ComparisonFields.tsx';
import { AnnotationFields } from './AnnotationFields.tsx';
import { explainQuery } from './explain.ts';
import { fieldsOf, withType } from './fields.ts';
import { FilterFields } from './FilterFields.tsx';
import { HealthFields } from './HealthFields.tsx';
import { queryTypeOptions } from './labels.ts';
import { MetricFields } from './MetricFields.tsx';
import { ShapeFields } from './ShapeFields.tsx';
import { useValueOptions } from './useValueOptions.ts';
import { ValuesFields } from './ValuesFields.tsx';

interface Props {
  query: CompleteQuery;
  datasource: PerformanceDataSource;
  range?: TimeRange;
  /** True where the type is given by what the query is for. */
  fixedType?: boolean;
  onChange: (query: CompleteQuery) => void;
}

/** Shows only the fields that change the answer of the chosen type, and says what the query asks. */
export function BuilderFields({ query, datasource, range, fixedType = false, onChange }: Props) {
  const swarmOptions = useValueOptions(datasource, 'swarm', { filters: query.filters, range });
  const parts = { query, fields: fieldsOf(query), onChange };
  return (
    <>
      <InlineFieldRow>
        {!fixedType && (
          <InlineField label={t('query.type', 'Show')} labelWidth={12}>
            <Combobox
              id={`${query.refId}-type`}
              options={queryTypeOptions()}
              value={query.type}
              onChange={({ value }) => onChange(withType(query, value))}
              width={24}
            />
          </InlineField>
        )}
        <InlineField
          label={t('query.swarms', 'Swarms')}
          labelWidth={12}
          tooltip={t('query.swarms-tooltip', 'None chosen means all; variables with several values work')}
        >
          <MultiCombobox
            id={`${query.refId}-swarms`}
            options={swarmOptions}
            value={query.swarms}
            onChange={(chosen) => onChange({ ...query, swarms: chosen.map(({ value }) => value) })}
            placeholder={t('query.swarms-placeholder', 'All swarms')}
            createCustomValue
            width={40}
          />
        </InlineField>
      </InlineFieldRow>
      <HealthFields {...parts} />
      <ValuesFields {...parts} />
      <AnnotationFields {...parts} />
      <MetricFields {...parts} />
      <ComparisonFields {...parts} swarmOptions={swarmOptions} />
      <AnalysisFields {...parts} />
      <ShapeFields {...parts} />
      <FilterFields query={query} datasource={datasource} range={range} onChange={onChange} />
      <p>{explainQuery(query)}</p>
    </>
  );
}
