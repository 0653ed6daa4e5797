import { useCallback } from 'react';
import type { PanelPlugin } from '@grafana/data';
import { ErrorState } from '../../../src/app/components/ErrorState.tsx';
import { useLoad } from '../../../src/app/hooks/useLoad.ts';
import type { PerformanceQuery } from '../../../src/core/query/model.ts';
import { HostPage } from '../host/HostPage.tsx';
import { QueryTile } from '../host/QueryTile.tsx';
import { useWidth } from '../host/useWidth.ts';

const HEIGHT = 440;

/** What the service has analysed, and plain series that the page analyses itself. */
const TILES: ReadonlyArray<{ title: string; queries: Array<Partial<PerformanceQuery>> }> = [
  {
    title: 'Requests by topology, analysed by the service',
    queries: [
      { refId: 'A', type: 'anomalies', metric: 'requests', groupBy: ['topology'] },
      { refId: 'B', type: 'forecast', metric: 'requests', groupBy: ['topology'] },
    ],
  },
  {
    title: 'Requests by topology, analysed in the browser',
    queries: [{ type: 'timeseries', metric: 'requests', groupBy: ['topology'] }],
  },
];

/** The anomalies panel on the answers of two kinds of queries. */
export default function AnomaliesPage() {
  const [ref, width] = useWidth();
  const loadPlugin = useCallback(async () => (await import('../../../src/panel-anomalies/module.ts')).plugin, []);
  const { value: plugin, error, reload } = useLoad<PanelPlugin>(loadPlugin);
  return (
    <HostPage>
      <div ref={ref} style={{ display: 'flex', flexDirection: 'column', gap: 16 }}>
        {error && <ErrorState error={error} onRetry={reload} />}
        {plugin &&
          width > 0 &&
          TILES.map(({ title, queries }, index) => (
            <QueryTile
              key={title}
              id={index + 1}
              title={title}
              queries={queries}
              plugin={plugin}
              width={width}
              height={HEIGHT}
            />
          ))}
      </div>
    </HostPage>
  );
}
