import type { Place } from './command.ts';
import { ServiceError } from '../errors.ts';

const DEFAULT_URL = 'http://127.0.0.1:3001';
const TIMEOUT_MS = 10_000;

/** The running collector as a command talks to it. */
export class CollectorClient {
  private constructor(
    /** Without a slash at the end, without credentials. */
    readonly url: string,
    readonly key: string | undefined
  ) {}

  /** @throws ServiceError `CONFIG` for an address that is none. */
  static of({ url, key }: { url?: string; key?: string }, { env }: Pick<Place, 'env'>): CollectorClient {
    const text = url ?? (env['CLAUDE_FLOW_PERF_URL'] || DEFAULT_URL);
    const parsed = URL.canParse(text) ? new URL(text) : undefined;
    if (!parsed || !/^https?:$/.test(parsed.protocol) || parsed.username !== '' || parsed.password !== '') {
      throw new ServiceError(
        'CONFIG',
        'The address of the collector must be like http://127.0.0.1:3001, without user and password. Change --url or CLAUDE_FLOW_PERF_URL.'
      );
    }
    return new CollectorClient(
      `${parsed.origin}${parsed.pathname.replace(/\/+$/, '')}`,
      key ?? (env['CLAUDE_FLOW_PERF_KEY'] || undefined)
    );
  }

  /** Whether it answers only to a key. */
  async needsKey(): Promise<boolean> {
    const { status } = await new CollectorClient(this.url, undefined).ask('/api/v1/inputs');
    return status === 401;
  }

  /**
   * The answer as JSON, whatever its status.
   * @throws ServiceError when nothing answers, or something that is not the collector.
   */
  async ask(path: string, body?: unknown): Promise<{ status: number; body: Record<string, unknown> }> {
    const response = await this.fetch(path, body);
    const text = await response.text();
    const json = parseObject(text);
    if (!json) {
      throw new ServiceError(
        'INTERNAL',
        `${this.url} is answered by another program than the collector (status ${response.status}). Name the collector with --url.`
      );
    }
    return { status: response.status, body: json };
  }

  /**
   * The answer of a request that has to succeed.
   * @throws ServiceError with the collector's own sentence, or why there is none.
   */
  async get(path: string): Promise<Record<string, unknown>> {
    return this.succeeded(await this.ask(path));
  }

  /** As `get`, with a body. */
  async post(path: string, body: unknown): Promise<Record<string, unknown>> {
    return this.succeeded(await this.ask(path, body));
  }

  /** As `post`; the answer is a file. */
  async download(path: string, body: unknown): Promise<Uint8Array> {
    const response = await this.fetch(path, body);
    const bytes = new Uint8Array(await response.arrayBuffer());
    if (!response.ok) {
      this.succeeded({ status: response.status, body: parseObject(Buffer.from(bytes).toString()) ?? {} });
    }
    return bytes;
  }

  /** As `get`; there is no answer but that it is done. */
  async delete(path: string): Promise<void> {
    const response = await this.fetch(path, undefined, 'DELETE');
    const text = await response.text();
    if (response.status !== 204) {
      this.succeeded({ status: response.status, body: parseObject(text) ?? {} });
    }
  }

  private succeeded({ status, body }: { status: number; body: Record<string, unknown> }): Record<string, unknown> {
    if (status === 401) {
      throw new ServiceError(
        'UNAUTHORIZED',
        this.key === undefined
          ? `${this.url} needs a key: set CLAUDE_FLOW_PERF_KEY to the one that the collector was started with.`
          : `${this.url} refuses the key: set CLAUDE_FLOW_PERF_KEY (or --key) to the one that the collector was started with.`
      );
    }
    if (status >= 400) {
      throw new ServiceError(
        'INTERNAL',
        `${this.url} answers ${status}: ${String(body['detail'] ?? 'no reason given')}`
      );
    }
    return body;
  }

  private async fetch(path: string, body?: unknown, method = body === undefined ? 'GET' : 'POST'): Promise<Response> {
    const headers = {
      accept: 'application/json',
      ...(this.key === undefined ? {} : { authorization: `Bearer ${this.key}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    };
    try {
      return await fetch(`${this.url}${path}`, {
        method,
        headers,
        redirect: 'error',
        signal: AbortSignal.timeout(TIMEOUT_MS),
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    } catch (error) {
      throw new ServiceError(
        'INTERNAL',
        `No collector answers at ${this.url} (${reasonOf(error)}). Start it with "npm start" or "claude-flow-perf serve", or name another with --url.`
      );
    }
  }
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  if (error instanceof Error && error.name === 'TimeoutError') {
    return `no answer in ${TIMEOUT_MS / 1000} s`;
  }
  return (
    { ECONNREFUSED: 'connection refused', ENOTFOUND: 'unknown host', EAI_AGAIN: 'unknown host' }[code] ??
    (code || 'no connection')
  );
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === 'object' && json !== null && !Array.isArray(json) ? { ...json } : undefined;
  } catch {
    return undefined;
  }
}
