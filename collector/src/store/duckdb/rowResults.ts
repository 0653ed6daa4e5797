import { parseMetricName } from '../../../../src/core/metrics/metricTypes.ts';
import type { StoredSample, StoredTask } from '../rows.ts';
import { number, text } from './results.ts';
import type { QueryResult } from './run.ts';

type Row = Record<string, string | number | boolean | null>;

const TIMES = ['created_at', 'started_at'].map((name) => `r.${name}::DOUBLE AS ${name}`);

export const TASK_COLUMNS = [
  ...[
    'id',
    'kind',
    'swarm',
    'agent',
    'agent_type',
    'task_type',
    'status',
    'provenance',
    'ended_at_provenance',
    'model',
    'error_class',
    'source',
  ].map((name) => `r.${name}`),
  ...TIMES,
  'r.time::DOUBLE AS time',
  ...[
    'duration_ms',
    'tokens_input',
    'tokens_output',
    'tokens_cache_read',
    'tokens_cache_creation',
    'cost_usd',
    'sample_rate',
  ].map((name) => `r.${name}`),
].join(', ');

export const SAMPLE_COLUMNS = [
  'r.time::DOUBLE AS time',
  ...[
    'id',
    'swarm',
    'agent',
    'metric',
    'value',
    'unit',
    'model',
    'tags',
    'metadata',
    'provenance',
    'sample_rate',
    'source',
  ].map((name) => `r.${name}`),
].join(', ');

export function toTasks(result: QueryResult): StoredTask[] {
  return toRows(result).map((row) => ({
    id: required(row, 'id'),
    kind: required(row, 'kind') as StoredTask['kind'],
    swarmId: required(row, 'swarm'),
    agentId: text(row['agent']),
    agentType: text(row['agent_type']),
    taskType: text(row['task_type']),
    status: required(row, 'status') as StoredTask['status'],
    createdAt: number(row['created_at']),
    startedAt: number(row['started_at']),
    endedAt: Number(row['time']),
    durationMs: number(row['duration_ms']),
    provenance: required(row, 'provenance') as StoredTask['provenance'],
    endedAtProvenance: required(row, 'ended_at_provenance') as StoredTask['endedAtProvenance'],
    tokensInput: number(row['tokens_input']),
    tokensOutput: number(row['tokens_output']),
    tokensCacheRead: number(row['tokens_cache_read']),
    tokensCacheCreation: number(row['tokens_cache_creation']),
    costUsd: number(row['cost_usd']),
    model: text(row['model']),
    errorClass: text(row['error_class']),
    sampleRate: number(row['sample_rate']),
    source: required(row, 'source') as StoredTask['source'],
  }));
}

export function toSamples(result: QueryResult): StoredSample[] {
  return toRows(result).flatMap((row) => {
    const metricType = parseMetricName(required(row, 'metric'));
    const value = number(row['value']);
    if (!metricType || value === null) {
      return [];
    }
    return {
      id: required(row, 'id'),
      timestamp: Number(row['time']),
      swarmId: required(row, 'swarm'),
      agentId: text(row['agent']),
      metricType,
      value,
      unit: required(row, 'unit') as StoredSample['unit'],
      model: text(row['model']),
      tags: JSON.parse(required(row, 'tags')) as StoredSample['tags'],
      metadata: JSON.parse(required(row, 'metadata')) as StoredSample['metadata'],
      provenance: required(row, 'provenance') as StoredSample['provenance'],
      sampleRate: number(row['sample_rate']),
      source: required(row, 'source') as StoredSample['source'],
    };
  });
}

function toRows({ rows, columns }: QueryResult): Row[] {
  return Array.from({ length: rows }, (_, row) =>
    Object.fromEntries(columns.map((column) => [column.name, column.values[row] ?? null]))
  );
}

/** Columns that the tables declare NOT NULL. */
function required(row: Row, name: string): string {
  const value = row[name];
  if (typeof value !== 'string') {
    throw new TypeError(`stored row without ${name}`);
  }
  return value;
}
