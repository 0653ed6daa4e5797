import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';

interface Usage {
  input: number;
  output: number;
  cacheRead: number;
  cacheCreation: number;
}
/** What the model does next: calls of tools, or a last word. */
export type Step = Array<{ tool: string; input: object }> | 'done';

interface Message {
  role: string;
  content: string | Array<{ type: string }>;
}

interface Request {
  model: string;
  messages: Message[];
  stream?: boolean;
}

/**
 * Stands in for a model behind the Messages API: streams answers with token counts of its own, another one each time. A
 * conversation goes through `steps`: each answer is the step after as many tool results as it holds.
 */
export class StubMessages {
  readonly answered: Usage[] = [];
  /** Tools that the model called, in order. */
  readonly called: string[] = [];
  private readonly server: Server;

  private constructor(private readonly steps: readonly Step[]) {
    this.server = createServer((request, response) => {
      if (request.method === 'POST' && /^\/v1\/messages(\?|$)/.test(request.url ?? '')) {
        void json(request).then((body) => this.answer(body as Request, response));
      } else {
        request.resume();
        response.writeHead(404).end();
      }
    });
  }

  static async start(steps: readonly Step[]): Promise<StubMessages> {
    const model = new StubMessages(steps);
    model.server.listen(0, '127.0.0.1');
    await once(model.server, 'listening');
    return model;
  }

  get url(): string {
    const address = this.server.address();
    return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  }

  /** Tokens of one kind in all answers. */
  sum(kind: keyof Usage): number {
    return this.answered.reduce((total, usage) => total + usage[kind], 0);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private answer(body: Request, response: ServerResponse): void {
    const number = this.answered.length;
    const usage = {
      input: 101 + 10 * number,
      output: 7 + number,
      cacheRead: 1000 + number,
      cacheCreation: 50 + number,
    };
    this.answered.push(usage);
    const results = body.messages.filter(
      ({ content }) => Array.isArray(content) && content.some(({ type }) => type === 'tool_result')
    ).length;
    const step = this.steps[Math.min(results, this.steps.length - 1)] ?? 'done';
    const blocks =
      step === 'done'
        ? [{ type: 'text', text: 'private-text' }]
        : step.map(({ tool, input }, index) => ({
            type: 'tool_use',
            id: `toolu_${number}_${index}`,
            name: tool,
            input,
          }));
    this.called.push(...(step === 'done' ? [] : step.map(({ tool }) => tool)));
    const message = {
      id: `msg_${number}`,
      type: 'message',
      role: 'assistant',
      model: body.model,
      content: [],
      stop_reason: null,
      stop_sequence: null,
    };
    const stop = step === 'done' ? 'end_turn' : 'tool_use';
    const counts = {
      input_tokens: usage.input,
      cache_read_input_tokens: usage.cacheRead,
      cache_creation_input_tokens: usage.cacheCreation,
    };
    response.setHeader('request-id', `req_${number}`);
    if (body.stream !== true) {
      response.setHeader('content-type', 'application/json');
      response.end(
        JSON.stringify({
          ...message,
          content: blocks,
          stop_reason: stop,
          usage: { ...counts, output_tokens: usage.output },
        })
      );
      return;
    }
    response.setHeader('content-type', 'text/event-stream');
    const event = (type: string, fields: object) =>
      void response.write(`event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`);
    event('message_start', { message: { ...message, usage: { ...counts, output_tokens: 1 } } });
    blocks.forEach((block, index) => {
      const isText = 'text' in block;
      event('content_block_start', {
        index,
        content_block: isText ? { type: 'text', text: '' } : { ...block, input: {} },
      });
      event('content_block_delta', {
        index,
        delta: isText
          ? { type: 'text_delta', text: block.text }
          : { type: 'input_json_delta', partial_json: JSON.stringify(block.input) },
      });
      event('content_block_stop', { index });
    });
    event('message_delta', {
      delta: { stop_reason: stop, stop_sequence: null },
      usage: { ...counts, output_tokens: usage.output },
    });
    event('message_stop', {});
    response.end();
  }
}
