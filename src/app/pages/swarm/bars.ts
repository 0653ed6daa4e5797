import type { DataFrame } from '@grafana/data';

/** A task on the timeline. */
export interface TaskBar {
  agent: string;
  /** Task type, else kind. */
  what: string;
  status: string;
  /** Epoch ms; the start is known only where the duration is. */
  start: number;
  end: number;
  hasStart: boolean;
}

/** Tasks by agent, in the order of each agent's first one; a task without an end is nowhere on a timeline. */
export function barsOf(frame: DataFrame, unnamed: string): Map<string, TaskBar[]> {
  const column = (name: string): unknown[] => frame.fields.find((field) => field.name === name)?.values ?? [];
  const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);
  const [ends, durations, agents, types, kinds, states] = [
    'ended_at',
    'duration',
    'agent_id',
    'task_type',
    'kind',
    'status',
  ].map(column);
  const bars = ends.flatMap((end, row): TaskBar[] => {
    const duration = durations[row];
    if (typeof end !== 'number' || !Number.isFinite(end)) {
      return [];
    }
    const hasStart = typeof duration === 'number' && Number.isFinite(duration) && duration >= 0;
    return [
      {
        agent: text(agents[row]) ?? unnamed,
        what: text(types[row]) ?? text(kinds[row]) ?? '',
        status: text(states[row]) ?? '',
        start: hasStart ? end - duration : end,
        end,
        hasStart,
      },
    ];
  });
  const byAgent = new Map<string, TaskBar[]>();
  for (const bar of bars.sort((a, b) => a.start - b.start)) {
    const ofAgent = byAgent.get(bar.agent);
    if (ofAgent === undefined) {
      byAgent.set(bar.agent, [bar]);
    } else {
      ofAgent.push(bar);
    }
  }
  return byAgent;
}

/** First start and last end of all bars, epoch ms; undefined without bars. */
export function spanOf(byAgent: ReadonlyMap<string, readonly TaskBar[]>): { from: number; to: number } | undefined {
  const bars = [...byAgent.values()].flat();
  return bars.length === 0
    ? undefined
    : {
        from: bars.reduce((least, { start }) => Math.min(least, start), Infinity),
        to: bars.reduce((most, { end }) => Math.max(most, end), -Infinity),
      };
}
