import type {
  AgentRecord,
  IngestRecord,
  SampleRecord,
  SwarmRecord,
  TaskRecord,
} from '../../../../src/core/metrics/records.ts';
import {
  rankIn,
  SESSION_UNKNOWN,
  SUBAGENT_PRECEDENCE,
  SWARM_NAME_PRECEDENCE,
  USAGE_PRECEDENCE,
} from '../../../../src/core/metrics/precedence.ts';
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
  marks: Mark[];
}

/** What precedence is decided about. */
export type FactKind = 'tokens' | 'cost' | 'subagents';

/** A line for one of the small tables that precedence is decided by; stored once. */
export type Mark = { position: number } & (
  | { table: 'fact_sources'; swarm: string; scope: string; factKind: FactKind; rank: number }
  | { table: 'session_swarms'; scope: string; swarm: string; rank: number }
);

export function encode(records: readonly IngestRecord[], receivedAt: number): EncodedTable[] {
  const tables = new Map<RecordTable, EncodedTable>();
  records.forEach((record, position) => {
    const table = tableFor(tables, TABLE_OF[record.type]);
    table.positions.push(position);
    table.keys.push(keyText(record));
    table.facts.push(record.type === 'task' && record.factId !== record.id ? record.factId : null);
    table.marks.push(...marksOf(record, position));
    appendCells(table.columns, record, receivedAt);
  });
  return [...tables.values()];
}

/** Those who push give their own ids, which are often counted from 1 in each swarm. */
function keyText({ source, id, swarmId }: IngestRecord): string {
  return source === 'push' ? `${source}\0${swarmId}\0${id}` : `${source}\0${id}`;
}

const TABLE_OF = { task: 'work', sample: 'samples', swarm: 'swarms', agent: 'agents' } as const;

function tableFor(tables: Map<RecordTable, EncodedTable>, name: RecordTable): EncodedTable {
  let table = tables.get(name);
  if (!table) {
    const columns = columnsOf(name).map(() => []);
    table = { table: name, positions: [], keys: [], facts: [], columns, marks: [] };
    tables.set(name, table);
  }
  return table;
}

/** Names of a table's columns that hold no keys, in order. */
export function columnsOf(table: RecordTable): string[] {
  return TABLES[table].filter((column) => column.kind !== 'key').map((column) => column.name);
}

type Readers<T> = ReadonlyArray<(record: T, receivedAt: number) => Cell | undefined>;

/** One reader a column, in the order of the table: no object is built for a row. */
const WORK = ordered<TaskRecord>('work', {
  ...origin(),
  kind: (task) => task.kind,
  swarm: (task) => task.swarmId,
  swarm_inferred: (task) => task.swarmInferred ?? false,
  agent: (task) => task.agentId,
  agent_type: (task) => task.agentType,
  task_type: (task) => task.taskType,
  status: (task) => task.status,
  created_at: (task) => task.createdAt,
  started_at: (task) => task.startedAt,
  ended_at: (task) => task.endedAt,
  ended_at_provenance: (task) => task.endedAtProvenance,
  duration_ms: (task) => task.durationMs,
  provenance: (task) => task.provenance,
  tokens_input: (task) => task.tokens?.input,
  tokens_output: (task) => task.tokens?.output,
  tokens_cache_read: (task) => task.tokens?.cacheRead,
  tokens_cache_creation: (task) => task.tokens?.cacheCreation,
  cost_usd: (task) => task.costUsd,
  model: (task) => task.model,
  error_class: (task) => task.errorClass,
  sample_rate: (task) => task.sampleRate,
});

const SAMPLES = ordered<SampleRecord>('samples', {
  ...origin(),
  ts: (sample) => sample.timestamp,
  swarm: (sample) => sample.swarmId,
  swarm_inferred: (sample) => sample.swarmInferred ?? false,
  agent: (sample) => sample.agentId,
  metric: (sample) => sample.metricType,
  value: (sample) => sample.value,
  unit: (sample) => sample.unit,
  model: (sample) => sample.model,
  token_type: (sample) => (sample.metricType === 'TOKEN_USAGE' ? sample.tags['type'] : undefined),
  tags: (sample) => JSON.stringify(sample.tags),
  metadata: (sample) => JSON.stringify(sample.metadata),
  provenance: (sample) => sample.provenance,
  sample_rate: (sample) => sample.sampleRate,
});

const SWARMS = ordered<SwarmRecord>('swarms', {
  ...origin(),
  swarm: (swarm) => swarm.swarmId,
  swarm_inferred: (swarm) => swarm.swarmInferred ?? false,
  topology: (swarm) => swarm.topology,
  agent_count: (swarm) => swarm.agentCount,
  max_agents: (swarm) => swarm.maxAgents,
  strategy: (swarm) => swarm.strategy,
  status: (swarm) => swarm.status,
  created_at: (swarm) => swarm.createdAt,
  observed_at: (swarm) => swarm.observedAt,
});

const AGENTS = ordered<AgentRecord>('agents', {
  ...origin(),
  agent: (agent) => agent.agentId,
  swarm: (agent) => agent.swarmId,
  agent_type: (agent) => agent.agentType,
  model: (agent) => agent.model,
  created_at: (agent) => agent.createdAt,
  observed_at: (agent) => agent.observedAt,
});

function origin() {
  return {
    received_at: (_: IngestRecord, receivedAt: number) => receivedAt,
    id: (record: IngestRecord) => record.id,
    source: (record: IngestRecord) => record.source,
    scope: (record: IngestRecord) => record.scope,
  };
}

/** @throws TypeError when a column has no reader: table and readers have come apart. */
function ordered<T>(table: RecordTable, readers: Record<string, Readers<T>[number]>): Readers<T> {
  return columnsOf(table).map((column) => {
    const reader = readers[column];
    if (!reader) {
      throw new TypeError(`column ${column} of ${table} has no reader`);
    }
    return reader;
  });
}

function appendCells(columns: Cell[][], record: IngestRecord, receivedAt: number): void {
  switch (record.type) {
    case 'task':
      return read(WORK, columns, record, receivedAt);
    case 'sample':
      return read(SAMPLES, columns, record, receivedAt);
    case 'swarm':
      return read(SWARMS, columns, record, receivedAt);
    case 'agent':
      return read(AGENTS, columns, record, receivedAt);
  }
}

function read<T>(readers: Readers<T>, columns: Cell[][], record: T, receivedAt: number): void {
  for (let column = 0; column < readers.length; column++) {
    columns[column]?.push(readers[column]?.(record, receivedAt) ?? null);
  }
}

function marksOf(record: IngestRecord, position: number): Mark[] {
  if (record.type !== 'task' && record.type !== 'sample') {
    return [];
  }
  const sources = factKinds(record).map((factKind): Mark => {
    const lines = factKind === 'subagents' ? SUBAGENT_PRECEDENCE : USAGE_PRECEDENCE;
    const rank = rankIn(lines, record.source);
    return { position, table: 'fact_sources', swarm: record.swarmId, scope: record.scope, factKind, rank };
  });
  return [...sources, ...swarmName(record, position)];
}

function factKinds(record: TaskRecord | SampleRecord): FactKind[] {
  if (record.type === 'sample') {
    return record.metricType === 'TOKEN_USAGE' ? ['tokens'] : record.metricType === 'COST_USD' ? ['cost'] : [];
  }
  switch (record.kind) {
    case 'request':
      return [
        ...(record.tokens ? (['tokens'] as const) : []),
        ...(record.costUsd === undefined ? [] : (['cost'] as const)),
      ];
    case 'subagent':
      return ['subagents'];
    default:
      return [];
  }
}

/** A swarm that was named for a session: other sources of the session may not know it. */
function swarmName(record: TaskRecord | SampleRecord, position: number): Mark[] {
  if (record.swarmInferred === true || !record.scope.startsWith(`${SESSION_UNKNOWN}:`)) {
    return [];
  }
  const rank = rankIn(SWARM_NAME_PRECEDENCE, record.source);
  return [{ position, table: 'session_swarms', scope: record.scope, swarm: record.swarmId, rank }];
}

/** What a mark is known by, so that each is stored once. */
export function markKey(mark: {
  table: string;
  scope: string;
  swarm: string;
  factKind?: string;
  rank: number;
}): string {
  return JSON.stringify([mark.table, mark.scope, mark.swarm, mark.factKind ?? '', mark.rank]);
}
