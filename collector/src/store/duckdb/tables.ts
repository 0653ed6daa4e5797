/**
 * The tables of the embedded store. Append-only: no primary key, index, unique constraint, update or delete, because
 * DuckDB pays for each of them with an index in memory and a slower append; records are de-duplicated before they get here.
 * Times are epoch milliseconds.
 */
export type ColumnKind = 'key' | 'text' | 'float' | 'int64' | 'bool';

export interface ColumnSpec {
  name: string;
  kind: ColumnKind;
  required?: boolean;
}

const key = (name: string, required = false): ColumnSpec => ({ name, kind: 'key', required });
const text = (name: string, required = false): ColumnSpec => ({ name, kind: 'text', required });
const float = (name: string): ColumnSpec => ({ name, kind: 'float' });
const int64 = (name: string, required = false): ColumnSpec => ({ name, kind: 'int64', required });
const bool = (name: string): ColumnSpec => ({ name, kind: 'bool' });

/** On every table: the hash that duplicates are known by, when and from where the record came. */
const ORIGIN = [
  key('key', true),
  int64('received_at', true),
  text('id', true),
  text('source', true),
  text('scope', true),
];

export const TABLES = {
  /** Finished units of work. `fact` is set where several sources may describe one unit. */
  work: [
    ...ORIGIN,
    key('fact'),
    text('kind', true),
    text('swarm', true),
    bool('swarm_inferred'),
    text('agent'),
    text('agent_type'),
    text('task_type'),
    text('status', true),
    int64('created_at'),
    int64('started_at'),
    int64('ended_at', true),
    text('ended_at_provenance', true),
    float('duration_ms'),
    text('provenance', true),
    float('tokens_input'),
    float('tokens_output'),
    float('tokens_cache_read'),
    float('tokens_cache_creation'),
    float('cost_usd'),
    text('model'),
    text('error_class'),
    float('sample_rate'),
  ],
  samples: [
    ...ORIGIN,
    int64('ts', true),
    text('swarm', true),
    bool('swarm_inferred'),
    text('agent'),
    text('metric', true),
    float('value'),
    text('unit', true),
    text('model'),
    text('token_type'),
    text('tags', true),
    text('metadata', true),
    text('provenance', true),
    float('sample_rate'),
  ],
  swarms: [
    ...ORIGIN,
    text('swarm', true),
    bool('swarm_inferred'),
    text('topology'),
    int64('agent_count'),
    int64('max_agents'),
    text('strategy'),
    text('status'),
    int64('created_at'),
    int64('observed_at', true),
  ],
  agents: [
    ...ORIGIN,
    text('agent', true),
    text('swarm', true),
    text('agent_type'),
    text('model'),
    int64('created_at'),
    int64('observed_at', true),
  ],
  /** Facts that more than one record describes; only these have to be merged when a query runs. */
  contested: [key('fact', true)],
  /** Which lines of a precedence have said something about a swarm and scope. */
  fact_sources: [text('swarm', true), text('scope', true), text('fact_kind', true), int64('source_rank', true)],
  /** Swarms that were named for a session of Claude Code, and by which line of the precedence. */
  session_swarms: [text('scope', true), text('swarm', true), int64('source_rank', true)],
} as const satisfies Record<string, readonly ColumnSpec[]>;

export type TableName = keyof typeof TABLES;
export type RecordTable = 'work' | 'samples' | 'swarms' | 'agents';

const SQL_TYPES: Record<ColumnKind, string> = {
  key: 'UHUGEINT',
  text: 'VARCHAR',
  float: 'DOUBLE',
  int64: 'BIGINT',
  bool: 'BOOLEAN',
};

/** Layout version of the file; a newer one is refused, an older one is brought up to date. */
export const SCHEMA_VERSION = 2;

/** Columns that came after version 1, which is why they are last in their tables. */
const ADDED = ['work', 'samples'].map((table) => `ALTER TABLE ${table} ADD COLUMN IF NOT EXISTS sample_rate DOUBLE`);

export function createStatements(): string[] {
  const tables = Object.entries(TABLES).map(([table, columns]) => {
    const list = columns.map(
      (column) => `${column.name} ${SQL_TYPES[column.kind]}${column.required ? ' NOT NULL' : ''}`
    );
    return `CREATE TABLE IF NOT EXISTS ${table} (${list.join(', ')})`;
  });
  return [...tables, ...ADDED, 'CREATE TABLE IF NOT EXISTS layout (version INTEGER NOT NULL)'];
}
