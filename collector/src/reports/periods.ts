import { compareSamples } from '../../../src/core/compare/compareSamples.ts';
import type { MetricSamples } from '../../../src/core/compare/types.ts';
import { BEFORE, NOW, type PeriodComparison } from '../../../src/core/report/periods.ts';
import { readSamples, type CompareRequest } from '../query/compare.ts';
import type { Store } from '../store/store.ts';

/** More swarms are in the report, but not held against another time one by one. */
const MOST_SWARMS = 20;
const ALPHA = 0.05;

interface Times {
  now: { from: number; to: number };
  before: { from: number; to: number };
}

/**
 * Each swarm held against itself at another time, with the tests of every comparison. The chance of any false claim is shared out
 * over the swarms (Bonferroni), and within one over its metrics (Holm).
 */
export async function comparePeriods(
  store: Store,
  request: Pick<CompareRequest, 'metrics' | 'filters' | 'swarms'>,
  { now, before }: Times,
  signal?: AbortSignal
): Promise<PeriodComparison> {
  const ids = request.swarms.slice(0, MOST_SWARMS);
  const read = (window: Times['now']) =>
    readSamples(store, { ...request, swarms: ids, groupBy: 'swarm', ...window }, signal);
  const [{ samples: newer }, { samples: older }] = await Promise.all([read(now), read(before)]);
  return {
    before,
    swarms: ids.map((swarmId) => ({
      swarmId,
      comparison: compareSamples(
        newer.map((metric) =>
          sideBySide(
            metric,
            older.find((other) => other.metric === metric.metric),
            swarmId
          )
        ),
        { groups: [NOW, BEFORE], baseline: BEFORE, alpha: ALPHA / ids.length }
      ),
    })),
    notCompared: request.swarms.length - ids.length,
  };
}

function sideBySide(newer: MetricSamples, older: MetricSamples | undefined, swarmId: string): MetricSamples {
  const of = <T extends { id: string }>(groups: readonly T[], id: string): T[] =>
    groups.filter((group) => group.id === swarmId).map((group) => ({ ...group, id }));
  if (newer.shape === 'values') {
    return {
      ...newer,
      groups: [...of(newer.groups, NOW), ...(older?.shape === 'values' ? of(older.groups, BEFORE) : [])],
    };
  }
  return {
    ...newer,
    groups: [...of(newer.groups, NOW), ...(older?.shape === 'outcomes' ? of(older.groups, BEFORE) : [])],
  };
}
