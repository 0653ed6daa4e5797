import fc from 'fast-check';
import { findMetric } from '../metrics/catalogue.ts';
import type { SwarmSummary } from '../metrics/swarm.ts';
import { seededRandom } from '../stats/random.ts';
import { sortedCopy } from '../stats/order.ts';
import { analysisResult, type AnalysisInput } from './analysisResult.ts';
import type { MeasuredSeries, OutcomeSeries } from './analysisTypes.ts';

const MINUTE = 60_000;
const START = Date.UTC(2026, 0, 5, 12);
const N = 240;
const SPIKE = 200;

const SWARM: SwarmSummary = {
  swarmId: 's',
  inferred: false,
  sources: [],
  tasks: { total: 0, completed: 0, failed: 0, cancelled: 0 },
};
const WINDOW = { from: START, to: START + N * MINUTE };
const META = { id: 'a-1', timestamp: WINDOW.to };

function metricOf(id: string) {
  const metric = findMetric(id);
  if (!metric) {
    throw new Error(id);
  }
  return metric;
}

const timesOf = (n: number) => Array.from({ length: n }, (_, index) => START + index * MINUTE);

function series(id: string, values: Array<number | null>, change: Partial<MeasuredSeries> = {}): MeasuredSeries {
  const aggregation = id === 'error_rate' ? 'avg' : 'median';
  const uses = ['anomalies', 'trend', 'correlation'] as const;
  return {
    metric: metricOf(id),
    aggregation,
    bucketMs: MINUTE,
    times: timesOf(values.length),
    values,
    uses,
    ...change,
  };
}

const noise = (name: string, n = N) => {
  const random = seededRandom(11, name);
  return Array.from({ length: n }, () => 100 + 10 * random());
};
const analyse = (input: Partial<AnalysisInput>) =>
  analysisResult({ swarm: SWARM, window: WINDOW, series: [], outcomes: [], samples: [], ...input }, META);

/** A model request a minute; those from `from` on for five minutes fail. */
const requests = (from: number): OutcomeSeries => ({
  metric: metricOf('request_error_rate'),
  buckets: timesOf(N).map((time, index) => ({ time, total: 4, failed: index >= from && index < from + 5 ? 4 : 0 })),
});

describe('analysisResult', () => {
  it('of nothing says so and has no number', () => {
    expect(analyse({ window: null })).toEqual({
      id: 'a-1',
      swarmId: 's',
      timestamp: META.timestamp,
      window: null,
      status: 'no_data',
      reason: 'Nothing was measured that an analysis could look at.',
      insights: [],
      anomalies: [],
      trends: [],
      statistics: { metrics: {}, correlations: { method: 'spearman', pairs: [] }, distributions: {} },
      recommendations: [],
      series: [],
    });
  });

  it('of steady work has nothing to say, though it looked', () => {
    const found = analyse({ series: [series('task_duration', noise('steady'))] });
    expect(found).toMatchObject({ status: 'ok', reason: null, insights: [], anomalies: [], recommendations: [] });
    expect(found.trends.filter(({ direction }) => direction !== 'stable')).toEqual([]);
    expect(found.series).toMatchObject([
      { metricType: 'TASK_DURATION', points: N, anomalies: { status: 'ok', method: 'auto', found: 0 } },
    ]);
  });

  it('of 24 points says that they are too few, and claims nothing', () => {
    const values = noise('few', 24).map((value, index) => (index === 20 ? 5000 : value));
    const found = analyse({ series: [series('task_duration', values)] });
    expect(found).toMatchObject({
      status: 'insufficient_data',
      reason: 'Anomalies of TASK_DURATION: 24 values, at least 31 are needed.',
      anomalies: [],
      recommendations: [],
    });
  });

  it('finds a burst, with what was expected, and calls nothing its cause that was as usual', () => {
    const values = noise('burst').map((value, index) => (index === SPIKE ? 2000 : value));
    const found = analyse({ series: [series('task_duration', values)], outcomes: [requests(20)] });
    expect(found.anomalies).toHaveLength(1);
    const [anomaly] = found.anomalies;
    expect(anomaly).toMatchObject({
      metricType: 'TASK_DURATION',
      timestamp: START + SPIKE * MINUTE,
      value: 2000,
      severity: 'critical',
      unit: 'ms',
      possibleCauses: [],
      n: SPIKE,
      window: { from: START + SPIKE * MINUTE, to: START + (SPIKE + 1) * MINUTE },
    });
    expect(anomaly.expectedValue).toBeGreaterThan(95);
    expect(anomaly.expectedValue).toBeLessThan(115);
    expect(anomaly.deviation).toBe(2000 - anomaly.expectedValue);
    expect(anomaly.description).toMatch(
      /^Task duration \(median per 1 m\) was 2,000 ms at 2026-01-05 15:20:00 UTC, expected 10\d(\.\d+)? ms; 0 of 200 earlier points were as far out\.$/
    );
    expect(found.insights[0]).toMatchObject({ type: 'anomaly', severity: 'critical', evidence: { n: SPIKE } });
    expect(found.recommendations).toMatchObject([{ priority: 'high', targetSwarm: 's', evidence: { n: SPIKE } }]);
  });

  it('names failures of model requests at the same time as a possible cause, with the counts', () => {
    const values = noise('cause').map((value, index) => (index === SPIKE ? 2000 : value));
    const { anomalies } = analyse({ series: [series('task_duration', values)], outcomes: [requests(SPIKE)] });
    expect(anomalies[0].possibleCauses).toEqual([
      expect.stringMatching(
        /^Model requests failed more often at that time: 4 of 4 \(100 %\), otherwise 16 of 956 \(1\.674 %\) \(p < 0\.0001 after Holm over 1 test\)\.$/
      ),
    ]);
  });

  it('looks only the way that is bad for the metric', () => {
    const values = noise('fall').map((value, index) => (index === SPIKE ? 0.001 : value));
    expect(analyse({ series: [series('task_duration', values)] }).anomalies).toEqual([]);
  });

  it('says which way a metric moves, by what is better for it, and what comes next only where that beats repeating', () => {
    const rising = noise('rising').map((value, index) => value + index);
    const falling = noise('falling').map((value, index) => 400 + value - index);
    const found = analyse({
      series: [
        series('task_duration', rising),
        series(
          'error_rate',
          falling.map((v) => v / 1000)
        ),
      ],
    });
    expect(found.trends.map(({ metricType, direction }) => [metricType, direction])).toEqual([
      ['TASK_DURATION', 'degrading'],
      ['ERROR_RATE', 'improving'],
    ]);
    const [slower] = found.trends;
    expect(slower.rate).toBeGreaterThan(0.97);
    expect(slower.rate).toBeLessThan(1.03);
    expect(slower.rateLow).toBeLessThan(slower.rate);
    expect(slower.rateHigh).toBeGreaterThan(slower.rate);
    expect(slower).toMatchObject({ n: N, method: 'theilsen', timeRange: { start: START, end: WINDOW.to } });
    expect(slower.confidence).toBeGreaterThan(0.9);
    const { prediction } = slower;
    expect(prediction).toMatchObject({ confidence: 0.95, at: START + N * MINUTE, timeHorizon: MINUTE, factors: [] });
    expect(prediction?.low).toBeLessThan(prediction?.nextValue ?? NaN);
    expect(prediction?.high).toBeGreaterThan(prediction?.nextValue ?? NaN);
    expect(found.recommendations.map(({ evidence }) => evidence.metricType)).toEqual(['TASK_DURATION']);
    expect(found.insights.map(({ type }) => type)).toContain('trend');
  });

  it('calls equal values stable without a forecast', () => {
    const { trends } = analyse({ series: [series('error_rate', new Array<number>(40).fill(0))] });
    expect(trends).toMatchObject([{ direction: 'stable', rate: 0, confidence: null }]);
    expect(trends[0]).not.toHaveProperty('prediction');
    expect(trends[0].description).toBe('Error rate (share per 1 m) is the same in all 40 points.');
  });

  it('corrects trends for how many were tested', () => {
    // Kendall's exact p of this order is between .0125 and .05: shown alone, not among four.
    const values = [1, 3, 2, 5, 4, 7, 6, 0.5, 9, 8, 3.5, 10];
    const alone = analyse({ series: [series('task_duration', values)] }).series[0].trend;
    expect(alone).toMatchObject({ shown: true });
    const ids = ['task_duration', 'error_rate', 'cost_usd', 'token_usage'];
    const four = analyse({ series: ids.map((id) => series(id, values)) }).series.map(({ trend }) => trend);
    expect(four.map((trend) => trend?.shown)).toEqual([false, false, false, false]);
    expect(four[0]?.p).toBeCloseTo(4 * (alone?.p ?? NaN), 12);
  });

  it('tells what goes together, with n and p over all pairs, and never cost with tokens', () => {
    const load = noise('load');
    const ids = ['task_duration', 'error_rate', 'token_usage', 'cost_usd'];
    const { statistics, insights } = analyse({
      series: ids.map((id) =>
        series(id, id === 'error_rate' ? noise('other') : load.map((value, index) => (index % 40 === 7 ? null : value)))
      ),
    });
    const { pairs } = statistics.correlations;
    expect(pairs.map(({ metrics }) => metrics.join(' '))).toEqual([
      'TASK_DURATION ERROR_RATE',
      'TASK_DURATION TOKEN_USAGE',
      'TASK_DURATION COST_USD',
      'ERROR_RATE TOKEN_USAGE',
      'ERROR_RATE COST_USD',
    ]);
    expect(pairs.map(({ shown }) => shown)).toEqual([false, true, true, false, false]);
    expect(pairs[1]).toMatchObject({ coefficient: 1, n: N - 6 });
    expect(insights.filter(({ type }) => type === 'correlation')).toHaveLength(2);
  });

  it('recommends to look at failures only where the interval is above the level of a warning', () => {
    const of = (failed: number, completed: number) =>
      analyse({
        swarm: {
          ...SWARM,
          tasks: {
            total: failed + completed,
            completed,
            failed,
            cancelled: 0,
            errorRate: failed / (failed + completed),
          },
        },
      });
    expect(of(3, 21).insights).toHaveLength(1);
    expect(of(3, 21).recommendations).toEqual([]);
    expect(of(30, 210).recommendations).toMatchObject([
      { title: 'See why tasks fail', priority: 'medium', evidence: { n: 240, metricType: 'ERROR_RATE' } },
    ]);
    expect(of(60, 180).recommendations).toMatchObject([{ priority: 'high' }]);
  });

  it('describes a distribution by what was measured and names no family', () => {
    const values = sortedCopy([0, 1, 1, 2, 2, 2, 3, 3, 3, 3, 3, 4, 4, 5, 5, 8]);
    const { metrics, distributions } = analyse({ samples: [{ metricType: 'TASK_DURATION', values }] }).statistics;
    expect(metrics['TASK_DURATION']).toMatchObject({ count: 16, median: 3, min: 0, max: 8, percentiles: { p50: 3 } });
    expect(distributions['TASK_DURATION']).toMatchObject({
      type: null,
      histogram: { edges: [0, 2, 4, 6, 8], counts: [3, 8, 4, 1] },
    });
    const one = analyse({ samples: [{ metricType: 'TASK_DURATION', values: Float64Array.of(5) }] });
    expect(one.statistics.distributions).toEqual({});
    expect(one.statistics.metrics['TASK_DURATION']?.stdDev).toBeNull();
  });

  it('has no NaN, infinity or "undefined" anywhere, whatever was measured', () => {
    const value = fc.oneof(
      fc.double({ min: 0, max: 1e6, noNaN: true }),
      fc.constantFrom(0, 1, 1e-300, 1e150, 1e308, 5e-324, null)
    );
    const values = fc.oneof(
      fc.array(value, { maxLength: 90 }),
      fc.array(fc.constantFrom(0, 1, 2, null), { maxLength: 90 }),
      fc.array(fc.double({ min: 90, max: 110, noNaN: true }), { minLength: 31, maxLength: 90 })
    );
    const ids = ['task_duration', 'error_rate', 'token_usage', 'cost_usd'];
    fc.assert(
      fc.property(fc.tuple(values, values, values, values), fc.nat(30), (lists, spike) => {
        const found = analyse({
          series: ids.map((id, index) => series(id, lists[index])),
          outcomes: [requests(spike)],
          samples: ids.map((id, index) => ({
            metricType: id.toUpperCase(),
            values: sortedCopy(lists[index].flatMap((one) => one ?? [])),
          })),
        });
        expectFinite(found);
        for (const distribution of Object.values(found.statistics.distributions)) {
          const { edges, counts } = distribution?.histogram ?? { edges: [], counts: [] };
          expect(edges).toHaveLength(counts.length + 1);
          expect([...edges].sort((a, b) => a - b)).toEqual(edges);
        }
      }),
      { numRuns: 150 }
    );
  });
});

function expectFinite(value: unknown): void {
  if (typeof value === 'number') {
    expect(Number.isFinite(value)).toBe(true);
  } else if (typeof value === 'string') {
    expect(value).not.toMatch(/NaN|Infinity|undefined/);
  } else if (typeof value === 'object' && value !== null) {
    Object.values(value).forEach(expectFinite);
  } else {
    expect(value).not.toBeUndefined();
  }
}
