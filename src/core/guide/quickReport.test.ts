import type { SwarmSummary } from '../metrics/swarm.ts';
import { analysisResult } from './analysisResult.ts';
import type { Anomaly } from './analysisTypes.ts';
import { quickReport } from './quickReport.ts';

const DURATION = { n: 20, mean: 100, median: 90.4, p95: 250.6, min: 1, max: 400 };

function report(
  fields: Partial<SwarmSummary> = {},
  window: { from: number; to: number } | null = { from: 0, to: 10_000 }
) {
  const tasks = { total: 0, completed: 0, failed: 0, cancelled: 0 };
  const swarm = { swarmId: 's', inferred: false, sources: [], tasks, ...fields };
  const input = { swarm, window, series: [], outcomes: [], samples: [] };
  return quickReport(swarm, analysisResult(input, { id: 'i', timestamp: 5 }));
}

const tasksWith = (failed: number, completed: number) => ({
  total: failed + completed,
  completed,
  failed,
  cancelled: 0,
  errorRate: failed / (failed + completed),
});

describe('quickReport', () => {
  it('of a swarm without data has a status of its own and no number', () => {
    expect(report({}, null)).toEqual({
      swarmId: 's',
      timestamp: 5,
      window: null,
      status: 'no_data',
      summary: 's: no task has ended.',
      keyMetrics: {},
      insights: [],
      anomalies: [],
      statistics: { metrics: {} },
    });
  });

  it('has the key metrics that were measured', () => {
    const { keyMetrics, summary } = report({
      topology: 'mesh',
      tasks: { ...tasksWith(1, 23), duration: DURATION },
      tokens: { total: 7 },
      costUsd: 0,
    });
    expect(keyMetrics).toEqual({
      avgTaskDuration: 100,
      p95TaskDuration: 250.6,
      errorRate: '4.2%',
      throughput: 2.3,
      tokens: 7,
      costUsd: 0,
    });
    expect(summary).toBe('s (mesh): 24 tasks ended, 1 failed, median 90 ms, p95 251 ms.');
  });

  it.each([
    [0, 100, 'healthy'],
    [5, 95, 'healthy'],
    [6, 94, 'warning'],
    [10, 90, 'warning'],
    [11, 89, 'critical'],
    [1, 0, 'critical'],
  ])('with %i failed and %i completed is %s', (failed, completed, status) => {
    expect(report({ tasks: tasksWith(failed, completed) }).status).toBe(status);
  });

  it('tells of failures, slow tails and failing tools with the numbers they rest on', () => {
    const { insights } = report({
      tasks: { ...tasksWith(3, 21), duration: DURATION },
      tools: { total: 12, failed: 2 },
    });
    expect(insights).toEqual([
      '3 of 24 finished tasks failed (12.5 %, 95 % interval 4.344 % to 31 %, n = 24).',
      '2 of 12 tool calls failed (16.67 %, 95 % interval 4.697 % to 44.8 %, n = 12).',
      'The slowest tasks take more than twice the mean: p95 250.6 ms, mean 100 ms (n = 20).',
    ]);
  });

  it('calls what is scaled up from a sample an estimate', () => {
    const { insights, summary } = report({ tasks: tasksWith(3, 21), sampled: true });
    expect(insights).toEqual(['3 of 24 finished tasks failed (12.5 %, estimated from a sample).']);
    expect(summary).toBe('s: 24 tasks ended, 3 failed. Counts are estimated from a sample.');
  });

  it('says nothing of too few', () => {
    expect(
      report({ tasks: { ...tasksWith(0, 9), duration: { ...DURATION, n: 9 } }, tools: { total: 9, failed: 9 } })
        .insights
    ).toEqual([]);
  });

  it('has no throughput without a window', () => {
    expect(report({ tasks: tasksWith(0, 9) }, null).keyMetrics).not.toHaveProperty('throughput');
    expect(report({ tasks: tasksWith(0, 9) }, { from: 5, to: 5 }).keyMetrics).not.toHaveProperty('throughput');
  });

  it('has the two latest critical anomalies and no others', () => {
    const swarm = { swarmId: 's', inferred: false, sources: [], tasks: tasksWith(0, 9) };
    const empty = analysisResult(
      { swarm, window: null, series: [], outcomes: [], samples: [] },
      { id: 'i', timestamp: 5 }
    );
    const anomaly = (timestamp: number, severity: Anomaly['severity']): Anomaly => ({
      metricType: 'TASK_DURATION',
      timestamp,
      value: 9,
      expectedValue: 1,
      deviation: 8,
      severity,
      description: 'd',
      possibleCauses: [],
      unit: 'ms',
      method: 'auto',
      score: 20,
      threshold: 6,
      n: 200,
      points: 1,
      window: { from: timestamp, to: timestamp + 1 },
    });
    const anomalies = [anomaly(9, 'warning'), anomaly(8, 'critical'), anomaly(7, 'critical'), anomaly(6, 'critical')];
    expect(quickReport(swarm, { ...empty, anomalies }).anomalies.map(({ timestamp }) => timestamp)).toEqual([8, 7]);
  });
});
