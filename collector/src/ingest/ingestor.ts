import { EventEmitter } from 'node:events';
import type { IngestRecord } from '../../../src/core/metrics/records.ts';
import { ServiceError } from '../errors.ts';
import type { Store } from '../store/store.ts';
import type { InputAccount, Rejection } from './account.ts';
import { check, timeOf } from './check.ts';

/** Records that wait for the store; beyond this the sender is asked to come back later. */
const MOST_PENDING = 200_000;
/** Records that go to the store in one transaction: what crosses to its thread is there twice for a moment. */
const MOST_BATCH = 2_000;

export interface SubmitResult {
  stored: number;
  duplicates: number;
  /** Positions of refused records in what was submitted. */
  rejected: Array<Rejection & { index: number }>;
}

/** Where inputs hand over their records. */
export interface Submitter {
  submit(
    account: InputAccount,
    records: readonly IngestRecord[],
    descriptions?: readonly IngestRecord[]
  ): Promise<SubmitResult>;
}

interface Submission {
  records: IngestRecord[];
  descriptions: IngestRecord[];
  account: InputAccount;
  resolve(outcome: { stored: number; duplicates: number }): void;
  reject(error: unknown): void;
}

interface IngestorEvents {
  stored: [records: IngestRecord[]];
  /** A transaction is durable: how many records were in it, and how long it took, ms. */
  committed: [records: number, tookMs: number];
  /** A batch could not be stored. */
  failed: [];
}

/** Takes records of all inputs to the store. While one transaction commits, the next batch gathers: that is the group commit. */
export class Ingestor extends EventEmitter<IngestorEvents> implements Submitter {
  private readonly queue: Submission[] = [];
  private pending = 0;
  private draining: Promise<void> | undefined;
  private closed = false;

  constructor(
    private readonly store: Store,
    private readonly clock: () => number = Date.now
  ) {
    super();
  }

  /**
   * Resolves once the records are durable. Refused ones are in the answer, the others are kept. `descriptions` (swarms,
   * agents) are stored with them but are no measurements, so they are not counted.
   * @throws ServiceError `OVERLOADED` or `STOPPING` when nothing of it was taken; what the store throws otherwise.
   */
  async submit(
    account: InputAccount,
    records: readonly IngestRecord[],
    descriptions: readonly IngestRecord[] = []
  ): Promise<SubmitResult> {
    if (this.closed) {
      throw new ServiceError('STOPPING', 'The service is stopping; send again to the next one.', {
        retryAfterSeconds: 5,
      });
    }
    if (this.pending + records.length > MOST_PENDING && this.pending > 0) {
      throw new ServiceError('OVERLOADED', 'Too much is waiting to be stored; send again later.', {
        retryAfterSeconds: 1,
      });
    }
    const { accepted, rejected } = this.checkAll(records);
    const described = this.checkAll(descriptions).accepted;
    const pieces = slices(accepted, MOST_BATCH);
    const outcomes = await Promise.all([
      ...pieces.map((piece) => this.enqueue(account, piece, [])),
      ...(described.length > 0 ? [this.enqueue(account, [], described)] : []),
    ]);
    rejected.forEach((rejection) => account.reject(rejection));
    return {
      stored: outcomes.reduce((sum, { stored }) => sum + stored, 0),
      duplicates: outcomes.reduce((sum, { duplicates }) => sum + duplicates, 0),
      rejected,
    };
  }

  /** Takes nothing new and waits until everything taken is stored. */
  async close(): Promise<void> {
    this.closed = true;
    await this.draining;
  }

  get backlog(): number {
    return this.pending;
  }

  private checkAll(records: readonly IngestRecord[]): { accepted: IngestRecord[]; rejected: SubmitResult['rejected'] } {
    const now = this.clock();
    const accepted: IngestRecord[] = [];
    const rejected: SubmitResult['rejected'] = [];
    records.forEach((record, index) => {
      const checked = check(record, now);
      if (checked.ok) {
        accepted.push(checked.record);
      } else {
        rejected.push({ index, ...checked.rejection });
      }
    });
    return { accepted, rejected };
  }

  private enqueue(
    account: InputAccount,
    records: IngestRecord[],
    descriptions: IngestRecord[]
  ): Promise<{ stored: number; duplicates: number }> {
    return new Promise((resolve, reject) => {
      this.queue.push({ account, records, descriptions, resolve, reject });
      this.pending += records.length;
      this.draining ??= this.drain();
    });
  }

  private async drain(): Promise<void> {
    while (this.queue.length > 0) {
      await this.storeBatch(this.nextBatch());
    }
    // In the same turn as the check: what comes in the next one has to start anew.
    this.draining = undefined;
  }

  private nextBatch(): Submission[] {
    const batch: Submission[] = [];
    let size = 0;
    while (this.queue[0] && (batch.length === 0 || size + this.queue[0].records.length <= MOST_BATCH)) {
      const next = this.queue.shift();
      if (next) {
        batch.push(next);
        size += next.records.length;
      }
    }
    return batch;
  }

  private async storeBatch(batch: Submission[]): Promise<void> {
    const records = batch.flatMap((submission) => submission.records);
    const descriptions = batch.flatMap((submission) => submission.descriptions);
    const began = performance.now();
    try {
      const outcomes = await this.store.append([...records, ...descriptions], this.clock());
      this.emit('committed', records.length, performance.now() - began);
      let at = 0;
      const stored = records.filter((_, index) => outcomes[index] === 'stored');
      for (const { account, records: own, resolve } of batch) {
        const kept = outcomes.slice(at, at + own.length).filter((outcome) => outcome === 'stored').length;
        at += own.length;
        account.take(kept, own.length - kept, newest(own));
        resolve({ stored: kept, duplicates: own.length - kept });
      }
      if (stored.length > 0) {
        this.emit('stored', stored);
      }
      this.pending -= records.length;
    } catch (error) {
      const [only, ...others] = batch;
      if (only && others.length === 0) {
        this.pending -= records.length;
        this.emit('failed');
        only.reject(error);
        return;
      }
      // What one sender sent must not cost another one its records.
      for (const submission of batch) {
        await this.storeBatch([submission]);
      }
    }
  }
}

function slices<T>(list: readonly T[], length: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / length) }, (_, index) =>
    list.slice(index * length, (index + 1) * length)
  );
}

function newest(records: readonly IngestRecord[]): number | undefined {
  return records.reduce<number | undefined>(
    (latest, record) => Math.max(latest ?? -Infinity, timeOf(record)),
    undefined
  );
}
