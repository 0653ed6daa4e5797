import type { AnomalyResult, Incident } from '../anomaly/types.ts';
import { finiteOrNull, type Column, type ColumnConfig, type Notice, type Table } from '../frames/table.ts';
import { numberTable } from './numberTable.ts';
import type { SeriesColumn } from './seriesColumns.ts';

/** One series and what was found in it. */
export interface AnalysedSeries {
  series: Omit<SeriesColumn, 'times' | 'values'>;
  result: AnomalyResult;
}

export interface AnomaliesRequest {
  /** What was analysed: its column, its name for people, and Grafana's id of its unit. */
  subject: { id: string; name: string; unit?: string };
  /** Labels that get a column each. */
  labelNames: readonly string[];
}

/**
 * A table a series (time, value, what was expected, its band, score, whether it is an anomaly), then one with all
 * incidents, a row each, as annotations read them.
 */
export function anomaliesTables(analysed: readonly AnalysedSeries[], request: AnomaliesRequest): Table[] {
  const { id, name, unit } = request.subject;
  const nothing = { series: { id, name, labels: {}, config: { unit, displayNameFromDS: name } }, result: undefined };
  return [...(analysed.length > 0 ? analysed : [nothing]).map(seriesTable), incidentsTable(analysed, request)];
}

function seriesTable({
  series,
  result,
}: {
  series: AnalysedSeries['series'];
  result: AnomalyResult | undefined;
}): Table {
  const points = result?.points ?? [];
  const { id, name, labels, config } = series;
  const number = (column: string, shown: string, of: (index: number) => number | null | undefined): Column => ({
    name: column,
    type: 'number',
    labels,
    config: { ...config, displayNameFromDS: shown },
    values: points.map((_, index) => finiteOrNull(of(index))),
  });
  return {
    name: 'anomalies',
    meta: {
      kind: 'timeseries-wide',
      ...withNotices(name, result),
      custom: result && {
        metric: id,
        status: result.status,
        reason: result.reason,
        method: result.method,
        mode: result.mode,
        threshold: result.threshold,
        n: result.n,
        incidents: result.incidents.length,
      },
    },
    columns: [
      { name: 'time', type: 'time', values: result?.times ?? [] },
      number(id, name, (index) => result?.values[index]),
      number('expected', `${name}, expected`, (index) => points[index]?.expected),
      number('lower', `${name}, low`, (index) => points[index]?.lower),
      number('upper', `${name}, high`, (index) => points[index]?.upper),
      {
        ...number('score', `${name}, score`, (index) => points[index]?.score),
        config: { displayNameFromDS: `${name}, score`, decimals: 1 },
      },
      {
        name: 'is_anomaly',
        type: 'boolean',
        labels,
        config: { displayNameFromDS: `${name}, anomaly` },
        values: points.map((point) => point?.isAnomaly ?? null),
      },
    ],
  };
}

function withNotices(name: string, result: AnomalyResult | undefined): { notices?: Notice[] } {
  const notices = (result?.notices ?? []).map((notice) => ({ ...notice, text: `${name}: ${notice.text}` }));
  const notOk: Notice[] =
    result && result.status !== 'ok'
      ? [{ severity: 'info', text: `${name}: nothing can be said, ${result.reason}.` }]
      : [];
  const all = [...notices, ...notOk];
  return all.length > 0 ? { notices: all } : {};
}

function incidentsTable(analysed: readonly AnalysedSeries[], { subject, labelNames }: AnomaliesRequest): Table {
  const rows = analysed
    .flatMap(({ series: { labels }, result }) => result.incidents.map((incident) => ({ labels, incident })))
    .sort((a, b) => a.incident.start - b.incident.start);
  const unit: ColumnConfig = subject.unit === undefined ? {} : { unit: subject.unit };
  const time = (name: string, displayName: string, of: (incident: Incident) => number): Column => ({
    name,
    type: 'time',
    config: { displayName },
    values: rows.map(({ incident }) => of(incident)),
  });
  const number = (name: string, config: ColumnConfig, of: (incident: Incident) => number): Column => ({
    name,
    type: 'number',
    config,
    values: rows.map(({ incident }) => finiteOrNull(of(incident))),
  });
  const text = (name: string, displayName: string, of: (incident: Incident) => string): Column => ({
    name,
    type: 'string',
    config: { displayName },
    values: rows.map(({ incident }) => of(incident)),
  });
  return {
    name: 'incidents',
    meta: { kind: 'table', custom: { metric: subject.id } },
    columns: [
      time('time', 'Start', ({ start }) => start),
      time('timeEnd', 'End', ({ end }) => end),
      ...labelNames.map((label): Column => ({
        name: label,
        type: 'string',
        values: rows.map(({ labels }) => labels[label] ?? null),
      })),
      text('title', 'Incident', ({ direction, severity }) => `${subject.name} ${direction}, ${severity}`),
      text('text', 'Reason', ({ reason }) => reason),
      text('severity', 'Severity', ({ severity }) => severity),
      text('direction', 'Direction', ({ direction }) => direction),
      time('peak_time', 'Peak', ({ peakTime }) => peakTime),
      number('peak', { ...unit, displayName: 'Peak value' }, ({ peakValue }) => peakValue),
      number('expected', { ...unit, displayName: 'Expected' }, ({ expected }) => expected),
      number('deviation', { ...unit, displayName: 'Deviation' }, ({ deviation }) => deviation),
      number('score', { displayName: 'Score', decimals: 1 }, ({ score }) => score),
      number('p', { displayName: 'p' }, ({ pValue }) => pValue),
      number('count', { displayName: 'Points', decimals: 0 }, ({ count }) => count),
      number('baseline_n', { displayName: 'Baseline n', decimals: 0 }, ({ baselineN }) => baselineN),
    ],
  };
}

/**
 * One number a group for alert rules: the worst of its points of late as score over threshold, so 1 is an alarm whatever the
 * sensitivity; 0 when nothing came of late. A group of which nothing can be said has no row.
 * @param since epoch ms from which points count as now
 */
export function anomalyScoreTable(
  analysed: readonly AnalysedSeries[],
  { subject, labelNames, since }: AnomaliesRequest & { since: number }
): Table {
  const rows = analysed
    .filter(({ result }) => result.status === 'ok')
    .map(({ series: { labels }, result }) => {
      const alarms = result.points.map((point, index) =>
        point?.isAnomaly && result.times[index] >= since ? point.score / result.threshold : 0
      );
      return { labels, value: alarms.reduce((worst, alarm) => Math.max(worst, alarm), 0) };
    });
  const silent = analysed.filter(({ result }) => result.status !== 'ok').length;
  return numberTable({
    name: 'anomaly_score',
    labelNames,
    rows,
    config: { displayName: `${subject.name}: anomaly score, 1 is an alarm`, decimals: 2 },
    notices:
      silent > 0
        ? [{ severity: 'info', text: `${silent} of ${analysed.length} series have too few or only equal values.` }]
        : [],
  });
}
