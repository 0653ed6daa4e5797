import { randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { join } from 'node:path';
import type { SinkHealth } from '../../../src/core/query/healthTables.ts';
import { AlertSender } from '../alerts/alertSender.ts';
import type { AlertsConfig, DeliveryConfig, ReportingConfig } from '../config/delivery.ts';
import { ContentStore } from '../deliver/contentStore.ts';
import { DeliveryEngine } from '../deliver/deliveryEngine.ts';
import type { DeliveryRow } from '../deliver/outbox.ts';
import { TargetBook } from '../deliver/targetBook.ts';
import { ServiceError } from '../errors.ts';
import type { Logger } from '../log.ts';
import type { StateDb } from '../state/stateDb.ts';
import type { PerformanceSystem } from '../system.ts';
import { scheduledContent } from './scheduledContent.ts';
import { Scheduler } from './scheduler.ts';
import type { RunRow } from './scheduleTable.ts';
import { Ticker } from './ticker.ts';

export interface ReportingOptions {
  reporting: ReportingConfig;
  delivery: DeliveryConfig;
  alerts: AlertsConfig;
  /** Where SLACK_TOKEN, SMTP_URL and SMTP_FROM are looked for. */
  environment?: NodeJS.ProcessEnv;
}

/** What became of a run as a whole. `partly`: not everybody got it. */
export const RUN_STATUSES = ['waiting', 'delivering', 'delivered', 'partly', 'failed', 'cancelled'] as const;
export type RunStatus = (typeof RUN_STATUSES)[number];

export type ShownDelivery = Omit<DeliveryRow, 'contentId' | 'seq'>;

export interface ShownRun extends RunRow {
  status: RunStatus;
  deliveries: ShownDelivery[];
}

/** Schedules, and the delivery of what they make. */
export class Reporting {
  readonly scheduler: Scheduler;
  readonly deliveries: DeliveryEngine;
  readonly targets: TargetBook;
  private readonly tickers: readonly Ticker[];
  private readonly stopping = new AbortController();

  /** @throws ServiceError `CONFIG` for a schedule or recipient of the configuration that can't be used */
  constructor(
    private readonly system: PerformanceSystem,
    private readonly options: ReportingOptions,
    private readonly state: StateDb,
    dataDir: string,
    log: Logger
  ) {
    const { reporting, delivery, environment = process.env } = options;
    // Every statement of every report listens.
    setMaxListeners(0, this.stopping.signal);
    this.targets = new TargetBook(delivery, environment);
    this.deliveries = new DeliveryEngine(state.outbox, new ContentStore(join(dataDir, 'outbox')), {
      resolve: (recipient) => this.targets.resolve(recipient),
      redact: (text) => this.targets.redact(text),
      log,
    });
    this.scheduler = new Scheduler(state.schedules, {
      make: (run) => this.make(run),
      check: ({ recipients }) => this.targets.check(recipients),
      log,
    });
    this.scheduler.configure(reporting.schedule, { automatic: reporting.autoGenerate });
    const alerts = options.alerts.sender === 'collector' ? [this.alertSender(log)] : [];
    this.tickers = [this.scheduler, this.deliveries, ...alerts].map((work) => {
      const ticker = new Ticker(work, log);
      work.onChange = () => ticker.wake();
      return ticker;
    });
  }

  /** Who sends alerts: only one does. */
  get alertsSender(): AlertsConfig['sender'] {
    return this.options.alerts.sender;
  }

  start(): void {
    this.tickers.forEach((ticker) => ticker.start());
  }

  /** What is being made is made again after the next start; what is being sent is waited for a while. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.scheduler.stop();
    await Promise.all([...this.tickers.map((ticker) => ticker.stop()), this.deliveries.stop()]);
  }

  /** What has not been taken yet, and how long the oldest of it waits, ms. */
  openDeliveries(): { count: number; ageMs: number } {
    const open = this.state.outbox.open();
    const oldest = Math.min(...open.map((each) => each.oldest));
    return {
      count: open.reduce((sum, { count }) => sum + count, 0),
      ageMs: open.length > 0 ? Math.max(0, Date.now() - oldest) : 0,
    };
  }

  /**
   * Whether the last try of each target failed, as the alert rule on failing sinks asks for it. Addresses are one: they name persons.
   * What was given up counts for a day.
   */
  sinks(): SinkHealth[] {
    const sinks = new Map(
      this.targets.list().map(({ name, kind }) => [name, { id: name, kind: String(kind), failing: false }])
    );
    const since = Date.now() - 24 * 3_600_000;
    for (const { recipient, kind, state, error, endedAt = Infinity } of this.state.outbox.latestTried()) {
      const id = recipient.includes('@') ? 'email' : recipient;
      const isOpen = state === 'waiting' || state === 'sending';
      const failed = (isOpen && error !== undefined) || (state === 'dead' && endedAt > since);
      const there = sinks.get(id) ?? { id, kind, failing: false };
      sinks.set(id, { ...there, failing: there.failing || failed });
    }
    return [...sinks.values()];
  }

  /** Latest first. @throws ServiceError `NOT_FOUND` */
  history(scheduleId: string, limit: number): ShownRun[] {
    return this.shownRuns(this.scheduler.history(scheduleId, limit));
  }

  /** Takes back what of a run has not been sent. @throws ServiceError `NOT_FOUND` */
  cancelRun(runId: string): ShownRun | undefined {
    const run = this.scheduler.cancel(runId);
    this.deliveries.cancelRun(runId);
    return this.shownRuns([run])[0];
  }

  /** A schedule and its history are gone, and so is what it has not sent. @throws ServiceError `NOT_FOUND`, `CONFIG` */
  remove(scheduleId: string): void {
    this.scheduler.remove(scheduleId);
    this.deliveries
      .list({ scheduleId, state: 'waiting', limit: 10_000 })
      .forEach(({ id }) => this.deliveries.cancel(id));
  }

  /** Sends a few words, so that a person can see whether they arrive. @throws ServiceError `BAD_REQUEST` */
  async test(recipient: string): Promise<ShownDelivery[]> {
    this.targets.check([recipient]);
    const recipients = this.targets.expand([recipient]);
    const occasion = randomUUID();
    const text = 'A test of this collector: reports and summaries reach you here.';
    const { publicUrl } = this.options.delivery;
    const message = {
      title: 'Claude-Flow Performance: test',
      tone: 'neutral' as const,
      facts: [],
      lines: [text],
      ...(publicUrl === undefined ? {} : { link: publicUrl }),
    };
    const files = [{ name: 'test.txt', mediaType: 'text/plain; charset=utf-8', bytes: Buffer.from(`${text}\n`) }];
    await this.deliveries.put({ occasion, runId: occasion, recipients }, { message, files });
    return this.deliveries.list({ runIds: [occasion], limit: recipients.length }).map(shownDelivery);
  }

  private alertSender(log: Logger): AlertSender {
    const { recipients } = this.options.alerts;
    try {
      this.targets.check(recipients);
    } catch (error) {
      throw new ServiceError('CONFIG', `alerts.recipients: ${error instanceof Error ? error.message : ''}`);
    }
    const { publicUrl } = this.options.delivery;
    const sender = new AlertSender({
      store: () => this.system.realStore,
      notes: this.state.notes,
      put: (envelope, message) =>
        this.deliveries.put({ ...envelope, recipients: this.targets.expand(recipients) }, { message, files: [] }),
      ...(publicUrl === undefined ? {} : { link: publicUrl }),
      log,
    });
    this.system.ingestor.on('stored', (records) => sender.stored(records));
    return sender;
  }

  private async make(run: RunRow): Promise<void> {
    const schedule = this.scheduler.get(run.scheduleId);
    const { publicUrl: link } = this.options.delivery;
    const content = await scheduledContent(this.system, schedule, run.due, {
      defaultFormat: this.options.reporting.defaultFormat,
      ...(link === undefined ? {} : { link }),
      signal: this.stopping.signal,
    });
    const recipients = this.targets.expand(schedule.definition.recipients);
    await this.deliveries.put({ occasion: run.id, runId: run.id, scheduleId: schedule.id, recipients }, content);
  }

  private shownRuns(runs: readonly RunRow[]): ShownRun[] {
    const rows = this.deliveries.list({ runIds: runs.map(({ id }) => id), limit: 100_000 });
    return runs.map((run) => {
      const own = rows.filter(({ runId }) => runId === run.id).reverse();
      return { ...run, status: statusOf(run, own), deliveries: own.map(shownDelivery) };
    });
  }
}

export function shownDelivery({ contentId: _, seq: __, ...shown }: DeliveryRow): ShownDelivery {
  return shown;
}

function statusOf({ state }: RunRow, deliveries: readonly DeliveryRow[]): RunStatus {
  if (state !== 'made') {
    return state;
  }
  const has = (...states: string[]) => deliveries.some((each) => states.includes(each.state));
  if (has('waiting', 'sending')) {
    return 'delivering';
  }
  if (has('dead', 'cancelled')) {
    return has('delivered') ? 'partly' : has('dead') ? 'failed' : 'cancelled';
  }
  return 'delivered';
}
