import { useMemo } from 'react';
import { ErrorBoundaryAlert } from '@grafana/ui';
import { ApiProvider, useApi } from '../ApiContext.tsx';
import { NoDataSource } from '../components/EmptyStates.tsx';
import { RankingSection } from '../pages/overview/RankingSection.tsx';
import type { SwarmRankingProps } from './types.ts';

/** The ranking of the overview page for pages of other apps. Whatever fails in it stays in it. */
export default function SwarmRanking({ datasourceUid, ...rest }: SwarmRankingProps) {
  return (
    <ErrorBoundaryAlert>
      <ApiProvider settings={datasourceUid === undefined ? {} : { datasourceUid }}>
        <Ranking {...rest} />
      </ApiProvider>
    </ErrorBoundaryAlert>
  );
}

function Ranking({ metric, swarms, from, to }: Omit<SwarmRankingProps, 'datasourceUid'>) {
  const api = useApi();
  const window = useMemo(() => ({ from, to }), [from, to]);
  return api ? <RankingSection api={api} window={window} metric={metric} swarms={swarms} /> : <NoDataSource />;
}
