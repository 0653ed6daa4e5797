import { useId, useMemo } from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2, QueryResultMetaNotice, TimeRange } from '@grafana/data';
import { t } from '@grafana/i18n';
import type { VizLegendOptions, TimeZone } from '@grafana/schema';
import { Alert, IconButton, LoadingPlaceholder, Toggletip, useStyles2 } from '@grafana/ui';
import type { AnalysisClient } from '../analysis/AnalysisClient.ts';
import { DemoBanner } from '../DemoBanner.tsx';
import { hasDemoData } from '../frames/meta.ts';
import { NoticeList } from '../NoticeList.tsx';
import { testIds } from '../testIds.ts';
import { useSize } from '../useSize.ts';
import { incidentsOf, remarks, summary } from './describe.ts';
import { IncidentList } from './IncidentList.tsx';
import type { Analysed, AnomaliesInput, AnomaliesOptions } from './model.ts';
import { SeriesPlot } from './SeriesPlot.tsx';
import { useAnomalies } from './useAnomalies.ts';

interface Props {
  input: AnomaliesInput;
  options: AnomaliesOptions;
  legend: VizLegendOptions;
  timeRange: TimeRange;
  timeZone: TimeZone;
  width: number;
  height: number;
  onZoom: (range: { from: number; to: number }) => void;
  /** Who analyses; all panels of a page share one by default. */
  client?: AnalysisClient;
}

/** In smaller panels the drawing and the finding are seen, all else on request. */
const LEAST_FOR_LIST = { width: 320, height: 260 };
const LEAST_PLOT_HEIGHT = 40;
/** Share of the panel that the drawing keeps beside a list. */
const PLOT_SHARE = '62%';

/** Series with what was expected, what stood out and how they go on. */
export function AnomaliesView({ input, options, client, ...rest }: Props) {
  const styles = useStyles2(getStyles);
  const { value, loading, error } = useAnomalies(input, options, client);
  return (
    <div
      className={styles.view}
      style={{ height: rest.height }}
      aria-busy={loading}
      data-testid={testIds.anomalies.view}
    >
      {hasDemoData(input.frames) && <DemoBanner />}
      {error !== undefined && (
        <Alert severity="error" title={t('anomalies.error.title', 'The analysis failed')}>
          {error}
        </Alert>
      )}
      {value ? (
        <Findings value={value} options={options} {...rest} />
      ) : (
        error === undefined && <LoadingPlaceholder text={loadingText(input)} />
      )}
    </div>
  );
}

function loadingText({ raw }: AnomaliesInput): string {
  const points = raw.reduce((sum, { rows, field }) => sum + (rows?.length ?? field.values.length), 0);
  return t('anomalies.loading', 'Analysing {{points}} values…', { points: points.toLocaleString() });
}

type FindingsProps = Omit<Props, 'input' | 'client'> & { value: Analysed };

function Findings({ value, options, legend, timeRange, timeZone, width, height, onZoom }: FindingsProps) {
  const styles = useStyles2(getStyles);
  const id = useId();
  const [plot, size] = useSize({ width, height: Math.floor(height / 2) });
  const { series } = value;
  const incidents = useMemo(() => incidentsOf(series), [series]);
  const notices = useMemo(
    () => [
      ...value.notices,
      ...remarks(series, timeZone).map((text): QueryResultMetaNotice => ({ severity: 'info', text })),
    ],
    [value.notices, series, timeZone]
  );
  const hasPlot = series.some(({ points, forecast }) => points ?? forecast);
  const roomy = !hasPlot || (width >= LEAST_FOR_LIST.width && height >= LEAST_FOR_LIST.height);
  const hasIncidents = roomy && options.showIncidents && incidents.length > 0;
  const hasList = roomy && (hasIncidents || notices.length > 0);
  return (
    <>
      <div className={styles.head}>
        <p id={id} className={styles.summary} aria-live="polite" data-testid={testIds.anomalies.summary}>
          {summary(series, timeZone)}
        </p>
        {!roomy && notices.length > 0 && (
          <Toggletip content={<NoticeList notices={notices} />} placement="bottom-end">
            <IconButton
              name="info-circle"
              size="md"
              aria-label={t('anomalies.notices', 'Show what there is to say of these series')}
            />
          </Toggletip>
        )}
      </div>
      {hasPlot && (
        <div
          ref={plot}
          role="figure"
          aria-labelledby={id}
          className={styles.plot}
          style={{ flex: hasList ? `0 0 ${PLOT_SHARE}` : '1 1 0' }}
        >
          <SeriesPlot
            series={series}
            incidents={incidents}
            options={options}
            legend={legend}
            timeRange={timeRange}
            timeZone={timeZone}
            width={size.width}
            height={Math.max(LEAST_PLOT_HEIGHT, size.height)}
            onZoom={onZoom}
          />
        </div>
      )}
      {hasList && (
        <div className={styles.list}>
          <NoticeList notices={notices} />
          {hasIncidents && <IncidentList incidents={incidents} timeZone={timeZone} onZoom={onZoom} />}
        </div>
      )}
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  view: css({ display: 'flex', flexDirection: 'column', minHeight: 0, overflow: 'hidden' }),
  head: css({ display: 'flex', alignItems: 'center', gap: theme.spacing(1), flex: 'none' }),
  summary: css({
    margin: 0,
    minWidth: 0,
    fontWeight: theme.typography.fontWeightMedium,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
  }),
  plot: css({ minHeight: 0, overflow: 'hidden' }),
  list: css({ overflow: 'auto', minHeight: 0, flex: 1 }),
});
