import type { Table } from '../../../src/core/frames/table.ts';
import {
  collectorTable,
  inputFailingTable,
  inputSilenceTable,
  inputsTable,
  sinkFailingTable,
} from '../../../src/core/query/healthTables.ts';
import { DIMENSION_LABELS, type PerformanceQuery, type QueryWindow } from '../../../src/core/query/model.ts';
import { numberTable } from '../../../src/core/query/numberTable.ts';
import { stalledSeconds } from '../../../src/core/query/stall.ts';
import { bucketWidth } from '../../../src/core/query/window.ts';
import { ServiceError } from '../errors.ts';
import type { Store } from '../store/store.ts';
import type { ServiceState } from './serviceState.ts';

/** How long ago the last sign of life of a swarm at work may be, ms, where the query does not say. */
const RECENT_MS = 10 * 60_000;
/** Times of finished tasks are read to such a part of the window: a stall is many of them. */
const STEPS = 2000;
/** At most, ms, and where the window is open. */
const STEP_MS = 60_000;

/**
 * What is the matter with swarms, inputs, sinks or the collector itself.
 * @throws ServiceError `BAD_REQUEST` where the check is of the service and nothing is known of it here
 */
export async function health(
  store: Store,
  query: PerformanceQuery,
  window: QueryWindow,
  state: ServiceState | undefined,
  signal?: AbortSignal
): Promise<Table> {
  if (query.check === 'stalled') {
    return stalled(store, query, window, state?.now ?? Date.now(), signal);
  }
  if (state === undefined) {
    throw new ServiceError('BAD_REQUEST', 'Only a running service can answer this health check.');
  }
  switch (query.check) {
    case 'inputSilence':
      return inputSilenceTable(state.inputs(), state.now);
    case 'inputFailing':
      return inputFailingTable(state.inputs());
    case 'sinkFailing':
      return sinkFailingTable(state.sinks());
    case 'inputs':
      return inputsTable(state.inputs());
    case 'collector':
      return collectorTable(await state.collector());
  }
}

async function stalled(
  store: Store,
  { swarms, filters, recentMs = RECENT_MS }: PerformanceQuery,
  { from, to }: QueryWindow,
  now: number,
  signal?: AbortSignal
): Promise<Table> {
  const range = { relation: 'work', from, to, swarms, filters, groupBy: ['swarm'] } as const;
  const latest = [{ as: 'time', fn: 'max', field: 'time' }] as const;
  const [finished, signs] = await Promise.all([
    store.aggregate(
      {
        ...range,
        kinds: ['task', 'subagent'],
        statuses: ['completed', 'failed'],
        bucketMs: stepOf(from, to),
        measures: latest,
      },
      signal
    ),
    store.aggregate({ ...range, measures: latest }, signal),
  ]);
  const times = new Map<string, number[]>();
  for (const { group, values } of finished) {
    const { swarm } = group;
    const time = values['time'];
    if (swarm != null && time != null) {
      const ofSwarm = times.get(swarm);
      if (ofSwarm === undefined) {
        times.set(swarm, [time]);
      } else {
        ofSwarm.push(time);
      }
    }
  }
  const label = DIMENSION_LABELS.swarm;
  const since = (to ?? now) - recentMs;
  return numberTable({
    name: 'stalled',
    labelNames: [label],
    rows: signs.flatMap(({ group: { swarm }, values }) => {
      const lastSign = values['time'];
      const value =
        swarm == null || lastSign == null
          ? undefined
          : stalledSeconds({ finished: times.get(swarm) ?? [], lastSign }, since);
      return swarm == null || value === undefined ? [] : [{ labels: { [label]: swarm }, value }];
    }),
    config: { displayName: 'At work without finishing anything', unit: 's' },
  });
}

function stepOf(from: number | undefined, to: number | undefined): number {
  return from === undefined || to === undefined
    ? STEP_MS
    : Math.min(STEP_MS, bucketWidth({ from, to, maxDataPoints: STEPS }));
}
