import { useCallback } from 'react';
import { t } from '@grafana/i18n';
import { LoadingPlaceholder } from '@grafana/ui';
import { DemoBanner } from '../../../ui/DemoBanner.tsx';
import { testIds } from '../../../ui/testIds.ts';
import { useApi } from '../../ApiContext.tsx';
import type { PerformanceApi } from '../../api/types.ts';
import { NoDataSource, NothingInRange, NothingReceived } from '../../components/EmptyStates.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { Page } from '../../components/Page.tsx';
import { Section } from '../../components/Section.tsx';
import { TimeActions } from '../../components/TimeActions.tsx';
import { useLoad } from '../../hooks/useLoad.ts';
import { useTimeWindow, type TimeWindow } from '../../hooks/useTimeWindow.ts';
import { RankingSection } from './RankingSection.tsx';
import { SwarmTable } from './SwarmTable.tsx';

export default function OverviewPage() {
  const api = useApi();
  const time = useTimeWindow();
  return (
    <Page actions={api && <TimeActions time={time} />} data-testid={testIds.overview.page}>
      {api ? <Overview api={api} time={time} /> : <NoDataSource />}
    </Page>
  );
}

function Overview({ api, time }: { api: PerformanceApi; time: TimeWindow }) {
  const { window, range, setRange, refresh } = time;
  const load = useCallback(async () => {
    const [{ swarms }, { demo }] = await Promise.all([api.swarms(window), api.info()]);
    return { swarms, demo };
  }, [api, window]);
  const { value, error } = useLoad(load);

  if (error) {
    return <ErrorState error={error} onRetry={refresh} />;
  }
  if (!value) {
    return <LoadingPlaceholder text={t('overview.loading', 'Asking the collector…')} />;
  }
  if (value.swarms.length === 0) {
    return range ? <NothingInRange onShowAll={() => setRange(undefined)} /> : <NothingReceived />;
  }
  return (
    <>
      {value.demo && <DemoBanner />}
      <Section title={t('overview.swarms', 'Swarms')}>
        <SwarmTable swarms={value.swarms} />
      </Section>
      <RankingSection api={api} window={window} />
    </>
  );
}
