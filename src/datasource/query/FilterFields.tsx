import { useState } from 'react';
import type { TimeRange } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button, InlineField, InlineFieldRow } from '@grafana/ui';
import type { QueryFilter } from '../../core/query/model.ts';
import type { PerformanceDataSource } from '../datasource.ts';
import type { CompleteQuery } from '../types.ts';
import { FilterRow } from './FilterRow.tsx';
import type { FilterDraft } from './filters.ts';

interface Props {
  query: CompleteQuery;
  datasource: PerformanceDataSource;
  range?: TimeRange;
  onChange: (query: CompleteQuery) => void;
}

/** The filters of a query, and one that is still being entered: without a value there is none. */
export function FilterFields({ query, datasource, range, onChange }: Props) {
  const [draft, setDraft] = useState<FilterDraft>();
  const { filters } = query;
  const keep = (next: QueryFilter[]) => onChange({ ...query, filters: next });
  const row = { query, datasource, range };
  return (
    <>
      {filters.map((filter, index) => (
        <FilterRow
          // Filters have no names of their own, and are only appended or removed.
          key={index}
          {...row}
          number={index + 1}
          filter={filter}
          onChange={(next, entered) => {
            keep(filters.flatMap((other, at) => (at === index ? (next ?? []) : other)));
            if (!next) {
              setDraft(entered);
            }
          }}
          onRemove={() => keep(filters.filter((_, at) => at !== index))}
        />
      ))}
      {draft && (
        <FilterRow
          {...row}
          number={filters.length + 1}
          filter={draft}
          onChange={(next, entered) => {
            setDraft(next ? undefined : entered);
            if (next) {
              keep([...filters, next]);
            }
          }}
          onRemove={() => setDraft(undefined)}
        />
      )}
      <InlineFieldRow>
        <InlineField label={t('query.filters', 'Filters')} labelWidth={12}>
          <Button
            variant="secondary"
            icon="plus"
            disabled={draft !== undefined}
            onClick={() => setDraft({ key: 'agentType', operator: 'eq', values: [] })}
          >
            {t('query.filter-add', 'Add filter')}
          </Button>
        </InlineField>
      </InlineFieldRow>
    </>
  );
}
