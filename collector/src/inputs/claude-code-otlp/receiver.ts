import { ServiceError } from '../../errors.ts';
import { InputAccount, type InputStatus, type Rejection } from '../../ingest/account.ts';
import type { Ingestor } from '../../ingest/ingestor.ts';
import type { IngestRecord } from '../../../../src/core/metrics/records.ts';
import type { Input } from '../input.ts';
import { object } from '../narrow.ts';
import type { Decoded } from './decoded.ts';
import { decodeLogs } from './logs.ts';
import { decodeMetrics } from './metrics.ts';

export type Signal = 'metrics' | 'logs';

/** What OTLP answers: nothing when everything was taken, else how many items were refused and why. */
export interface PartialSuccess {
  rejected: number;
  errorMessage: string;
}

const DECODERS: Record<Signal, (body: Record<string, unknown>) => Decoded> = {
  metrics: decodeMetrics,
  logs: decodeLogs,
};
const ROOTS: Record<Signal, string> = { metrics: 'resourceMetrics', logs: 'resourceLogs' };

/** Claude Code's OpenTelemetry export, as an OTLP/HTTP receiver. */
export class OtlpReceiver implements Input {
  private readonly account = new InputAccount('otlp', 'claude-code-otlp');

  constructor(private readonly ingestor: Ingestor) {}

  get id(): string {
    return this.account.id;
  }

  async start(): Promise<void> {
    this.account.report('waiting', 'Nothing has been sent yet.');
  }

  async stop(): Promise<void> {
    // Requests under way are awaited by the HTTP server.
  }

  status(): InputStatus {
    return this.account.status();
  }

  /**
   * Takes one export request; resolves once it is durable.
   * @throws ServiceError `BAD_REQUEST` when the body is no such request: nothing of it is kept.
   */
  async receive(signal: Signal, body: unknown): Promise<PartialSuccess | undefined> {
    const request = object(body);
    const root = ROOTS[signal];
    if (!request || (request[root] !== undefined && !Array.isArray(request[root]))) {
      throw new ServiceError('BAD_REQUEST', `This is no OTLP/JSON ${signal} request: "${root}" must be a list.`, {
        fields: [{ field: root, message: 'must be a list' }],
      });
    }
    const { items, ignored } = DECODERS[signal](request);
    const refused = items.filter((item): item is Rejection => !Array.isArray(item));
    const late = await this.store(items);
    // Only now: a request that could not be stored is sent again.
    refused.forEach((rejection) => this.account.reject(rejection));
    this.account.ignore(ignored);
    this.account.report('ok');
    const rejected = [...refused, ...late];
    return rejected.length > 0 ? { rejected: rejected.length, errorMessage: summarize(rejected) } : undefined;
  }

  /** Submits work and samples under this input's name; the swarms they describe ride along uncounted. */
  private async store(items: Decoded['items']): Promise<Rejection[]> {
    const records = items.flatMap((item) => (Array.isArray(item) ? item : []));
    const measured: IngestRecord[] = records.filter((record) => record.type !== 'swarm');
    const swarms = new Map(
      records.flatMap((record) => (record.type === 'swarm' ? [[record.id, record] as const] : []))
    );
    if (measured.length === 0) {
      return [];
    }
    const { rejected } = await this.ingestor.submit(this.account, measured, [...swarms.values()]);
    return rejected;
  }
}

function summarize(rejections: readonly Rejection[]): string {
  const counts = new Map<string, number>();
  rejections.forEach(({ message }) => counts.set(message, (counts.get(message) ?? 0) + 1));
  return [...counts]
    .slice(0, 5)
    .map(([message, count]) => `${count} × ${message}`)
    .join('; ');
}
