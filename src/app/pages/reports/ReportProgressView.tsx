import { t } from '@grafana/i18n';
import { Button, Spinner, Stack } from '@grafana/ui';
import type { ReportProgress } from '../../api/types.ts';

interface Props {
  progress?: ReportProgress;
  onCancel: () => void;
}

/** How far the report has come, told to screen readers, too. */
export function ReportProgressView({ progress, onCancel }: Props) {
  return (
    <Stack gap={2} alignItems="center">
      <Spinner />
      <span role="status">{textOf(progress)}</span>
      <Button variant="secondary" size="sm" icon="times" onClick={onCancel}>
        {t('reports.cancel', 'Cancel')}
      </Button>
    </Stack>
  );
}

function textOf(progress: ReportProgress | undefined): string {
  if (progress?.state === 'waiting') {
    return t('reports.waiting', 'Waiting for other reports: {{ahead}} before this one', { ahead: progress.ahead });
  }
  switch (progress?.step) {
    case 'reading':
      return t('reports.reading', 'Reading and analysing the data…');
    case 'writing':
      return t('reports.writing', 'Writing the report…');
    default:
      return t('reports.making', 'Making the report…');
  }
}
