import type { TimeRange } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Combobox, IconButton, InlineField, InlineFieldRow, Input, MultiCombobox } from '@grafana/ui';
import type { QueryFilter } from '../../core/query/model.ts';
import { HiddenLabel } from '../../ui/HiddenLabel.tsx';
import type { PerformanceDataSource } from '../datasource.ts';
import type { CompleteQuery } from '../types.ts';
import { filterKeysOf, filterOf, isPattern, relationOf, type FilterDraft, type FilterRelation } from './filters.ts';
import { filterKeyOptions, filterRelationOptions } from './labels.ts';
import { useValueOptions } from './useValueOptions.ts';

interface Props {
  /** Place among the filters, from 1. */
  number: number;
  filter: FilterDraft;
  query: CompleteQuery;
  datasource: PerformanceDataSource;
  range?: TimeRange;
  /** The filter that came of it, undefined while it has no value; and what was entered. */
  onChange: (filter: QueryFilter | undefined, entered: FilterDraft) => void;
  onRemove: () => void;
}

/** One filter: what, how, and which values. */
export function FilterRow({ number, filter, query, datasource, range, onChange, onRemove }: Props) {
  const { key, values } = filter;
  const relation = relationOf(filter.operator);
  const options = useValueOptions(datasource, key, { swarms: query.swarms, filters: query.filters, range });
  const change = (next: { key?: typeof key; relation?: FilterRelation; values?: string[] }) => {
    const chosen = { key, relation, values, ...next };
    const made = filterOf(chosen.key, chosen.relation, chosen.values);
    const operator = isPattern(chosen.relation) ? 'matches' : 'eq';
    onChange(made, made ?? { key: chosen.key, operator, values: [] });
  };
  const id = `${query.refId}-filter-${number}`;
  return (
    <InlineFieldRow>
      <InlineField label={t('query.filter-key', 'Filter by')} labelWidth={12}>
        <Combobox
          id={id}
          options={filterKeyOptions(filterKeysOf(query.type))}
          value={key}
          onChange={({ value }) => change({ key: value, values: [] })}
          width={20}
        />
      </InlineField>
      <HiddenLabel htmlFor={`${id}-relation`} text={t('query.filter-relation', 'Relation')} />
      <HiddenLabel htmlFor={`${id}-values`} text={t('query.filter-values', 'Values')} />
      <InlineField>
        <Combobox
          id={`${id}-relation`}
          options={filterRelationOptions()}
          value={relation}
          onChange={({ value }) => change({ relation: value, values: isPattern(value) ? values.slice(0, 1) : values })}
          width={18}
        />
      </InlineField>
      <InlineField>
        {isPattern(relation) ? (
          <Input
            // Keeps what is typed to itself: another pattern needs another one.
            key={values[0]}
            id={`${id}-values`}
            placeholder={t('query.filter-pattern-placeholder', 'RE2, such as ^team-')}
            defaultValue={values[0] ?? ''}
            onBlur={({ currentTarget }) => {
              if (currentTarget.value !== (values[0] ?? '')) {
                change({ values: [currentTarget.value] });
              }
            }}
            width={40}
          />
        ) : (
          <MultiCombobox
            // Its options are asked for once: another key needs another one.
            key={key}
            id={`${id}-values`}
            options={options}
            value={values}
            onChange={(chosen) => change({ values: chosen.map(({ value }) => value) })}
            createCustomValue
            width={40}
          />
        )}
      </InlineField>
      <IconButton name="trash-alt" size="lg" tooltip={t('query.filter-remove', 'Remove filter')} onClick={onRemove} />
    </InlineFieldRow>
  );
}
