import type { SwarmSummary } from '../metrics/swarm.ts';

/** From this share of failed tasks on a swarm is in a warning, and from the next in a critical state. */
export const WARNING_ERROR_RATE = 0.05;
export const CRITICAL_ERROR_RATE = 0.1;

export interface MetricStatistics {
  count: number;
  mean: number;
  median: number;
  stdDev: number | null;
  min: number;
  max: number;
  percentiles: { p50: number; p90: number; p95: number; p99: number };
}

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
  insights: string[];
  anomalies: never[];
  statistics: { metrics: Partial<Record<'TASK_DURATION' | 'RESPONSE_TIME' | 'TOOL_DURATION', MetricStatistics>> };
}

export interface QuickReportInput {
  swarm: SwarmSummary;
  now: number;
  window: { from: number; to: number } | null;
  statistics: QuickReport['statistics']['metrics'];
}

export function quickReport({ swarm, now, window, statistics }: QuickReportInput): QuickReport {
  const { tasks } = swarm;
  return {
    swarmId: swarm.swarmId,
    timestamp: now,
    window,
    status: statusOf(tasks.errorRate),
    summary: summaryOf(swarm),
    keyMetrics: keyMetrics(swarm, window),
    insights: insights(swarm),
    anomalies: [],
    statistics: { metrics: statistics },
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
  window: QuickReportInput['window']
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

/** Findings, each with the numbers it rests on; none when there is nothing to say. */
function insights({ tasks, tools, sampled }: SwarmSummary): string[] {
  // What is scaled up from a sample is no number of observations.
  const of = (n: number) => (sampled === true ? 'estimated from a sample' : `n = ${n}`);
  const finished = tasks.completed + tasks.failed;
  const found: string[] = [];
  if (tasks.errorRate !== undefined && tasks.errorRate > WARNING_ERROR_RATE) {
    found.push(`${tasks.failed} of ${finished} finished tasks failed (${percent(tasks.errorRate)}, ${of(finished)}).`);
  }
  if (tasks.duration && tasks.duration.n >= 10 && tasks.duration.p95 > 2 * tasks.duration.mean) {
    found.push(
      `The slowest tasks take more than twice the mean: p95 ${Math.round(tasks.duration.p95)} ms, mean ${Math.round(tasks.duration.mean)} ms (n = ${tasks.duration.n}).`
    );
  }
  if (tools && tools.total >= 10 && tools.failed / tools.total > WARNING_ERROR_RATE) {
    found.push(
      `${tools.failed} of ${tools.total} tool calls failed (${percent(tools.failed / tools.total)}, ${of(tools.total)}).`
    );
  }
  return found.slice(0, 3);
}

function percent(ratio: number): string {
  return `${(ratio * 100).toFixed(1)}%`;
}
