import type { AnalysisResult, Anomaly, TrendEntry } from '../guide/analysisTypes.ts';
import { findMetric } from '../metrics/catalogue.ts';
import { left, right, type Block, type Section } from './document.ts';
import { formatInterval, formatP, formatTime, formatValue } from './format.ts';

export interface ReportAnalyses {
  swarms: Array<Pick<AnalysisResult, 'swarmId' | 'window' | 'status' | 'reason' | 'anomalies' | 'trends' | 'series'>>;
  /** Swarms of the report that were not looked at one by one. */
  notAnalysed: number;
}

const MOST_ROWS = 100;
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
        left('Worst at'),
        ...['Value', 'Expected', 'Score', 'Points', 'n before'].map(right),
      ],
      rows: rows.slice(0, MOST_ROWS).map(({ swarmId, anomaly }) => anomalyRow(swarmId, anomaly)),
    },
  ];
  const causes = rows
    .slice(0, MOST_ROWS)
    .flatMap(({ swarmId, anomaly: { possibleCauses, timestamp } }) =>
      possibleCauses.map((cause) => `${swarmId}, ${formatTime(timestamp)}: ${cause}`)
    );
  return {
    heading: 'Anomalies',
    blocks: [...notes, ...listOf([...causes, ...leftOut(rows.length)])],
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
          ...['Change', '95 % interval', 'p adjusted', 'n (independent)'].map(right),
          left('From'),
          left('To'),
          right('Next value'),
        ],
        rows: rows.slice(0, MOST_ROWS).map(({ swarmId, trend }) => trendRow(swarmId, trend)),
      },
      ...listOf(leftOut(rows.length)),
    ],
  };
}

function anomalyRow(swarmId: string, anomaly: Anomaly): string[] {
  const { metricType, severity, timestamp, value, expectedValue, score, points, n, unit } = anomaly;
  return [
    swarmId,
    nameOf(metricType),
    severity,
    formatTime(timestamp),
    formatValue(value, unit),
    formatValue(expectedValue, unit),
    score.toPrecision(3),
    formatValue(points, 'count'),
    formatValue(n, 'count'),
  ];
}

function trendRow(swarmId: string, trend: TrendEntry): string[] {
  const { metricType, direction, rate, rateLow, rateHigh, p, n, effectiveN, timeRange, prediction, unit } = trend;
  // What happened in the time seen: a rate a minute of half a minute of work would promise more than was measured.
  const over = (perMinute: number): number => (perMinute * (timeRange.end - timeRange.start)) / MINUTE;
  return [
    swarmId,
    nameOf(metricType),
    direction,
    formatValue(over(rate), unit),
    formatInterval(over(rateLow), over(rateHigh), unit),
    formatP(p),
    `${n} (${effectiveN})`,
    formatTime(timeRange.start),
    formatTime(timeRange.end),
    prediction
      ? `${formatValue(prediction.nextValue, unit)} (${formatInterval(prediction.low, prediction.high, unit)})`
      : '–',
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

function leftOut(rows: number): string[] {
  return rows > MOST_ROWS ? [`${rows - MOST_ROWS} more are in the JSON report.`] : [];
}

function listOf(items: string[]): Block[] {
  return items.length > 0 ? [{ type: 'list', items }] : [];
}

function nameOf(metricType: string): string {
  return findMetric(metricType)?.name ?? metricType;
}
