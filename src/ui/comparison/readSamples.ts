import { FieldType, getFieldDisplayName, type DataFrame, type Field } from '@grafana/data';
import { t } from '@grafana/i18n';
import { fieldNamed, numberAt, textAt } from '../frames/values.ts';
import { missingField } from '../frames/problem.ts';
import { textOrUndefined } from '../guards.ts';
import { shorten, verbatim } from '../text.ts';
import type { ComparisonOptions, ComparisonResult, SampleSet } from './model.ts';
import { isTasks, readTasks } from './readTasks.ts';
import { rowsInTime } from '../frames/rowsInTime.ts';
import { SampleBuilder, type MetricAbout } from './sampleBuilder.ts';
import { namesOfSeries, type Series } from './seriesNames.ts';

/** Names that data sources give to a number which has no name of its own. */
const NAMELESS = /^value$/i;
const TYPE_FIELDS = ['task_type', 'type'];
const GROUP_FIELDS = ['swarm_id', 'swarm', 'group', 'name'];

/**
 * Reads samples from frames of any data source. A frame with a text field has one sample a row, of the group that the text
 * names, for each of its number fields. Of time series and other number fields each is a group, or part of the group that
 * its label names, and every value is a sample. What is no finite number is no sample.
 */
export function readSamples(frames: readonly DataFrame[], options: ComparisonOptions): ComparisonResult<SampleSet> {
  const present = frames.flatMap(({ fields }) => fields);
  const builder = new SampleBuilder();
  const series: Series[] = [];
  const left: SampleSet['left'] = [];
  for (const frame of frames) {
    const group = groupField(frame, options);
    const type = typeField(frame, options, group);
    if (group && isTasks(frame)) {
      readTasks(frame, group, type, options, builder);
    } else if (group) {
      readRows(frame, group, type, options, builder);
    } else {
      for (const field of frame.fields) {
        if (field.type === FieldType.number) {
          series.push({ frame, field });
        }
      }
    }
  }
  if (options.groupBy !== '' && !isNamed(frames, options.groupBy)) {
    return missingField(options.groupBy, 'string', present);
  }
  left.push(...readSeries(series, frames, options, builder));
  const groups = builder.groups();
  if (groups.length > 0) {
    return { ok: true, value: { kind: 'samples', groups, metrics: builder.build(), types: builder.types(), left } };
  }
  if (present.length === 0 || present.some(({ type }) => type === FieldType.number)) {
    return { ok: false, problem: { kind: 'no-data' } };
  }
  return missingField('value', 'number', present);
}

function readRows(
  frame: DataFrame,
  group: Field,
  type: Field | undefined,
  options: ComparisonOptions,
  into: SampleBuilder
): void {
  const numbers = frame.fields.filter((field) => field.type === FieldType.number);
  const abouts = numbers.map((field) => ({
    field,
    about: aboutOf(field, field.name, getFieldDisplayName(field, frame), options),
  }));
  into.order(group.values.map((_, row) => textAt(group, row) ?? ''));
  for (const row of rowsInTime(frame)) {
    const name = textAt(group, row) ?? '';
    const of = type ? textAt(type, row) : null;
    for (const { field, about } of abouts) {
      const value = numberAt(field, row);
      if (value !== null) {
        into.value(about, name, of, value, { field, rowIndex: row });
      }
    }
  }
}

/** @returns what was left out: series in another unit than the others of their metric */
function readSeries(
  series: readonly Series[],
  frames: readonly DataFrame[],
  options: ComparisonOptions,
  into: SampleBuilder
): SampleSet['left'] {
  const names = namesOfSeries(series, frames, options.groupBy);
  const units = new Map<string, string | undefined>();
  const left: SampleSet['left'] = [];
  series.forEach(({ frame, field }, index) => {
    const labelled = Object.keys(field.labels ?? {}).length > 0;
    const metric = metricOf(field, frame, labelled);
    const { unit } = field.config;
    if (!units.has(metric)) {
      units.set(metric, unit);
    } else if (units.get(metric) !== unit) {
      left.push({
        severity: 'warning',
        text: t(
          'comparison.left.unit',
          '{{name}} is left out: its unit is not the one of the series before it.',
          verbatim({ name: shorten(names[index], 80) })
        ),
      });
      return;
    }
    const about = aboutOf(field, metric, metric, options);
    for (const row of rowsInTime(frame)) {
      const value = numberAt(field, row);
      if (value !== null) {
        into.value(about, names[index], null, value, { field, rowIndex: row });
      }
    }
  });
  return left;
}

/** Series without labels are groups of one metric; those with labels are of the metric that they are named after. */
function metricOf(field: Field, { refId }: DataFrame, labelled: boolean): string {
  if (!labelled) {
    return t('comparison.unnamed', 'Value');
  }
  const named = textOrUndefined(field.labels?.__name__) ?? field.name;
  return NAMELESS.test(named) ? (refId ?? named) : named;
}

function aboutOf(field: Field, id: string, name: string, { direction }: ComparisonOptions): MetricAbout {
  return { id, name, field, direction };
}

/** The text field that names the groups; a frame with one sample a row has it, a series has none. */
function groupField(frame: DataFrame, { groupBy }: ComparisonOptions): Field | undefined {
  if (groupBy !== '') {
    return fieldNamed(frame, groupBy, FieldType.string);
  }
  const texts = frame.fields.filter(({ type }) => type === FieldType.string);
  const named = GROUP_FIELDS.map((name) => texts.find((field) => field.name === name)).find(
    (field) => field !== undefined
  );
  // A text that is another one in nearly every row tells rows apart, not groups.
  return named ?? texts.find(({ values }) => new Set(values).size <= Math.max(2, values.length / 2)) ?? texts[0];
}

function typeField(frame: DataFrame, { typeBy }: ComparisonOptions, group: Field | undefined): Field | undefined {
  const names = typeBy === '' ? TYPE_FIELDS : [typeBy];
  return names
    .map((name) => fieldNamed(frame, name, FieldType.string))
    .find((field) => field !== undefined && field !== group);
}

function isNamed(frames: readonly DataFrame[], name: string): boolean {
  return frames.some(({ fields }) =>
    fields.some(
      (field) => (field.name === name && field.type === FieldType.string) || field.labels?.[name] !== undefined
    )
  );
}
