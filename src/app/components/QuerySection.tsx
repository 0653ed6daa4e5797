import { useCallback, type ReactNode } from 'react';
import type { DataFrame } from '@grafana/data';
import { t } from '@grafana/i18n';
import { LoadingPlaceholder } from '@grafana/ui';
import type { PerformanceQuery } from '../../core/query/model.ts';
import type { PerformanceApi, Window } from '../api/types.ts';
import { useLoad } from '../hooks/useLoad.ts';
import { ErrorState } from './ErrorState.tsx';
import { Section } from './Section.tsx';

interface Props {
  title: string;
  api: PerformanceApi;
  /** Keeps its identity while the question is the same. */
  query: Partial<PerformanceQuery>;
  window: Window;
  actions?: ReactNode;
  children: (frames: DataFrame[]) => ReactNode;
}

/** A part of a page that shows the answer of one query, or why there is none. */
export function QuerySection({ title, api, query, window, actions, children }: Props) {
  const load = useCallback(() => api.query(query, window), [api, query, window]);
  const { value, error, reload } = useLoad(load);
  return (
    <Section title={title} actions={actions}>
      {error && <ErrorState error={error} onRetry={reload} />}
      {!error && !value && <LoadingPlaceholder text={t('query-section.loading', 'Asking the collector…')} />}
      {!error && value && children(value)}
    </Section>
  );
}
