import type { SwarmSummary } from '../../../src/core/metrics/swarm.ts';
import type { Families, Labels } from './families.ts';
import { DURATION_BOUNDS, type Durations, type StoreTotals } from './swarmTotals.ts';

/** Swarms with series of their own: those with the newest events. A label value is kept by Prometheus for ever. */
export const MOST_SWARMS = 100;

/** Everything that is told of one `swarm_id`; what nobody measured is undefined, and has no series. */
interface Totals {
  labels: Labels;
  completed: number;
  failed: number;
  cancelled: number;
  requests?: { total: number; failed: number };
  tools?: { total: number; failed: number };
  tokens: Partial<Record<TokenType, number>>;
  costUsd?: number;
  durations?: Durations;
}

/** Claude Code's own names of the kinds. */
const TOKEN_TYPES = ['input', 'output', 'cacheRead', 'cacheCreation'] as const;
type TokenType = (typeof TOKEN_TYPES)[number];

/**
 * Cumulative totals of swarms. Sessions and folders that named no swarm are summed into one series without `swarm_id`:
 * their names would be labels without bounds.
 */
export function swarmFamilies(families: Families, { swarms, durations }: StoreTotals): void {
  const named = swarms
    .filter((swarm) => !swarm.inferred)
    .sort((a, b) => (b.lastSeen ?? -Infinity) - (a.lastSeen ?? -Infinity));
  const shown = named.slice(0, MOST_SWARMS);
  const unnamed = swarms.filter((swarm) => swarm.inferred);
  const totals = [
    ...shown.map((swarm) => totalsOf({ swarm_id: swarm.swarmId }, [swarm], durations)),
    ...(unnamed.length > 0 ? [totalsOf({}, unnamed, durations)] : []),
  ];
  families.gauge('claude_flow_perf_swarms', 'Swarms that are stored, by whether they have series of their own.', [
    { labels: { series: 'own' }, value: shown.length },
    { labels: { series: 'left_out' }, value: named.length - shown.length },
    { labels: { series: 'unnamed' }, value: unnamed.length },
  ]);
  const worked = totals.filter(({ completed, failed, cancelled }) => completed + failed + cancelled > 0);
  families.counter('claude_flow_task_completed_total', 'Tasks and sub-agents that completed.', [
    ...worked.map(({ labels, completed }) => ({ labels, value: completed })),
  ]);
  families.counter('claude_flow_task_failed_total', 'Tasks and sub-agents that failed.', [
    ...worked.map(({ labels, failed }) => ({ labels, value: failed })),
  ]);
  families.counter('claude_flow_task_cancelled_total', 'Tasks that were cancelled: neither completed nor failed.', [
    ...worked.map(({ labels, cancelled }) => ({ labels, value: cancelled })),
  ]);
  families.histogram(
    'claude_flow_task_duration_seconds',
    'Durations of completed tasks and sub-agents, as far as they are known.',
    totals.flatMap(({ labels, durations: own }) =>
      own
        ? [
            {
              labels,
              upTo: DURATION_BOUNDS.map((bound, index) => [bound, own.upTo[index] ?? 0] as const),
              count: own.count,
              sum: own.sum,
            },
          ]
        : []
    )
  );
  steps(families, totals);
  families.counter(
    'claude_flow_tokens_total',
    'Tokens by kind; each counted from one source.',
    totals.flatMap(({ labels, tokens }) =>
      TOKEN_TYPES.flatMap((type) => {
        const value = tokens[type];
        return value === undefined ? [] : [{ labels: { ...labels, type }, value }];
      })
    )
  );
  families.counter(
    'claude_flow_cost_usd_total',
    'Cost in US dollars, as its source stated it.',
    totals.flatMap(({ labels, costUsd }) => (costUsd === undefined ? [] : [{ labels, value: costUsd }]))
  );
}

function steps(families: Families, totals: readonly Totals[]): void {
  const pick = (name: 'requests' | 'tools', field: 'total' | 'failed') =>
    totals.flatMap(({ labels, [name]: counts }) => (counts ? [{ labels, value: counts[field] }] : []));
  families.counter('claude_flow_requests_total', 'Model requests.', pick('requests', 'total'));
  families.counter('claude_flow_request_errors_total', 'Model requests that failed.', pick('requests', 'failed'));
  families.counter('claude_flow_tool_calls_total', 'Tool calls.', pick('tools', 'total'));
  families.counter('claude_flow_tool_errors_total', 'Tool calls that failed.', pick('tools', 'failed'));
}

function totalsOf(labels: Labels, swarms: readonly SwarmSummary[], durations: ReadonlyMap<string, Durations>): Totals {
  return {
    labels,
    completed: sum(swarms.map(({ tasks }) => tasks.completed)) ?? 0,
    failed: sum(swarms.map(({ tasks }) => tasks.failed)) ?? 0,
    cancelled: sum(swarms.map(({ tasks }) => tasks.cancelled)) ?? 0,
    requests: sumCounts(swarms.map(({ requests }) => requests)),
    tools: sumCounts(swarms.map(({ tools }) => tools)),
    tokens: Object.fromEntries(
      TOKEN_TYPES.map((type) => [type, sum(swarms.map(({ tokens }) => tokens?.[type]))] as const)
    ),
    costUsd: sum(swarms.map(({ costUsd }) => costUsd)),
    durations: sumDurations(swarms.flatMap(({ swarmId }) => durations.get(swarmId) ?? [])),
  };
}

/** Undefined when none is known. */
function sum(values: ReadonlyArray<number | undefined>): number | undefined {
  return values.reduce((total, value) => (value === undefined ? total : (total ?? 0) + value), undefined);
}

function sumCounts(counts: ReadonlyArray<{ total: number; failed: number } | undefined>) {
  const total = sum(counts.map((count) => count?.total));
  return total === undefined ? undefined : { total, failed: sum(counts.map((count) => count?.failed)) ?? 0 };
}

function sumDurations(all: readonly Durations[]): Durations | undefined {
  return all.length === 0
    ? undefined
    : {
        upTo: DURATION_BOUNDS.map((_, index) => sum(all.map(({ upTo }) => upTo[index])) ?? 0),
        count: sum(all.map(({ count }) => count)) ?? 0,
        sum: sum(all.map((durations) => durations.sum)) ?? 0,
      };
}
