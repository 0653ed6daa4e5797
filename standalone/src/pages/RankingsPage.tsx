import { useCallback, useMemo } from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2, PanelPlugin } from '@grafana/data';
import { LoadingPlaceholder, useStyles2 } from '@grafana/ui';
import { createApi } from '../../../src/app/api/client.ts';
import { ErrorState } from '../../../src/app/components/ErrorState.tsx';
import { useLoad } from '../../../src/app/hooks/useLoad.ts';
import { findMetric } from '../../../src/core/metrics/catalogue.ts';
import { HOST_DATASOURCE_UID } from '../host/collectorPath.ts';
import { HostPage } from '../host/HostPage.tsx';
import { PanelHost } from '../host/PanelHost.tsx';
import { useWidth } from '../host/useWidth.ts';

const METRICS = ['task_duration', 'error_rate', 'token_usage', 'cost_usd'];
const HEIGHT = 390;
const GAP = 16;

/** The ranking panel for the metrics that most readers ask for first. */
export default function RankingsPage() {
  const styles = useStyles2(getStyles);
  const [ref, width] = useWidth();
  const loadPlugin = useCallback(async () => (await import('../../../src/panel-ranking/module.ts')).plugin, []);
  const { value: plugin, error, reload } = useLoad<PanelPlugin>(loadPlugin);
  const panelWidth = width >= 900 ? (width - GAP) / 2 : width;
  return (
    <HostPage>
      <div ref={ref} className={styles.grid}>
        {error && <ErrorState error={error} onRetry={reload} />}
        {plugin &&
          width > 0 &&
          METRICS.map((metric, index) => (
            <RankingTile key={metric} id={index + 1} metric={metric} plugin={plugin} width={panelWidth} />
          ))}
        {plugin && width > 0 && <ScoreTile id={METRICS.length + 1} plugin={plugin} width={width} />}
      </div>
    </HostPage>
  );
}

function RankingTile({
  id,
  metric,
  plugin,
  width,
}: {
  id: number;
  metric: string;
  plugin: PanelPlugin;
  width: number;
}) {
  const api = useMemo(() => createApi(HOST_DATASOURCE_UID), []);
  const load = useCallback(() => api.query({ type: 'ranking', metric }, {}), [api, metric]);
  const { value: frames, error, reload } = useLoad(load);
  if (error) {
    return <ErrorState error={error} onRetry={reload} />;
  }
  if (!frames) {
    return <LoadingPlaceholder text="Ranking the swarms…" />;
  }
  return (
    <PanelHost
      id={id}
      title={findMetric(metric)?.name ?? metric}
      plugin={plugin}
      frames={frames}
      width={width}
      height={HEIGHT}
    />
  );
}

/** One ranking of several metrics, which the reader weighs. */
function ScoreTile({ id, plugin, width }: { id: number; plugin: PanelPlugin; width: number }) {
  const api = useMemo(() => createApi(HOST_DATASOURCE_UID), []);
  const load = useCallback(() => api.query({ type: 'comparison', metrics: METRICS }, {}), [api]);
  const { value: frames, error, reload } = useLoad(load);
  if (error) {
    return <ErrorState error={error} onRetry={reload} />;
  }
  return frames ? (
    <PanelHost id={id} title="Several metrics" plugin={plugin} frames={frames} width={width} height={HEIGHT} />
  ) : (
    <LoadingPlaceholder text="Ranking the swarms…" />
  );
}

const getStyles = (_theme: GrafanaTheme2) => ({
  grid: css({ display: 'flex', flexWrap: 'wrap', gap: GAP }),
});
