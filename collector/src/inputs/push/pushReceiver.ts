import { ServiceError } from '../../errors.ts';
import {
  InputAccount,
  REJECT_REASONS,
  type InputStatus,
  type Rejection,
  type RejectReason,
} from '../../ingest/account.ts';
import type { Submitter } from '../../ingest/ingestor.ts';
import type { Provenance } from '../../../../src/core/metrics/provenance.ts';
import type { IngestRecord } from '../../../../src/core/metrics/records.ts';
import { object, string } from '../narrow.ts';
import type { Input } from '../input.ts';
import { readMetric } from './metric.ts';

/** Rejections that an answer names one by one; all are counted. */
export const MOST_REJECTIONS = 20;
/** Records of one request: while they are read nothing else is. */
const MOST_ITEMS = 100_000;
/** Longest id of the sender's that an answer repeats. */
const MOST_ID = 128;

export interface PushRejection {
  /** Place of the record in what was sent, from 0. */
  index: number;
  /** The sender's own, where it gave one. */
  id?: string;
  reason: RejectReason;
  detail: string;
}

/** stored + duplicates + rejected = the number of records sent. */
export interface PushResult {
  stored: number;
  duplicates: number;
  rejected: number;
  rejections: PushRejection[];
  reasons: Partial<Record<RejectReason, number>>;
  /** Tags that are not kept, because nobody can say what they hold. */
  tagsLeftOut: number;
}

export function emptyResult(): PushResult {
  return { stored: 0, duplicates: 0, rejected: 0, rejections: [], reasons: {}, tagsLeftOut: 0 };
}

/** Adds a part of one request; `placeOf` gives the place in the request of each record in the part. */
export function addResult(total: PushResult, part: PushResult, placeOf: (index: number) => number): void {
  total.stored += part.stored;
  total.duplicates += part.duplicates;
  total.tagsLeftOut += part.tagsLeftOut;
  part.rejections.forEach((rejection) => {
    if (total.rejections.length < MOST_REJECTIONS) {
      total.rejections.push({ ...rejection, index: placeOf(rejection.index) });
    }
  });
  total.rejected += part.rejected;
  for (const reason of REJECT_REASONS) {
    const count = part.reasons[reason];
    if (count !== undefined) {
      total.reasons[reason] = (total.reasons[reason] ?? 0) + count;
    }
  }
}

/** What could not even be read as a value, such as a line that is no JSON. */
export class Unreadable {
  constructor(readonly rejection: Rejection) {}
}

/** Records that programs send of themselves: over HTTP, over the WebSocket, and from within this process. */
export class PushReceiver implements Input {
  private readonly account = new InputAccount('push', 'push');

  constructor(private readonly ingestor: Submitter) {}

  get id(): string {
    return this.account.id;
  }

  async start(): Promise<void> {
    this.account.report('waiting', 'Nothing has been pushed yet.');
  }

  async stop(): Promise<void> {
    // Requests under way are awaited by the server that took them.
  }

  status(): InputStatus {
    return this.account.status();
  }

  /**
   * Takes records as they were sent; resolves once those that are not refused are durable.
   * @throws ServiceError `OVERLOADED`, `STOPPING` or what the store throws: nothing of it was taken then.
   */
  async receive(items: readonly unknown[], provenance?: Provenance): Promise<PushResult> {
    if (items.length > MOST_ITEMS) {
      throw new ServiceError(
        'TOO_LARGE',
        `At most ${MOST_ITEMS} records a request, not ${items.length}. Send them in parts, or as lines of JSON.`
      );
    }
    const refused: Array<Rejection & { index: number }> = [];
    const records: IngestRecord[] = [];
    const places: number[] = [];
    let tagsLeftOut = 0;
    const seen = new Map<string, number>();
    const nth = (content: string) => {
      const before = seen.get(content) ?? 0;
      seen.set(content, before + 1);
      return before;
    };
    items.forEach((item, index) => {
      const read = item instanceof Unreadable ? item.rejection : readMetric(item, nth, provenance);
      if ('reason' in read) {
        refused.push({ ...read, index });
        return;
      }
      tagsLeftOut += read.tagsLeftOut;
      records.push(read.record);
      places.push(index);
    });
    const outcome =
      records.length > 0
        ? await this.ingestor.submit(this.account, records)
        : { stored: 0, duplicates: 0, rejected: [] };
    // Only now: what could not be stored is sent again.
    refused.forEach((rejection) => this.account.reject(rejection));
    this.account.report('ok');
    const late = outcome.rejected.map((rejection) => ({ ...rejection, index: places[rejection.index] ?? 0 }));
    return {
      ...summarize([...refused, ...late], items),
      stored: outcome.stored,
      duplicates: outcome.duplicates,
      tagsLeftOut,
    };
  }
}

function summarize(
  rejections: ReadonlyArray<Rejection & { index: number }>,
  items: readonly unknown[]
): Pick<PushResult, 'rejected' | 'rejections' | 'reasons'> {
  const reasons: PushResult['reasons'] = {};
  rejections.forEach(({ reason }) => {
    reasons[reason] = (reasons[reason] ?? 0) + 1;
  });
  const first = [...rejections].sort((a, b) => a.index - b.index).slice(0, MOST_REJECTIONS);
  return {
    rejected: rejections.length,
    reasons,
    rejections: first.map(({ index, reason, message }) => {
      const id = string(object(items[index])?.['id'])?.slice(0, MOST_ID);
      return { index, ...(id === undefined ? {} : { id }), reason, detail: message };
    }),
  };
}
