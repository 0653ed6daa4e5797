import { EventEmitter } from 'node:events';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { IngestRecord } from '../../src/core/metrics/records.ts';
import type { InputStatus } from './ingest/account.ts';
import { Ingestor } from './ingest/ingestor.ts';
import { OtlpChecks } from './inputs/claude-code-otlp/checks.ts';
import { OtlpEntrance } from './inputs/claude-code-otlp/entrance.ts';
import { OtlpReceiver } from './inputs/claude-code-otlp/receiver.ts';
import { DemoReplay, nextPassNumber } from './inputs/demo/demoReplay.ts';
import { loadRecording } from './inputs/demo/recording.ts';
import { InputHost } from './inputs/inputHost.ts';
import { PushReceiver } from './inputs/push/pushReceiver.ts';
import { ReportQueue } from './reports/reportQueue.ts';
import { SavedReports } from './reports/savedReports.ts';
import { alertsSchema, deliverySchema, reportingSchema } from './config/delivery.ts';
import type { InputConfig } from './config/inputs.ts';
import { Reporting, type ReportingOptions } from './schedule/reporting.ts';
import type { Markers } from './state/markers.ts';
import { StateDb } from './state/stateDb.ts';
import type { Logger } from './log.ts';
import { QueryCache } from './query/queryCache.ts';
import { DuckDbStore } from './store/duckdb/duckdbStore.ts';
import type { Store } from './store/store.ts';

export interface SystemOptions {
  dataDir: string;
  inputs: readonly InputConfig[];
  demo: boolean;
  /** Where the service listens, and its key: inputs with ports of their own follow it. Default: loopback, no key. */
  listen?: { host: string; key?: string };
  /** Schedules and where their reports go; default: none. */
  reporting?: ReportingOptions;
}

interface Demo {
  store: Store;
  replay: DemoReplay;
  ingestor: Ingestor;
}

const NO_REPORTING: ReportingOptions = {
  reporting: reportingSchema.parse({}),
  delivery: deliverySchema.parse({}),
  alerts: alertsSchema.parse({}),
};
const STORE_FILE = 'performance.duckdb';
const DEMO_FILE = 'demo.duckdb';
const RECORDING = fileURLToPath(new URL('../demo/claude-flow-3-recording', import.meta.url));

/** Claude Code's exports: who takes them in, checks of the way, and the entrance that tells one from the other. */
interface Exports {
  otlp: OtlpReceiver;
  checks: OtlpChecks;
  receiver: OtlpEntrance;
}

/**
 * Store, inputs and demo, wired together. The demo has a store of its own: what is replayed never lies beside what is
 * real, and goes away with the first real record.
 */
export class PerformanceSystem extends EventEmitter<{ stored: [records: IngestRecord[]] }> {
  readonly startedAt = Date.now();
  readonly push: PushReceiver;
  readonly reporting: Reporting;
  readonly answers = new QueryCache();
  readonly savedReports: SavedReports;
  readonly reportQueue = new ReportQueue();
  private demo: Demo | undefined;
  private ready = false;
  private stopping = false;

  private constructor(
    private readonly options: SystemOptions,
    private readonly log: Logger,
    /** What is real, also while the demo is shown. */
    readonly realStore: Store,
    readonly ingestor: Ingestor,
    private readonly exports: Exports,
    readonly inputHost: InputHost,
    private readonly stateDb: StateDb
  ) {
    super();
    this.push = new PushReceiver(ingestor);
    this.savedReports = new SavedReports(join(options.dataDir, 'reports'));
    this.reporting = new Reporting(this, options.reporting ?? NO_REPORTING, stateDb, options.dataDir, log);
    ingestor.on('stored', (records) => this.emit('stored', records));
  }

  /** @throws ServiceError when the store can't be opened or a folder is missing; nothing is left running then. */
  static async open(options: SystemOptions, log: Logger): Promise<PerformanceSystem> {
    const store = await DuckDbStore.open(join(options.dataDir, STORE_FILE));
    const state = new StateDb(join(options.dataDir, 'state.db'));
    try {
      await forgetCursorsOfNothing(store, state);
      const ingestor = new Ingestor(store);
      const scratch = await emptyScratch(options.dataDir);
      const otlp = new OtlpReceiver(ingestor, store, state.notes);
      const checks = new OtlpChecks();
      const receiver = new OtlpEntrance(otlp, checks);
      const listen = options.listen ?? { host: '127.0.0.1' };
      const host = new InputHost({ ingestor, scratch, log, otlp: { receiver, ...listen } }, state);
      await host.prepare(options.inputs);
      const system = new PerformanceSystem(options, log, store, ingestor, { otlp, checks, receiver }, host, state);
      if (options.demo) {
        await system.openDemo();
      }
      return system;
    } catch (error) {
      state.close();
      await store.close();
      throw error;
    }
  }

  /** Starts the inputs. Resolves when every folder has been read once. */
  async start(): Promise<void> {
    await Promise.all([this.otlp.start(), this.push.start()]);
    await this.demo?.replay.start();
    await this.inputHost.start();
    this.ready = true;
    this.reporting.start();
  }

  get otlp(): OtlpReceiver {
    return this.exports.otlp;
  }

  get otlpChecks(): OtlpChecks {
    return this.exports.checks;
  }

  get otlpEntrance(): OtlpEntrance {
    return this.exports.receiver;
  }

  /** What people and their pipelines have marked. */
  get markers(): Markers {
    return this.stateDb.markers;
  }

  /** Where queries go: the demo's store until something real has been stored. */
  get store(): Store {
    return this.demo?.store ?? this.realStore;
  }

  get isDemo(): boolean {
    return this.demo !== undefined;
  }

  get state(): 'starting' | 'ready' | 'stopping' {
    return this.stopping ? 'stopping' : this.ready ? 'ready' : 'starting';
  }

  inputs(): InputStatus[] {
    const builtIn = [...(this.demo ? [this.demo.replay] : []), this.otlp, this.push];
    return [...builtIn.map((input) => input.status()), ...this.inputHost.statuses()];
  }

  /** Stops taking, stores what was taken, closes. */
  async close(): Promise<void> {
    this.stopping = true;
    await this.reporting.stop();
    await Promise.all([this.inputHost.stop(), this.otlp.stop(), this.demo?.replay.stop()]);
    await Promise.all([this.ingestor.close(), this.demo?.ingestor.close()]);
    await Promise.all([this.realStore.close(), this.demo?.store.close()]);
    this.stateDb.close();
  }

  private async openDemo(): Promise<void> {
    const { tasks, steps, samples } = await this.realStore.info();
    if (tasks + steps + samples > 0) {
      // Left behind if the process was killed while it ended the demo.
      await this.deleteDemo();
      return;
    }
    const store = await DuckDbStore.open(this.demoFile);
    const ingestor = new Ingestor(store);
    ingestor.on('stored', (records) => this.emit('stored', records));
    const played = (await store.swarms({})).map((swarm) => swarm.swarmId);
    const replay = new DemoReplay(await loadRecording(RECORDING), ingestor, nextPassNumber(played));
    this.demo = { store, replay, ingestor };
    this.ingestor.once(
      'stored',
      () => void this.endDemo().catch((error) => this.log.error({ error }, 'the demo could not be closed'))
    );
  }

  /** The real store's file; its log lies beside it, with `.wal` at the end. */
  get storeFile(): string {
    return join(this.options.dataDir, STORE_FILE);
  }

  private get demoFile(): string {
    return join(this.options.dataDir, DEMO_FILE);
  }

  /** The first real record is here: from now on only real ones are shown. */
  private async endDemo(): Promise<void> {
    const { demo } = this;
    this.demo = undefined;
    if (demo) {
      this.log.info('the first real record has been stored: the demo is off and its data are deleted');
      await demo.replay.stop();
      await demo.ingestor.close();
      await demo.store.close();
      await this.deleteDemo();
    }
  }

  private async deleteDemo(): Promise<void> {
    await rm(this.demoFile, { force: true });
    await rm(`${this.demoFile}.wal`, { force: true });
  }
}

/** A folder for short-lived copies; what a killed process left in it is deleted. */
async function emptyScratch(dataDir: string): Promise<string> {
  const scratch = join(dataDir, 'scratch');
  await rm(scratch, { recursive: true, force: true });
  await mkdir(scratch, { mode: 0o700 });
  return scratch;
}

/** Where the store was lost or moved away, what was read into it has to be read again. */
async function forgetCursorsOfNothing(store: Store, state: StateDb): Promise<void> {
  const { tasks, steps, samples } = await store.info();
  if (tasks + steps + samples === 0) {
    state.cursors.clear();
    state.notes.forget('prometheus:');
  }
}
