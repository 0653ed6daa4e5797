import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';

/** A metric as a program that measures itself tells it; id and time are filled in when they are missing. */
export interface ClientMetric {
  id?: string;
  /** Epoch ms of the measurement, or of the end of the task; now when absent. */
  timestamp?: number;
  swarmId?: string;
  agentId?: string;
  metricType: string;
  value: number;
  /** Of the types of the guide it may be left out. */
  unit?: string;
  tags?: Record<string, string | number | boolean>;
  metadata?: Record<string, unknown>;
}

export interface ClientTask {
  taskId?: string;
  swarmId?: string;
  agentId?: string;
  agentType?: string;
  taskType?: string;
  model?: string;
  status?: 'completed' | 'failed' | 'cancelled';
  durationMs: number;
  /** Epoch ms; now when absent. */
  endedAt?: number;
}

export interface ClientOptions {
  /** Of the service: http://127.0.0.1:3001. */
  url: string;
  key?: string;
  /** For metrics that name no swarm. */
  swarmId?: string;
  agentId?: string;
  /** Records in one request; a full batch is sent at once. */
  batchSize?: number;
  /** Longest time that a record waits for its batch, ms. */
  interval?: number;
  /** Records that may wait; the oldest beyond it are dropped and counted. */
  bufferSize?: number;
  /** Of one request, ms. */
  timeout?: number;
  /** Attempts after the first, with waits that double from 200 ms to 30 s. */
  retryAttempts?: number;
  onError?: (error: Error) => void;
}

export interface ClientCounts {
  recorded: number;
  stored: number;
  duplicates: number;
  /** Refused by the service, each with a reason that `onError` is told. */
  rejected: number;
  /** Never sent: the buffer was full, or every attempt failed. */
  dropped: number;
}

type Sent = ClientMetric & { id: string; timestamp: number };

const FIRST_WAIT_MS = 200;
const LONGEST_WAIT_MS = 30_000;

const UNITS: Record<string, string> = {
  TASK_DURATION: 'ms',
  MEMORY_USAGE: 'ratio',
  CPU_USAGE: 'ratio',
  NETWORK_LATENCY: 'ms',
  ERROR_RATE: 'ratio',
  THROUGHPUT: 'ops_per_s',
  AGENT_SPAWN_TIME: 'ms',
  NEURAL_PROCESSING_TIME: 'ms',
  SWARM_COORDINATION_TIME: 'ms',
  TOKEN_USAGE: 'tokens',
  RESPONSE_TIME: 'ms',
  CONCURRENT_AGENTS: 'count',
};

/** An answer that coming again does not mend. */
class Refused extends Error {}

/**
 * Sends what a program measures of itself to a service, in batches. It never throws into the program and never holds it
 * up; a batch is repeated with the same ids until it is acknowledged, so that it counts once.
 */
export class PerformanceClient {
  private readonly options: Required<Omit<ClientOptions, 'key' | 'swarmId' | 'agentId' | 'onError'>> & ClientOptions;
  private waiting: Sent[] = [];
  private timer: NodeJS.Timeout | undefined;
  private sending: Promise<void> | undefined;
  private readonly totals: ClientCounts = { recorded: 0, stored: 0, duplicates: 0, rejected: 0, dropped: 0 };
  private readonly stopping = new AbortController();
  private closed = false;

  /** @throws TypeError when the address is none */
  constructor(options: ClientOptions) {
    const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
    const defaults = { batchSize: 100, interval: 5000, bufferSize: 1000, timeout: 30_000, retryAttempts: 3 };
    this.options = { ...defaults, ...options, ...given };
    this.options.url = new URL('/api/v1/metrics', options.url).href;
  }

  /** Takes a metric to be sent; after `close` it is dropped and counted. */
  record(metric: ClientMetric): void {
    const { swarmId, agentId, batchSize, bufferSize } = this.options;
    const unit = metric.unit ?? UNITS[metric.metricType.toUpperCase()];
    this.totals.recorded++;
    if (this.closed) {
      this.totals.dropped++;
      return;
    }
    this.waiting.push({
      ...(swarmId === undefined ? {} : { swarmId }),
      ...(agentId === undefined ? {} : { agentId }),
      ...metric,
      ...(unit === undefined ? {} : { unit }),
      id: metric.id ?? randomUUID(),
      timestamp: metric.timestamp ?? Date.now(),
    });
    if (this.waiting.length > bufferSize) {
      this.drop(this.waiting.splice(0, this.waiting.length - bufferSize).length, 'the buffer is full');
    }
    if (this.waiting.length >= batchSize) {
      void this.flush();
    } else {
      this.schedule();
    }
  }

  /** Tells of a finished task. */
  task({ durationMs, endedAt, swarmId, agentId, ...tags }: ClientTask): void {
    this.record({
      metricType: 'TASK_DURATION',
      value: durationMs,
      ...(swarmId === undefined ? {} : { swarmId }),
      ...(agentId === undefined ? {} : { agentId }),
      ...(endedAt === undefined ? {} : { timestamp: endedAt }),
      tags: known({ status: 'completed', taskId: randomUUID(), ...known(tags) }),
    });
  }

  /** Runs a function as a task: measures it, tells how it ended, and gives back what it gave or threw. */
  async measure<T>(
    run: () => T | Promise<T>,
    task: Omit<ClientTask, 'durationMs' | 'endedAt' | 'status'> = {}
  ): Promise<T> {
    const began = performance.now();
    const end = (status: 'completed' | 'failed') =>
      this.task({ ...task, status, durationMs: performance.now() - began });
    try {
      const result = await run();
      end('completed');
      return result;
    } catch (error) {
      end('failed');
      throw error;
    }
  }

  /** Sends what waits; resolves when it was acknowledged, or given up. */
  flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    return (this.sending ??= this.sendAll().finally(() => {
      this.sending = undefined;
      this.schedule();
    }));
  }

  /** Sends the rest and takes nothing more. After `withinMs` it gives up: what was not acknowledged is dropped and counted. */
  async close(withinMs = 5000): Promise<void> {
    this.closed = true;
    const timer = setTimeout(() => this.stopping.abort(), withinMs);
    await this.flush();
    // A flush that was under way before may have ended short of the last records.
    await this.flush();
    clearTimeout(timer);
    clearTimeout(this.timer);
  }

  counts(): ClientCounts & { waiting: number } {
    return { ...this.totals, waiting: this.waiting.length };
  }

  private schedule(): void {
    if (this.waiting.length > 0 && !this.closed) {
      this.timer ??= setTimeout(() => void this.flush(), this.options.interval).unref();
    }
  }

  private async sendAll(): Promise<void> {
    while (this.waiting.length > 0) {
      const batch = this.waiting.splice(0, this.options.batchSize);
      const problem = await this.deliver(batch);
      if (problem !== undefined) {
        this.drop(batch.length, problem);
      }
    }
  }

  /** Undefined once the batch is acknowledged, else why it never was. */
  private async deliver(batch: readonly Sent[]): Promise<string | undefined> {
    for (let attempt = 0; ; attempt++) {
      if (this.stopping.signal.aborted) {
        return 'the client was closed before they were acknowledged';
      }
      try {
        await this.post(batch);
        return undefined;
      } catch (error) {
        const text = error instanceof Error ? error.message : String(error);
        if (error instanceof Refused || attempt >= this.options.retryAttempts) {
          return text;
        }
        const pause = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** attempt) * (0.5 + Math.random() / 2);
        await wait(pause, undefined, { signal: this.stopping.signal, ref: this.closed }).catch(() => undefined);
      }
    }
  }

  private async post(batch: readonly Sent[]): Promise<void> {
    const { url, key, timeout } = this.options;
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
      },
      body: JSON.stringify({ metrics: batch }),
      signal: AbortSignal.any([AbortSignal.timeout(timeout), this.stopping.signal]),
    });
    const text = await response.text();
    if (!response.ok) {
      const isLasting = response.status >= 400 && response.status < 500 && ![408, 425, 429].includes(response.status);
      const said = `the service answered ${response.status}`;
      throw isLasting ? new Refused(said) : new Error(said);
    }
    this.take(JSON.parse(text));
  }

  private take(answer: {
    stored: number;
    duplicates: number;
    rejected: number;
    reasons?: Record<string, number>;
  }): void {
    this.totals.stored += answer.stored;
    this.totals.duplicates += answer.duplicates;
    this.totals.rejected += answer.rejected;
    if (answer.rejected > 0) {
      this.tell(`${answer.rejected} metrics were refused: ${JSON.stringify(answer.reasons ?? {})}`);
    }
  }

  private drop(count: number, why: string): void {
    this.totals.dropped += count;
    this.tell(`${count} metrics were dropped: ${why}`);
  }

  private tell(text: string): void {
    try {
      this.options.onError?.(new Error(text));
    } catch {
      // What is wrong with the listener is its own.
    }
  }
}

function known(tags: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(Object.entries(tags).filter((entry): entry is [string, string] => entry[1] !== undefined));
}

/** @throws TypeError when the address is none */
export function createPerformanceClient(options: ClientOptions): PerformanceClient {
  return new PerformanceClient(options);
}
