import { useCallback, useMemo } from 'react';
import type { DataFrame, PanelPlugin } from '@grafana/data';
import { LoadingPlaceholder } from '@grafana/ui';
import { createApi } from '../../../src/app/api/client.ts';
import { ErrorState } from '../../../src/app/components/ErrorState.tsx';
import { useLoad } from '../../../src/app/hooks/useLoad.ts';
import type { PerformanceQuery } from '../../../src/core/query/model.ts';
import { HOST_DATASOURCE_UID } from '../host/collectorPath.ts';
import { HostPage } from '../host/HostPage.tsx';
import { PanelHost } from '../host/PanelHost.tsx';
import { useWidth } from '../host/useWidth.ts';

const HEIGHT = 440;

/** What is compared: a comparison that the service tested, and single tasks that the page compares itself. */
const QUERIES: ReadonlyArray<{ title: string; query: Partial<PerformanceQuery> }> = [
  {
    title: 'Swarms compared by the service',
    query: { type: 'comparison', metrics: ['task_duration', 'error_rate', 'cost_usd'] },
  },
  { title: 'Swarms compared task by task', query: { type: 'tasks', limit: 10_000 } },
];

/** The comparison panel on the answers of two kinds of queries. */
export default function ComparisonsPage() {
  const [ref, width] = useWidth();
  const loadPlugin = useCallback(async () => (await import('../../../src/panel-comparison/module.ts')).plugin, []);
  const { value: plugin, error, reload } = useLoad<PanelPlugin>(loadPlugin);
  return (
    <HostPage>
      <div ref={ref} style={{ display: 'flex', flexDirection: 'column', gap: 16 }}>
        {error && <ErrorState error={error} onRetry={reload} />}
        {plugin &&
          width > 0 &&
          QUERIES.map(({ title, query }, index) => (
            <ComparisonTile key={title} id={index + 1} title={title} query={query} plugin={plugin} width={width} />
          ))}
      </div>
    </HostPage>
  );
}

interface TileProps {
  id: number;
  title: string;
  query: Partial<PerformanceQuery>;
  plugin: PanelPlugin;
  width: number;
}

function ComparisonTile({ id, title, query, plugin, width }: TileProps) {
  const api = useMemo(() => createApi(HOST_DATASOURCE_UID), []);
  const load = useCallback((): Promise<DataFrame[]> => api.query(query, {}), [api, query]);
  const { value: frames, error, reload } = useLoad(load);
  if (error) {
    return <ErrorState error={error} onRetry={reload} />;
  }
  return frames ? (
    <PanelHost id={id} title={title} plugin={plugin} frames={frames} width={width} height={HEIGHT} />
  ) : (
    <LoadingPlaceholder text="Asking for the comparison…" />
  );
}
