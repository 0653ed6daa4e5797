import { useCallback, useState } from 'react';
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
import { WindowPicker } from '../../components/WindowPicker.tsx';
import { useLoad } from '../../hooks/useLoad.ts';
import { useTimeWindow, type TimeWindow } from '../../hooks/useTimeWindow.ts';
import { MIME_TYPES, reportFileName } from './fileName.ts';
import { ReportForm, type ReportSelection } from './ReportForm.tsx';
import { ReportPreview } from './ReportPreview.tsx';
import { saveFile } from './saveFile.ts';
import { useReport } from './useReport.ts';

export default function ReportsPage() {
  const api = useApi();
  const time = useTimeWindow();
  return (
    <Page
      actions={api && <WindowPicker range={time.range} setRange={time.setRange} />}
      data-testid={testIds.reports.page}
    >
      {api ? <Reports api={api} time={time} /> : <NoDataSource />}
    </Page>
  );
}

function Reports({ api, time }: { api: PerformanceApi; time: TimeWindow }) {
  const { window, range, setRange, refresh } = time;
  const [selection, setSelection] = useState<ReportSelection>({ swarmIds: [], format: 'html' });
  const load = useCallback(async () => {
    const [{ swarms }, { demo }] = await Promise.all([api.swarms(window), api.info()]);
    return { known: swarms.map(({ swarmId }) => swarmId), demo };
  }, [api, window]);
  const { value, error } = useLoad(load);
  const { report, error: failure, busy, generate } = useReport(api);

  if (error) {
    return <ErrorState error={error} onRetry={refresh} />;
  }
  if (!value) {
    return <LoadingPlaceholder text={t('reports.loading', 'Asking the collector…')} />;
  }
  if (value.known.length === 0) {
    return range ? <NothingInRange onShowAll={() => setRange(undefined)} /> : <NothingReceived />;
  }

  const make = () => {
    const { swarmIds, format } = selection;
    return generate({ swarmIds: swarmIds.length === 0 ? value.known : swarmIds, format, window });
  };
  const download = async () => {
    const made = await make();
    if (made) {
      saveFile(reportFileName(selection.swarmIds, made.format, Date.now()), MIME_TYPES[made.format], made.text);
    }
  };
  return (
    <>
      {value.demo && <DemoBanner />}
      <Section title={t('reports.title', 'Performance report')}>
        <ReportForm
          known={value.known}
          selection={selection}
          onChange={setSelection}
          onPreview={make}
          onDownload={download}
          busy={busy}
        />
      </Section>
      {failure && <ErrorState error={failure} onRetry={make} />}
      {busy && <LoadingPlaceholder text={t('reports.making', 'Making the report…')} />}
      {report && !failure && (
        <Section title={t('reports.preview-heading', 'Preview')}>
          <ReportPreview report={report} />
        </Section>
      )}
    </>
  );
}
