import type { Column, Table } from '../frames/table.ts';

/** One finished unit of work, as a table shows it. Times are epoch ms, null is "not known". */
export interface TaskRow {
  id: string;
  kind: string;
  swarmId: string;
  agentId: string | null;
  agentType: string | null;
  taskType: string | null;
  status: string;
  createdAt: number | null;
  startedAt: number | null;
  endedAt: number;
  durationMs: number | null;
  tokensInput: number | null;
  tokensOutput: number | null;
  tokensCacheRead: number | null;
  tokensCacheCreation: number | null;
  costUsd: number | null;
  model: string | null;
  errorClass: string | null;
  provenance: string;
  endedAtProvenance: string;
}

/** One row a task, newest first. `cutAt`: there are more rows than this many. */
export function tasksTable(tasks: readonly TaskRow[], cutAt: number | undefined): Table {
  const text = (name: string, displayName: string, of: (task: TaskRow) => string | null): Column => ({
    name,
    type: 'string',
    config: { displayName },
    values: tasks.map(of),
  });
  const number = (name: string, displayName: string, unit: string, of: (task: TaskRow) => number | null): Column => ({
    name,
    type: 'number',
    config: { displayName, unit },
    values: tasks.map(of),
  });
  return {
    name: 'tasks',
    meta: {
      kind: 'table',
      preferredVisualisationType: 'table',
      ...(cutAt === undefined
        ? {}
        : {
            notices: [
              {
                severity: 'warning',
                text: `Only the newest ${cutAt} rows are shown: raise "limit" or narrow the time range.`,
              },
            ],
          }),
    },
    columns: [
      { name: 'ended_at', type: 'time', config: { displayName: 'Ended' }, values: tasks.map((task) => task.endedAt) },
      text('swarm_id', 'Swarm', (task) => task.swarmId),
      text('kind', 'Kind', (task) => task.kind),
      text('task_type', 'Type', (task) => task.taskType),
      text('status', 'Status', (task) => task.status),
      number('duration', 'Duration', 'ms', (task) => task.durationMs),
      text('agent_id', 'Agent', (task) => task.agentId),
      text('agent_type', 'Agent type', (task) => task.agentType),
      text('model', 'Model', (task) => task.model),
      number('tokens_input', 'Input tokens', 'short', (task) => task.tokensInput),
      number('tokens_output', 'Output tokens', 'short', (task) => task.tokensOutput),
      number('tokens_cache_read', 'Cache-read tokens', 'short', (task) => task.tokensCacheRead),
      number('tokens_cache_creation', 'Cache-creation tokens', 'short', (task) => task.tokensCacheCreation),
      number('cost_usd', 'Cost', 'currencyUSD', (task) => task.costUsd),
      text('error_class', 'Error class', (task) => task.errorClass),
      {
        name: 'started_at',
        type: 'time',
        config: { displayName: 'Started' },
        values: tasks.map((task) => task.startedAt),
      },
      {
        name: 'created_at',
        type: 'time',
        config: { displayName: 'Created' },
        values: tasks.map((task) => task.createdAt),
      },
      text('provenance', 'Values are', (task) => task.provenance),
      text('ended_at_provenance', 'End time is', (task) => task.endedAtProvenance),
      text('id', 'Id', (task) => task.id),
    ],
  };
}
