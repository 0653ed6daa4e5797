import { t } from '@grafana/i18n';
import type { SwarmSummary } from '../../../core/metrics/swarm.ts';
import type { Unit } from '../../../core/metrics/units.ts';

interface ColumnBase {
  id: string;
  header: string;
  /** What the column means, where the header is too short to say it. */
  description?: string;
}

export type SwarmColumn = ColumnBase &
  (
    | { kind: 'text'; value: (swarm: SwarmSummary) => string | undefined }
    | { kind: 'number'; unit: Unit; value: (swarm: SwarmSummary) => number | undefined }
    | { kind: 'time'; value: (swarm: SwarmSummary) => number | undefined }
  );

/** Columns of the swarm table after its name. A value that was not measured is undefined. */
export function swarmColumns(): SwarmColumn[] {
  return [
    { id: 'topology', header: t('swarms.topology', 'Topology'), kind: 'text', value: ({ topology }) => topology },
    {
      id: 'tasks',
      header: t('swarms.tasks', 'Tasks'),
      kind: 'number',
      unit: 'count',
      value: ({ tasks }) => tasks.total,
    },
    {
      id: 'failed',
      header: t('swarms.failed', 'Failed'),
      kind: 'number',
      unit: 'count',
      value: ({ tasks }) => tasks.failed,
    },
    {
      id: 'errorRate',
      header: t('swarms.error-rate', 'Error rate'),
      description: t('swarms.error-rate-description', 'Failed of all failed and completed tasks'),
      kind: 'number',
      unit: 'ratio',
      value: ({ tasks }) => tasks.errorRate,
    },
    {
      id: 'mean',
      header: t('swarms.mean', 'Mean duration'),
      description: t('swarms.mean-description', 'Of completed tasks whose duration is known'),
      kind: 'number',
      unit: 'ms',
      value: ({ tasks }) => tasks.duration?.mean,
    },
    {
      id: 'p95',
      header: t('swarms.p95', 'p95 duration'),
      description: t('swarms.p95-description', '95 % of the completed tasks took no longer'),
      kind: 'number',
      unit: 'ms',
      value: ({ tasks }) => tasks.duration?.p95,
    },
    {
      id: 'tokens',
      header: t('swarms.tokens', 'Tokens'),
      kind: 'number',
      unit: 'tokens',
      value: ({ tokens }) => tokens?.total,
    },
    { id: 'cost', header: t('swarms.cost', 'Cost'), kind: 'number', unit: 'USD', value: ({ costUsd }) => costUsd },
    { id: 'lastSeen', header: t('swarms.last-seen', 'Last seen'), kind: 'time', value: ({ lastSeen }) => lastSeen },
  ];
}
