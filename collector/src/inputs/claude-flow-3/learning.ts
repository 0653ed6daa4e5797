import type { MetricType } from '../../../../src/core/metrics/metricTypes.ts';
import { UNASSIGNED_SWARM, type SampleRecord } from '../../../../src/core/metrics/records.ts';
import { entries, finite, object, time } from '../narrow.ts';

/**
 * The total of `patternsLearned` in `neural/stats.json`. It is a counter of the program that may start again at nothing,
 * and is kept as it is read.
 */
export function neuralSamples(value: unknown, scope: string, modifiedAt: number): SampleRecord[] {
  const stats = object(value);
  return total('PATTERNS_LEARNED', finite(stats?.['patternsLearned']), time(stats?.['lastAdaptation']), {
    scope,
    modifiedAt,
  });
}

/**
 * Totals of `model-router-state.json`: decisions by model, and `circuitBreakerTrips`, which the router counts up at each
 * failure that it is told of. Tasks in `learningHistory` are texts of prompts; averages of complexity and confidence start
 * from made-up values: neither is read.
 */
export function routerSamples(value: unknown, scope: string, modifiedAt: number): SampleRecord[] {
  const state = object(value);
  const at = time(state?.['lastUpdated']);
  const decisions = entries(state?.['modelDistribution']).flatMap(([model, amount]) => {
    const decided = finite(amount);
    // The file names models that were never chosen.
    return decided ? total('ROUTER_DECISIONS', decided, at, { scope, modifiedAt, model }) : [];
  });
  return [
    ...decisions,
    ...total('CIRCUIT_BREAKER_TRIPS', finite(state?.['circuitBreakerTrips']), at, { scope, modifiedAt }),
  ];
}

function total(
  metricType: MetricType,
  value: number | undefined,
  at: number | undefined,
  { scope, modifiedAt, model }: { scope: string; modifiedAt: number; model?: string }
): SampleRecord[] {
  return value === undefined
    ? []
    : [
        {
          type: 'sample',
          id: [metricType, model ?? '', at ?? '', value].join('|'),
          source: 'claude-flow-3/learning',
          scope,
          timestamp: at ?? modifiedAt,
          swarmId: UNASSIGNED_SWARM,
          metricType,
          value,
          unit: 'count',
          ...(model === undefined ? {} : { model }),
          tags: { kind: 'total', ...(at === undefined ? { time: 'estimated' } : {}) },
          metadata: { source: 'neural', priority: 'low', category: 'performance', dimensions: ['model'] },
          provenance: 'measured',
        },
      ];
}
