import { createHash } from 'node:crypto';
import type { InputConfigOf } from '../../config/inputs.ts';
import { ServiceError } from '../../errors.ts';
import { InputAccount, type InputStatus } from '../../ingest/account.ts';
import type { Input, InputContext } from '../input.ts';
import { McpClient } from './client.ts';
import { McpError } from './http.ts';
import { McpReader } from './reader.ts';

/**
 * Each call leaves a receipt of 1.4 KB in claude-flow's own ledger, which it rewrites whole and never shortens: while nothing
 * happens, the server is asked less and less often, up to this.
 */
const MOST_WAIT_MS = 60_000;
const IDLE_FACTOR = 1.5;

/** claude-flow's MCP server over HTTP, asked inside its rate limit. That it is not running is normal. */
export class ClaudeFlowMcpInput implements Input {
  private timer: NodeJS.Timeout | undefined;
  private round: Promise<void> = Promise.resolve();
  private stopped = false;
  private known = false;
  /** Ms until the next reading. */
  private wait: number;

  private constructor(
    private readonly intervalMs: number,
    private readonly account: InputAccount,
    private readonly client: McpClient,
    private readonly reader: McpReader
  ) {
    this.wait = intervalMs;
  }

  /** @throws ServiceError `CONFIG` when the URL holds a name or password: the server knows none, and the URL is shown. */
  static create(
    { url, intervalMs, swarm }: InputConfigOf<'claude-flow-mcp'>,
    { ingestor }: Pick<InputContext, 'ingestor'>,
    client = new McpClient(url)
  ): ClaudeFlowMcpInput {
    const { origin, host, pathname, username, password } = new URL(url);
    if (username !== '' || password !== '') {
      throw new ServiceError(
        'CONFIG',
        'Leave name and password out of the URL: the MCP server of claude-flow has none.'
      );
    }
    const place = `${origin}${pathname.replace(/\/+$/, '').replace(/\/rpc$/, '')}`;
    const account = new InputAccount(`claude-flow-mcp:${host}`, 'claude-flow-mcp');
    const scope = `claude-flow-mcp:${createHash('sha256').update(place).digest('hex').slice(0, 16)}`;
    const reader = new McpReader(client, { scope, swarm }, account, ingestor);
    return new ClaudeFlowMcpInput(intervalMs, account, client, reader);
  }

  get id(): string {
    return this.account.id;
  }

  async start(): Promise<void> {
    this.round = this.poll();
    await this.round;
    this.schedule();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    this.client.stop();
    await this.round;
  }

  status(): InputStatus {
    return this.account.status();
  }

  private schedule(): void {
    if (!this.stopped) {
      const wait = Math.max(this.wait, this.client.budget.waitMs());
      this.timer = setTimeout(() => {
        this.round = this.poll().finally(() => this.schedule());
      }, wait);
    }
  }

  private async poll(): Promise<void> {
    try {
      const stranger = this.known ? undefined : await this.client.stranger();
      if (stranger !== undefined) {
        this.account.report('degraded', stranger);
        return;
      }
      this.known = true;
      const worked = await this.reader.readOnce();
      const longest = Math.max(this.intervalMs, MOST_WAIT_MS);
      this.wait = worked ? this.intervalMs : Math.min(this.wait * IDLE_FACTOR, longest);
      this.account.report('ok');
    } catch (error) {
      this.fail(error);
    }
  }

  private fail(error: unknown): void {
    this.wait = this.intervalMs;
    if (!(error instanceof McpError)) {
      const message = error instanceof Error ? error.message : String(error);
      this.account.report('degraded', `Could not be stored, will be tried again: ${message}`);
      this.reader.again();
      return;
    }
    if (error.failure.kind === 'paced') {
      this.account.report(
        'ok',
        'There is more to read than the rate limit of the server allows at once; it is caught up with.'
      );
      return;
    }
    if (error.failure.kind !== 'busy') {
      // Another program, or the same one started anew, may answer next time.
      this.known = false;
      this.reader.lost();
    }
    this.account.report('waiting', `The MCP server can't be read now: ${error.message}. It is asked again.`);
  }
}
