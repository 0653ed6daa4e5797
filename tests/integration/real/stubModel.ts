import { once } from 'node:events';
import { createServer, type Server } from 'node:http';

interface Usage {
  input: number;
  output: number;
}

/** Stands in for a model: answers chat completions with token counts of its own, another one each time. */
export class StubModel {
  readonly answered: Usage[] = [];
  private readonly server: Server;

  private constructor() {
    this.server = createServer((request, response) => {
      request.resume().on('end', () => {
        const usage = { input: 101 + 10 * this.answered.length, output: 7 + this.answered.length };
        this.answered.push(usage);
        response.setHeader('content-type', 'application/json').end(
          JSON.stringify({
            id: `stub-${this.answered.length}`,
            model: 'stub',
            choices: [{ message: { role: 'assistant', content: 'private-text' }, finish_reason: 'stop' }],
            usage: {
              prompt_tokens: usage.input,
              completion_tokens: usage.output,
              total_tokens: usage.input + usage.output,
            },
          })
        );
      });
    });
  }

  static async start(): Promise<StubModel> {
    const model = new StubModel();
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
}
