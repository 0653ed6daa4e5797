import type { AgentRecord, SampleRecord, SwarmRecord, TaskRecord } from '../../../src/core/metrics/records.ts';

/** A time of day at which everything in the tests happens, epoch ms; a whole minute. */
export const NOON = Date.UTC(2026, 10, 23, 12);

/** A finished task of one source; `factId` follows the id unless given. */
export function task(id: string, fields: Partial<TaskRecord> = {}): TaskRecord {
  return {
    type: 'task',
    id,
    factId: id,
    source: 'push',
    scope: 'tests',
    kind: 'task',
    swarmId: 'swarm-1',
    status: 'completed',
    endedAt: NOON,
    endedAtProvenance: 'measured',
    provenance: 'measured',
    ...fields,
  };
}

/** A model request as Claude Code's events tell of it. */
export function request(id: string, fields: Partial<TaskRecord> = {}): TaskRecord {
  return task(id, { kind: 'request', source: 'claude-code/events', scope: 'claude-code:session-1', ...fields });
}

export function sample(id: string, fields: Partial<SampleRecord> = {}): SampleRecord {
  return {
    type: 'sample',
    id,
    source: 'push',
    scope: 'tests',
    timestamp: NOON,
    swarmId: 'swarm-1',
    metricType: 'QUALITY',
    value: 0.5,
    unit: 'ratio',
    tags: {},
    metadata: { source: 'agent', priority: 'medium', category: 'performance', dimensions: [] },
    provenance: 'measured',
    ...fields,
  };
}

/** Tokens of one kind as Claude Code's metrics tell of them. */
export function tokens(id: string, type: string, value: number, fields: Partial<SampleRecord> = {}): SampleRecord {
  return sample(id, {
    source: 'claude-code/metrics',
    scope: 'claude-code:session-1',
    metricType: 'TOKEN_USAGE',
    unit: 'tokens',
    value,
    tags: { type },
    ...fields,
  });
}

/** Money as Claude Code's metrics tell of it. */
export function cost(id: string, value: number, fields: Partial<SampleRecord> = {}): SampleRecord {
  return tokens(id, '', value, { metricType: 'COST_USD', unit: 'USD', tags: {}, ...fields });
}

export function swarm(swarmId: string, fields: Partial<SwarmRecord> = {}): SwarmRecord {
  return { type: 'swarm', id: swarmId, source: 'push', scope: 'tests', swarmId, observedAt: NOON, ...fields };
}

export function agent(agentId: string, fields: Partial<AgentRecord> = {}): AgentRecord {
  return {
    type: 'agent',
    id: agentId,
    source: 'claude-flow-3/agents',
    scope: 'tests',
    agentId,
    swarmId: 'swarm-1',
    observedAt: NOON,
    ...fields,
  };
}
