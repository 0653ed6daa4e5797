import { useMemo } from 'react';
import type { DataFrame } from '@grafana/data';
import { t } from '@grafana/i18n';
import { LinkButton, Stack } from '@grafana/ui';
import { useParams, useSearchParams } from 'react-router-dom';
import { DEFAULT_QUERY, type PerformanceQuery, type QueryFilter } from '../../../core/query/model.ts';
import { shorten } from '../../../ui/text.ts';
import { testIds } from '../../../ui/testIds.ts';
import { useApi } from '../../ApiContext.tsx';
import type { PerformanceApi } from '../../api/types.ts';
import { NoDataSource } from '../../components/EmptyStates.tsx';
import { FrameTable } from '../../components/FrameTable.tsx';
import { Page } from '../../components/Page.tsx';
import { QuerySection } from '../../components/QuerySection.tsx';
import { TimeActions } from '../../components/TimeActions.tsx';
import { pageUrl } from '../../constants.ts';
import { useTimeWindow, type TimeWindow } from '../../hooks/useTimeWindow.ts';
import { AgentSection } from './AgentSection.tsx';
import { Timeline } from './Timeline.tsx';

/** Tasks that the timeline and the table show, newest first. */
const TASKS = 200;

/** Tasks and sub-agents: a model request or a tool call is a step of one. */
const WORK: QueryFilter[] = [{ key: 'kind', operator: 'in', values: ['task', 'subagent'] }];
const TASK_FIELDS = [
  'task_type',
  'ended_at',
  'kind',
  'status',
  'duration',
  'agent_id',
  'agent_type',
  'model',
  'cost_usd',
  'error_class',
  'id',
];

/** One swarm: its work, who did it and at what cost, and what was unusual. */
export default function SwarmPage() {
  const api = useApi();
  const time = useTimeWindow();
  const { id: segment = '' } = useParams();
  const [params] = useSearchParams();
  const id = params.get('id') ?? segment;
  return (
    <Page title={shorten(id, 80)} actions={api && <TimeActions time={time} />} data-testid={testIds.swarm.page}>
      {api ? <Swarm api={api} id={id} time={time} /> : <NoDataSource />}
    </Page>
  );
}

function Swarm({ api, id, time: { window } }: { api: PerformanceApi; id: string; time: TimeWindow }) {
  const queries = useMemo(() => queriesOf(id), [id]);
  const nothing = t('swarm.nothing', 'Nothing of this swarm in the time window.');
  return (
    <>
      <Stack gap={2} alignItems="center" wrap="wrap">
        <LinkButton
          size="sm"
          variant="secondary"
          icon="exchange-alt"
          href={`${pageUrl('compare')}?swarm=${encodeURIComponent(id)}`}
        >
          {t('swarm.compare', 'Compare it')}
        </LinkButton>
        <LinkButton
          size="sm"
          variant="secondary"
          icon="file-alt"
          href={`${pageUrl('reports')}?swarm=${encodeURIComponent(id)}`}
        >
          {t('swarm.report', 'Report on it')}
        </LinkButton>
      </Stack>
      <QuerySection title={t('swarm.figures', 'Key figures')} api={api} query={queries.figures} window={window}>
        {([frame]) => <FrameTable frame={frame} label={t('swarm.figures', 'Key figures')} empty={nothing} />}
      </QuerySection>
      <AgentSection api={api} id={id} window={window} />
      <QuerySection title={t('swarm.tasks', 'Tasks')} api={api} query={queries.tasks} window={window}>
        {([frame]) => (
          <>
            <Timeline frame={frame} />
            <FrameTable frame={frame} label={t('swarm.tasks', 'Tasks')} fields={TASK_FIELDS} empty={nothing} />
          </>
        )}
      </QuerySection>
      <QuerySection
        title={t('swarm.anomalies', 'Unusual durations')}
        api={api}
        query={queries.anomalies}
        window={window}
      >
        {(frames) => <Incidents frames={frames} />}
      </QuerySection>
    </>
  );
}

function Incidents({ frames }: { frames: DataFrame[] }) {
  const incidents = frames.find(({ name }) => name === 'incidents');
  const calm = t('swarm.calm', 'Nothing unusual was shown. With fewer than 31 points nothing can be said.');
  return incidents ? (
    <FrameTable
      frame={incidents}
      label={t('swarm.anomalies', 'Unusual durations')}
      fields={['title', 'time', 'timeEnd', 'text', 'peak', 'expected', 'count']}
      empty={calm}
    />
  ) : (
    <p>{calm}</p>
  );
}

function queriesOf(id: string): Record<'figures' | 'tasks' | 'anomalies', Partial<PerformanceQuery>> {
  const swarms = [id];
  return {
    figures: { ...DEFAULT_QUERY, type: 'swarms', swarms },
    tasks: { ...DEFAULT_QUERY, type: 'tasks', swarms, limit: TASKS, filters: WORK },
    anomalies: { ...DEFAULT_QUERY, type: 'anomalies', swarms },
  };
}
