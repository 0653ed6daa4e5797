import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import type { AnalysisResult } from '../../../src/core/guide/analysisTypes.ts';
import type { MetricRecord } from '../../../src/core/guide/metricRecord.ts';
import { parseMetricName } from '../../../src/core/metrics/metricTypes.ts';
import type { Provenance } from '../../../src/core/metrics/provenance.ts';
import type { IngestRecord, MetricSource } from '../../../src/core/metrics/records.ts';
import { metricOf } from '../api/ws/batch.ts';
import { configFileSchema, type CollectorConfig } from '../config/file.ts';
import { ServiceError } from '../errors.ts';
import { readMetadata } from '../inputs/push/metadata.ts';
import type { PushResult } from '../inputs/push/pushReceiver.ts';
import { metricRecords } from '../query/metricRecords.ts';
import type { Store } from '../store/store.ts';
import { Alarms, type HighErrorRate, type HighMemoryUsage } from './alarms.ts';
import { keptShare, type Random } from './sampling.ts';
import { readSource, type CollectorSource, type RegisteredSource, type SourceMetric } from './source.ts';
import { systemSource } from './systemSource.ts';

/** The most records that `collect` gives, newest first. */
const MOST_COLLECTED = 1_000_000;
const FIRST_RETRY_MS = 100;
const LONGEST_RETRY_MS = 5000;

export interface CollectorEvents {
  'metrics:batch': [batch: { metrics: MetricRecord[]; count: number; timestamp: number }];
  'collector:started': [state: { timestamp: number }];
  'collector:stopped': [state: { timestamp: number }];
  'collector:configured': [state: { config: CollectorConfig; timestamp: number }];
  'collection:error': [failure: { source?: MetricSource; error: string; attempts: number; timestamp: number }];
  'analysis:completed': [event: { swarmId: string; analysis: AnalysisResult; timestamp: number }];
  'high:error_rate': [alarm: HighErrorRate];
  'high:memory_usage': [alarm: HighMemoryUsage];
}

export interface CollectorStatus {
  running: boolean;
  buffered: number;
  counts: { collected: number; sampledOut: number; excluded: number; dropped: number; stored: number; errors: number };
  /** ms; absent before the first round. */
  avgCollectionTime?: number;
  lastCollection?: number;
}

export interface CollectorParts {
  /** Where records go; resolves once they are durable. */
  receive(metrics: readonly unknown[], provenance?: Provenance): Promise<PushResult>;
  /** What is answered from. */
  store(): Store;
  clock?: () => number;
  random?: Random;
}

interface Buffered {
  metric: SourceMetric;
  provenance: Provenance;
}

/** Given settings, checked and completed. @throws ServiceError `CONFIG` naming the first field that is wrong. */
export function collectorConfig(given: unknown): CollectorConfig {
  const result = configFileSchema.shape.collector.safeParse(given);
  if (!result.success) {
    const [issue] = result.error.issues;
    throw new ServiceError('CONFIG', `collector.${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not valid'}.`);
  }
  return result.data;
}

/**
 * The integration guide's collector: asks the registered sources once an interval, keeps a sample where that is
 * configured, and stores it; tells of everything that is stored, whichever way it came. A source that nobody registered
 * yields nothing; `system` measures this machine.
 */
export class PerformanceCollector extends EventEmitter<CollectorEvents> {
  private settings: CollectorConfig;
  private readonly sources: RegisteredSource[] = [];
  private buffer: Buffered[] = [];
  private timer: NodeJS.Timeout | undefined;
  private round: Promise<void> | undefined;
  private running = false;
  private readonly counts = { collected: 0, sampledOut: 0, excluded: 0, dropped: 0, stored: 0, errors: 0 };
  private times = { rounds: 0, ms: 0 };
  private lastCollection: number | undefined;
  private readonly clock: () => number;
  private readonly random: Random;
  private readonly alarms: Alarms;
  private readonly host: RegisteredSource;

  /** @throws ServiceError `CONFIG` */
  constructor(
    private readonly parts: CollectorParts,
    config: unknown = {}
  ) {
    super();
    this.settings = collectorConfig(config);
    this.clock = parts.clock ?? Date.now;
    this.random = parts.random ?? Math.random;
    this.host = { name: 'system', collect: systemSource(this.clock) };
    this.alarms = new Alarms(
      (alarm) => this.emit('high:error_rate', alarm),
      (alarm) => this.emit('high:memory_usage', alarm)
    );
  }

  get config(): CollectorConfig {
    return this.settings;
  }

  /** Adds a source of records; the function that it gives takes it away again. */
  registerSource(name: MetricSource, source: CollectorSource): () => void {
    const collect = typeof source === 'function' ? source : (signal: AbortSignal) => source.collect(signal);
    const entry = { name, collect };
    this.sources.push(entry);
    return () => {
      const at = this.sources.indexOf(entry);
      if (at >= 0) {
        this.sources.splice(at, 1);
      }
    };
  }

  /** Starts asking the sources; nothing happens where `enabled` is false. */
  async start(): Promise<void> {
    if (this.running || !this.settings.enabled) {
      return;
    }
    this.running = true;
    this.schedule();
    this.emit('collector:started', { timestamp: this.clock() });
  }

  /** Asks no more, and stores what was collected. */
  async stop(): Promise<void> {
    if (!this.running) {
      return;
    }
    this.running = false;
    clearInterval(this.timer);
    await this.round;
    await this.flush();
    this.emit('collector:stopped', { timestamp: this.clock() });
  }

  /** Changes some of the settings while it runs. @throws ServiceError `CONFIG`: nothing is changed then. */
  configure(change: object): void {
    this.settings = collectorConfig({ ...this.settings, ...change });
    if (this.running) {
      this.schedule();
    }
    this.emit('collector:configured', { config: this.settings, timestamp: this.clock() });
  }

  /**
   * What is stored of a swarm as metric records, newest first: of the last `duration` ms by event time, or of all time. It
   * never waits for anything to happen. A swarm of which nothing is stored has none.
   */
  async collect(swarmId: string, duration?: number): Promise<MetricRecord[]> {
    const to = this.clock() + 1;
    const window = { from: duration === undefined ? 0 : to - 1 - duration, to };
    return (await metricRecords(this.parts.store(), swarmId, window, MOST_COLLECTED)).records;
  }

  status(): CollectorStatus {
    return {
      running: this.running,
      buffered: this.buffer.length,
      counts: { ...this.counts },
      ...(this.times.rounds > 0 ? { avgCollectionTime: this.times.ms / this.times.rounds } : {}),
      ...(this.lastCollection === undefined ? {} : { lastCollection: this.lastCollection }),
    };
  }

  /** Tells of records that were stored, in batches of at most `batchSize`. */
  stored(records: readonly IngestRecord[]): void {
    const timestamp = this.clock();
    this.alarms.watch(records, timestamp);
    if (this.listenerCount('metrics:batch') === 0) {
      return;
    }
    const metrics = records.flatMap((record) => metricOf(record) ?? []);
    for (let at = 0; at < metrics.length; at += this.settings.batchSize) {
      const batch = metrics.slice(at, at + this.settings.batchSize);
      this.emit('metrics:batch', { metrics: batch, count: batch.length, timestamp });
    }
  }

  /** One round now: asks every source and stores what it kept. Failures are told as events, never thrown. */
  async collectNow(): Promise<void> {
    this.round ??= this.runRound().finally(() => {
      this.round = undefined;
    });
    await this.round;
  }

  private schedule(): void {
    clearInterval(this.timer);
    this.timer = setInterval(() => void this.collectNow(), this.settings.interval);
    this.timer.unref();
  }

  private async runRound(): Promise<void> {
    const began = performance.now();
    const active = [this.host, ...this.sources].filter(({ name }) => this.settings.sources.includes(name));
    await Promise.all(active.map((source) => this.ask(source)));
    await this.flush();
    this.times = { rounds: this.times.rounds + 1, ms: this.times.ms + performance.now() - began };
  }

  private async ask(source: RegisteredSource): Promise<void> {
    const { timeout, bufferSize } = this.settings;
    const metrics = await this.retried(() => readSource(source, timeout, bufferSize), source.name);
    metrics?.forEach((metric) => this.keep(metric, source));
    if (metrics) {
      this.lastCollection = this.clock();
    }
  }

  private keep(metric: SourceMetric, { name, collect }: RegisteredSource): void {
    this.counts.collected++;
    const type = parseMetricName(String(metric.metricType));
    const excluded = this.settings.excludeMetrics.map((one) => one.toUpperCase());
    if (type !== undefined && excluded.includes(type)) {
      this.counts.excluded++;
      return;
    }
    const metadata = { ...metric.metadata, source: name };
    const priority = type === undefined ? 'high' : readMetadata(metadata, type).priority;
    const share = keptShare(this.settings.sampling, priority, this.buffer.length / this.settings.bufferSize);
    if (share < 1 && this.random() >= share) {
      this.counts.sampledOut++;
      return;
    }
    if (this.buffer.length >= this.settings.bufferSize) {
      this.buffer.shift();
      this.counts.dropped++;
      if (this.counts.dropped === 1) {
        this.fail('the buffer is full: the oldest records are dropped and counted', 1);
      }
    }
    const own = typeof metric.metadata?.['sampleRate'] === 'number' ? metric.metadata['sampleRate'] : 1;
    this.buffer.push({
      metric: {
        ...metric,
        // The same on every attempt to store it, so that none counts twice.
        id: metric.id ?? randomUUID(),
        metadata: { ...metadata, ...(share * own < 1 ? { sampleRate: share * own } : {}) },
      },
      provenance: collect === this.host.collect ? 'measured' : 'caller-reported',
    });
  }

  /** Stores what is buffered, batch by batch; what can't be stored stays for the next round. */
  private async flush(): Promise<void> {
    while (this.buffer.length > 0) {
      const [first] = this.buffer;
      const batch = this.buffer
        .slice(0, this.settings.batchSize)
        .filter(({ provenance }) => provenance === first?.provenance);
      const result = await this.retried(() =>
        this.parts.receive(
          batch.map(({ metric }) => metric),
          first?.provenance
        )
      );
      if (!result) {
        return;
      }
      const done = new Set(batch);
      this.buffer = this.buffer.filter((one) => !done.has(one));
      this.counts.stored += result.stored;
      if (result.rejected > 0) {
        this.fail(`${result.rejected} records were refused: ${result.rejections[0]?.detail ?? ''}`, 1);
      }
    }
  }

  /** Undefined when it has failed as often as it may. */
  private async retried<T>(attempt: () => Promise<T>, source?: MetricSource): Promise<T | undefined> {
    const most = this.settings.retryAttempts + 1;
    for (let count = 1; ; count++) {
      try {
        return await attempt();
      } catch (error) {
        if (count >= most || !this.mayWait()) {
          this.fail(error instanceof Error ? error.message : String(error), count, source);
          return undefined;
        }
        await wait(Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** (count - 1)));
      }
    }
  }

  /** While stopping nothing is waited for. */
  private mayWait(): boolean {
    return this.running || this.round !== undefined;
  }

  private fail(error: string, attempts: number, source?: MetricSource): void {
    this.counts.errors++;
    const named = source === undefined ? {} : { source };
    this.emit('collection:error', { ...named, error, attempts, timestamp: this.clock() });
  }
}
