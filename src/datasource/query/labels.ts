import { t } from '@grafana/i18n';
import {
  AGGREGATIONS,
  DIMENSIONS,
  QUERY_TYPES,
  type Aggregation,
  type Dimension,
  type QueryType,
} from '../../core/query/model.ts';

interface Option<T extends string> {
  value: T;
  label: string;
  description?: string;
}

export function queryTypeOptions(): Array<Option<QueryType>> {
  const labels: Record<QueryType, { label: string; description: string }> = {
    swarms: {
      label: t('query.type-swarms', 'Swarms'),
      description: t('query.type-swarms-description', 'One row of key figures per swarm'),
    },
    tasks: {
      label: t('query.type-tasks', 'Tasks'),
      description: t('query.type-tasks-description', 'Single finished tasks'),
    },
    timeseries: {
      label: t('query.type-timeseries', 'Time series'),
      description: t('query.type-timeseries-description', 'A metric over time, or one number per group'),
    },
    ranking: {
      label: t('query.type-ranking', 'Ranking'),
      description: t('query.type-ranking-description', 'Swarms by one metric, with intervals and ties'),
    },
    comparison: {
      label: t('query.type-comparison', 'Comparison'),
      description: t('query.type-comparison-description', 'Pairs of swarms, tested on several metrics'),
    },
  };
  return QUERY_TYPES.map((value) => ({ value, ...labels[value] }));
}

export function aggregationOptions(choices: readonly Aggregation[] = AGGREGATIONS): Array<Option<Aggregation>> {
  const labels: Partial<Record<Aggregation, string>> = {
    count: t('query.aggregation-count', 'Count'),
    rate: t('query.aggregation-rate', 'Per second'),
    sum: t('query.aggregation-sum', 'Sum'),
    avg: t('query.aggregation-avg', 'Mean'),
    min: t('query.aggregation-min', 'Minimum'),
    max: t('query.aggregation-max', 'Maximum'),
    median: t('query.aggregation-median', 'Median'),
  };
  return choices.map((value) => ({ value, label: labels[value] ?? value }));
}

export function dimensionOptions(): Array<Option<Dimension>> {
  const labels: Record<Dimension, string> = {
    swarm: t('query.dimension-swarm', 'Swarm'),
    agent: t('query.dimension-agent', 'Agent'),
    agentType: t('query.dimension-agent-type', 'Agent type'),
    type: t('query.dimension-type', 'Task type'),
    model: t('query.dimension-model', 'Model'),
    topology: t('query.dimension-topology', 'Topology'),
  };
  return DIMENSIONS.map((value) => ({ value, label: labels[value] }));
}
