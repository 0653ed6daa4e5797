import { VALUE_FIELDS, type ValueField } from '../../core/query/model.ts';
import { isRecord } from '../../ui/guards.ts';
import type { PerformanceQuery } from '../types.ts';

export const VARIABLE_REF_ID = 'variable';

/** Names that people write for what a variable lists. */
const WRITTEN: Record<string, ValueField> = {
  swarms: 'swarm',
  agents: 'agent',
  agenttypes: 'agentType',
  agent_type: 'agentType',
  types: 'type',
  tasktypes: 'type',
  task_type: 'type',
  models: 'model',
  topologies: 'topology',
  metrics: 'metric',
};

/**
 * The query of a variable as it was saved: ours, a word such as `swarms`, or nothing at all, which Grafana has for a
 * variable that was just made. Always a query that lists something.
 */
export function variableQueryOf(saved: unknown): PerformanceQuery {
  const model: Record<string, unknown> = isRecord(saved) && !Array.isArray(saved) ? saved : {};
  const written = typeof saved === 'string' ? saved : model.query;
  const valuesOf = valueFieldOf(model.valuesOf) ?? valueFieldOf(written) ?? 'swarm';
  return { ...model, refId: VARIABLE_REF_ID, type: 'values', valuesOf };
}

function valueFieldOf(text: unknown): ValueField | undefined {
  if (typeof text !== 'string') {
    return undefined;
  }
  const word = text.trim().toLowerCase().replace(/\s+/g, '');
  return VALUE_FIELDS.find((field) => field.toLowerCase() === word) ?? new Map(Object.entries(WRITTEN)).get(word);
}
