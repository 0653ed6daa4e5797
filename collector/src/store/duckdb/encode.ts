import type {
  AgentRecord,
  IngestRecord,
  SampleRecord,
  SwarmRecord,
  TaskRecord,
} from '../../../../src/core/metrics/records.ts';
import { usageRank } from '../../../../src/core/metrics/precedence.ts';
import { TABLES, type RecordTable } from './tables.ts';

export type Cell = string | number | boolean | null;

/** Rows of one table, column by column, ready to cross to the worker. */
export interface EncodedTable {
  table: RecordTable;
  /** Place of each row's record in the batch. */
  positions: number[];
  /** What each row is known by; the worker hashes it. */
  keys: string[];
  /** What the described unit of work is known by; null where a record is its only source. */
  facts: Array<string | null>;
  /** Values of the columns that are not keys, in the order of the table's specification. */
  columns: Cell[][];
  usage: UsageMark[];
}

/** Says that a line of the usage precedence has something on a scope. */
export interface UsageMark {
  position: number;
  swarm: string;
  scope: string;
  usage: 'tokens' | 'cost';
  rank: number;
}

export function encode(records: readonly IngestRecord[], receivedAt: number): EncodedTable[] {
  const tables = new Map<RecordTable, EncodedTable>();
  records.forEach((record, position) => {
    const name = tableOf(record);
    let table = tables.get(name);
    if (!table) {
      table = { table: name, positions: [], keys: [], facts: [], columns: columnsOf(name).map(() => []), usage: [] };
      tables.set(name, table);
    }
    table.positions.push(position);
    table.keys.push(`${record.source}\0${record.id}`);
    table.facts.push(record.type === 'task' && record.factId !== record.id ? record.factId : null);
    table.usage.push(...usageMarks(record, position));
    const row = rowOf(record, receivedAt);
    columnsOf(name).forEach((column, index) => table.columns[index]?.push(row[column] ?? null));
  });
  return [...tables.values()];
}

/** Names of a table's columns that hold no keys, in order. */
export function columnsOf(table: RecordTable): string[] {
  return TABLES[table].filter((column) => column.kind !== 'key').map((column) => column.name);
}

const TABLE_OF = { task: 'work', sample: 'samples', swarm: 'swarms', agent: 'agents' } as const;

function tableOf(record: IngestRecord): RecordTable {
  return TABLE_OF[record.type];
}

function rowOf(record: IngestRecord, receivedAt: number): Record<string, Cell | undefined> {
  const origin = { received_at: receivedAt, id: record.id, source: record.source, scope: record.scope };
  switch (record.type) {
    case 'task':
      return { ...origin, ...taskRow(record) };
    case 'sample':
      return { ...origin, ...sampleRow(record) };
    case 'swarm':
      return { ...origin, ...swarmRow(record) };
    case 'agent':
      return { ...origin, ...agentRow(record) };
  }
}

function taskRow(task: TaskRecord): Record<string, Cell | undefined> {
  return {
    kind: task.kind,
    swarm: task.swarmId,
    swarm_inferred: task.swarmInferred ?? false,
    agent: task.agentId,
    agent_type: task.agentType,
    task_type: task.taskType,
    status: task.status,
    created_at: task.createdAt,
    started_at: task.startedAt,
    ended_at: task.endedAt,
    ended_at_provenance: task.endedAtProvenance,
    duration_ms: task.durationMs,
    provenance: task.provenance,
    tokens_input: task.tokens?.input,
    tokens_output: task.tokens?.output,
    tokens_cache_read: task.tokens?.cacheRead,
    tokens_cache_creation: task.tokens?.cacheCreation,
    cost_usd: task.costUsd,
    model: task.model,
    error_class: task.errorClass,
  };
}

function sampleRow(sample: SampleRecord): Record<string, Cell | undefined> {
  return {
    ts: sample.timestamp,
    swarm: sample.swarmId,
    swarm_inferred: sample.swarmInferred ?? false,
    agent: sample.agentId,
    metric: sample.metricType,
    value: sample.value,
    unit: sample.unit,
    model: sample.model,
    token_type: sample.metricType === 'TOKEN_USAGE' ? sample.tags['type'] : undefined,
    tags: JSON.stringify(sample.tags),
    metadata: JSON.stringify(sample.metadata),
    provenance: sample.provenance,
  };
}

function swarmRow(swarm: SwarmRecord): Record<string, Cell | undefined> {
  return {
    swarm: swarm.swarmId,
    swarm_inferred: swarm.swarmInferred ?? false,
    topology: swarm.topology,
    agent_count: swarm.agentCount,
    max_agents: swarm.maxAgents,
    strategy: swarm.strategy,
    status: swarm.status,
    created_at: swarm.createdAt,
    observed_at: swarm.observedAt,
  };
}

function agentRow(agent: AgentRecord): Record<string, Cell | undefined> {
  return {
    agent: agent.agentId,
    swarm: agent.swarmId,
    agent_type: agent.agentType,
    model: agent.model,
    created_at: agent.createdAt,
    observed_at: agent.observedAt,
  };
}

function usageMarks(record: IngestRecord, position: number): UsageMark[] {
  if (record.type === 'sample') {
    const usage =
      record.metricType === 'TOKEN_USAGE' ? 'tokens' : record.metricType === 'COST_USD' ? 'cost' : undefined;
    return usage ? [mark(record, position, usage)] : [];
  }
  if (record.type === 'task' && record.kind === 'request') {
    const known: Array<UsageMark['usage'] | undefined> = [
      record.tokens ? 'tokens' : undefined,
      record.costUsd === undefined ? undefined : 'cost',
    ];
    return known.flatMap((usage) => (usage ? [mark(record, position, usage)] : []));
  }
  return [];
}

function mark(record: TaskRecord | SampleRecord, position: number, usage: UsageMark['usage']): UsageMark {
  return { position, swarm: record.swarmId, scope: record.scope, usage, rank: usageRank(record.source) };
}

/** What a mark is known by, so that each is stored once. */
export function usageKey(swarm: string, scope: string, usage: string, rank: number): string {
  return JSON.stringify([swarm, scope, usage, rank]);
}
