import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import sqlite from 'node-sqlite3-wasm';
import { afterAll, describe, expect, it } from 'vitest';
import { Workplace, type Service } from './support/service.ts';

const work = new Workplace();
afterAll(() => work.clear());

/** Planted wherever a prompt, an answer, an error text or a person could stand. */
const MARKER = 'Zq9XmarkerW4k';
/** Planted where a name may be kept: the search has to find this one. */
const CONTROL = 'Zq9XcontrolW4k';

const AT = Date.now() - 60_000;
const iso = (offset: number) => new Date(AT + offset).toISOString();

async function put(path: string, content: unknown): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
}

async function plantProject(folder: string): Promise<void> {
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
  await put(join(folder, '.claude-flow/hive-mind/state.json'), { hiveToken: MARKER });
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

function logs() {
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

function metrics() {
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

/** Every answer that the service gives about what it holds. */
async function answers(service: Service): Promise<string> {
  const found: string[] = [];
  const keep = async (response: Promise<Response>) =>
    void found.push(Buffer.from(await (await response).arrayBuffer()).toString('latin1'));
  const ids = [CONTROL, 'claude'];
  for (const path of [
    '/api/v1/swarms',
    '/api/v1/health',
    '/api/v1/info',
    ...ids.flatMap((id) => [`/api/v1/analysis/${id}`, `/api/v1/metrics/${id}?duration=900000`]),
  ]) {
    await keep(fetch(`${service.url}${path}`));
  }
  const queries = [
    { refId: 'A', type: 'tasks' },
    { refId: 'B', type: 'swarms' },
    { refId: 'C', groupBy: ['swarm', 'agent', 'agentType', 'type', 'model', 'topology'] },
    { refId: 'D', type: 'ranking' },
  ];
  await keep(service.post('/api/v1/query', { queries }));
  await keep(service.post('/api/v1/query', { queries }, { accept: 'application/vnd.claudeflow.frames' }));
  await keep(service.post('/api/v1/compare', { swarmIds: ids }));
  for (const format of ['html', 'markdown', 'json']) {
    await keep(service.post('/api/v1/reports', { swarmIds: ids, format }));
  }
  return found.join('\n');
}

async function filesOf(folder: string): Promise<string> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  const files = entries.filter((entry) => entry.isFile());
  return (await Promise.all(files.map((file) => readFile(join(file.parentPath, file.name), 'latin1')))).join('\n');
}

/** Every value of every table, however the file stores it. */
async function tablesOf(file: string): Promise<string> {
  const instance = await DuckDBInstance.create(file);
  const connection = await instance.connect();
  const tables = (await connection.runAndReadAll('SELECT table_name FROM duckdb_tables()'))
    .getRows()
    .map(([name]) => String(name));
  const rows = await Promise.all(
    tables.map(async (table) => (await connection.runAndReadAll(`FROM ${table}`)).getRowsJson())
  );
  connection.closeSync();
  instance.closeSync();
  return JSON.stringify(rows);
}

describe('prompts, answers, error texts and persons', () => {
  it('are nowhere: not in the data, an answer, a report, the log or a file left behind', async () => {
    const [data, project, temporary] = [await work.folder(), await work.folder(), await work.folder()];
    await plantProject(project);
    await new Promise((resolve) => setTimeout(resolve, 50));
    const service = await work.start(['--no-demo', '--data', data, '--claude-flow', project], {
      TMPDIR: temporary,
      LOG_LEVEL: 'trace',
    });
    expect((await service.post('/v1/logs', logs())).status).toBe(200);
    expect((await service.post('/v1/metrics', metrics())).status).toBe(200);
    expect(
      (
        await fetch(`${service.url}/v1/logs`, {
          method: 'POST',
          body: `{"resourceLogs": ${MARKER}`,
          headers: { 'content-type': 'application/json' },
        })
      ).status
    ).toBe(400);

    const told = await answers(service);
    const live = await filesOf(data);
    const { stdout, stderr } = await service.stop('SIGKILL');
    const left = await filesOf(data);
    const tables = await tablesOf(join(data, 'performance.duckdb'));
    const copies = (await readdir(temporary, { recursive: true })).join('\n');

    expect(told).toContain(CONTROL);
    expect(`${live}${left}`).toContain(CONTROL);
    expect(tables).toContain(CONTROL);
    for (const [where, all] of Object.entries({ told, live, left, tables, stdout, stderr, copies })) {
      expect([where, all.includes(MARKER)]).toEqual([where, false]);
    }
    expect(copies).toBe('');
  });
});
