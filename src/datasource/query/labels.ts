import { t } from '@grafana/i18n';
import {
  AGGREGATIONS,
  ANNOTATION_KINDS,
  DIMENSIONS,
  HEALTH_CHECKS,
  QUERY_TYPES,
  VALUE_FIELDS,
  type Aggregation,
  type AnnotationKind,
  type Dimension,
  type FilterKey,
  type HealthCheck,
  type QueryType,
  type ValueField,
} from '../../core/query/model.ts';
import { PRESETS, type AnnotationPreset } from '../annotations/annotationQuery.ts';
import { FILTER_RELATIONS, type FilterRelation } from './filters.ts';

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
    anomalies: {
      label: t('query.type-anomalies', 'Anomalies'),
      description: t('query.type-anomalies-description', 'What a metric was expected to be, and where it was not'),
    },
    forecast: {
      label: t('query.type-forecast', 'Forecast'),
      description: t('query.type-forecast-description', 'How a metric goes on, with intervals'),
    },
    trend: {
      label: t('query.type-trend', 'Trend'),
      description: t('query.type-trend-description', 'Which way a metric moves, and how sure that is'),
    },
    values: {
      label: t('query.type-values', 'Names'),
      description: t('query.type-values-description', 'Swarms, agents, types, models, topologies or metrics there are'),
    },
    health: {
      label: t('query.type-health', 'Health'),
      description: t('query.type-health-description', 'Stalled swarms, silent or failing inputs, the collector itself'),
    },
    annotations: {
      label: t('query.type-annotations', 'Annotations'),
      description: t(
        'query.type-annotations-description',
        'Incidents, begin and end of swarms, markers of deployments'
      ),
    },
  };
  return QUERY_TYPES.map((value) => ({ value, ...labels[value] }));
}

export function methodOptions(choices: readonly string[]): Array<Option<string>> {
  const labels: Partial<Record<string, string>> = {
    auto: t('query.method-auto', 'Automatic'),
    zscore: t('query.method-zscore', 'z-score'),
    iqr: t('query.method-iqr', 'Interquartile range'),
    mad: t('query.method-mad', 'Median deviation'),
    seasonal: t('query.method-seasonal', 'Seasonal'),
    outlier: t('query.method-outlier', 'Outlier among the groups'),
    theta: t('query.method-theta', 'Theta'),
    linear: t('query.method-linear', 'Straight line'),
    exponential: t('query.method-exponential', 'Exponential growth'),
    theilsen: t('query.method-theilsen', 'Theil–Sen line'),
  };
  return choices.map((value) => ({ value, label: labels[value] ?? value }));
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
  return filterKeyOptions(DIMENSIONS);
}

export function filterKeyOptions<T extends FilterKey>(keys: readonly T[]): Array<Option<T>> {
  const labels: Record<FilterKey, string> = {
    swarm: t('query.dimension-swarm', 'Swarm'),
    agent: t('query.dimension-agent', 'Agent'),
    agentType: t('query.dimension-agent-type', 'Agent type'),
    type: t('query.dimension-type', 'Task type'),
    model: t('query.dimension-model', 'Model'),
    topology: t('query.dimension-topology', 'Topology'),
    status: t('query.filter-status', 'Status'),
    kind: t('query.filter-kind', 'Kind'),
  };
  return keys.map((value) => ({ value, label: labels[value] }));
}

export function filterRelationOptions(): Array<Option<FilterRelation>> {
  const labels: Record<FilterRelation, string> = {
    is: t('query.filter-is', 'is'),
    isNot: t('query.filter-is-not', 'is not'),
    matches: t('query.filter-matches', 'matches'),
    matchesNot: t('query.filter-matches-not', 'does not match'),
  };
  return FILTER_RELATIONS.map((value) => ({ value, label: labels[value] }));
}

export function valueFieldOptions(): Array<Option<ValueField>> {
  const labels: Record<ValueField, string> = {
    swarm: t('query.values-swarm', 'Swarms'),
    agent: t('query.values-agent', 'Agents'),
    agentType: t('query.values-agent-type', 'Agent types'),
    type: t('query.values-type', 'Task types'),
    model: t('query.values-model', 'Models'),
    topology: t('query.values-topology', 'Topologies'),
    metric: t('query.values-metric', 'Metrics'),
  };
  return VALUE_FIELDS.map((value) => ({ value, label: labels[value] }));
}

export function healthCheckOptions(): Array<Option<HealthCheck>> {
  const labels: Record<HealthCheck, string> = {
    stalled: t('query.check-stalled', 'Stalled swarms'),
    inputSilence: t('query.check-input-silence', 'Silence of inputs'),
    inputFailing: t('query.check-input-failing', 'Failing inputs'),
    sinkFailing: t('query.check-sink-failing', 'Failing sinks'),
    inputs: t('query.check-inputs', 'Inputs, table'),
    collector: t('query.check-collector', 'Collector, table'),
  };
  return HEALTH_CHECKS.map((value) => ({ value, label: labels[value] }));
}

export function annotationKindOptions(): Array<Option<AnnotationKind>> {
  const labels: Record<AnnotationKind, string> = {
    incident: t('query.annotation-incident', 'Anomaly incidents'),
    swarmStart: t('query.annotation-start', 'Swarms first seen'),
    swarmEnd: t('query.annotation-end', 'Swarms last seen'),
    marker: t('query.annotation-marker', 'Markers'),
  };
  return ANNOTATION_KINDS.map((value) => ({ value, label: labels[value] }));
}

export function annotationPresetOptions(): Array<Option<AnnotationPreset>> {
  const labels: Record<AnnotationPreset, string> = {
    everything: t('query.annotations-everything', 'Everything'),
    incidents: t('query.annotations-incidents', 'Anomaly incidents'),
    lives: t('query.annotations-lives', 'Begin and end of swarms'),
    markers: t('query.annotations-markers', 'Deploy markers'),
  };
  return PRESETS.map((value) => ({ value, label: labels[value] }));
}
