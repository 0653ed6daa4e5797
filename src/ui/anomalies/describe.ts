import { formattedValueToString, getValueFormat, type Field } from '@grafana/data';
import type { TimeZone } from '@grafana/schema';
import { t } from '@grafana/i18n';
import { SEVERITIES, type Incident, type Severity } from '../../core/anomaly/types.ts';
import type { Crossing } from '../../core/trend/crossing.ts';
import { presentFields, type Problem } from '../frames/problem.ts';
import { formatTime } from '../format.ts';
import { verbatim } from '../text.ts';
import type { AnalysedSeries } from './model.ts';

/** An incident and the series that it happened in. */
export interface FoundIncident {
  series: AnalysedSeries;
  incident: Incident;
}

/** Incidents of all series, the latest first. */
export function incidentsOf(series: readonly AnalysedSeries[]): FoundIncident[] {
  return series
    .flatMap((one) => one.incidents.map((incident) => ({ series: one, incident })))
    .sort((a, b) => b.incident.start - a.incident.start);
}

/** The finding in a sentence: how much stands out, and what most. */
export function summary(series: readonly AnalysedSeries[], timeZone: TimeZone): string {
  const judged = series.filter(({ points, silence }) => points && silence === undefined);
  const found = incidentsOf(series);
  if (found.length === 0) {
    return nothingFound(series, judged.length);
  }
  const worst = found.reduce((one, other) => (rank(other.incident) > rank(one.incident) ? other : one));
  const values = verbatim({
    incidents: found.length,
    series: judged.filter(({ incidents }) => incidents.length > 0).length,
    all: judged.length,
    name: worst.series.name,
    direction: directionText(worst.incident.direction),
    severity: severityText(worst.incident.severity),
    time: formatTime(worst.incident.peakTime, timeZone),
  });
  // A list of incidents alone doesn't tell how many series were looked at.
  return series.some(({ points, incidents }) => !points && incidents.length > 0)
    ? t(
        'anomalies.summary.list',
        'Incidents: {{incidents}}. The worst: {{name}} {{direction}}, {{severity}}, {{time}}.',
        values
      )
    : t(
        'anomalies.summary.some',
        'Incidents: {{incidents}}, in {{series}} of {{all}} series. The worst: {{name}} {{direction}}, {{severity}}, {{time}}.',
        values
      );
}

function nothingFound(series: readonly AnalysedSeries[], judged: number): string {
  if (judged > 0) {
    return t('anomalies.summary.none', 'Nothing stands out in {{all}} series.', { all: judged });
  }
  if (series.length === 0) {
    return t('anomalies.summary.no-incidents', 'No incidents in this time range.');
  }
  if (!series.some(({ forecast }) => forecast)) {
    return t('anomalies.summary.nothing', 'Nothing can be said of these series.');
  }
  return series.some(({ points }) => points)
    ? t('anomalies.summary.forecast-of-few', 'A forecast; of anomalies nothing can be said.')
    : t('anomalies.summary.forecast-only', 'A forecast; nothing was looked at for anomalies.');
}

function rank({ severity, score }: Incident): number {
  return SEVERITIES.indexOf(severity) * 1e9 + (Number.isFinite(score) ? score : 0);
}

/** Series of which nothing can be said, and when forecasts reach their thresholds. */
export function remarks(series: readonly AnalysedSeries[], timeZone: TimeZone): string[] {
  return series.flatMap(({ name, field, silence, crossings }) => [
    ...(silence === undefined || silence === ''
      ? []
      : [
          t(
            'anomalies.remark.silent',
            '{{name}}: nothing can be said, {{reason}}.',
            verbatim({ name, reason: silence })
          ),
        ]),
    ...crossings.map((crossing) => crossingText(name, field, crossing, timeZone)),
  ]);
}

function crossingText(
  name: string,
  field: Field,
  { threshold, state, at, earliest, latest }: Crossing,
  timeZone: TimeZone
): string {
  const time = (value: number | null) => (value === null ? '' : formatTime(value, timeZone));
  const values = verbatim({
    name,
    threshold: formatValue(field, threshold),
    at: time(at),
    earliest: time(earliest),
    latest: time(latest),
  });
  switch (state) {
    case 'reached':
      return t('anomalies.crossing.reached', '{{name}} has reached {{threshold}}.', values);
    case 'expected':
      return latest === null
        ? t(
            'anomalies.crossing.open',
            '{{name}} is expected at {{threshold}} by {{at}}, at the earliest {{earliest}}.',
            values
          )
        : t(
            'anomalies.crossing.expected',
            '{{name}} is expected at {{threshold}} by {{at}} (95 %: {{earliest}} to {{latest}}).',
            values
          );
    case 'possible':
      return t(
        'anomalies.crossing.possible',
        '{{name}} may reach {{threshold}}, at the earliest {{earliest}}.',
        values
      );
    case 'not expected':
      return t(
        'anomalies.crossing.none',
        '{{name}} is not expected to reach {{threshold}} within the forecast.',
        values
      );
  }
}

/** A value in the unit of its field. */
export function formatValue(field: Field, value: number): string {
  const { unit, decimals } = field.config;
  return formattedValueToString(field.display ? field.display(value) : getValueFormat(unit ?? 'none')(value, decimals));
}

export function severityText(severity: Severity): string {
  switch (severity) {
    case 'low':
      return t('anomalies.severity.low', 'low');
    case 'medium':
      return t('anomalies.severity.medium', 'medium');
    case 'high':
      return t('anomalies.severity.high', 'high');
    case 'critical':
      return t('anomalies.severity.critical', 'critical');
  }
}

export function directionText(direction: Incident['direction']): string {
  return direction === 'up' ? t('anomalies.direction.up', 'too high') : t('anomalies.direction.down', 'too low');
}

/** Why nothing can be shown, and what would help. */
export function problemText(problem: Problem | { kind: 'no-time' }): string {
  switch (problem.kind) {
    case 'no-data':
      return t('anomalies.problem.no-data', 'No data: nothing to analyse in this time range.');
    case 'no-time':
      return t('anomalies.problem.no-time', 'A time field is missing: ask the query for a time series.');
    case 'missing-field':
      return `${t('anomalies.problem.no-number', 'A field of numbers is missing.')} ${presentFields(problem)}`;
  }
}
