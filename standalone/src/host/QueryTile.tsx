import { useCallback, useMemo } from 'react';
import type { DataFrame, PanelPlugin } from '@grafana/data';
import { LoadingPlaceholder } from '@grafana/ui';
import { createApi } from '../../../src/app/api/client.ts';
import { ErrorState } from '../../../src/app/components/ErrorState.tsx';
import { useLoad } from '../../../src/app/hooks/useLoad.ts';
import type { SwarmSummary } from '../../../src/core/metrics/swarm.ts';
import type { PerformanceQuery } from '../../../src/core/query/model.ts';
import { HOST_DATASOURCE_UID } from './collectorPath.ts';
import { PanelHost } from './PanelHost.tsx';

interface Props {
  id: number;
  title: string;
  /** Asked one by one; must keep its identity. */
  queries: ReadonlyArray<Partial<PerformanceQuery>>;
  plugin: PanelPlugin;
  width: number;
  height: number;
}

/** The time of all swarms, since buckets of time are as long as the time asked for makes them. */
function covering(swarms: readonly SwarmSummary[]): { from?: number; to?: number } {
  const times = swarms.flatMap(({ firstSeen, lastSeen }) => [firstSeen ?? [], lastSeen ?? []].flat());
  return times.length === 0 ? {} : { from: Math.min(...times), to: Math.max(...times) + 1 };
}

/** A panel on what the service answers to some queries, over everything stored. */
export function QueryTile({ id, title, queries, plugin, width, height }: Props) {
  const api = useMemo(() => createApi(HOST_DATASOURCE_UID), []);
  const load = useCallback(async (): Promise<DataFrame[]> => {
    const window = covering((await api.swarms({})).swarms);
    const answers = await Promise.all(queries.map((query) => api.query(query, window)));
    return answers.flat();
  }, [api, queries]);
  const { value: frames, error, reload } = useLoad(load);
  if (error) {
    return <ErrorState error={error} onRetry={reload} />;
  }
  return frames ? (
    <PanelHost id={id} title={title} plugin={plugin} frames={frames} width={width} height={height} />
  ) : (
    <LoadingPlaceholder text="Asking the service…" />
  );
}
