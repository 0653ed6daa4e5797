import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button, Field, MultiCombobox, RadioButtonGroup, Stack, useStyles2 } from '@grafana/ui';
import { shorten } from '../../../ui/text.ts';
import type { ReportFormat } from '../../api/types.ts';

export interface ReportSelection {
  swarmIds: string[];
  format: ReportFormat;
}

interface Props {
  known: readonly string[];
  selection: ReportSelection;
  onChange: (selection: ReportSelection) => void;
  onPreview: () => void;
  onDownload: () => void;
  busy: boolean;
}

export function ReportForm({ known, selection, onChange, onPreview, onDownload, busy }: Props) {
  const styles = useStyles2(getStyles);
  const formats = [
    { value: 'html' as const, label: t('reports.format-html', 'HTML') },
    { value: 'markdown' as const, label: t('reports.format-markdown', 'Markdown') },
    { value: 'pdf' as const, label: t('reports.format-pdf', 'PDF') },
    { value: 'csv' as const, label: t('reports.format-csv', 'CSV') },
    { value: 'json' as const, label: t('reports.format-json', 'JSON') },
  ];
  return (
    <form className={styles.form} onSubmit={(event) => event.preventDefault()}>
      <Field
        label={t('reports.swarms', 'Swarms')}
        description={t('reports.swarms-description', 'None chosen means all of them')}
        noMargin
      >
        <MultiCombobox
          id="report-swarms"
          options={known.map((id) => ({ value: id, label: shorten(id, 80) }))}
          value={selection.swarmIds}
          onChange={(chosen) => onChange({ ...selection, swarmIds: chosen.map(({ value }) => value) })}
          placeholder={t('reports.swarms-placeholder', 'All swarms')}
        />
      </Field>
      <Field label={t('reports.format', 'Format')} noMargin>
        <RadioButtonGroup
          id="report-format"
          options={formats}
          value={selection.format}
          onChange={(format) => onChange({ ...selection, format })}
          aria-label={t('reports.format', 'Format')}
        />
      </Field>
      <Stack gap={1}>
        <Button type="submit" icon="eye" onClick={onPreview} disabled={busy}>
          {t('reports.preview', 'Preview')}
        </Button>
        <Button type="button" icon="download-alt" variant="secondary" onClick={onDownload} disabled={busy}>
          {t('reports.download', 'Download')}
        </Button>
      </Stack>
    </form>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  form: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(2), maxWidth: 640 }),
});
