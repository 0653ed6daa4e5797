import { compareSamples } from '../../../src/core/compare/compareSamples.ts';
import type { MetricSamples, PairResult } from '../../../src/core/compare/types.ts';
import type { Table } from '../../../src/core/frames/table.ts';
import type { PerformanceQuery, QueryWindow } from '../../../src/core/query/model.ts';
import { regressionTable } from '../../../src/core/query/regressionTable.ts';
import { ServiceError } from '../errors.ts';
import type { Store } from '../store/store.ts';
import { compareGroups, readSamples, type CompareRequest } from './compare.ts';

/** An alert rule asks again and again: a claim has to be surer than one that a person asks for once. */
const ALPHA = 0.001;
/** Share of what counts as now within which a group must have done something: else it has ended, and is judged no more. */
const ALIVE_SHARE = 0.25;

/**
 * On how many metrics each group is proven worse: than the swarm named as baseline, or, without one, than itself before the
 * last `recentMs` of the window.
 * @throws ServiceError `BAD_REQUEST` when neither a baseline nor a window with `recentMs` inside it is named
 */
export async function regressions(
  store: Store,
  query: PerformanceQuery,
  window: QueryWindow,
  request: CompareRequest,
  signal?: AbortSignal
): Promise<Table> {
  if (query.baseline !== undefined) {
    const { comparison, groupBy, notices } = await compareGroups(store, { ...request, alpha: ALPHA }, signal);
    const groups = comparison.groups
      .filter((id) => id !== query.baseline)
      .map((id) => ({ id, pairs: comparison.metrics.flatMap(({ pairs }) => pairs.filter((p) => p.candidate === id)) }));
    return regressionTable({ groupBy, groups, notices });
  }
  const { recentMs } = query;
  const { from, to } = window;
  if (to === undefined || recentMs === undefined || from === undefined || to - recentMs <= from) {
    throw new ServiceError(
      'BAD_REQUEST',
      'An instant comparison needs a baseline, or a time range and "recentMs" shorter than it.'
    );
  }
  const split = to - recentMs;
  const [before, now, alive] = await Promise.all([
    readSamples(store, { ...request, to: split }, signal),
    readSamples(store, { ...request, from: split }, signal),
    aliveGroups(store, request, to - recentMs * ALIVE_SHARE, signal),
  ]);
  const known = new Set(now.samples.flatMap(({ groups }) => groups.map(({ id }) => id)));
  const ids = [...known].filter((id) => alive.has(id)).sort();
  const groups = ids.map((id) => ({ id, pairs: against(before.samples, now.samples, id) }));
  const told = new Map([...before.notices, ...now.notices].map((notice) => [notice.text, notice]));
  return regressionTable({ groupBy: request.groupBy, groups, notices: [...told.values()] });
}

/** Groups with any work from a time on. */
async function aliveGroups(
  store: Store,
  { groupBy, swarms, filters, to }: CompareRequest,
  from: number,
  signal?: AbortSignal
): Promise<Set<string>> {
  const rows = await store.aggregate(
    { relation: 'work', from, to, swarms, filters, groupBy: [groupBy], measures: [{ as: 'units', fn: 'count' }] },
    signal
  );
  return new Set(rows.flatMap(({ group }) => group[groupBy] ?? []));
}

/** What a group did lately against what it did before. */
function against(before: readonly MetricSamples[], now: readonly MetricSamples[], id: string): PairResult[] {
  const samples = now.flatMap((metric): MetricSamples[] => {
    const past = before.find((one) => one.metric === metric.metric);
    if (metric.shape === 'values' && past?.shape === 'values') {
      return [{ ...metric, groups: [...renamed(past.groups, id, 'before'), ...renamed(metric.groups, id, 'now')] }];
    }
    if (metric.shape === 'outcomes' && past?.shape === 'outcomes') {
      return [{ ...metric, groups: [...renamed(past.groups, id, 'before'), ...renamed(metric.groups, id, 'now')] }];
    }
    return [];
  });
  const options = { groups: ['before', 'now'], baseline: 'before', alpha: ALPHA, draws: 0 };
  return compareSamples(samples, options).metrics.flatMap(({ pairs }) => pairs);
}

function renamed<T extends { id: string }>(groups: readonly T[], id: string, as: string): T[] {
  return groups.filter((group) => group.id === id).map((group) => ({ ...group, id: as }));
}
