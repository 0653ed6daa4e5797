import { FieldType, toDataFrame, type DataFrame, type Field } from '@grafana/data';

/** What is told of each agent, in the order of the columns. */
export const AGENT_METRICS = [
  'task_count',
  'error_rate',
  'task_duration',
  'token_usage',
  'cost_usd',
  'tool_count',
] as const;
export type AgentMetric = (typeof AGENT_METRICS)[number];

/** Agents of the answers of one instant query a metric, one row each; an agent that a metric does not know has no value there. */
export function agentFrame(
  answers: Record<AgentMetric, DataFrame[]>,
  words: { agent: string; unnamed: string }
): DataFrame {
  const columns = AGENT_METRICS.map((metric) => ({ metric, ...readNumbers(answers[metric][0], metric) }));
  const names = [...new Set(columns.flatMap(({ byName }) => [...byName.keys()]))].sort();
  return toDataFrame({
    fields: [
      {
        name: 'agent_id',
        type: FieldType.string,
        config: { displayName: words.agent },
        values: names.map((name) => (name === '' ? words.unnamed : name)),
      },
      ...columns.map(({ metric, byName, config }) => ({
        name: metric,
        type: FieldType.number,
        config,
        values: names.map((name) => byName.get(name) ?? null),
      })),
    ],
  });
}

function readNumbers(
  frame: DataFrame | undefined,
  metric: string
): { byName: Map<string, number>; config: Field['config'] } {
  const label = frame?.fields.find(({ name }) => name === 'agent_id');
  const value = frame?.fields.find(({ name }) => name === metric);
  const byName = new Map<string, number>();
  label?.values.forEach((name: unknown, row) => {
    const number: unknown = value?.values[row];
    if (typeof number === 'number') {
      byName.set(typeof name === 'string' ? name : '', number);
    }
  });
  return { byName, config: value?.config ?? {} };
}
