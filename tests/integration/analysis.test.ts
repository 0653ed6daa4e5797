import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FLOW, type Summary } from './support/known.ts';
import { RECORDING, Workplace, type Service } from './support/service.ts';

interface Analysis {
  swarmId: string;
  status: string;
  reason: string;
  window: { from: number; to: number };
  insights: Array<{ description: string; evidence: { n: number } }>;
  anomalies: unknown[];
  trends: unknown[];
  recommendations: unknown[];
  statistics: {
    metrics: Record<string, { count: number }>;
    correlations: { pairs: unknown[] };
    distributions: Record<string, { type: null; histogram: { counts: number[] } }>;
  };
  series: Array<{ metricType: string; points: number; trend?: { shown: boolean; p: number } }>;
}

const work = new Workplace();
let service: Service;
let ids: Record<string, string>;

beforeAll(async () => {
  service = await work.start(['--no-demo', '--data', await work.folder(), '--claude-flow', RECORDING]);
  const { swarms } = (await service.json('/api/v1/swarms')) as { swarms: Summary[] };
  ids = Object.fromEntries(
    swarms.filter(({ tasks }) => tasks.total === 24).map(({ topology, swarmId }) => [topology ?? '', swarmId])
  );
});
afterAll(() => work.clear());

describe('the analysis of the recorded swarms', () => {
  it.each(FLOW)('of $topology says that 24 tasks are too few, and claims no more than they show', async (known) => {
    const { failed } = known;
    const answer = (await service.json(`/api/v1/analysis/${ids[known.topology]}`)) as {
      window: unknown;
      insights: string[];
      anomalies: unknown[];
      analysis: Analysis;
    };
    const { analysis } = answer;
    expect(analysis).toMatchObject({
      swarmId: ids[known.topology],
      status: 'insufficient_data',
      anomalies: [],
      trends: [],
      recommendations: [],
    });
    expect(analysis.window).toEqual(answer.window);
    expect(analysis.reason).toMatch(/^Anomalies of TASK_DURATION: (1\d|2[0-4]) values, at least 31 are needed\./);
    // One failure of 24 is below the level of a warning; two and three are told with their interval.
    const counted =
      failed === 1 ? [] : [expect.stringMatching(`^${failed} of 24 finished tasks failed .*95 % interval .*n = 24`)];
    expect(answer.insights).toEqual(counted);
    expect(analysis.insights.map(({ description }) => description)).toEqual(answer.insights);
    expect(answer.anomalies).toEqual([]);
    expect(analysis.statistics.metrics['TASK_DURATION']?.count).toBe(24 - failed);
    const { type, histogram } = analysis.statistics.distributions['TASK_DURATION'] ?? { histogram: { counts: [] } };
    expect([type, histogram.counts.reduce((a, b) => a + b, 0)]).toEqual([null, 24 - failed]);
    expect(analysis.statistics.correlations.pairs).toEqual([]);
    expect(JSON.stringify(answer)).not.toMatch(/NaN|Infinity|undefined/);
  });

  it('adds no section to a report of them, but what was too little', async () => {
    const swarmIds = FLOW.map(({ topology }) => ids[topology]);
    const report = async (format: string) => (await service.post('/api/v1/reports', { swarmIds, format })).text();
    const markdown = await report('markdown');
    expect(markdown).not.toMatch(/^## (Anomalies|Trends)/m);
    expect(markdown).toMatch(/at least 31 are needed/);
    const json = JSON.parse(await report('json')) as { analyses: { swarms: Analysis[] } };
    expect(json.analyses.swarms.map(({ swarmId, anomalies }) => [swarmId, anomalies])).toEqual(
      swarmIds.map((swarmId) => [swarmId, []])
    );
  });
});
