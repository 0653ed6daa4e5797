import { finiteOrNull, type Column, type Table } from '../frames/table.ts';
import type { SwarmSummary } from '../metrics/swarm.ts';
import { GRAFANA_UNITS, type Unit } from '../metrics/units.ts';

/** One row a swarm. What was never measured is null. */
export function swarmsTable(swarms: readonly SwarmSummary[]): Table {
  const number = (
    name: string,
    displayName: string,
    unit: Unit,
    of: (swarm: SwarmSummary) => number | undefined
  ): Column => ({
    name,
    type: 'number',
    config: {
      displayName,
      unit: GRAFANA_UNITS[unit],
      noValue: 'not measured',
      ...(unit === 'ratio' ? { min: 0, max: 1 } : {}),
    },
    values: swarms.map((swarm) => finiteOrNull(of(swarm))),
  });
  const string = (name: string, displayName: string, of: (swarm: SwarmSummary) => string | undefined): Column => ({
    name,
    type: 'string',
    config: { displayName },
    values: swarms.map((swarm) => of(swarm) ?? null),
  });
  const time = (name: string, displayName: string, of: (swarm: SwarmSummary) => number | undefined): Column => ({
    name,
    type: 'time',
    config: { displayName },
    values: swarms.map((swarm) => finiteOrNull(of(swarm))),
  });
  return {
    name: 'swarms',
    meta: { kind: 'table', preferredVisualisationType: 'table' },
    columns: [
      string('swarm_id', 'Swarm', (swarm) => swarm.swarmId),
      string('topology', 'Topology', (swarm) => swarm.topology),
      number('agents', 'Agents', 'count', (swarm) => swarm.agentCount),
      number('tasks', 'Tasks', 'count', (swarm) => tasksOf(swarm)?.total),
      number('completed', 'Completed', 'count', (swarm) => tasksOf(swarm)?.completed),
      number('failed', 'Failed', 'count', (swarm) => tasksOf(swarm)?.failed),
      number('error_rate', 'Error rate', 'ratio', (swarm) => swarm.tasks.errorRate),
      number('duration_mean', 'Mean duration', 'ms', (swarm) => swarm.tasks.duration?.mean),
      number('duration_median', 'Median duration', 'ms', (swarm) => swarm.tasks.duration?.median),
      number('duration_p95', 'p95 duration', 'ms', (swarm) => swarm.tasks.duration?.p95),
      number('tokens_total', 'Tokens', 'tokens', (swarm) => swarm.tokens?.total),
      number('tokens_input', 'Input tokens', 'tokens', (swarm) => swarm.tokens?.input),
      number('tokens_output', 'Output tokens', 'tokens', (swarm) => swarm.tokens?.output),
      number('tokens_cache_read', 'Cache-read tokens', 'tokens', (swarm) => swarm.tokens?.cacheRead),
      number('tokens_cache_creation', 'Cache-creation tokens', 'tokens', (swarm) => swarm.tokens?.cacheCreation),
      number('cost_usd', 'Cost', 'USD', (swarm) => swarm.costUsd),
      number('requests', 'Model requests', 'count', (swarm) => swarm.requests?.total),
      number('requests_failed', 'Failed requests', 'count', (swarm) => swarm.requests?.failed),
      number('tools', 'Tool calls', 'count', (swarm) => swarm.tools?.total),
      number('tools_failed', 'Failed tool calls', 'count', (swarm) => swarm.tools?.failed),
      time('first_seen', 'First seen', (swarm) => swarm.firstSeen),
      time('last_seen', 'Last seen', (swarm) => swarm.lastSeen),
    ],
  };
}

/** Sources that know nothing of tasks: where they alone tell of a swarm, that none is stored does not mean that none was done. */
const TASKLESS: ReadonlySet<string> = new Set(['claude-code/metrics', 'claude-code/traces', 'prometheus']);

function tasksOf({ tasks, sources }: SwarmSummary): SwarmSummary['tasks'] | undefined {
  return tasks.total > 0 || sources.some((source) => !TASKLESS.has(source)) ? tasks : undefined;
}
