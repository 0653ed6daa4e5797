import { useCallback, useMemo } from 'react';
import { t } from '@grafana/i18n';
import { LoadingPlaceholder } from '@grafana/ui';
import { useSearchParams } from 'react-router-dom';
import { DEFAULT_QUERY } from '../../../core/query/model.ts';
import { testIds } from '../../../ui/testIds.ts';
import { useApi } from '../../ApiContext.tsx';
import type { PerformanceApi } from '../../api/types.ts';
import { NoDataSource, NothingInRange, NothingReceived } from '../../components/EmptyStates.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { Page } from '../../components/Page.tsx';
import { QuerySection } from '../../components/QuerySection.tsx';
import { Section } from '../../components/Section.tsx';
import { TimeActions } from '../../components/TimeActions.tsx';
import { useLoad } from '../../hooks/useLoad.ts';
import { useTimeWindow, type TimeWindow } from '../../hooks/useTimeWindow.ts';
import { CompareForm, type CompareSelection } from './CompareForm.tsx';
import { Verdicts } from './Verdicts.tsx';

/** Which of some swarms does the work better, and whether the difference is real. The choice lives in the URL. */
export default function ComparePage() {
  const api = useApi();
  const time = useTimeWindow();
  return (
    <Page actions={api && <TimeActions time={time} />} data-testid={testIds.compare.page}>
      {api ? <Compare api={api} time={time} /> : <NoDataSource />}
    </Page>
  );
}

function Compare({ api, time }: { api: PerformanceApi; time: TimeWindow }) {
  const { window, range, setRange, refresh } = time;
  const load = useCallback(() => api.swarms(window), [api, window]);
  const { value, error } = useLoad(load);
  const { selection, select } = useSelection();
  const query = useMemo(() => {
    const { swarms, metrics, baseline } = selection;
    return {
      ...DEFAULT_QUERY,
      type: 'comparison' as const,
      swarms,
      metrics,
      ...(baseline === undefined ? {} : { baseline }),
    };
  }, [selection]);
  if (error) {
    return <ErrorState error={error} onRetry={refresh} />;
  }
  if (!value) {
    return <LoadingPlaceholder text={t('query-section.loading', 'Asking the collector…')} />;
  }
  if (value.swarms.length === 0) {
    return range ? <NothingInRange onShowAll={() => setRange(undefined)} /> : <NothingReceived />;
  }
  return (
    <>
      <Section title={t('compare.choice', 'What is compared')}>
        <CompareForm known={value.swarms.map(({ swarmId }) => swarmId)} selection={selection} onChange={select} />
      </Section>
      <QuerySection title={t('compare.verdicts', 'Verdicts')} api={api} query={query} window={window}>
        {(frames) => <Verdicts frames={frames} />}
      </QuerySection>
    </>
  );
}

function useSelection() {
  const [params, setParams] = useSearchParams();
  const key = params.toString();
  const selection = useMemo((): CompareSelection => {
    const chosen = new URLSearchParams(key);
    const metrics = chosen.getAll('metric');
    const baseline = chosen.get('baseline');
    return {
      swarms: chosen.getAll('swarm'),
      metrics: metrics.length > 0 ? metrics : [...DEFAULT_QUERY.metrics],
      ...(baseline === null ? {} : { baseline }),
    };
  }, [key]);
  const select = useCallback(
    ({ swarms, metrics, baseline }: CompareSelection) =>
      setParams((before) => {
        const next = new URLSearchParams(before);
        ['swarm', 'metric', 'baseline'].forEach((name) => next.delete(name));
        swarms.forEach((swarm) => next.append('swarm', swarm));
        metrics.forEach((metric) => next.append('metric', metric));
        if (baseline !== undefined) {
          next.set('baseline', baseline);
        }
        return next;
      }),
    [setParams]
  );
  return { selection, select };
}
