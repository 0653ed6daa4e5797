import { array, finite, object, string } from '../narrow.ts';
import { RequestBudget } from './budget.ts';
import { McpError, request, type Answer } from './http.ts';

/**
 * The tools that are ever called: they read stores. Others answer with made-up numbers (`performance_metrics`, `agent_health`,
 * `memory_detailed-stats`, `hooks_intelligence_stats`, `coordination_metrics`, `daa_performance_metrics`) or change something.
 */
export const TOOLS = [
  'task_list',
  'task_status',
  'agent_list',
  'agent_status',
  'swarm_status',
  'system_metrics',
] as const;
export type Tool = (typeof TOOLS)[number];

const NOT_INITIALIZED = -32_002;
const MCP_VERSION = { major: 2024, minor: 11, patch: 5 };

/** Speaks JSON-RPC with claude-flow's MCP server over HTTP. */
export class McpClient {
  private readonly base: string;
  private requestId = 0;
  private readonly stopping = new AbortController();

  /** @param url of the server, with or without `/rpc` */
  constructor(
    url: string,
    readonly budget: RequestBudget = new RequestBudget(),
    private readonly timeoutMs = 5000
  ) {
    this.base = url.replace(/\/+$/, '').replace(/\/rpc$/, '');
  }

  /**
   * What the tool answers, as JSON. A server that wants to be initialised first, such as after a restart, is.
   *
   * @throws McpError
   */
  async call(tool: Tool, args: Record<string, unknown> = {}): Promise<Record<string, unknown>> {
    const first = await this.rpc('tools/call', { name: tool, arguments: args });
    let answer = first;
    if (finite(object(first['error'])?.['code']) === NOT_INITIALIZED) {
      await this.rpc('initialize', {
        protocolVersion: MCP_VERSION,
        capabilities: {},
        clientInfo: { name: 'claude-flow-performance', version: '1' },
      });
      answer = await this.rpc('tools/call', { name: tool, arguments: args });
    }
    return contentOf(tool, answer);
  }

  /**
   * Says who answers at the URL when it is not claude-flow; undefined when it is, or can't be told.
   *
   * @throws McpError
   */
  async stranger(): Promise<string | undefined> {
    const info = await this.get('/info');
    if (/claude-?flow|ruflo/i.test(string(info?.['name']) ?? '')) {
      return undefined;
    }
    const health = await this.get('/api/health');
    if (string(health?.['database']) && string(health?.['version'])) {
      return (
        'Grafana answers there, not claude-flow: both use port 3000 unless told otherwise. Start the MCP server on another ' +
        'port (npx @claude-flow/cli mcp start -t http -p 3333 --host 127.0.0.1) and give its URL.'
      );
    }
    return 'Something else than the MCP server of claude-flow answers there; check the URL and its port.';
  }

  /** Ends the request that is under way; later ones fail. */
  stop(): void {
    this.stopping.abort();
  }

  private async get(path: string): Promise<Record<string, unknown> | undefined> {
    try {
      const answer = await this.send(path, undefined);
      if (answer.status >= 500) {
        throw new McpError({ kind: 'unreachable', message: `it answers with status ${answer.status}` });
      }
      return object(JSON.parse(answer.text));
    } catch (error) {
      if (error instanceof SyntaxError || (error instanceof McpError && error.failure.kind === 'unusable')) {
        return undefined;
      }
      throw error;
    }
  }

  private async rpc(method: string, params: unknown): Promise<Record<string, unknown>> {
    const body = { jsonrpc: '2.0', id: ++this.requestId, method, params };
    const { status, text } = await this.send('/rpc', body);
    if (status !== 200) {
      throw new McpError({ kind: 'unusable', message: `it answers with status ${status}` });
    }
    const answer = parse(text);
    if (!answer) {
      throw new McpError({ kind: 'unusable', message: 'its answer is not JSON' });
    }
    return answer;
  }

  private async send(path: string, body: unknown): Promise<Answer> {
    if (!this.budget.take()) {
      throw new McpError({ kind: 'paced', message: 'it has been asked as often as its rate limit allows' });
    }
    const answer = await request(new URL(`${this.base}${path}`), body, this.timeoutMs, this.stopping.signal);
    if (answer.status === 429) {
      this.budget.pause(answer.retryAfter);
      throw new McpError({ kind: 'busy', message: 'it asks us to come back later (429)' });
    }
    return answer;
  }
}

function contentOf(tool: Tool, answer: Record<string, unknown>): Record<string, unknown> {
  const error = finite(object(answer['error'])?.['code']);
  if (error !== undefined) {
    throw new McpError({ kind: 'tool', message: `it refuses ${tool} with code ${error}` });
  }
  const result = object(answer['result']);
  const value = parse(string(object(array(result?.['content'])?.[0])?.['text']));
  if (result?.['isError'] === true || !value) {
    throw new McpError({ kind: 'tool', message: `its answer to ${tool} is not usable` });
  }
  return value;
}

function parse(text: string | undefined): Record<string, unknown> | undefined {
  try {
    return text === undefined ? undefined : object(JSON.parse(text));
  } catch {
    return undefined;
  }
}
