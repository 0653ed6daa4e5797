import type { QueryEditorProps } from '@grafana/data';
import { t } from '@grafana/i18n';
import { InlineField, InlineFieldRow, MultiCombobox } from '@grafana/ui';
import { testIds } from '../../ui/testIds.ts';
import type { PerformanceDataSource } from '../datasource.ts';
import { FilterFields } from '../query/FilterFields.tsx';
import { fieldsOf } from '../query/fields.ts';
import { useValueOptions } from '../query/useValueOptions.ts';
import { ValuesFields } from '../query/ValuesFields.tsx';
import { completeQuery, type CompleteQuery, type PerformanceOptions, type PerformanceQuery } from '../types.ts';
import { variableQueryOf } from './variableQuery.ts';

type Props = QueryEditorProps<PerformanceDataSource, PerformanceQuery, PerformanceOptions>;

/** What a dashboard variable lists. Another variable among the swarms or filters makes a chain. */
export function VariableEditor({ query: saved, datasource, range, onChange, onRunQuery }: Props) {
  const query = completeQuery(variableQueryOf(saved));
  const swarmOptions = useValueOptions(datasource, 'swarm', { filters: query.filters, range });
  const change = (next: CompleteQuery) => {
    onChange(next);
    onRunQuery();
  };
  return (
    <div data-testid={testIds.variableEditor.container}>
      <ValuesFields query={query} fields={fieldsOf(query)} onChange={change} />
      {query.valuesOf !== 'swarm' && (
        <InlineFieldRow>
          <InlineField
            label={t('query.swarms', 'Swarms')}
            labelWidth={12}
            tooltip={t('variable.swarms-tooltip', 'Only what these have; another variable makes a chain')}
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
      )}
      <FilterFields query={query} datasource={datasource} range={range} onChange={change} />
      <p>
        {t(
          'variable.help',
          'Names are those of the dashboard’s time range: let the variable refresh when that changes. Leave the custom all value empty, so that All means every name listed here.'
        )}
      </p>
    </div>
  );
}
