import { t } from '@grafana/i18n';
import { findMetric } from '../../core/metrics/catalogue.ts';
import type { QueryFilter } from '../../core/query/model.ts';
import { shorten, verbatim } from '../../ui/text.ts';
import type { CompleteQuery } from '../types.ts';
import { aggregationOf, methodsOf } from './fields.ts';
import { relationOf } from './filters.ts';
import {
  aggregationOptions,
  annotationKindOptions,
  dimensionOptions,
  filterKeyOptions,
  filterRelationOptions,
  healthCheckOptions,
  methodOptions,
  valueFieldOptions,
} from './labels.ts';

const LONGEST_NAME = 40;
const MOST_NAMES = 5;

/** What a query asks, in sentences. Names that somebody chose are cut, and a long list of them is counted. */
export function explainQuery(query: CompleteQuery): string {
  return [subjectOf(query), scopeOf(query), ...query.filters.map(filterText)].filter((text) => text !== '').join(' ');
}

function subjectOf(query: CompleteQuery): string {
  const { type, groupBy, limit } = query;
  const group = groupBy.map(dimensionName).join(' × ');
  const metric = metricName(query.metric);
  const series = seriesName(query);
  const grouped = groupBy.length > 0;
  switch (type) {
    case 'swarms':
      return t('explain.swarms', 'One row of key figures per swarm.');
    case 'tasks':
      return t('explain.tasks', 'The newest finished tasks, at most {{limit}}.', { limit });
    case 'timeseries':
      if (query.instant) {
        return grouped
          ? t(
              'explain.instant',
              '{{series}} per {{group}}: one number each, over the whole range.',
              verbatim({ series, group })
            )
          : t('explain.instant-one', '{{series}}: one number over the whole range.', verbatim({ series }));
      }
      return grouped
        ? t('explain.series', '{{series}} per {{group}} over time.', verbatim({ series, group }))
        : t('explain.series-one', '{{series}} over time.', verbatim({ series }));
    case 'ranking':
      return t(
        'explain.ranking',
        '{{group}} by {{metric}}, each with its interval; those that the data cannot separate are tied.',
        verbatim({ group: dimensionName(groupBy[0] ?? 'swarm'), metric })
      );
    case 'comparison':
      return comparisonText(query);
    case 'anomalies':
      return query.instant
        ? t(
            'explain.anomaly-score',
            'How unusual {{series}} is now, per {{group}}: 1 and above is an alarm.',
            verbatim({ series, group: group || t('explain.everything', 'everything') })
          )
        : t(
            'explain.anomalies',
            'Where {{series}} was not as expected ({{method}}), with the incidents.',
            verbatim({ series, method: methodName(query) })
          );
    case 'forecast':
      return t(
        'explain.forecast',
        'How {{series}} goes on ({{method}}), with intervals.',
        verbatim({ series, method: methodName(query) })
      );
    case 'trend':
      return t(
        'explain.trend',
        'Which way {{series}} moves ({{method}}), and how sure that is.',
        verbatim({ series, method: methodName(query) })
      );
    case 'health':
      return t(
        'explain.health',
        '{{check}}, as the collector sees it.',
        verbatim({ check: labelOf(healthCheckOptions(), query.check) })
      );
    case 'annotations':
      return t(
        'explain.annotations',
        'Events to mark in graphs: {{what}}.',
        verbatim({ what: query.annotationsOf.map((kind) => labelOf(annotationKindOptions(), kind)).join(', ') })
      );
    case 'values':
      return t(
        'explain.values',
        'Names: {{what}}, at most {{limit}}.',
        verbatim({ what: labelOf(valueFieldOptions(), query.valuesOf), limit })
      );
  }
}

function comparisonText({ groupBy, metrics, baseline }: CompleteQuery): string {
  const values = verbatim({
    group: dimensionName(groupBy[0] ?? 'swarm'),
    metrics: metrics.map(metricName).join(', '),
    baseline: shorten(baseline ?? '', LONGEST_NAME),
  });
  return baseline === undefined
    ? t('explain.pairs', 'Every pair ({{group}}) tested on {{metrics}}.', values)
    : t('explain.against', 'Each ({{group}}) tested against {{baseline}} on {{metrics}}.', values);
}

function scopeOf({ swarms }: CompleteQuery): string {
  return swarms.length === 0
    ? t('explain.all-swarms', 'Of all swarms.')
    : t('explain.swarms-only', 'Only of {{swarms}}.', verbatim({ swarms: listed(swarms) }));
}

function filterText({ key, operator, values }: QueryFilter): string {
  return t(
    'explain.filter',
    'Where {{key}} {{relation}} {{values}}.',
    verbatim({
      key: labelOf(filterKeyOptions([key]), key),
      relation: labelOf(filterRelationOptions(), relationOf(operator)),
      values: listed(values),
    })
  );
}

function seriesName(query: CompleteQuery): string {
  const aggregation = aggregationOf(query);
  const metric = metricName(query.metric);
  const shape = findMetric(query.metric)?.shape;
  return aggregation === undefined || shape === 'ratio' || shape === 'throughput'
    ? metric
    : t(
        'explain.aggregated',
        '{{metric}} ({{aggregation}})',
        verbatim({ metric, aggregation: labelOf(aggregationOptions(), aggregation) })
      );
}

function methodName({ type, method }: CompleteQuery): string {
  const name = method ?? methodsOf(type)[0] ?? '';
  return shorten(labelOf(methodOptions([name]), name), LONGEST_NAME);
}

function metricName(id: string): string {
  return findMetric(id)?.name ?? shorten(id, LONGEST_NAME);
}

function dimensionName(dimension: CompleteQuery['groupBy'][number]): string {
  return labelOf(dimensionOptions(), dimension);
}

function labelOf(options: ReadonlyArray<{ value: string; label: string }>, value: string): string {
  return options.find((option) => option.value === value)?.label ?? value;
}

function listed(names: readonly string[]): string {
  const shown = names
    .slice(0, MOST_NAMES)
    .map((name) => shorten(name, LONGEST_NAME))
    .join(', ');
  return names.length > MOST_NAMES
    ? t('explain.more', '{{shown}} and {{count}} more', { ...verbatim({ shown }), count: names.length - MOST_NAMES })
    : shown;
}
