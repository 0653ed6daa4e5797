import { createHash } from 'node:crypto';
import { ServiceError } from '../errors.ts';
import type { Logger } from '../log.ts';
import { waitBefore, type Backoff } from '../schedule/backoff.ts';
import type { Ticking } from '../schedule/ticker.ts';
import type { Content, ContentStore } from './contentStore.ts';
import { DeliveryCounts } from './deliveryCounts.ts';
import type { DeliveryFilter, DeliveryRow, Outbox } from './outbox.ts';
import { DeliveryError, type Target } from './target.ts';

const RETRY: Backoff = { firstMs: 5000, mostMs: 300_000 };
/** What fails when it is older than this is given up. */
const MOST_AGE_MS = 24 * 3_600_000;
/** Recipients that are sent to at the same time. */
const MOST_AT_ONCE = 4;
/** A send that takes longer is broken off, and counts as failed. */
const MOST_SEND_MS = 60_000;
/** How long is remembered what became of a delivery. */
const KEEP_MS = 60 * 24 * 3_600_000;
const CLEAN_EVERY_MS = 3_600_000;
/** How long nothing is done after the outbox could not be written. */
const UNWRITABLE_MS = 10_000;
const MOST_STOP_MS = 5000;

export interface DeliveryParts {
  /** The target that a recipient names. @throws DeliveryError when there is none (any more) */
  resolve(recipient: string): Target;
  /** Takes secrets out of what an error says. */
  redact?(text: string): string;
  log: Logger;
  clock?: () => number;
  random?: () => number;
  sendTimeoutMs?: number;
}

export interface Envelope {
  /** What the ids of the deliveries are made of: the same again changes nothing. */
  occasion: string;
  runId?: string;
  scheduleId?: string;
  recipients: readonly string[];
}

/**
 * Sends what is in the outbox: at least once, to each recipient in the order in which it was put in, and with at most one repeat for
 * each crash or lost answer, under the same delivery id. A recipient that fails is left alone for growing times and holds up
 * nobody else.
 */
export class DeliveryEngine implements Ticking {
  readonly counts = new DeliveryCounts();
  /** Called when something has changed that may be due earlier than what was known. */
  onChange: () => void = () => undefined;
  private readonly sending = new Map<string, Promise<void>>();
  /** Ended, but not yet written down, as the disk took nothing. */
  private readonly unwritten = new Map<string, DeliveryRow>();
  private readonly stopped = new AbortController();
  private stopping = false;
  /** Contents are written and cleaned one after the other: a new one belongs to no delivery yet. */
  private contentWork: Promise<void> = Promise.resolve();
  private readonly clock: () => number;
  private readonly random: () => number;
  private cleanAt = 0;
  private writableAt = 0;

  constructor(
    private readonly outbox: Outbox,
    private readonly contents: ContentStore,
    private readonly parts: DeliveryParts
  ) {
    this.clock = parts.clock ?? Date.now;
    this.random = parts.random ?? Math.random;
    outbox.recover(this.clock());
  }

  /** Puts one message for each recipient into the outbox; durable when it resolves. */
  async put(envelope: Envelope, content: Content): Promise<void> {
    await this.oneByOne(async () => this.putDeliveries(envelope, content, await this.contents.put(content)));
    this.onChange();
  }

  private putDeliveries(envelope: Envelope, content: Content, contentId: string): void {
    const { occasion, recipients, ...of } = envelope;
    const createdAt = this.clock();
    const { title } = content.message;
    this.outbox.put(
      recipients.map((recipient) => {
        const id = createHash('sha256')
          .update(JSON.stringify([occasion, recipient]))
          .digest('hex')
          .slice(0, 32);
        return { id, ...of, recipient, kind: this.kindOf(recipient), title, contentId, createdAt };
      })
    );
  }

  list(filter: DeliveryFilter): DeliveryRow[] {
    return this.outbox.list(filter).map((row) => this.unwritten.get(row.id) ?? row);
  }

  /** @throws ServiceError `NOT_FOUND`, `CONFLICT` when it is being sent or has ended */
  cancel(id: string): DeliveryRow {
    const row = this.row(id);
    if (row.state !== 'waiting') {
      throw new ServiceError(
        'CONFLICT',
        row.state === 'sending' ? 'It is being sent right now.' : `It can't be cancelled: it is ${row.state}.`
      );
    }
    return this.end({ ...row, state: 'cancelled' });
  }

  /** Begins again with one that is dead or cancelled. @throws ServiceError `NOT_FOUND`, `CONFLICT` for any other */
  retry(id: string): DeliveryRow {
    const row = this.row(id);
    if (row.state !== 'dead' && row.state !== 'cancelled') {
      throw new ServiceError('CONFLICT', `Only what is dead or cancelled is sent again; this is ${row.state}.`);
    }
    const now = this.clock();
    const begun: DeliveryRow = { ...row, state: 'waiting', since: now, nextAttemptAt: now, endedAt: undefined };
    this.outbox.update(begun);
    this.onChange();
    return begun;
  }

  /** Takes back what a run has not sent yet. @returns how many that were */
  cancelRun(runId: string): number {
    const waiting = this.outbox.list({ runIds: [runId], state: 'waiting', limit: 1000 });
    waiting.forEach((row) => this.end({ ...row, state: 'cancelled' }));
    return waiting.length;
  }

  /** Begins to send what is due, and resolves without waiting for it; see `idle`. */
  async tick(): Promise<void> {
    const now = this.clock();
    if (now < this.writableAt) {
      return;
    }
    this.writeDown();
    if (now >= this.cleanAt) {
      this.cleanAt = now + CLEAN_EVERY_MS;
      this.outbox.prune(now - KEEP_MS);
      await this.oneByOne(() => this.contents.keepOnly(this.outbox.contentsInUse()));
    }
    for (const row of now < this.writableAt ? [] : this.heads()) {
      if (this.sending.size >= MOST_AT_ONCE) {
        return;
      }
      if (row.nextAttemptAt <= now) {
        const { recipient } = row;
        const done = this.drain(row).finally(() => {
          this.sending.delete(recipient);
          this.onChange();
        });
        this.sending.set(recipient, done);
      }
    }
  }

  nextWakeAt(): number | undefined {
    if (this.sending.size >= MOST_AT_ONCE) {
      return undefined;
    }
    const times = [
      ...this.heads().map(({ nextAttemptAt }) => Math.max(nextAttemptAt, this.writableAt)),
      ...(this.unwritten.size > 0 ? [this.writableAt] : []),
    ];
    return times.length > 0 ? Math.min(...times) : undefined;
  }

  /** Resolves when nothing is being sent. */
  async idle(): Promise<void> {
    while (this.sending.size > 0) {
      await Promise.all(this.sending.values());
    }
  }

  /** Begins nothing more and waits a while for what is being sent. What does not end by then is sent again after the next start. */
  async stop(): Promise<void> {
    this.stopping = true;
    const breakOff = setTimeout(() => this.stopped.abort(), MOST_STOP_MS);
    await this.idle();
    clearTimeout(breakOff);
    this.writeDown();
  }

  /** Heads of the queues that are not being sent from. */
  private heads(): DeliveryRow[] {
    return this.stopping
      ? []
      : this.outbox.heads().filter(({ recipient, id }) => !this.sending.has(recipient) && !this.unwritten.has(id));
  }

  /** Sends to one recipient for as long as that works. */
  private async drain(first: DeliveryRow): Promise<void> {
    let row: DeliveryRow | undefined = first;
    while (row && row.nextAttemptAt <= this.clock() && !this.stopping) {
      if (!(await this.attempt(row))) {
        return;
      }
      row = this.outbox.heads().find(({ recipient }) => recipient === first.recipient);
    }
  }

  /** @returns whether the next of the recipient may be sent */
  private async attempt(row: DeliveryRow): Promise<boolean> {
    const begun: DeliveryRow = { ...row, state: 'sending', attempts: row.attempts + 1 };
    try {
      // Written down before: whoever finds it so after a crash knows that it may have arrived.
      this.outbox.update(begun);
    } catch (error) {
      this.isUnwritable(error);
      return false;
    }
    const failure = await this.send(begun);
    if (!failure) {
      this.counts.attempted(row.kind, 'ok');
      this.end({ ...begun, state: 'delivered', error: undefined });
      return !this.unwritten.has(row.id);
    }
    if (this.stopped.signal.aborted) {
      return false;
    }
    this.counts.attempted(row.kind, 'error');
    return this.failed(begun, failure);
  }

  private failed(row: DeliveryRow, failure: DeliveryError): boolean {
    const now = this.clock();
    const error = this.parts.redact?.(failure.message) ?? failure.message;
    const isOld = now - row.since >= MOST_AGE_MS;
    if (failure.lasting || isOld) {
      const why = failure.lasting ? error : `given up after ${row.attempts} tries: ${error}`;
      this.parts.log.warn({ delivery: row.id, recipient: row.recipient, error: why }, 'a delivery has failed');
      this.end({ ...row, state: 'dead', error: why });
      return true;
    }
    const wait = waitBefore(row.attempts, RETRY, this.random, failure.retryAfterMs);
    this.write({ ...row, state: 'waiting', nextAttemptAt: now + wait, error });
    return false;
  }

  private async send(row: DeliveryRow): Promise<DeliveryError | undefined> {
    const timeout = AbortSignal.timeout(this.parts.sendTimeoutMs ?? MOST_SEND_MS);
    try {
      const target = this.parts.resolve(row.recipient);
      const content = await this.contents.get(row.contentId);
      if (!content) {
        throw new DeliveryError('what was to be sent is no longer there', true);
      }
      await target.send({
        deliveryId: row.id,
        createdAt: row.createdAt,
        ...content,
        progress: this.outbox.progress(row.id),
        saveProgress: (progress) => this.outbox.saveProgress(row.id, progress),
        signal: AbortSignal.any([timeout, this.stopped.signal]),
      });
      return undefined;
    } catch (error) {
      if (error instanceof DeliveryError) {
        return error;
      }
      if (timeout.aborted) {
        return new DeliveryError('no answer in time', false);
      }
      this.parts.log.error(
        { delivery: row.id, error: this.parts.redact?.(String(error)) },
        'a delivery failed unexpectedly'
      );
      return new DeliveryError('it could not be sent; see the log', false);
    }
  }

  private end(row: DeliveryRow): DeliveryRow {
    const ended = { ...row, endedAt: this.clock() };
    this.counts.ended(row.kind, row.state);
    this.write(ended);
    return ended;
  }

  private write(row: DeliveryRow): void {
    this.unwritten.set(row.id, row);
    this.writeDown();
  }

  /** What has been sent must not be sent again because the disk was full for a while. */
  private writeDown(): void {
    try {
      for (const [id, row] of this.unwritten) {
        this.outbox.update(row);
        this.unwritten.delete(id);
      }
    } catch (error) {
      this.isUnwritable(error);
    }
  }

  private isUnwritable(error: unknown): void {
    this.writableAt = this.clock() + UNWRITABLE_MS;
    this.parts.log.error({ error: String(error) }, 'the outbox can’t be written: nothing is sent for a while');
  }

  private oneByOne(work: () => Promise<void>): Promise<void> {
    const done = this.contentWork.then(work);
    this.contentWork = done.catch(() => undefined);
    return done;
  }

  private kindOf(recipient: string): string {
    try {
      return this.parts.resolve(recipient).kind;
    } catch {
      return 'unknown';
    }
  }

  private row(id: string): DeliveryRow {
    const row = this.unwritten.get(id) ?? this.outbox.find(id);
    if (!row) {
      throw new ServiceError('NOT_FOUND', 'There is no delivery of that id.');
    }
    return row;
  }
}
