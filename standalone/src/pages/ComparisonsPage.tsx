import { useCallback } from 'react';
import type { PanelPlugin } from '@grafana/data';
import { ErrorState } from '../../../src/app/components/ErrorState.tsx';
import { useLoad } from '../../../src/app/hooks/useLoad.ts';
import type { PerformanceQuery } from '../../../src/core/query/model.ts';
import { HostPage } from '../host/HostPage.tsx';
import { QueryTile } from '../host/QueryTile.tsx';
import { useWidth } from '../host/useWidth.ts';

const HEIGHT = 440;

/** What is compared: a comparison that the service tested, and single tasks that the page compares itself. */
const TILES: ReadonlyArray<{ title: string; queries: Array<Partial<PerformanceQuery>> }> = [
  {
    title: 'Swarms compared by the service',
    queries: [{ type: 'comparison', metrics: ['task_duration', 'error_rate', 'cost_usd'] }],
  },
  { title: 'Swarms compared task by task', queries: [{ type: 'tasks', limit: 10_000 }] },
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
