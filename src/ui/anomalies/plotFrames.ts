import {
  FieldColorModeId,
  FieldType,
  getFieldSeriesColor,
  reduceField,
  type DataFrame,
  type Field,
  type GrafanaTheme2,
} from '@grafana/data';
import { t } from '@grafana/i18n';
import { GraphDrawStyle, GraphThresholdsStyleMode, VisibilityMode } from '@grafana/schema';
import { isRecord } from '../guards.ts';
import { verbatim } from '../text.ts';
import type { AnalysedSeries, AnomaliesOptions } from './model.ts';

export type Role = 'value' | 'alarm' | 'expected' | 'lower' | 'upper' | 'forecast' | 'bound';

/** Frames for the drawing, and what each of their fields shows: `roles[frame][field]`, the time first. */
export interface Plot {
  frames: DataFrame[];
  roles: Array<Array<{ series: number; role: Role } | null>>;
}

interface Column {
  role: Role;
  /** Unique among all columns: bands name each other by it. */
  name: string;
  values: ArrayLike<number | null>;
  /** How it is drawn, beside colour and unit. */
  custom: Record<string, unknown>;
}

const HIDDEN = { legend: true, tooltip: false, viz: false };
const BAND_OPACITY = 12;
const FAN_OPACITY = 18;

/** Each series as its values with the points that were alarms, the expected band, and the forecast with its intervals. */
export function plotFrames(
  series: readonly AnalysedSeries[],
  options: AnomaliesOptions,
  theme: GrafanaTheme2,
  reducers: readonly string[] = []
): Plot {
  const plot: Plot = { frames: [], roles: [] };
  series.forEach((one, index) => {
    const color = getFieldSeriesColor(fieldOf(one.field, index), theme).color;
    const add = (times: ArrayLike<number>, columns: Column[]) => {
      const fields = columns.map((column) =>
        column.role === 'value'
          ? withCalcs(toField(column, one, index, color, options), one, reducers)
          : toField(column, one, index, color, options)
      );
      plot.frames.push({
        refId: `series-${index}`,
        length: times.length,
        fields: [{ name: 'time', type: FieldType.time, config: {}, values: Array.from(times) }, ...fields],
      });
      plot.roles.push([null, ...columns.map(({ role }) => ({ series: index, role }))]);
    };
    if (one.points) {
      add(one.points.times, pointColumns(one, options));
    }
    if (one.forecast) {
      add(one.forecast.times, forecastColumns(one));
    }
  });
  return plot;
}

/** What the legend says of a series comes from all of its values, not from those that are drawn. */
function withCalcs(drawn: Field, { field, rows }: AnalysedSeries, reducers: readonly string[]): Field {
  const whole: Field = { ...field, state: {}, values: rows ? rows.map((row) => field.values[row]) : field.values };
  return { ...drawn, state: { ...drawn.state, calcs: reduceField({ field: whole, reducers: [...reducers] }) } };
}

/** The place among all series, which palettes count by. */
function fieldOf(field: Field, index: number): Field {
  return { ...field, state: { ...field.state, seriesIndex: index } };
}

function toField(
  { role, name, values, custom }: Column,
  { field, rows }: AnalysedSeries,
  index: number,
  color: string,
  options: AnomaliesOptions
): Field {
  const isValue = role === 'value';
  const base = customOf(field);
  // The legend hides fields: one that holds several series can't be hidden for one of them.
  const isHidden = rows === undefined && isRecord(base.hideFrom) && base.hideFrom.viz === true;
  return {
    ...fieldOf(field, index),
    name,
    type: FieldType.number,
    config: {
      ...field.config,
      displayName: name,
      displayNameFromDS: undefined,
      ...(isValue ? {} : { color: { mode: FieldColorModeId.Fixed, fixedColor: role === 'alarm' ? 'red' : color } }),
      custom: {
        ...base,
        ...custom,
        hideFrom: { ...(isValue ? (isRecord(base.hideFrom) ? base.hideFrom : {}) : HIDDEN), viz: isHidden },
        thresholdsStyle: { mode: isValue ? thresholdStyle(options) : GraphThresholdsStyleMode.Off },
      },
    },
    state: { seriesIndex: index, displayName: name },
    values: Array.from(values, finite),
  };
}

function customOf({ config }: Field): Record<string, unknown> {
  return isRecord(config.custom) ? config.custom : {};
}

function finite(value: number | null): number | null {
  return value !== null && Number.isFinite(value) ? value : null;
}

function thresholdStyle({ thresholdStyle: style }: AnomaliesOptions): GraphThresholdsStyleMode {
  return {
    off: GraphThresholdsStyleMode.Off,
    line: GraphThresholdsStyleMode.Line,
    dashed: GraphThresholdsStyleMode.Dashed,
    area: GraphThresholdsStyleMode.Area,
  }[style];
}

const LINE = { drawStyle: GraphDrawStyle.Line, showPoints: VisibilityMode.Never, fillOpacity: 0 };
const EDGE = { ...LINE, lineWidth: 0 };
const DASHED = { ...LINE, lineWidth: 1, lineStyle: { fill: 'dash', dash: [6, 6] } };

function pointColumns({ name, points }: AnalysedSeries, { showExpected }: AnomaliesOptions): Column[] {
  if (!points) {
    return [];
  }
  const { values, anomalous } = points;
  const lower = t('anomalies.series.lower', '{{name}}, expected from', verbatim({ name }));
  return [
    { role: 'value', name, values, custom: { ...LINE, lineWidth: 1, showPoints: VisibilityMode.Auto } },
    ...(showExpected
      ? ([
          {
            role: 'expected',
            name: t('anomalies.series.expected', '{{name}}, expected', verbatim({ name })),
            values: points.expected,
            custom: DASHED,
          },
          {
            role: 'upper',
            name: t('anomalies.series.upper', '{{name}}, expected to', verbatim({ name })),
            values: points.upper,
            custom: { ...EDGE, fillBelowTo: lower, fillOpacity: BAND_OPACITY },
          },
          { role: 'lower', name: lower, values: points.lower, custom: EDGE },
        ] satisfies Column[])
      : []),
    {
      role: 'alarm',
      name: t('anomalies.series.alarm', '{{name}}, anomaly', verbatim({ name })),
      values: Array.from(values, (value, row) => (anomalous[row] === 1 ? value : null)),
      custom: { drawStyle: GraphDrawStyle.Points, showPoints: VisibilityMode.Always, pointSize: 7, fillOpacity: 0 },
    },
  ];
}

function forecastColumns({ name, forecast }: AnalysedSeries): Column[] {
  if (!forecast) {
    return [];
  }
  const interval = (percent: number, from: ArrayLike<number | null>, to: ArrayLike<number | null>): Column[] => {
    const low = t('anomalies.series.low', '{{name}}, {{percent}} % from', verbatim({ name, percent }));
    return [
      {
        role: 'bound',
        name: t('anomalies.series.high', '{{name}}, {{percent}} % to', verbatim({ name, percent })),
        values: to,
        custom: { ...EDGE, fillBelowTo: low, fillOpacity: FAN_OPACITY },
      },
      { role: 'bound', name: low, values: from, custom: EDGE },
    ];
  };
  return [
    {
      role: 'forecast',
      name: t('anomalies.series.forecast', '{{name}}, forecast', verbatim({ name })),
      values: forecast.point,
      custom: { ...DASHED, lineWidth: 2 },
    },
    ...interval(80, forecast.lower80, forecast.upper80),
    ...interval(95, forecast.lower95, forecast.upper95),
  ];
}
