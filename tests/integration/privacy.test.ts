import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { Client, credentials, Metadata } from '@grpc/grpc-js';
import { afterAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { exportMethod } from '../../collector/src/inputs/otlp-grpc/services.ts';
import { fakePrometheus } from '../../collector/src/testing/fakePrometheus.ts';
import { McpTestServer } from '../../collector/src/testing/mcpServer.ts';
import { toProtobuf } from '../../collector/src/testing/protobuf.ts';
import {
  CONTROL,
  logs,
  MARKER,
  metrics,
  plantClaudeFlow2,
  plantClaudeFlow3,
  plantTranscripts,
  poison,
  pushed,
  traces,
} from './support/planted.ts';
import { eventually, freePort, Workplace, type Service } from './support/service.ts';

const work = new Workplace();
afterAll(() => work.clear());

/** Every answer that the service gives about what it holds. */
async function answers(service: Service): Promise<string> {
  const found: string[] = [];
  const keep = async (response: Promise<Response>) =>
    void found.push(Buffer.from(await (await response).arrayBuffer()).toString('latin1'));
  const { swarms } = (await service.json('/api/v1/swarms')) as { swarms: Array<{ swarmId: string }> };
  const ids = [CONTROL, 'claude', ...swarms.map(({ swarmId }) => swarmId)].slice(0, 12);
  for (const path of [
    '/api/v1/swarms',
    '/api/v1/health',
    '/api/v1/info',
    '/api/v1/inputs',
    '/metrics',
    ...ids.flatMap((id) => [`/api/v1/analysis/${id}`, `/api/v1/metrics/${id}?duration=1000000000000`]),
  ]) {
    await keep(fetch(`${service.url}${path}`));
  }
  const queries = [
    { refId: 'A', type: 'tasks', limit: 100_000 },
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

type Signal = 'logs' | 'metrics' | 'traces';

/** Sends one signal by each of the protocols; which one was first makes no difference to what is kept. */
async function sendOtlp(service: Service, grpcPort: number, signal: Signal, body: unknown): Promise<void> {
  expect((await service.post(`/v1/${signal}`, body)).status).toBe(200);
  const bytes = toProtobuf(signal, body);
  const headers = { 'content-type': 'application/x-protobuf' };
  expect(
    (await fetch(`${service.url}/v1/${signal}`, { method: 'POST', body: new Uint8Array(bytes), headers })).status
  ).toBe(200);
  const client = new Client(`127.0.0.1:${grpcPort}`, credentials.createInsecure());
  const { path, requestSerialize, responseDeserialize } = exportMethod(signal);
  await new Promise<void>((resolve, reject) => {
    client.makeUnaryRequest(path, requestSerialize, responseDeserialize, bytes, new Metadata(), (error) =>
      error ? reject(error) : resolve()
    );
  });
  client.close();
}

/** Pushes by each way, with refused records and a line that is none. */
async function sendPushes(service: Service, wsPort: number): Promise<void> {
  expect(await service.postJson('/api/v1/metrics', { metrics: pushed('http') })).toMatchObject({
    stored: 2,
    rejected: 1,
  });
  const lines = [...pushed('lines').map((record) => JSON.stringify(record)), `{"id": "${MARKER}`].join('\n');
  const headers = { 'content-type': 'application/x-ndjson' };
  const answer = await fetch(`${service.url}/api/v1/metrics`, { method: 'POST', body: lines, headers });
  expect(await answer.json()).toMatchObject({ stored: 2, rejected: 2 });
  const socket = new WebSocket(`ws://127.0.0.1:${wsPort}`);
  const acknowledged = new Promise<string>((resolve, reject) => {
    socket.on('error', reject).on('message', (data) => {
      if (String(data).includes('"ack"')) {
        resolve(String(data));
      }
    });
  });
  socket.on('open', () => socket.send(JSON.stringify({ type: 'metrics', metrics: pushed('socket') })));
  expect(JSON.parse(await acknowledged)).toMatchObject({ stored: 2, rejected: 1 });
  socket.close();
}

/** A server of claude-flow whose tasks and agents hold the marker, and which fails with it. */
async function plantedMcp(): Promise<McpTestServer> {
  const server = await McpTestServer.create();
  server.tasks = poison(Object.fromEntries(Object.entries(server.tasks).slice(0, 5))) as McpTestServer['tasks'];
  server.agents = poison(server.agents) as McpTestServer['agents'];
  server.intercept = (_, response, body) => {
    const params = body?.['params'] as { name?: string } | undefined;
    if (params?.name !== 'system_metrics') {
      return false;
    }
    response.end(JSON.stringify({ jsonrpc: '2.0', id: body?.['id'], error: { code: -1, message: MARKER } }));
    return true;
  };
  return server;
}

const PERSONAL_LABELS = ['user_email', 'user_id', 'session_id', 'organization_id', 'instance', 'prompt'];

describe('prompts, answers, error texts, secrets and persons', () => {
  it('are nowhere: not in the data, an answer, a report, the log or a file left behind', async () => {
    const [data, temporary, root] = [await work.folder(), await work.folder(), await work.folder()];
    const [flow3, flow2, projects] = [join(root, 'three'), join(root, 'two'), join(root, 'projects')];
    await Promise.all([plantClaudeFlow3(flow3), plantClaudeFlow2(flow2), plantTranscripts(projects)]);
    const now = Date.now();
    const prometheus = await fakePrometheus([
      {
        labels: {
          __name__: 'claude_code_commit_count_total',
          swarm_id: 'scraped',
          ...Object.fromEntries(PERSONAL_LABELS.map((name) => [name, MARKER])),
        },
        points: [1, 2, 4].map((value, index): [number, number] => [now - (4 - index) * 60_000, value]),
      },
      { labels: { __name__: 'claude_code_commit_count_total', note: MARKER }, points: [[now - 60_000, 1]] },
    ]);
    const [grpcPort, wsPort] = [await freePort(), await freePort()];
    const config = join(root, 'performance-config.json');
    const inputs = [
      { kind: 'claude-flow', folder: flow3 },
      { kind: 'claude-flow-2', folder: flow2 },
      { kind: 'claude-code-transcripts', folder: projects },
      { kind: 'claude-flow-mcp', url: (await plantedMcp()).url, intervalMs: 100, swarm: 'served' },
      { kind: 'otlp-grpc', port: grpcPort },
      { kind: 'prometheus', url: prometheus.url, headers: { authorization: `Bearer ${MARKER}` } },
    ];
    await writeFile(config, JSON.stringify({ inputs }));
    await new Promise((resolve) => setTimeout(resolve, 50));
    const service = await work.start(['--no-demo', '--data', data, '--config', config, '--ws-port', String(wsPort)], {
      TMPDIR: temporary,
      LOG_LEVEL: 'trace',
    });
    await sendOtlp(service, grpcPort, 'logs', logs());
    await sendOtlp(service, grpcPort, 'metrics', metrics());
    await sendOtlp(service, grpcPort, 'traces', await traces());
    const torn = {
      method: 'POST',
      body: `{"resourceLogs": ${MARKER}`,
      headers: { 'content-type': 'application/json' },
    };
    expect((await fetch(`${service.url}/v1/logs`, torn)).status).toBe(400);
    await sendPushes(service, wsPort);
    // Every input has told something: otherwise the search below would prove nothing.
    await eventually(async () => {
      const { inputs: told } = (await service.json('/api/v1/inputs')) as {
        inputs: Array<{ kind: string; counts: { stored: number; duplicates: number } }>;
      };
      const silent = told.filter(({ counts }) => counts.stored + counts.duplicates === 0).map(({ kind }) => kind);
      expect([silent, told.length]).toEqual([[], 8]);
    });

    const told = await answers(service);
    const live = await filesOf(data);
    const { stdout, stderr } = await service.stop('SIGKILL');
    const left = await filesOf(data);
    const tables = await tablesOf(join(data, 'performance.duckdb'));
    const copies = (await readdir(temporary, { recursive: true })).join('\n');

    expect(told).toContain(CONTROL);
    expect(`${live}${left}`).toContain(CONTROL);
    expect(tables).toContain(CONTROL);
    expect(await readdir(data)).toContain('state.db');
    for (const [where, all] of Object.entries({ told, live, left, tables, stdout, stderr, copies })) {
      const at = all.indexOf(MARKER);
      expect([where, at < 0 ? '' : all.slice(Math.max(0, at - 200), at + 60)]).toEqual([where, '']);
    }
    expect(copies).toBe('');
  });
});
