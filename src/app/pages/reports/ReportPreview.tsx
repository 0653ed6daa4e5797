import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { useStyles2 } from '@grafana/ui';
import { testIds } from '../../../ui/testIds.ts';
import type { Report } from '../../api/types.ts';

/** Longest text shown as it is, in characters; the download always holds all of it. */
const PREVIEW_LENGTH = 200_000;

/**
 * Shows a report. An HTML document is a foreign one, so its frame may do nothing: no scripts, no forms, no navigation,
 * no access to this page.
 */
export function ReportPreview({ report }: { report: Report }) {
  const styles = useStyles2(getStyles);
  const title = t('reports.preview-title', 'Preview of the report');
  const { text = '' } = report;
  if (report.format === 'html') {
    return (
      <iframe className={styles.frame} sandbox="" srcDoc={text} title={title} data-testid={testIds.reports.preview} />
    );
  }
  return (
    <pre className={styles.text} tabIndex={0} aria-label={title} data-testid={testIds.reports.preview}>
      {text.slice(0, PREVIEW_LENGTH)}
      {text.length > PREVIEW_LENGTH && t('reports.preview-cut', '\n… the preview ends here, the file does not.')}
    </pre>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  frame: css({
    width: '100%',
    height: 640,
    border: `1px solid ${theme.colors.border.weak}`,
    background: theme.colors.background.canvas,
  }),
  text: css({ maxHeight: 640, overflow: 'auto', margin: 0, color: theme.colors.text.primary }),
});
