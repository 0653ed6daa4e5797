import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import sqlite from 'node-sqlite3-wasm';
import { fakePrometheus } from '../../../collector/src/testing/fakePrometheus.ts';
import { McpTestServer } from '../../../collector/src/testing/mcpServer.ts';
import { eventually, RECORDING, type Service, type Workplace } from './service.ts';

const FIXTURES = fileURLToPath(new URL('../../fixtures', import.meta.url));
const MINUTE = 60_000;

/** Lets a service take in everything that one input can tell, from what was recorded of it. */
export type Feed = (service: Service, work: Workplace) => Promise<void>;

/** Adds an input and waits until it has read what there is. */
async function add(service: Service, input: object, atLeast = 1): Promise<void> {
  const response = await service.post('/api/v1/inputs', input);
  if (!response.ok) {
    throw new Error(`${response.status} ${await response.text()}`);
  }
  const { id } = (await response.json()) as { id: string };
  await eventually(async () => {
    const { inputs } = (await service.json('/api/v1/inputs')) as {
      inputs: Array<{ id: string; state: string; reason?: string; progress?: object; counts: { stored: number } }>;
    };
    const found = inputs.find((one) => one.id === id);
    if (found?.state !== 'ok' || found.progress !== undefined || found.counts.stored < atLeast) {
      throw new Error(JSON.stringify(found));
    }
  }, 20_000);
}

/** Claude Code's sessions with sub-agents, all three signals. */
export const otlp: Feed = async (service) => {
  for (const signal of ['metrics', 'logs', 'traces']) {
    const packed = await readFile(join(FIXTURES, 'claude-code-sessions', `otlp-v1_${signal}.jsonl.gz`));
    for (const line of gunzipSync(packed).toString('utf8').trim().split('\n')) {
      const response = await service.post(`/v1/${signal}`, JSON.parse(line));
      if (response.status !== 200) {
        throw new Error(`${response.status} ${await response.text()}`);
      }
    }
  }
};

/** The recorded project, what lay beside it, and the stores of which none was recorded, as claude-flow's code writes them. */
export const claudeFlow3: Feed = async (service, work) => {
  const folder = await work.folder();
  await cp(RECORDING, folder, { recursive: true });
  await cp(join(FIXTURES, 'claude-flow-3/beside'), folder, { recursive: true });
  const snapshots = join(FIXTURES, 'claude-flow-3/snapshots');
  const last = join(snapshots, (await readdir(snapshots)).sort().at(-1) ?? '');
  await cp(join(last, 'system.json'), join(folder, '.claude-flow/system/metrics.json'));
  const at = Date.now() - MINUTE;
  const iso = (ms: number) => new Date(ms).toISOString();
  const session = { id: 'session-1', startedAt: iso(at - MINUTE), endedAt: iso(at), duration: MINUTE };
  await put(join(folder, '.claude-flow/sessions/session-1.json'), JSON.stringify(session));
  const memory = new sqlite.Database(join(folder, '.swarm/memory.db'));
  memory.exec('CREATE TABLE memory_entries (key TEXT, namespace TEXT, created_at INTEGER, updated_at INTEGER)');
  memory.run('INSERT INTO memory_entries VALUES (?, ?, ?, ?)', ['a', 'patterns', at, at]);
  memory.close();
  await add(service, { kind: 'claude-flow', folder }, 300);
  // In a project of its own: where there are cost events, they are the source of tokens.
  const other = await work.folder();
  const cost = { ts: iso(at), model: 'haiku', tokens_in: 100, tokens_out: 20, cost_usd: 0.002, task_id: 'task-1' };
  await put(join(other, '.swarm/cost-events.jsonl'), `${JSON.stringify(cost)}\n`);
  await add(service, { kind: 'claude-flow', folder: other });
};

export const mcp: Feed = async (service) => {
  const server = await McpTestServer.create();
  // As many as the input's rate limit lets it ask for at once, with the failed ones among them.
  const tasks = Object.entries(server.tasks);
  const failed = tasks.filter(([, { status }]) => status === 'failed');
  server.tasks = Object.fromEntries([
    ...tasks.filter(([, { status }]) => status === 'completed').slice(0, 9),
    ...failed,
  ]);
  const text = await readFile(join(RECORDING, '.claude-flow/swarm/swarm-state.json'), 'utf8');
  const [swarm] = Object.keys((JSON.parse(text) as { swarms: object }).swarms);
  await add(service, { kind: 'claude-flow-mcp', url: server.url, intervalMs: 100, swarm }, 15 + 4 * 5 + 2);
};

export const transcripts: Feed = async (service, work) => {
  const folder = join(await work.folder(), 'projects');
  await cp(join(FIXTURES, 'claude-code-transcripts/projects'), folder, { recursive: true });
  await add(service, { kind: 'claude-code-transcripts', folder }, 300);
};

export const claudeFlow2: Feed = async (service, work) => {
  const folder = join(await work.folder(), 'project');
  await cp(join(FIXTURES, 'claude-flow-2/project'), folder, { recursive: true, preserveTimestamps: true });
  await add(service, { kind: 'claude-flow-2', folder }, 23);
};

/** Every kind of record that programs may push, one each. */
export const push: Feed = async (service) => {
  const at = Date.now() - MINUTE;
  const record = (metricType: string, unit: string, value: number, tags: Record<string, string> = {}) => ({
    swarmId: 'pushed',
    agentId: 'agent-1',
    timestamp: at,
    metricType,
    unit,
    value,
    tags,
  });
  const metrics = [
    record('TASK_DURATION', 'ms', 5, { taskId: 'a' }),
    record('TASK_DURATION', 'ms', 6, { taskId: 'b', status: 'failed' }),
    record('TOOL_DURATION', 'ms', 6, { tool: 'Bash' }),
    record('TOOL_DURATION', 'ms', 7, { tool: 'Bash', status: 'failed' }),
    record('RESPONSE_TIME', 'ms', 8, { kind: 'request' }),
    record('RESPONSE_TIME', 'ms', 9, { kind: 'request', status: 'failed' }),
    record('TOKEN_USAGE', 'tokens', 9, { type: 'input' }),
    record('COST_USD', 'USD', 0.5),
    ...['QUALITY', 'CPU_USAGE', 'MEMORY_USAGE'].map((type) => record(type, 'ratio', 0.25)),
    ...['SESSION_COUNT', 'LINES_OF_CODE', 'COMMIT_COUNT', 'EDIT_DECISION', 'PATTERNS_LEARNED', 'ROUTER_DECISIONS'].map(
      (type) => record(type, 'count', 2)
    ),
    record('MEMORY_ENTRIES', 'count', 3),
    record('ACTIVE_TIME', 's', 4),
    record('ERROR_RATE', 'ratio', 0.1),
    record('THROUGHPUT', 'ops_per_s', 0.2),
    record('CONCURRENT_AGENTS', 'count', 2),
    ...['NETWORK_LATENCY', 'SWARM_COORDINATION_TIME', 'NEURAL_PROCESSING_TIME'].map((type) => record(type, 'ms', 11)),
  ];
  const answer = (await service.postJson('/api/v1/metrics', { metrics })) as { stored: number };
  if (answer.stored !== metrics.length) {
    throw new Error(JSON.stringify(answer));
  }
};

export const prometheus: Feed = async (service) => {
  const now = Date.now();
  const series = (name: string, ...values: number[]) => ({
    labels: { __name__: name, swarm_id: 'scraped', type: 'input' },
    points: values.map((value, index): [number, number] => [now - (values.length - index) * MINUTE, value]),
  });
  const names = ['token_usage_tokens', 'cost_usage_USD', 'session_count', 'active_time_seconds', 'lines_of_code_count'];
  const fake = await fakePrometheus([
    ...[...names, 'commit_count', 'pull_request_count', 'code_edit_tool_decision'].map((name) =>
      series(`claude_code_${name}_total`, 1, 1, 4)
    ),
    ...['requests', 'errors'].map((name) => series(`claude_flow_provider_${name}_total`, 1, 1, 4)),
    series('claude_flow_system_cpu_percent', 40, 50),
    series('claude_flow_agent_active', 3, 4),
    ...['claude_flow_task_duration_seconds_sum', 'claude_flow_task_errors_total'].map((name) => series(name, 1, 2)),
  ]);
  // Longer than the series, so that none of them seems to have appeared while it was watched.
  await add(service, { kind: 'prometheus', url: fake.url, backfillMs: 2 * MINUTE + 30_000 }, 10);
};

async function put(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}
