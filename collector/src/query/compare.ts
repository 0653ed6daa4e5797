import { compareSamples } from '../../../src/core/compare/compareSamples.ts';
import type { Comparison, MetricSamples } from '../../../src/core/compare/types.ts';
import type { Notice } from '../../../src/core/frames/table.ts';
import { findMetric, isComparable, type MetricDefinition } from '../../../src/core/metrics/catalogue.ts';
import type { Dimension, QueryFilter } from '../../../src/core/query/model.ts';
import type { Store } from '../store/store.ts';

export interface CompareRequest {
  /** Metric ids. */
  metrics: readonly string[];
  groupBy: Dimension;
  /** Swarms to look at; empty means all that have data. */
  swarms: readonly string[];
  filters: readonly QueryFilter[];
  baseline?: string;
  from?: number;
  to?: number;
}

export interface CompareAnswer {
  comparison: Comparison;
  groupBy: Dimension;
  window: { from: number; to: number } | null;
  topologies: Map<string, string>;
  notices: Notice[];
}

/** Reads one value or outcome per unit of work and compares the groups. Without a time range: over everything stored. */
export async function compareGroups(
  store: Store,
  request: CompareRequest,
  signal?: AbortSignal
): Promise<CompareAnswer> {
  const definitions = [...new Set(request.metrics.flatMap((id) => findMetric(id) ?? []))];
  const comparable = definitions.filter(isComparable);
  const uneven = new Set<string>();
  const [samples, swarms, covered] = await Promise.all([
    Promise.all(comparable.map((metric) => samplesOf(store, metric, request, uneven, signal))),
    store.swarms({ swarms: request.swarms }, signal),
    store.window(request.swarms, signal),
  ]);
  const found = [...new Set(samples.flatMap((metric) => metric.groups.map((group) => group.id)))].sort();
  // Swarms that were asked for by name stay in the answer without data; others are there only if they have some.
  const named = request.groupBy === 'swarm' && request.swarms.length > 0 ? [...new Set(request.swarms)] : found;
  const groups =
    request.baseline !== undefined && !named.includes(request.baseline) ? [request.baseline, ...named] : named;
  const comparison = compareSamples(samples, {
    groups,
    ...(request.baseline === undefined ? {} : { baseline: request.baseline }),
  });
  return {
    comparison,
    groupBy: request.groupBy,
    window: covered ? { from: request.from ?? covered.from, to: request.to ?? covered.to } : null,
    topologies: new Map(swarms.flatMap((swarm) => (swarm.topology ? [[swarm.swarmId, swarm.topology] as const] : []))),
    notices: [
      ...definitions.filter((metric) => !isComparable(metric)).map(noSamples),
      ...[...uneven].map(unequalShares),
    ],
  };
}

function noSamples(metric: MetricDefinition): Notice {
  return { severity: 'warning', text: `${metric.name} is one number a group: there are no samples to compare.` };
}

function unequalShares(group: string): Notice {
  return {
    severity: 'warning',
    text: `Of "${group}" samples were kept with different shares, so its failures are not compared: their share among what was kept is not their share among all.`,
  };
}

/** Values and outcomes as they were observed; `uneven` takes the groups whose outcomes don't say what all of them were. */
async function samplesOf(
  store: Store,
  metric: MetricDefinition,
  request: CompareRequest,
  uneven: Set<string>,
  signal?: AbortSignal
): Promise<MetricSamples> {
  const { id, name, unit, direction, sampleUnit, kinds } = metric;
  const head = { metric: id, name, unit, direction, sampleUnit };
  const { from, to, filters, groupBy } = request;
  const swarms = withBaseline(request);
  const selection = { relation: 'work', kinds, from, to, swarms, filters } as const;
  if (metric.shape === 'ratio') {
    const rows = await store.aggregate(
      {
        ...selection,
        statuses: ['completed', 'failed'],
        groupBy: [groupBy],
        measures: [
          { as: 'total', fn: 'count', observed: true },
          { as: 'failed', fn: 'count', statuses: ['failed'], observed: true },
          { as: 'least', fn: 'min', field: 'sampleRate' },
          { as: 'most', fn: 'max', field: 'sampleRate' },
        ],
      },
      signal
    );
    const groups = rows.flatMap((row) => {
      const group = row.group[groupBy];
      if (group != null && row.values['least'] !== row.values['most']) {
        uneven.add(group);
        return [];
      }
      return group == null ? [] : [{ id: group, total: row.values['total'] ?? 0, failed: row.values['failed'] ?? 0 }];
    });
    return { ...head, shape: 'outcomes', groups };
  }
  const statuses = metric.shape === 'distribution' ? (['completed'] as const) : undefined;
  const plan = { ...selection, ...(statuses ? { statuses } : {}), groupBy, field: metric.field ?? 'durationMs' };
  return { ...head, shape: 'values', groups: await store.vectors(plan, signal) };
}

function withBaseline({ swarms, baseline, groupBy }: CompareRequest): readonly string[] {
  const add = groupBy === 'swarm' && swarms.length > 0 && baseline !== undefined && !swarms.includes(baseline);
  return add ? [...swarms, baseline] : swarms;
}
