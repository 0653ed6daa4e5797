import { describe, expect, it } from 'vitest';
import { iso } from '../../testing/project.ts';
import { NOON } from '../../testing/records.ts';
import { neuralSamples, routerSamples } from './learning.ts';

const ROUTER = {
  totalDecisions: 5,
  modelDistribution: { haiku: 3, sonnet: 2, opus: 0, inherit: 0 },
  avgComplexity: 0.5,
  avgConfidence: 0.8,
  circuitBreakerTrips: 6,
  lastUpdated: iso(NOON),
  learningHistory: [{ task: 'private-prompt', model: 'haiku', complexity: 0.29, outcome: 'success' }],
};

describe('totals of learning', () => {
  it('are kept as they are read, at the time of the program', () => {
    const stats = { trajectoriesRecorded: 144, patternsLearned: 132, signalsProcessed: 77, lastAdaptation: NOON };
    expect(neuralSamples(stats, 'scope', NOON + 9)).toMatchObject([
      { metricType: 'PATTERNS_LEARNED', value: 132, timestamp: NOON, tags: { kind: 'total' } },
    ]);
    expect(neuralSamples({ ...stats, lastAdaptation: null }, 'scope', NOON + 9)).toMatchObject([
      { timestamp: NOON + 9, tags: { time: 'estimated' } },
    ]);
    expect([null, [], {}, { patternsLearned: 'many' }].flatMap((value) => neuralSamples(value, 'scope', NOON))).toEqual(
      []
    );
  });

  it('of the router are by model, without models never chosen, made-up averages and prompts', () => {
    const samples = routerSamples(ROUTER, 'scope', NOON);
    expect(samples.map(({ metricType, model, value }) => [metricType, model, value])).toEqual([
      ['ROUTER_DECISIONS', 'haiku', 3],
      ['ROUTER_DECISIONS', 'sonnet', 2],
      ['CIRCUIT_BREAKER_TRIPS', undefined, 6],
    ]);
    expect(JSON.stringify(samples)).not.toMatch(/private|0\.5|0\.8|0\.29/);
  });

  it('that fall are a new count, not a negative one', () => {
    const [before, after] = [6, 1].map((trips, minute) =>
      routerSamples({ circuitBreakerTrips: trips, lastUpdated: iso(NOON + minute * 60_000) }, 'scope', NOON)
    );
    expect([before?.[0]?.value, after?.[0]?.value]).toEqual([6, 1]);
    expect(before?.[0]?.id).not.toBe(after?.[0]?.id);
  });
});
