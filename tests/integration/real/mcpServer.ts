import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

type Answer = Record<string, unknown>;

/** claude-flow's own MCP server in a project folder, spoken to over its standard streams. */
export class McpServer {
  /** Tools called so far. */
  calls = 0;
  private next = 0;
  private readonly waiting = new Map<number, (answer: Answer) => void>();

  private constructor(private readonly child: ChildProcessWithoutNullStreams) {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const answer = parse(line);
      const id = answer?.['id'];
      if (answer && typeof id === 'number') {
        this.waiting.get(id)?.(answer);
        this.waiting.delete(id);
      }
    });
    child.stderr.resume();
  }

  static async start(bin: string, folder: string, env: Record<string, string> = {}): Promise<McpServer> {
    const server = new McpServer(spawn(bin, ['mcp', 'start'], { cwd: folder, env: { ...process.env, ...env } }));
    await server.request('initialize', {
      protocolVersion: '2024-11-05',
      capabilities: {},
      clientInfo: { name: 'test', version: '1' },
    });
    return server;
  }

  /** What the tool answered. */
  async call(name: string, args: Answer): Promise<Answer> {
    this.calls++;
    const { result } = await this.request('tools/call', { name, arguments: args });
    const content = result as { content: Array<{ text: string }> };
    return parse(content.content[0]?.text ?? '') ?? {};
  }

  async stop(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      this.child.kill();
      await once(this.child, 'exit');
    }
  }

  private request(method: string, params: Answer): Promise<Answer> {
    const id = ++this.next;
    return new Promise((resolve) => {
      this.waiting.set(id, resolve);
      this.child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id, method, params })}\n`);
    });
  }
}

/** A text field of an answer. @throws Error when it has none: then the tool failed. */
export function text(answer: Answer | undefined, field: string): string {
  const value = answer?.[field];
  if (typeof value !== 'string') {
    throw new Error(`claude-flow answered without ${field}: ${JSON.stringify(answer)}`);
  }
  return value;
}

function parse(line: string): Answer | undefined {
  try {
    return JSON.parse(line) as Answer;
  } catch {
    return undefined;
  }
}
