import { ServiceError } from '../../errors.ts';
import { InputAccount, type InputStatus, type Rejection } from '../../ingest/account.ts';
import type { Submitter } from '../../ingest/ingestor.ts';
import type { IngestRecord } from '../../../../src/core/metrics/records.ts';
import type { Notes } from '../../state/notes.ts';
import type { Input } from '../input.ts';
import { array, object } from '../narrow.ts';
import { Counters, type CounterStore } from './counters.ts';
import type { Decoded } from './decoded.ts';
import { decodeLogs } from './logs.ts';
import { decodeMetrics } from './metrics.ts';
import type { ListNames } from './parts.ts';
import { ToolCalls } from './toolCalls.ts';
import { decodeTraces } from './traces.ts';

export const SIGNALS = ['metrics', 'logs', 'traces'] as const;
export type Signal = (typeof SIGNALS)[number];

/** What OTLP answers: nothing when everything was taken, else how many items were refused and why. */
export interface PartialSuccess {
  rejected: number;
  errorMessage: string;
}

/** Where the items of a request lie. */
export const LISTS: Record<Signal, ListNames> = {
  metrics: { root: 'resourceMetrics', scopes: 'scopeMetrics', items: 'metrics' },
  logs: { root: 'resourceLogs', scopes: 'scopeLogs', items: 'logRecords' },
  traces: { root: 'resourceSpans', scopes: 'scopeSpans', items: 'spans' },
};
/** Items of one request: while they are read nothing else is. */
const MOST_ITEMS = 100_000;

/** What is stored of a request, and what is done once it is: nothing is counted or noted before. */
interface Work extends Decoded {
  duplicates?: number;
  /** Returns how many more items turned out to measure nothing. */
  afterwards?(): number;
}

/** Claude Code's OpenTelemetry export, whatever protocol carries it. */
export class OtlpReceiver implements Input {
  private readonly account = new InputAccount('otlp', 'claude-code-otlp');
  private readonly counters: Counters;
  private readonly toolCalls: ToolCalls;
  private turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly ingestor: Submitter,
    store: CounterStore,
    notes: Notes
  ) {
    this.counters = new Counters(store, notes);
    this.toolCalls = new ToolCalls(notes);
  }

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
   * Takes one export request in the shape of OTLP/JSON, in one part or several; resolves once it is durable. Each part is
   * let go once it is decoded.
   * @param account whose books it goes into, when another input received it.
   * @throws ServiceError `BAD_REQUEST` when a part is no such request: nothing of any part is kept.
   */
  receive(signal: Signal, parts: Iterable<unknown>, account = this.account): Promise<PartialSuccess | undefined> {
    const seen = { parts: 0 };
    let taken: Promise<Rejection[]>;
    try {
      taken = this.take(signal, checked(signal, parts, seen), account);
    } catch (error) {
      return Promise.reject(error);
    }
    return taken.then((rejected) => {
      if (seen.parts > 0) {
        account.report('ok');
      }
      return rejected.length > 0 ? { rejected: rejected.length, errorMessage: summarize(rejected) } : undefined;
    });
  }

  private take(signal: Signal, parts: Iterable<Request>, account: InputAccount): Promise<Rejection[]> {
    switch (signal) {
      case 'logs':
        return this.finish(join(Array.from(parts, decodeLogs)), account);
      case 'metrics':
        return this.takeMetrics(Array.from(parts, decodeMetrics), account);
      case 'traces':
        return this.takeTraces(Array.from(parts, decodeTraces), account);
    }
  }

  private takeMetrics(
    parts: ReadonlyArray<ReturnType<typeof decodeMetrics>>,
    account: InputAccount
  ): Promise<Rejection[]> {
    const decoded = join(parts);
    const counters = parts.flatMap((part) => part.counters);
    if (counters.length === 0) {
      return this.finish(decoded, account);
    }
    return this.inTurn(async () => {
      const outcome = await this.counters.read(counters);
      return this.finish(
        {
          items: [...decoded.items, ...outcome.items],
          ignored: decoded.ignored + outcome.ignored,
          duplicates: outcome.duplicates,
          afterwards: () => {
            this.counters.keep(outcome);
            return 0;
          },
        },
        account
      );
    });
  }

  private takeTraces(
    parts: ReadonlyArray<ReturnType<typeof decodeTraces>>,
    account: InputAccount
  ): Promise<Rejection[]> {
    const decoded = join(parts);
    const toolParts = parts.flatMap((part) => part.parts);
    if (toolParts.length === 0) {
      return this.finish(decoded, account);
    }
    return this.inTurn(() => {
      const outcome = this.toolCalls.join(toolParts);
      return this.finish(
        {
          items: [...decoded.items, ...outcome.items],
          ignored: decoded.ignored,
          afterwards: () => this.toolCalls.keep(outcome),
        },
        account
      );
    });
  }

  /** What depends on earlier requests goes one after the other, up to its commit. */
  private inTurn<T>(task: () => Promise<T>): Promise<T> {
    const mine = this.turn.then(task);
    this.turn = mine.catch(() => undefined);
    return mine;
  }

  private async finish(work: Work, account: InputAccount): Promise<Rejection[]> {
    const refused = work.items.filter((item): item is Rejection => !Array.isArray(item));
    const late = await this.store(work.items, account);
    const more = work.afterwards?.() ?? 0;
    // Only now: a request that could not be stored is sent again.
    refused.forEach((rejection) => account.reject(rejection));
    account.ignore(work.ignored + more);
    account.take(0, work.duplicates ?? 0, undefined);
    return [...refused, ...late];
  }

  /** Submits work and samples; the swarms they describe ride along uncounted. */
  private async store(items: Decoded['items'], account: InputAccount): Promise<Rejection[]> {
    const records = items.flatMap((item) => (Array.isArray(item) ? item : []));
    const measured: IngestRecord[] = records.filter((record) => record.type !== 'swarm');
    const swarms = new Map(
      records.flatMap((record) => (record.type === 'swarm' ? [[record.id, record] as const] : []))
    );
    if (measured.length === 0) {
      return [];
    }
    const { rejected } = await this.ingestor.submit(account, measured, [...swarms.values()]);
    return rejected;
  }
}

type Request = Record<string, unknown>;

/** @throws ServiceError `BAD_REQUEST` for what is no request, `TOO_LARGE` beyond the most items. */
function* checked(signal: Signal, parts: Iterable<unknown>, seen: { parts: number }): Generator<Request> {
  const { root, scopes, items } = LISTS[signal];
  let count = 0;
  for (const part of parts) {
    seen.parts++;
    const request = object(part);
    if (!request || (request[root] !== undefined && !Array.isArray(request[root]))) {
      throw new ServiceError('BAD_REQUEST', `This is no OTLP ${signal} request: "${root}" must be a list.`, {
        fields: [{ field: root, message: 'must be a list' }],
      });
    }
    count += countItems(request[root], [scopes, items]);
    if (count > MOST_ITEMS) {
      throw new ServiceError('TOO_LARGE', `At most ${MOST_ITEMS} items a request. Export in smaller batches.`);
    }
    yield request;
  }
}

function join(parts: readonly Decoded[]): Decoded {
  return {
    items: parts.flatMap(({ items }) => items),
    ignored: parts.reduce((sum, { ignored }) => sum + ignored, 0),
  };
}

function summarize(rejections: readonly Rejection[]): string {
  const counts = new Map<string, number>();
  rejections.forEach(({ message }) => counts.set(message, (counts.get(message) ?? 0) + 1));
  return [...counts]
    .slice(0, 5)
    .map(([message, count]) => `${count} × ${message}`)
    .join('; ');
}

/** Items below a list: those of its lists, where there are more levels. A metric counts with its points. */
function countItems(list: unknown, below: readonly string[]): number {
  const [next, ...rest] = below;
  const all = array(list) ?? [];
  return next === undefined
    ? all.reduce<number>((sum, item) => sum + 1 + pointsOf(item), 0)
    : all.reduce<number>((sum, item) => sum + 1 + countItems(object(item)?.[next], rest), 0);
}

function pointsOf(item: unknown): number {
  const metric = object(item);
  return ['sum', 'gauge'].reduce((sum, kind) => sum + (array(object(metric?.[kind])?.['dataPoints'])?.length ?? 0), 0);
}
