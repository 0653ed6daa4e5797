import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sqlite from 'node-sqlite3-wasm';

const FIXTURES = fileURLToPath(new URL('../../fixtures', import.meta.url));

/** Planted wherever a prompt, an answer, an error text or a person could stand. */
export const MARKER = 'Zq9XmarkerW4k';
/** Planted where a name may be kept: the search has to find this one. */
export const CONTROL = 'Zq9XcontrolW4k';

const AT = Date.now() - 60_000;
const iso = (offset: number) => new Date(AT + offset).toISOString();

async function put(path: string, content: unknown): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
}

/** A claude-flow 3.x project with every file that is read. */
export async function plantClaudeFlow3(folder: string): Promise<void> {
  const task = (taskId: string, fields: object) => ({
    taskId,
    type: 'research',
    description: MARKER,
    priority: MARKER,
    tags: [MARKER],
    assignedTo: ['agent-1'],
    createdAt: iso(0),
    startedAt: iso(10),
    result: { text: MARKER, error: MARKER },
    error: MARKER,
    ...fields,
  });
  await put(join(folder, '.claude-flow/tasks/store.json'), {
    tasks: {
      a: task('a', { status: 'completed', completedAt: iso(500) }),
      b: task('b', { status: 'failed', completedAt: null }),
      c: { status: 5, description: MARKER },
    },
  });
  const agent = {
    agentId: 'agent-1',
    agentType: 'coder',
    config: { prompt: MARKER },
    currentTask: MARKER,
    lastResult: {
      success: true,
      messageId: 'm-1',
      output: MARKER,
      response: MARKER,
      usage: { inputTokens: 5, outputTokens: 6 },
      durationMs: 7,
    },
  };
  await put(join(folder, '.claude-flow/agents/store.json'), { agents: { 'agent-1': agent } });
  await put(join(folder, '.claude-flow/swarm/swarm-state.json'), {
    swarms: {
      [CONTROL]: {
        swarmId: CONTROL,
        topology: 'mesh',
        agents: ['agent-1'],
        tasks: [MARKER],
        hiveToken: MARKER,
        createdAt: iso(-10),
      },
    },
  });
  await plantRest(folder);
  const call = { ts: iso(400), task_hash: 'h', model: 'sonnet', tokens: { input: 1, output: 2 } };
  const messages = [
    { role: 'system', content: `Agent ID: agent-1. ${MARKER}` },
    { role: 'user', content: MARKER },
    { role: 'assistant', content: MARKER },
  ];
  const lines = (...values: unknown[]) =>
    values.map((value) => `${typeof value === 'string' ? value : JSON.stringify(value)}\n`).join('');
  await put(
    join(folder, '.swarm/run-transcripts.jsonl'),
    lines({ ...call, resolved: true, messages, model_patch: MARKER }, `{"ts": "${MARKER}`)
  );
  await put(
    join(folder, '.swarm/model-router-trajectories.jsonl'),
    lines(
      { ...call, type: 'outcome', quality: 1, task: MARKER, error: MARKER },
      { ...call, type: 'decision', task: MARKER },
      MARKER
    )
  );
  const database = new sqlite.Database(join(folder, '.swarm/agentdb-memory.db'));
  database.exec(
    'CREATE TABLE memory_entries (key TEXT, namespace TEXT, content TEXT, created_at INTEGER, updated_at INTEGER)'
  );
  const row = (key: string, namespace: string, content: unknown) =>
    database.run('INSERT INTO memory_entries VALUES (?, ?, ?, ?, ?)', [
      key,
      namespace,
      JSON.stringify(content),
      AT + 600,
      AT + 600,
    ]);
  row('feedback-b', 'feedback', {
    taskId: 'b',
    task: MARKER,
    success: false,
    quality: 0.5,
    agent: 'coder',
    duration: 9,
    error: MARKER,
  });
  row('feedback-x', 'feedback', { task: MARKER });
  row('pattern', 'patterns', { text: MARKER });
  database.close();
}

const text = (key: string, value: string) => ({ key, value: { stringValue: value } });
const PERSON = [
  'user.id',
  'user.email',
  'user.account_uuid',
  'organization.id',
  'prompt',
  'error',
  'response',
  'tool_input',
  'file_path',
  'prompt.id',
  'stack',
].map((key) => text(key, MARKER));
const NAMES = [text('swarm.id', 'claude'), text('session.id', 'session-1')];

export function logs() {
  const event = (name: string, sequence: number, ...own: object[]) => ({
    timeUnixNano: `${AT + 700}000000`,
    body: { stringValue: name === 'user_prompt' ? MARKER : `claude_code.${name}` },
    attributes: [
      text('event.name', name),
      { key: 'event.sequence', value: { intValue: sequence } },
      ...NAMES,
      ...PERSON,
      ...own,
    ],
  });
  const logRecords = [
    event('user_prompt', 1),
    event('assistant_response', 2),
    event('api_request', 3, text('duration_ms', '5'), text('input_tokens', '4')),
    event('api_error', 4, text('status_code', '529')),
    event('tool_result', 5, text('tool_name', 'Bash'), text('success', 'false'), text('error_type', 'Error')),
    event('tool_result', 6, text('tool_name', 'Bash')),
    event(MARKER, 7),
  ];
  return { resourceLogs: [{ resource: { attributes: PERSON }, scopeLogs: [{ scope: { name: MARKER }, logRecords }] }] };
}

export function metrics() {
  const point = (fields: object) => ({
    attributes: [...NAMES, ...PERSON, text('type', 'input')],
    timeUnixNano: `${AT + 700}000000`,
    asDouble: 4,
    ...fields,
  });
  const metric = (name: string, ...dataPoints: object[]) => ({
    name,
    description: MARKER,
    sum: { aggregationTemporality: 1, dataPoints },
  });
  const all = [metric('claude_code.token.usage', point({}), point({ asDouble: MARKER })), metric(MARKER, point({}))];
  return {
    resourceMetrics: [{ resource: { attributes: PERSON }, scopeMetrics: [{ scope: { name: MARKER }, metrics: all }] }],
  };
}

/** Names that a text, a person, a secret or a place may have in any of the foreign files. */
const PRIVATE = [
  ...['prompt', 'description', 'content', 'text', 'message', 'output', 'response', 'result', 'error', 'objective'],
  ...['command', 'cwd', 'gitBranch', 'file_path', 'reason', 'resource', 'inputDigest', 'email', 'user_id', 'hiveToken'],
  ...['capabilities', 'summary', 'task', 'stdout', 'lastPrompt', 'thinking'],
];

/** The same value with the marker in each of those fields, at every depth, where it was a text or was missing. */
export function poison(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(poison);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const planted = Object.fromEntries(PRIVATE.map((name) => [name, MARKER]));
  const own = Object.entries(value).map(([name, field]) => [
    name,
    typeof field === 'string' && PRIVATE.includes(name) ? MARKER : poison(field),
  ]);
  return { ...planted, ...Object.fromEntries(own) };
}

/** What lies beside the stores of a claude-flow 3.x project. */
async function plantRest(folder: string): Promise<void> {
  const at = (...names: string[]) => join(folder, '.claude-flow', ...names);
  const hive = { initialized: true, topology: 'mesh', createdAt: iso(-20), workers: ['hive-worker'] };
  await put(at('hive-mind/state.json'), poison({ ...hive, queen: { agentId: 'queen-1', electedAt: iso(-20) } }));
  await put(at('agents.json'), poison({ agents: [{ id: 'cli-agent', type: 'coder', createdAt: iso(-20) }] }));
  await put(join(folder, '.swarm/state.json'), poison({ id: 'cli-swarm', topology: 'mesh', initializedAt: iso(-20) }));
  for (const [from, to] of [
    ['.claude-flow/policy/state.json', at('policy/state.json')],
    ['.claude-flow/neural/stats.json', at('neural/stats.json')],
    ['.swarm/model-router-state.json', join(folder, '.swarm/model-router-state.json')],
    ['.claude-flow/routing-outcomes.json', at('routing-outcomes.json')],
  ] as const) {
    await put(to, poison(JSON.parse(await readFile(join(FIXTURES, 'claude-flow-3/beside', from), 'utf8'))));
  }
  const worker = { runCount: 2, successCount: 1, failureCount: 1, lastRun: iso(20), lastStartedAt: iso(10) };
  await put(at('daemon-state.json'), poison({ running: true, workers: { audit: worker } }));
  const session = { id: 'session-1', startedAt: iso(-50), endedAt: iso(0), duration: 50 };
  await put(at('sessions/session-1.json'), poison(session));
  await put(at('sessions/session-2.json'), `{"id": "${MARKER}`);
  const cost = { ts: iso(30), model: 'haiku', tokens_in: 1, tokens_out: 2, cost_usd: 0.1, session_id: MARKER };
  await put(join(folder, '.swarm/cost-events.jsonl'), `${JSON.stringify(poison(cost))}\n{"ts": "${MARKER}\n`);
  const memory = new sqlite.Database(join(folder, '.swarm/memory.db'));
  memory.exec(
    'CREATE TABLE memory_entries (key TEXT, namespace TEXT, value TEXT, created_at INTEGER, updated_at INTEGER)'
  );
  memory.run('INSERT INTO memory_entries VALUES (?, ?, ?, ?, ?)', [MARKER, 'patterns', MARKER, AT, AT]);
  memory.close();
}

/** The recorded claude-flow 2.x project with the marker in its rows. */
export async function plantClaudeFlow2(folder: string): Promise<void> {
  await cp(join(FIXTURES, 'claude-flow-2/project'), folder, { recursive: true });
  const memory = new sqlite.Database(join(folder, '.swarm/memory.db'));
  memory.exec('PRAGMA locking_mode = EXCLUSIVE');
  for (const { id, value } of memory.all('SELECT id, value FROM memory_entries')) {
    const text = String(value);
    const planted = text.startsWith('{') ? JSON.stringify(poison(JSON.parse(text))) : MARKER;
    memory.run('UPDATE memory_entries SET value = ?, metadata = ? WHERE id = ?', [planted, MARKER, Number(id)]);
  }
  memory.run(
    "INSERT INTO memory_entries (key, value, namespace, created_at) VALUES ('task:torn:completed', ?, 'hooks:post-task', 1795438800)",
    [`{"taskId": "${MARKER}`]
  );
  memory.close();
  const hive = new sqlite.Database(join(folder, '.hive-mind/hive.db'));
  hive.exec('PRAGMA locking_mode = EXCLUSIVE');
  hive.run('UPDATE swarms SET objective = ?, name = ?', [MARKER, MARKER]);
  hive.run('UPDATE agents SET name = ?, role = ?, capabilities = ?', [MARKER, MARKER, MARKER]);
  hive.close();
}

/** The recorded transcripts, each line with the marker in it and beside it. */
export async function plantTranscripts(folder: string): Promise<void> {
  await cp(join(FIXTURES, 'claude-code-transcripts/projects'), folder, { recursive: true });
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) {
      const path = join(entry.parentPath, entry.name);
      const lines = (await readFile(path, 'utf8')).trimEnd().split('\n');
      const planted = lines.map((line) => `${JSON.stringify(poison(JSON.parse(line)))}\n`);
      await writeFile(
        path,
        entry.name.endsWith('.jsonl') ? [...planted, `{"type":"assistant","text":"${MARKER}\n`] : planted
      );
    }
  }
}

/** The recorded spans of Claude Code with persons and texts beside each attribute. */
export async function traces(): Promise<unknown> {
  const text = await readFile(join(FIXTURES, 'claude-code-otlp/otlp-v1_traces.jsonl'), 'utf8');
  return withPersons(JSON.parse(text.split('\n')[0] ?? ''));
}

function withPersons(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(withPersons);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [
      name,
      name === 'attributes' && Array.isArray(field) ? [...field, ...PERSON] : withPersons(field),
    ])
  );
}

/** Records that a program pushes, with whatever it writes into tags and context; the last two are refused. */
export function pushed(name: string): object[] {
  const record = (id: string, fields: object) => ({
    ...Object.fromEntries(PRIVATE.map((field) => [field, MARKER])),
    id: `${name}-${id}`,
    swarmId: CONTROL,
    timestamp: AT,
    metricType: 'TASK_DURATION',
    value: 5,
    unit: 'ms',
    tags: { ...Object.fromEntries(PRIVATE.map((field) => [field, MARKER])), taskType: 'review' },
    metadata: { context: { note: MARKER }, dimensions: [] },
    ...fields,
  });
  return [
    record('a', {}),
    record('b', { metricType: 'QUALITY', value: 0.5, unit: 'ratio' }),
    record('c', { value: MARKER }),
  ];
}
