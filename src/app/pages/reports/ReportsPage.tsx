import { useCallback, useMemo } from 'react';
import { t } from '@grafana/i18n';
import { LoadingPlaceholder } from '@grafana/ui';
import { useSearchParams } from 'react-router-dom';
import { DemoBanner } from '../../../ui/DemoBanner.tsx';
import { testIds } from '../../../ui/testIds.ts';
import { useApi } from '../../ApiContext.tsx';
import { NoDataSource, NothingInRange, NothingReceived } from '../../components/EmptyStates.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { Page } from '../../components/Page.tsx';
import { Section } from '../../components/Section.tsx';
import { WindowPicker } from '../../components/WindowPicker.tsx';
import { useLoad } from '../../hooks/useLoad.ts';
import { useTimeWindow, type TimeWindow } from '../../hooks/useTimeWindow.ts';
import { REPORT_FORMATS, type PerformanceApi, type ReportFormat } from '../../api/types.ts';
import { reportFileName } from './fileName.ts';
import { ReportForm, type ReportSelection } from './ReportForm.tsx';
import { ReportPreview } from './ReportPreview.tsx';
import { ReportProgressView } from './ReportProgressView.tsx';
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
  const { selection, select } = useSelection();
  const load = useCallback(async () => {
    const [{ swarms }, { demo }] = await Promise.all([api.swarms(window), api.info()]);
    return { known: swarms.map(({ swarmId }) => swarmId), demo };
  }, [api, window]);
  const { value, error } = useLoad(load);
  const { report, error: failure, busy, progress, generate, cancel } = useReport(api);

  if (error) {
    return <ErrorState error={error} onRetry={refresh} />;
  }
  if (!value) {
    return <LoadingPlaceholder text={t('reports.loading', 'Asking the collector…')} />;
  }
  if (value.known.length === 0) {
    return range ? <NothingInRange onShowAll={() => setRange(undefined)} /> : <NothingReceived />;
  }

  const make = (format: ReportFormat) => {
    const { swarmIds } = selection;
    return generate({ swarmIds: swarmIds.length === 0 ? value.known : swarmIds, format, window });
  };
  // A file that is no text is shown as HTML, which says the same.
  const { format } = selection;
  const show = () => make(format === 'pdf' || format === 'csv' ? 'html' : format);
  const download = async () => {
    const made = await make(format);
    if (made) {
      saveFile(reportFileName(selection.swarmIds, made, Date.now()), made.file);
    }
  };
  return (
    <>
      {value.demo && <DemoBanner />}
      <Section title={t('reports.title', 'Performance report')}>
        <ReportForm
          known={value.known}
          selection={selection}
          onChange={select}
          onPreview={show}
          onDownload={download}
          busy={busy}
        />
      </Section>
      {failure && <ErrorState error={failure} onRetry={show} />}
      {busy && <ReportProgressView progress={progress} onCancel={cancel} />}
      {report?.text !== undefined && !failure && (
        <Section title={t('reports.preview-heading', 'Preview')}>
          <ReportPreview report={report} />
        </Section>
      )}
    </>
  );
}

/** The choice lives in the address, so that a panel or an alert can lead to the report on its swarms. */
function useSelection() {
  const [params, setParams] = useSearchParams();
  const key = params.toString();
  const selection = useMemo((): ReportSelection => {
    const chosen = new URLSearchParams(key);
    const format = REPORT_FORMATS.find((known) => known === chosen.get('format')) ?? 'html';
    return { swarmIds: [...new Set(chosen.getAll('swarm'))].filter((id) => id !== ''), format };
  }, [key]);
  const select = ({ swarmIds, format }: ReportSelection) =>
    setParams((before) => {
      const next = new URLSearchParams(before);
      next.delete('swarm');
      swarmIds.forEach((id) => next.append('swarm', id));
      next.set('format', format);
      return next;
    });
  return { selection, select };
}
