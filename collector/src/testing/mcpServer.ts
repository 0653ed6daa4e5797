import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

const FIXTURES = fileURLToPath(new URL('../../../tests/fixtures', import.meta.url));
/** Answers of 3.x, tools of 3.x that make up what they tell, and a tool of 2.x. */
const CALLS = [
  'claude-flow-mcp/calls.jsonl',
  'claude-flow-mcp/made-up.jsonl',
  'claude-flow-2/performance-reports.jsonl',
] as const;
const PROJECT = fileURLToPath(new URL('../../demo/claude-flow-3-recording/.claude-flow', import.meta.url));

type Json = Record<string, unknown>;
export interface RecordedCall {
  tool: string;
  args: Json;
  result: Json;
}

export async function recordedCalls(file: (typeof CALLS)[number] = CALLS[0]): Promise<RecordedCall[]> {
  const lines = (await readFile(`${FIXTURES}/${file}`, 'utf8')).trim().split('\n');
  return lines.map((line) => JSON.parse(line) as RecordedCall);
}

/** Answers instead of the server; false leaves it to it. */
export type Interception = (request: IncomingMessage, response: ServerResponse, body: Json | undefined) => boolean;

/**
 * claude-flow's MCP server on a real port: answers from a recording, from the stores of the recorded project (`task_list`,
 * `task_status` and `agent_status` as the program's code reads them), and wants to be initialised as the real one does.
 */
export class McpTestServer {
  readonly called: string[] = [];
  readonly requests: string[] = [];
  tasks: Record<string, Json> = {};
  agents: Record<string, Json> = {};
  /** Instead of what was recorded, by tool. */
  answers: Record<string, unknown> = {};
  intercept: Interception = () => false;
  private initialized = false;
  private server: Server | undefined;
  private port = 0;

  private constructor(private readonly recorded: readonly RecordedCall[]) {}

  static async create(): Promise<McpTestServer> {
    const server = new McpTestServer((await Promise.all(CALLS.map((file) => recordedCalls(file)))).flat());
    const store = async (name: string) => JSON.parse(await readFile(`${PROJECT}/${name}/store.json`, 'utf8')) as Json;
    server.tasks = (await store('tasks'))['tasks'] as Record<string, Json>;
    server.agents = (await store('agents'))['agents'] as Record<string, Json>;
    await server.start();
    onTestFinished(() => server.stop());
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async start(): Promise<void> {
    this.initialized = false;
    const server = createServer((request, response) => void this.answer(request, response));
    this.server = server;
    await new Promise<void>((resolve) => server.listen(this.port, '127.0.0.1', resolve));
    this.port = (server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    const server = this.server;
    this.server = undefined;
    server?.closeAllConnections();
    await new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const sent = await text(request);
    const body = sent === '' ? undefined : (JSON.parse(sent) as Json);
    this.requests.push(`${request.method} ${request.url}`);
    if (this.intercept(request, response, body)) {
      return;
    }
    response.setHeader('content-type', 'application/json');
    if (request.url === '/info') {
      response.end(JSON.stringify({ name: 'Claude-Flow MCP Server V3', version: '3.0.0', transport: 'http' }));
    } else if (request.url === '/rpc' && body) {
      response.end(JSON.stringify({ jsonrpc: '2.0', id: body['id'], ...this.rpc(body) }));
    } else {
      response.writeHead(404).end('{}');
    }
  }

  private rpc(body: Json): Json {
    if (body['method'] === 'initialize') {
      this.initialized = true;
      return { result: { serverInfo: { name: 'Claude-Flow MCP Server V3' } } };
    }
    if (!this.initialized) {
      return { error: { code: -32002, message: 'Server not initialized' } };
    }
    const params = body['params'] as { name: string; arguments: Json };
    this.called.push(params.name);
    const value = this.answers[params.name] ?? this.tool(params.name, params.arguments);
    return value
      ? { result: { content: [{ type: 'text', text: JSON.stringify(value, null, 2) }], isError: false } }
      : { result: { content: [{ type: 'text', text: `Tool not found: ${params.name}` }], isError: true } };
  }

  private tool(name: string, args: Json): Json | undefined {
    switch (name) {
      case 'task_list': {
        const statuses = String(args['status']).split(',');
        const tasks = Object.values(this.tasks).filter((task) => statuses.includes(String(task['status'])));
        tasks.sort((a, b) => Date.parse(String(b['createdAt'])) - Date.parse(String(a['createdAt'])));
        const listed = tasks.slice(0, Number(args['limit'] ?? 50)).map((task) => {
          const { taskId, type, description, status, progress, priority, assignedTo, createdAt } = task;
          return { taskId, type, description, status, progress, priority, assignedTo, createdAt };
        });
        return { tasks: listed, total: listed.length, filters: args };
      }
      case 'task_status':
        return (
          Object.values(this.tasks).find(({ taskId }) => taskId === args['taskId']) ?? {
            taskId: args['taskId'],
            status: 'not_found',
          }
        );
      case 'agent_status': {
        const agent = this.agents[String(args['agentId'])];
        return agent ? { ...agent, lastResult: agent['lastResult'] ?? null } : { status: 'not_found' };
      }
      default:
        return this.recorded.find(({ tool }) => tool === name)?.result;
    }
  }
}
