import type { AnalysisResult, Anomaly, TrendEntry } from '../guide/analysisTypes.ts';
import { findMetric } from '../metrics/catalogue.ts';
import { cellOf, intervalCell, left, pCell, right, timeCell, timeColumn, valueCell, valueColumn } from './cells.ts';
import type { Block, Cell, Section } from './document.ts';
import { formatInterval, formatTime, formatValue } from './format.ts';

export interface ReportAnalyses {
  swarms: AnalysedSwarm[];
  /** Swarms of the report that were not looked at one by one. */
  notAnalysed: number;
}

/** Saved reports of earlier versions have no recommendations. */
type AnalysedSwarm = Pick<
  AnalysisResult,
  'swarmId' | 'window' | 'status' | 'reason' | 'anomalies' | 'trends' | 'series'
> &
  Partial<Pick<AnalysisResult, 'recommendations'>>;

const MOST_CAUSES = 100;
const MINUTE = 60_000;

/** Undefined where nothing was found. */
export function anomaliesSection(analyses: ReportAnalyses): Section | undefined {
  const rows = analyses.swarms.flatMap(({ swarmId, anomalies }) => anomalies.map((anomaly) => ({ swarmId, anomaly })));
  if (rows.length === 0) {
    return undefined;
  }
  const { n, threshold, method } = methodsOf(analyses);
  const notes: Block[] = [
    {
      type: 'paragraph',
      text: `Method ${method}: each point is judged by earlier ones alone, an alarm from score ${threshold} on; ${n} points of ${windowText(analyses)}. Only the way that is bad for a metric counts.`,
    },
    {
      type: 'table',
      caption: 'Anomalies',
      columns: [
        left('Swarm'),
        left('Metric'),
        left('Severity'),
        timeColumn('Worst at'),
        right('Value', 'Value', 'Unit'),
        right('Expected'),
        right('Score'),
        valueColumn('Points', 'count'),
        valueColumn('n before', 'count'),
      ],
      rows: rows.map(({ swarmId, anomaly }) => anomalyRow(swarmId, anomaly)),
    },
  ];
  const causes = rows.flatMap(({ swarmId, anomaly: { possibleCauses, timestamp } }) =>
    possibleCauses.map((cause) => `${swarmId}, ${formatTime(timestamp)}: ${cause}`)
  );
  return {
    heading: 'Anomalies',
    blocks: [...notes, ...listOf([...causes.slice(0, MOST_CAUSES), ...leftOut(causes.length)])],
  };
}

/** Undefined where none is shown. */
export function trendsSection(analyses: ReportAnalyses): Section | undefined {
  const rows = analyses.swarms.flatMap(({ swarmId, trends }) => trends.map((trend) => ({ swarmId, trend })));
  if (rows.length === 0) {
    return undefined;
  }
  return {
    heading: 'Trends',
    blocks: [
      {
        type: 'paragraph',
        text: 'Method theilsen: the median slope of all pairs of points with its 95 % interval, tested by Mann–Kendall, p adjusted by Holm over the metrics of a swarm; of durations the level of each task type is taken out. Change is the slope over the time named. Stable: the interval allows no change above a tenth of the middle value over the whole time. What is not shown is left out.',
      },
      {
        type: 'table',
        caption: 'Trends that the data show',
        columns: [
          left('Swarm'),
          left('Metric'),
          left('Direction'),
          right('Change', 'Change', 'Unit'),
          right('95 % interval', 'Change low', 'Change high'),
          right('p adjusted'),
          right('n (independent)', 'n', 'n independent'),
          timeColumn('From'),
          timeColumn('To'),
          right('Next value', 'Next value', 'Next value low', 'Next value high'),
        ],
        rows: rows.map(({ swarmId, trend }) => trendRow(swarmId, trend)),
      },
    ],
  };
}

function anomalyRow(swarmId: string, anomaly: Anomaly): Cell[] {
  const { metricType, severity, timestamp, value, expectedValue, score, points, n, unit } = anomaly;
  return [
    swarmId,
    nameOf(metricType),
    severity,
    timeCell(timestamp),
    cellOf(formatValue(value, unit), value, unit),
    valueCell(expectedValue, unit),
    cellOf(score.toPrecision(3), score),
    valueCell(points, 'count'),
    valueCell(n, 'count'),
  ];
}

function trendRow(swarmId: string, trend: TrendEntry): Cell[] {
  const { metricType, direction, rate, rateLow, rateHigh, p, n, effectiveN, timeRange, prediction, unit } = trend;
  // What happened in the time seen: a rate a minute of half a minute of work would promise more than was measured.
  const over = (perMinute: number): number => (perMinute * (timeRange.end - timeRange.start)) / MINUTE;
  return [
    swarmId,
    nameOf(metricType),
    direction,
    cellOf(formatValue(over(rate), unit), over(rate), unit),
    intervalCell(over(rateLow), over(rateHigh), unit),
    pCell(p),
    cellOf(`${n} (${effectiveN})`, n, effectiveN),
    timeCell(timeRange.start),
    timeCell(timeRange.end),
    prediction
      ? cellOf(
          `${formatValue(prediction.nextValue, unit)} (${formatInterval(prediction.low, prediction.high, unit)})`,
          prediction.nextValue,
          prediction.low,
          prediction.high
        )
      : cellOf('–', null, null, null),
  ];
}

function methodsOf({ swarms }: ReportAnalyses): { n: number; threshold: string; method: string } {
  const looked = swarms.flatMap(({ series }) =>
    series.flatMap(({ points, anomalies }) => (anomalies ? [{ points, ...anomalies }] : []))
  );
  return {
    n: looked.reduce((sum, { points }) => sum + points, 0),
    threshold: [...new Set(looked.map(({ threshold }) => threshold.toPrecision(3)))].join(' or '),
    method: [...new Set(looked.map(({ method }) => method))].join(', '),
  };
}

function windowText({ swarms }: ReportAnalyses): string {
  const windows = swarms.flatMap(({ window }) => window ?? []);
  const from = windows.reduce((least, window) => Math.min(least, window.from), Infinity);
  const to = windows.reduce((most, window) => Math.max(most, window.to), -Infinity);
  return windows.length === 0 ? 'no time' : `${formatTime(from)} to ${formatTime(to)}`;
}

/** What was too little to look at. */
export function analysisRemarks({ swarms, notAnalysed }: ReportAnalyses): string[] {
  return [
    ...swarms.flatMap(({ swarmId, reason }) => (reason === null ? [] : [`${swarmId}: ${reason}`])),
    ...(notAnalysed > 0 ? [`${notAnalysed} more swarms were not looked at one by one.`] : []),
  ];
}

function leftOut(causes: number): string[] {
  return causes > MOST_CAUSES ? [`${causes - MOST_CAUSES} more causes are in the JSON report.`] : [];
}

function listOf(items: string[]): Block[] {
  return items.length > 0 ? [{ type: 'list', items }] : [];
}

function nameOf(metricType: string): string {
  return findMetric(metricType)?.name ?? metricType;
}
