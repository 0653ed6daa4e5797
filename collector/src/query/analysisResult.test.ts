import { describe, expect, it } from 'vitest';
import type { AnalysisResult } from '../../../src/core/guide/analysisTypes.ts';
import { numbers } from '../../../src/core/frames/table.ts';
import type { TaskRecord } from '../../../src/core/metrics/records.ts';
import { DEFAULT_QUERY } from '../../../src/core/query/model.ts';
import { NOON, request, task } from '../testing/records.ts';
import { openStore } from '../testing/stores.ts';
import { analyseSwarm } from './analysisResult.ts';
import { executeQuery } from './execute.ts';
import { quickReportOf } from './quickReport.ts';

const MINUTE = 60_000;
const N = 400;
const SPIKE = 300;

const at = (index: number) => NOON + index * MINUTE;

/** A task and two requests a minute; one task takes long, while both requests fail. */
function work(fails: (index: number) => boolean): TaskRecord[] {
  return Array.from({ length: N }, (_, index) => [
    task(`t${index}`, { endedAt: at(index), durationMs: index === SPIKE ? 9000 : 100 + ((index * 7) % 13) }),
    ...[0, 1].map((part) =>
      request(`r${index}.${part}`, {
        endedAt: at(index) + part,
        durationMs: 50 + ((index * 5) % 11),
        costUsd: index === SPIKE + 20 ? 2 : 0.01 + ((index * 3) % 7) / 1000,
        status: fails(index) ? 'failed' : 'completed',
      })
    ),
  ]).flat();
}

async function analysisOf(records: TaskRecord[], range: { from?: number; to?: number } = {}): Promise<AnalysisResult> {
  const store = await openStore();
  await store.append(records, at(N));
  return (await analyseSwarm(store, { swarmId: 'swarm-1', now: at(N), ...range })).analysis;
}

describe('analyseSwarm', () => {
  it('finds what is out of the ordinary and what failed at the same time', async () => {
    const found = await analysisOf(work((index) => index >= SPIKE - 1 && index <= SPIKE + 1));
    expect(found).toMatchObject({ swarmId: 'swarm-1', status: 'ok', window: { from: NOON, to: at(N - 1) + 2 } });
    const duration = found.anomalies.filter(({ metricType }) => metricType === 'TASK_DURATION');
    expect(duration).toHaveLength(1);
    expect(duration[0]).toMatchObject({ timestamp: at(SPIKE), value: 9000, severity: 'critical' });
    expect(duration[0]?.possibleCauses).toHaveLength(1);
    expect(duration[0]?.possibleCauses[0]).toContain('Model requests failed more often at that time: 2 of 2');
    const cost = found.anomalies.filter(({ metricType }) => metricType === 'COST_USD');
    expect(cost).toMatchObject([{ timestamp: at(SPIKE + 20), value: 4, possibleCauses: [] }]);
    expect(found.statistics.metrics['COST_USD']).toMatchObject({ count: 2 * N, max: 2 });
    expect(found.recommendations.length).toBeGreaterThan(0);
  });

  it('looks at the same series as an anomalies query', async () => {
    const store = await openStore();
    await store.append(
      work(() => false),
      at(N)
    );
    const { analysis } = await analyseSwarm(store, { swarmId: 'swarm-1', now: at(N) });
    const [anomaly] = analysis.anomalies.filter(({ metricType }) => metricType === 'TASK_DURATION');
    const query = { ...DEFAULT_QUERY, refId: 'A', type: 'anomalies' as const, swarms: ['swarm-1'] };
    const { bucketMs } = analysis.series.find(({ metricType }) => metricType === 'TASK_DURATION') ?? { bucketMs: 0 };
    const tables = await executeQuery(store, query, { intervalMs: bucketMs });
    const incidents = tables.at(-1);
    expect(incidents && numbers(incidents, 'peak')).toEqual([anomaly?.value]);
    expect(incidents && numbers(incidents, 'expected')).toEqual([anomaly?.expectedValue]);
    expect(incidents && numbers(incidents, 'baseline_n')).toEqual([anomaly?.n]);
  });

  it('makes no point of a share of fewer than ten tasks', async () => {
    const failing = (index: number) => ({ status: index % 9 === 0 ? ('failed' as const) : ('completed' as const) });
    const many = Array.from({ length: 2000 }, (_, index) =>
      task(`t${index}`, { endedAt: NOON + index * 1000, durationMs: 5, ...failing(index) })
    );
    const later = [task('late', { endedAt: NOON + 40_000_000, status: 'failed' })];
    const share = (await analysisOf([...many, ...later])).series.find(({ metricType }) => metricType === 'ERROR_RATE');
    // Two thousand tasks in 34 minutes, then one hours later: its bucket would have failed altogether.
    expect(share?.points).toBe(Math.ceil((2000 * 1000) / (share?.bucketMs ?? 1)));
  });

  it('sees work that gets slower within its types, not work whose types change', async () => {
    const typed = (duration: (index: number) => number) =>
      Array.from({ length: 200 }, (_, index) =>
        task(`t${index}`, {
          endedAt: at(index),
          durationMs: duration(index) + ((index * 7) % 13),
          taskType: (index * 31) % 200 < index ? 'hard' : 'easy',
        })
      );
    const hard = (index: number) => ((index * 31) % 200 < index ? 900 : 100);
    const mixed = await analysisOf(typed(hard));
    expect(mixed.trends.filter(({ direction }) => direction !== 'stable')).toEqual([]);
    const slower = await analysisOf(typed((index) => hard(index) + index));
    const found = slower.trends.filter(({ direction }) => direction !== 'stable');
    expect(found).toMatchObject([{ metricType: 'TASK_DURATION', direction: 'degrading' }]);
    expect(found[0]?.rate).toBeGreaterThan(0.3);
    expect(found[0]?.rate).toBeLessThan(1);
  });

  it('keeps to the window that was asked for', async () => {
    const found = await analysisOf(
      work(() => false),
      { from: NOON, to: at(100) }
    );
    expect(found.window).toEqual({ from: NOON, to: at(100) });
    expect(found.anomalies).toEqual([]);
    expect(found.statistics.metrics['TASK_DURATION']?.count).toBe(100);
    const outside = await analysisOf(
      work(() => false),
      { from: 5, to: 6 }
    );
    expect(outside).toMatchObject({ status: 'no_data', anomalies: [], trends: [], insights: [] });
  });

  it('of one task, of tasks in one moment and of a swarm without work invents nothing', async () => {
    const one = await analysisOf([task('a', { durationMs: 5 })]);
    expect(one).toMatchObject({ status: 'insufficient_data', anomalies: [], trends: [], insights: [] });
    const same = await analysisOf(Array.from({ length: 50 }, (_, index) => task(`t${index}`, { durationMs: index })));
    expect(same).toMatchObject({ status: 'insufficient_data', anomalies: [], trends: [] });
    const failed = await analysisOf([task('a', { status: 'failed' })]);
    expect(failed.statistics.metrics).toEqual({});
    expect(failed.insights.map(({ description }) => description)).toEqual([
      '1 of 1 finished tasks failed (100 %, 95 % interval 20.65 % to 100 %, n = 1).',
    ]);
    expect(failed.recommendations).toEqual([]);
  });
});

describe('quickReportOf', () => {
  it('has the gravest of the analysis, and the analysis', async () => {
    const store = await openStore();
    await store.append(
      work((index) => index === SPIKE),
      at(N)
    );
    const report = await quickReportOf(store, 'swarm-1', at(N));
    expect(report).toMatchObject({ swarmId: 'swarm-1', status: 'healthy', window: report.analysis.window });
    expect(report.anomalies.length).toBeGreaterThan(0);
    expect(report.anomalies.length).toBeLessThanOrEqual(2);
    expect(report.anomalies.every(({ severity }) => severity === 'critical')).toBe(true);
    expect(report.insights).toEqual(report.analysis.insights.slice(0, 3).map(({ description }) => description));
    await expect(quickReportOf(store, 'nobody', at(N))).rejects.toMatchObject({ code: 'UNKNOWN_SWARM' });
  });
});
