import { FieldType, type DataFrame, type Field } from '@grafana/data';
import { METRICS, type MetricDefinition } from '../../core/metrics/catalogue.ts';
import { fieldNamed, numberAt, textAt } from '../frames/values.ts';
import type { ComparisonOptions } from './model.ts';
import type { MetricAbout, SampleBuilder } from './sampleBuilder.ts';
import { rowsInTime } from '../frames/rowsInTime.ts';

/** Columns of a `tasks` answer that hold what a metric is of. */
const COLUMNS: Partial<Record<NonNullable<MetricDefinition['field']>, string>> = {
  durationMs: 'duration',
  costUsd: 'cost_usd',
};

/** True for the answer of a `tasks` query: one row a finished unit of work. */
export function isTasks(frame: DataFrame): boolean {
  return ['swarm_id', 'kind', 'status'].every((name) => fieldNamed(frame, name, FieldType.string) !== undefined);
}

/**
 * Takes the rows of a `tasks` answer for what they are: durations of completed units, shares of failed ones, costs, each over
 * the kinds of work that the metric is of.
 */
export function readTasks(
  frame: DataFrame,
  group: Field,
  type: Field | undefined,
  options: ComparisonOptions,
  into: SampleBuilder
): void {
  const [kind, status] = [fieldNamed(frame, 'kind', FieldType.string), fieldNamed(frame, 'status', FieldType.string)];
  const readers = METRICS.flatMap((metric) => readerOf(metric, frame, group, options) ?? []);
  into.order(group.values.flatMap((_, row) => textAt(group, row) ?? []));
  for (const row of rowsInTime(frame)) {
    const work = kind ? textAt(kind, row) : null;
    const ended = status ? textAt(status, row) : null;
    const of = type ? textAt(type, row) : null;
    const name = textAt(group, row);
    if (name === null) {
      continue;
    }
    for (const { metric, about, field } of readers) {
      if (!metric.kinds.some((one) => one === work)) {
        continue;
      }
      if (field === undefined) {
        if (ended === 'completed' || ended === 'failed') {
          into.outcome(about, name, of, ended === 'failed', { field: group, rowIndex: row });
        }
        continue;
      }
      const value = numberAt(field, row);
      if (value !== null && (metric.shape === 'usage' || ended === 'completed')) {
        into.value(about, name, of, value, { field, rowIndex: row });
      }
    }
  }
}

interface Reader {
  metric: MetricDefinition;
  about: MetricAbout;
  /** Absent for shares, which are counted. */
  field?: Field;
}

/** How a metric is read from the rows; undefined where they don't hold it. */
function readerOf(
  metric: MetricDefinition,
  frame: DataFrame,
  group: Field,
  { direction }: ComparisonOptions
): Reader | undefined {
  const about = (field: Field): MetricAbout => ({ id: metric.id, name: metric.name, field, direction, known: metric });
  if (metric.shape === 'ratio') {
    return { metric, about: about(group) };
  }
  const column = metric.field === undefined ? undefined : COLUMNS[metric.field];
  const field = column === undefined ? undefined : fieldNamed(frame, column, FieldType.number);
  return field && (metric.shape === 'distribution' || metric.shape === 'usage')
    ? { metric, about: about(field), field }
    : undefined;
}
