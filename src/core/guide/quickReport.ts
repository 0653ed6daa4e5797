import type { SwarmSummary } from '../metrics/swarm.ts';
import type { AnalysisResult, Anomaly, MetricStatistics } from './analysisTypes.ts';
import { CRITICAL_ERROR_RATE, WARNING_ERROR_RATE } from './insights.ts';

const MOST_INSIGHTS = 3;
const MOST_ANOMALIES = 2;
/** Types whose statistics the quick report shows; the analysis has them all. */
const TYPES = ['TASK_DURATION', 'RESPONSE_TIME', 'TOOL_DURATION'] as const;

/** The guide's quick report. Key metrics that were not measured are absent. */
export interface QuickReport {
  swarmId: string;
  timestamp: number;
  window: { from: number; to: number } | null;
  status: 'healthy' | 'warning' | 'critical' | 'no_data';
  summary: string;
  keyMetrics: {
    /** ms */
    avgTaskDuration?: number;
    /** ms */
    p95TaskDuration?: number;
    /** Percent with one decimal and the sign: "4.2%". */
    errorRate?: string;
    /** Completed tasks per second between the first and the last event of the window. */
    throughput?: number;
    tokens?: number;
    costUsd?: number;
  };
  /** The three gravest of the analysis. */
  insights: string[];
  /** The two latest critical ones of the analysis. */
  anomalies: Anomaly[];
  statistics: { metrics: Partial<Record<(typeof TYPES)[number], MetricStatistics>> };
}

/** The short form of an analysis, beside the totals that it was made with. */
export function quickReport(swarm: SwarmSummary, analysis: AnalysisResult): QuickReport {
  const { tasks } = swarm;
  const { window, timestamp, insights, anomalies, statistics } = analysis;
  return {
    swarmId: swarm.swarmId,
    timestamp,
    window,
    status: statusOf(tasks.errorRate),
    summary: summaryOf(swarm),
    keyMetrics: keyMetrics(swarm, window),
    insights: insights.slice(0, MOST_INSIGHTS).map(({ description }) => description),
    anomalies: anomalies.filter(({ severity }) => severity === 'critical').slice(0, MOST_ANOMALIES),
    statistics: {
      metrics: Object.fromEntries(
        TYPES.flatMap((type) => {
          const known = statistics.metrics[type];
          return known ? [[type, known] as const] : [];
        })
      ),
    },
  };
}

function statusOf(errorRate: number | undefined): QuickReport['status'] {
  if (errorRate === undefined) {
    return 'no_data';
  }
  return errorRate > CRITICAL_ERROR_RATE ? 'critical' : errorRate > WARNING_ERROR_RATE ? 'warning' : 'healthy';
}

function summaryOf({ swarmId, topology, tasks, sampled }: SwarmSummary): string {
  const name = topology ? `${swarmId} (${topology})` : swarmId;
  if (tasks.total === 0) {
    return `${name}: no task has ended.`;
  }
  const duration = tasks.duration
    ? `, median ${Math.round(tasks.duration.median)} ms, p95 ${Math.round(tasks.duration.p95)} ms`
    : '';
  const estimated = sampled === true ? ' Counts are estimated from a sample.' : '';
  return `${name}: ${tasks.total} tasks ended, ${tasks.failed} failed${duration}.${estimated}`;
}

function keyMetrics(
  { tasks, tokens, costUsd }: SwarmSummary,
  window: QuickReport['window']
): QuickReport['keyMetrics'] {
  const seconds = window ? (window.to - window.from) / 1000 : 0;
  return {
    ...(tasks.duration ? { avgTaskDuration: tasks.duration.mean, p95TaskDuration: tasks.duration.p95 } : {}),
    ...(tasks.errorRate === undefined ? {} : { errorRate: percent(tasks.errorRate) }),
    ...(tasks.completed > 0 && seconds > 0 ? { throughput: tasks.completed / seconds } : {}),
    ...(tokens ? { tokens: tokens.total } : {}),
    ...(costUsd === undefined ? {} : { costUsd }),
  };
}

function percent(ratio: number): string {
  return `${(ratio * 100).toFixed(1)}%`;
}
