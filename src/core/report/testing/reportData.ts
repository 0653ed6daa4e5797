import { compareSamples } from '../../compare/compareSamples.ts';
import type { MetricSamples } from '../../compare/types.ts';
import type { Anomaly, TrendEntry } from '../../guide/analysisTypes.ts';
import type { SwarmSummary } from '../../metrics/swarm.ts';
import type { ReportAnalyses } from '../analyses.ts';
import type { ReportData } from '../build.ts';
import { reportSpecSchema } from '../schema.ts';

/** A metric of which a report tells. */
export const HEAD = {
  metric: 'task_duration',
  name: 'Task duration',
  unit: 'ms',
  direction: 'lower',
  sampleUnit: 'task',
} as const;
const spread = (from: number) => Float64Array.from({ length: 12 }, (_, index) => from + index);

/** A report on two swarms of these names, whose title and topologies are the names too. */
export function dataOf(first: string, second = 'other'): ReportData {
  const samples: MetricSamples[] = [
    {
      ...HEAD,
      shape: 'values',
      groups: [
        { id: first, values: spread(100) },
        { id: second, values: spread(500) },
      ],
    },
  ];
  const swarm = (swarmId: string): SwarmSummary => ({
    swarmId,
    inferred: true,
    topology: swarmId,
    agentCount: 4,
    sources: ['claude-flow-3/tasks'],
    tasks: {
      total: 12,
      completed: 12,
      failed: 0,
      cancelled: 0,
      errorRate: 0,
      duration: { n: 12, mean: 105.5, median: 105.5, p95: 110.45, min: 100, max: 111 },
    },
    costUsd: 0.0639,
  });
  return {
    id: '0123456789abcdef',
    spec: { ...reportSpecSchema.parse({ swarms: [first, second] }), title: first },
    window: { from: 0, to: 60_000 },
    swarms: [swarm(first), swarm(second)],
    comparison: compareSamples(samples, { groups: [first, second] }),
    analyses: analysesOf(first),
    demo: `Demo ${first}`,
  };
}

/** What was found of a swarm of this name, whose texts are the name too. */
export function analysesOf(swarmId: string, anomalies = 1, trends = 1): ReportAnalyses {
  const anomaly: Anomaly = {
    metricType: 'COST_USD',
    timestamp: 1_000,
    value: 2,
    expectedValue: 0.01,
    deviation: 1.99,
    severity: 'critical',
    description: swarmId,
    possibleCauses: [`${swarmId} failed`],
    unit: 'USD',
    method: 'auto',
    score: 30,
    threshold: 6,
    n: 120,
    points: 2,
    window: { from: 1_000, to: 3_000 },
  };
  const trend: TrendEntry = {
    metricType: 'TASK_DURATION',
    direction: 'degrading',
    rate: 2,
    rateLow: 1,
    rateHigh: 3,
    unit: 'ms',
    confidence: 0.5,
    p: 0.012,
    n: 60,
    effectiveN: 20,
    method: 'theilsen',
    timeRange: { start: 0, end: 60_000 },
    description: swarmId,
    prediction: {
      nextValue: 500,
      low: 450,
      high: 550,
      confidence: 0.95,
      at: 0,
      timeHorizon: 1000,
      mase: 0.8,
      factors: [],
    },
  };
  return {
    swarms: [
      {
        swarmId,
        window: { from: 0, to: 60_000 },
        status: 'ok',
        reason: 'Anomalies of ERROR_RATE: 4 values, at least 31 are needed.',
        anomalies: Array.from({ length: anomalies }, () => anomaly),
        trends: Array.from({ length: trends }, () => trend),
        series: [
          {
            metricType: 'COST_USD',
            aggregation: 'sum',
            bucketMs: 1000,
            points: 140,
            anomalies: { status: 'ok', reason: '140 values', method: 'auto', threshold: 6, found: 1 },
          },
        ],
      },
    ],
    notAnalysed: 0,
  };
}
