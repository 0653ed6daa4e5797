import type { Provenance } from '../../../src/core/metrics/provenance.ts';
import { METRICS } from '../../../src/core/metrics/catalogue.ts';
import { UNASSIGNED_SWARM } from '../../../src/core/metrics/records.ts';
import type { Service } from './service.ts';

/** Everything that a service tells of what it holds, as far as the matrix of docs/inputs.md speaks of it. */
export interface Told {
  /** Rows of the table of tasks, with all columns. */
  tasks: Row[];
  /** Records of `GET /api/v1/metrics`, of all swarms. */
  records: Sample[];
  /** Rows of the table of swarms. */
  swarms: Row[];
  /** As `GET /api/v1/swarms` answers. */
  summaries: unknown[];
  /** Numbers that a query of each metric of the catalogue answers, by metric. */
  numbers: Map<string, unknown[]>;
}
type Row = Record<string, unknown>;
interface Sample {
  metricType: string;
  value: unknown;
  agentId?: string;
  metadata: { provenance: Provenance };
}

/** One line of the matrix: where its numbers are, and how they say that they are known. */
export interface Line {
  /** Metrics of the catalogue. */
  metrics: readonly string[];
  /** Types of records that are no metric of the catalogue. */
  own?: readonly string[];
  /** Columns of the table of swarms. */
  columns?: readonly string[];
  /** Fields in the answer of `GET /api/v1/swarms`, with dots. */
  fields?: readonly string[];
  provenances: (told: Told) => Provenance[];
}

interface Frame {
  schema: { fields: Array<{ name: string; type: string }> };
  data: { values: unknown[][] };
}

const ofTask = (row: Row, column: string) => row[column] as Provenance;
/** How what a kind of work was measured with is known, where `column` has a value. */
const values =
  (kinds: readonly string[], ...columns: string[]) =>
  (told: Told) =>
    told.tasks
      .filter((row) => kinds.includes(String(row['kind'])) && columns.some((column) => row[column] !== null))
      .map((row) => ofTask(row, 'provenance'));
/** How it is known that a piece of work ended, and when. */
const ends = (kinds: readonly string[], status?: string) => (told: Told) =>
  told.tasks
    .filter((row) => kinds.includes(String(row['kind'])) && (status === undefined || row['status'] === status))
    .map((row) => ofTask(row, 'ended_at_provenance'));
const samples =
  (types: readonly string[], where: (record: Sample) => boolean = () => true) =>
  (told: Told) =>
    told.records
      .filter((record) => types.includes(record.metricType) && where(record))
      .map(({ metadata }) => metadata.provenance);
const both =
  (...all: Array<(told: Told) => Provenance[]>) =>
  (told: Told) =>
    all.flatMap((one) => one(told));
const sampled = (...types: string[]): Line => ({
  metrics: types.map((type) => type.toLowerCase()),
  provenances: samples(types),
});

const WORK = ['task', 'subagent'];
const TOKENS = ['tokens_input', 'tokens_output', 'tokens_cache_read', 'tokens_cache_creation'];

/** The lines of the matrix by their name in docs/inputs.md. */
export const LINES: Record<string, Line> = {
  'task duration': {
    metrics: ['task_duration'],
    columns: ['duration_mean', 'duration_median', 'duration_p95'],
    fields: ['tasks.duration'],
    provenances: both(values(WORK, 'duration'), samples(['TASK_DURATION'])),
  },
  'task outcome, with its time': {
    metrics: ['task_count', 'error_rate', 'throughput'],
    columns: ['tasks', 'completed', 'failed', 'error_rate'],
    fields: ['tasks.errorRate'],
    provenances: ends(WORK),
  },
  'queue wait': {
    metrics: ['queue_wait'],
    provenances: ({ tasks }) =>
      tasks
        .filter((row) => row['kind'] === 'task' && row['created_at'] !== null && row['started_at'] !== null)
        .filter((row) => row['status'] === 'completed')
        .map((row) => ofTask(row, 'provenance')),
  },
  'tokens by kind': {
    metrics: ['token_usage'],
    columns: ['tokens_total', ...TOKENS],
    fields: ['tokens'],
    provenances: both(
      ({ tasks }) =>
        tasks
          .filter((row) => row['kind'] === 'request' && TOKENS.some((column) => row[column] !== null))
          .map((row) => ofTask(row, 'provenance')),
      samples(['TOKEN_USAGE'])
    ),
  },
  cost: {
    metrics: ['cost_usd'],
    columns: ['cost_usd'],
    fields: ['costUsd'],
    provenances: both(values(['request'], 'cost_usd'), samples(['COST_USD'])),
  },
  'model request': {
    metrics: ['request_count', 'request_error_rate'],
    own: ['PROVIDER_REQUESTS'],
    columns: ['requests'],
    fields: ['requests.total'],
    provenances: both(ends(['request']), samples(['PROVIDER_REQUESTS'])),
  },
  'request duration': {
    metrics: ['request_duration'],
    fields: ['requests.meanDurationMs'],
    provenances: both(values(['request'], 'duration'), samples(['RESPONSE_TIME'])),
  },
  'failed request': {
    metrics: [],
    own: ['PROVIDER_ERRORS'],
    columns: ['requests_failed'],
    fields: ['requests.failed'],
    provenances: both(ends(['request'], 'failed'), samples(['PROVIDER_ERRORS'])),
  },
  'tool call': {
    metrics: ['tool_count', 'tool_calls'],
    columns: ['tools'],
    fields: ['tools.total'],
    provenances: both(ends(['tool']), samples(['TOOL_CALLS'])),
  },
  'tool duration': {
    metrics: ['tool_duration'],
    provenances: both(values(['tool'], 'duration'), samples(['TOOL_DURATION'])),
  },
  'tool error': {
    metrics: ['tool_error_rate'],
    columns: ['tools_failed'],
    fields: ['tools.failed'],
    provenances: ends(['tool'], 'failed'),
  },
  quality: sampled('QUALITY'),
  'CPU, memory of the host': sampled('CPU_USAGE', 'MEMORY_USAGE'),
  sessions: sampled('SESSION_COUNT', 'SESSION_DURATION'),
  'active time, lines, commits, edits': sampled(
    'ACTIVE_TIME',
    'LINES_OF_CODE',
    'COMMIT_COUNT',
    'PULL_REQUEST_COUNT',
    'EDIT_DECISION'
  ),
  'patterns learned, router decisions and failures': sampled(
    'PATTERNS_LEARNED',
    'ROUTER_DECISIONS',
    'CIRCUIT_BREAKER_TRIPS'
  ),
  'memory entries': sampled('MEMORY_ENTRIES'),
  'processing time of the last result': sampled('NEURAL_PROCESSING_TIME'),
  'agents at work': sampled('CONCURRENT_AGENTS'),
  'CPU, memory per agent': {
    metrics: [],
    provenances: samples(['CPU_USAGE', 'MEMORY_USAGE'], ({ agentId }) => agentId !== undefined),
  },
  'network latency, spawn time, coordination time': sampled(
    'NETWORK_LATENCY',
    'AGENT_SPAWN_TIME',
    'SWARM_COORDINATION_TIME'
  ),
  'error rate, throughput, response time as such': {
    metrics: ['reported_error_rate', 'reported_throughput', 'reported_response_time'],
    provenances: samples(['ERROR_RATE', 'THROUGHPUT']),
  },
};

/** Asks a service for everything. */
export async function tellAll(service: Service): Promise<Told> {
  const { swarms: summaries } = (await service.json('/api/v1/swarms')) as { swarms: Array<{ swarmId: string }> };
  const records: Sample[] = [];
  // What a host says of itself is in no swarm, and makes none.
  for (const swarmId of new Set([...summaries.map((summary) => summary.swarmId), UNASSIGNED_SWARM])) {
    const path = `/api/v1/metrics/${encodeURIComponent(swarmId)}?duration=1000000000000&limit=1000000`;
    const { metrics, status } = (await service.json(path)) as { metrics?: Sample[]; status?: number };
    if (!metrics && status !== 404) {
      throw new Error(`${path}: ${status}`);
    }
    records.push(...(metrics ?? []));
  }
  const queries = [
    { refId: 'tasks', type: 'tasks', limit: 100_000 },
    { refId: 'swarms', type: 'swarms' },
    ...METRICS.map(({ id }) => ({ refId: id, metric: id, instant: true })),
  ];
  const { results } = (await service.postJson('/api/v1/query', { queries })) as {
    results: Record<string, { status: number; error?: string; frames: Frame[] }>;
  };
  const frames = (refId: string) => {
    const { status, error, frames: found } = results[refId] ?? { status: 0, error: 'no answer', frames: [] };
    if (status !== 200) {
      throw new Error(`${refId}: ${status} ${error}`);
    }
    return found;
  };
  const numbers = METRICS.map(({ id }): [string, unknown[]] => [
    id,
    frames(id).flatMap(({ schema, data }) =>
      schema.fields.flatMap(({ type }, column) => (type === 'number' ? (data.values[column] ?? []) : []))
    ),
  ]);
  return {
    tasks: rowsOf(frames('tasks')[0]),
    swarms: rowsOf(frames('swarms')[0]),
    summaries,
    records,
    numbers: new Map(numbers),
  };
}

function rowsOf(frame: Frame | undefined): Row[] {
  const { schema, data } = frame ?? { schema: { fields: [] }, data: { values: [] } };
  return (data.values[0] ?? []).map((_, row) =>
    Object.fromEntries(schema.fields.map(({ name }, column) => [name, data.values[column]?.[row]]))
  );
}

const LETTERS: Record<Provenance, string> = { measured: 'm', 'caller-reported': 'r', estimated: 'e' };

/** How a service says that the numbers of a line are known: the letters of the matrix, – without any. */
export function lettersOf({ provenances }: Line, told: Told): string {
  const found = new Set(provenances(told).map((provenance) => LETTERS[provenance]));
  return ['m', 'r', 'e'].filter((letter) => found.has(letter)).join(', ') || '–';
}

/** Places in the answers where a line has a number, though it be 0. */
export function placesOf(line: Line, told: Told): string[] {
  const at = (value: unknown, path: string): unknown =>
    path.split('.').reduce<unknown>((of, key) => (of as Record<string, unknown> | undefined)?.[key], value);
  return [
    ...(line.own ?? []).filter((type) => told.records.some(({ metricType }) => metricType === type)),
    ...line.metrics.filter((metric) => told.numbers.get(metric)?.some((value) => value !== null)),
    ...(line.columns ?? []).filter((column) => told.swarms.some((row) => row[column] !== null)),
    ...(line.fields ?? []).filter((field) => told.summaries.some((summary) => at(summary, field) !== undefined)),
  ];
}

/** The matrix of the docs: letters by line and input, without the notes in brackets. */
export function readMatrix(markdown: string): { inputs: string[]; cells: Record<string, string[]> } {
  const [, section = ''] = markdown.split('## What is measured, reported, estimated, not available');
  const [head = [], , ...rows] = (section.split('\n## ')[0] ?? '')
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim())
    );
  const letters = (cell: string) => cell.replace(/\s*\([^)]*\)/g, '');
  return {
    inputs: head.slice(1),
    cells: Object.fromEntries(rows.map(([name = '', ...cells]) => [name, cells.map(letters)])),
  };
}
