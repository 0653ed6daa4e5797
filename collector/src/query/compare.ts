import { compareSamples } from '../../../src/core/compare/compareSamples.ts';
import type { Comparison, MetricSamples, OutcomeGroup } from '../../../src/core/compare/types.ts';
import type { Notice } from '../../../src/core/frames/table.ts';
import { findMetric, isComparable, type MetricDefinition } from '../../../src/core/metrics/catalogue.ts';
import type { Dimension, QueryFilter } from '../../../src/core/query/model.ts';
import type { AggregateRow } from '../../../src/core/query/plan.ts';
import type { Store } from '../store/store.ts';

export interface CompareRequest {
  /** Metric ids. */
  metrics: readonly string[];
  groupBy: Dimension;
  /** Swarms to look at; empty means all that have data. */
  swarms: readonly string[];
  filters: readonly QueryFilter[];
  baseline?: string;
  /** Chance of any false claim; the default of `compareSamples` where nothing is said. */
  alpha?: number;
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
  const [{ samples, notices }, topologies, covered] = await Promise.all([
    readSamples(store, request, signal),
    store.topologies(request.swarms, signal),
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
    ...(request.alpha === undefined ? {} : { alpha: request.alpha }),
  });
  return {
    comparison,
    groupBy: request.groupBy,
    window: covered ? { from: request.from ?? covered.from, to: request.to ?? covered.to } : null,
    topologies,
    notices,
  };
}

/** The values and outcomes of every metric that has some per unit of work, and what is to be said of the others. */
export async function readSamples(
  store: Store,
  request: CompareRequest,
  signal?: AbortSignal
): Promise<{ samples: MetricSamples[]; notices: Notice[] }> {
  const definitions = [...new Set(request.metrics.flatMap((id) => findMetric(id) ?? []))];
  const uneven = new Set<string>();
  const samples = await Promise.all(
    definitions.filter(isComparable).map((metric) => samplesOf(store, metric, request, uneven, signal))
  );
  const others = definitions.filter((metric) => !isComparable(metric)).map(noSamples);
  return { samples, notices: [...others, ...[...uneven].map(unequalShares)] };
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
  const { id, name, unit, direction, sampleUnit, shape } = metric;
  const head = { metric: id, name, unit, direction, sampleUnit };
  if (shape === 'ratio') {
    return { ...head, shape: 'outcomes', groups: await outcomesOf(store, metric, request, uneven, signal) };
  }
  const plan = {
    ...selectionOf(metric, request),
    ...(shape === 'distribution' ? { statuses: ['completed'] as const } : {}),
    groupBy: request.groupBy,
    field: metric.field ?? 'durationMs',
    units: { types: hasTypes(request) },
  };
  const [groups, outcomes] = await Promise.all([
    store.vectors(plan, signal),
    shape === 'distribution' ? outcomesOf(store, metric, request, new Set(), signal) : [],
  ]);
  const byId = new Map(outcomes.map(({ id: group, total, failed }) => [group, { total, failed }]));
  return {
    ...head,
    shape: 'values',
    groups: groups.map((group) => {
      const known = byId.get(group.id);
      return known === undefined ? group : { ...group, outcomes: known };
    }),
  };
}

async function outcomesOf(
  store: Store,
  metric: MetricDefinition,
  request: CompareRequest,
  uneven: Set<string>,
  signal?: AbortSignal
): Promise<OutcomeGroup[]> {
  const { groupBy } = request;
  const rows = await store.aggregate(
    {
      ...selectionOf(metric, request),
      statuses: ['completed', 'failed'],
      outcomes: true,
      groupBy: hasTypes(request) ? [groupBy, 'type'] : [groupBy],
      measures: [
        { as: 'total', fn: 'count', observed: true },
        { as: 'failed', fn: 'count', statuses: ['failed'], observed: true },
        { as: 'least', fn: 'min', field: 'sampleRate' },
        { as: 'most', fn: 'max', field: 'sampleRate' },
      ],
    },
    signal
  );
  const byGroup = new Map<string | null, AggregateRow[]>();
  for (const row of rows) {
    const id = row.group[groupBy] ?? null;
    const ofGroup = byGroup.get(id);
    if (ofGroup === undefined) {
      byGroup.set(id, [row]);
    } else {
      ofGroup.push(row);
    }
  }
  return [...byGroup].flatMap(([id, ofGroup]) => {
    const shares = new Set(ofGroup.flatMap(({ values }) => [values['least'], values['most']]));
    if (id === null) {
      return [];
    }
    if (shares.size > 1) {
      uneven.add(id);
      return [];
    }
    const types = ofGroup.map(({ group, values }) => ({
      type: group['type'] ?? null,
      total: values['total'] ?? 0,
      failed: values['failed'] ?? 0,
    }));
    const sum = (of: 'total' | 'failed') => types.reduce((total, one) => total + one[of], 0);
    return [{ id, total: sum('total'), failed: sum('failed'), ...(hasTypes(request) ? { types } : {}) }];
  });
}

/** Groups that are types have nothing to be compared within. */
function hasTypes({ groupBy }: CompareRequest): boolean {
  return groupBy !== 'type';
}

function selectionOf({ kinds }: MetricDefinition, request: CompareRequest) {
  const { from, to, filters } = request;
  return { relation: 'work', kinds, from, to, swarms: withBaseline(request), filters } as const;
}

function withBaseline({ swarms, baseline, groupBy }: CompareRequest): readonly string[] {
  const add = groupBy === 'swarm' && swarms.length > 0 && baseline !== undefined && !swarms.includes(baseline);
  return add ? [...swarms, baseline] : swarms;
}
