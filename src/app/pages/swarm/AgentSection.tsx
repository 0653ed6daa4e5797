import { useCallback } from 'react';
import { t } from '@grafana/i18n';
import { LoadingPlaceholder } from '@grafana/ui';
import type { PerformanceApi, Window } from '../../api/types.ts';
import { ErrorState } from '../../components/ErrorState.tsx';
import { FrameTable } from '../../components/FrameTable.tsx';
import { Section } from '../../components/Section.tsx';
import { useLoad } from '../../hooks/useLoad.ts';
import { AGENT_METRICS, agentFrame, type AgentMetric } from './agents.ts';

/** Work, cost and tokens by agent and sub-agent. */
export function AgentSection({ api, id, window }: { api: PerformanceApi; id: string; window: Window }) {
  const load = useCallback(async () => {
    const ask = (metric: AgentMetric) =>
      api.query({ type: 'timeseries', instant: true, metric, groupBy: ['agent'], swarms: [id] }, window);
    const [task_count, error_rate, task_duration, token_usage, cost_usd, tool_count] = await Promise.all(
      AGENT_METRICS.map(ask)
    );
    return agentFrame(
      { task_count, error_rate, task_duration, token_usage, cost_usd, tool_count },
      { agent: t('swarm.agent', 'Agent'), unnamed: t('swarm.no-agent', '(no agent named)') }
    );
  }, [api, id, window]);
  const { value, error, reload } = useLoad(load);
  const title = t('swarm.agents', 'Agents and sub-agents');
  return (
    <Section title={title}>
      {error && <ErrorState error={error} onRetry={reload} />}
      {!error && !value && <LoadingPlaceholder text={t('query-section.loading', 'Asking the collector…')} />}
      {!error && value && (
        <FrameTable
          frame={value}
          label={title}
          empty={t('swarm.no-agents', 'No agent has done anything in the time window.')}
        />
      )}
    </Section>
  );
}
