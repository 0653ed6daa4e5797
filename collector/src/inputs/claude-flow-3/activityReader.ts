import type { IngestRecord, SampleRecord } from '../../../../src/core/metrics/records.ts';
import type { InputAccount, Rejection } from '../../ingest/account.ts';
import type { Submitter } from '../../ingest/ingestor.ts';
import { Refusals } from '../shared/refusals.ts';
import { SqliteCopy } from '../shared/sqliteCopy.ts';
import { costRecord } from './costs.ts';
import { JsonFile, type JsonReading } from './jsonFile.ts';
import { JsonlFile, MOST_LINE_BYTES } from './jsonlFile.ts';
import { neuralSamples, routerSamples } from './learning.ts';
import type { ParsedLine } from './ledgers.ts';
import { countEntries, memorySamples } from './memoryEntries.ts';
import type { projectPaths } from './paths.ts';
import { receiptSample } from './receipts.ts';
import { ReceiptsFile } from './receiptsFile.ts';
import type { ProjectRegistry } from './registry.ts';
import { SessionFolder } from './sessions.ts';
import { DaemonWorkers } from './workers.ts';

export interface Activity {
  records: IngestRecord[];
  found: boolean;
  problems: string[];
}

/** What a project did beside its tasks: tool calls, workers, learning, sessions, memory and costs. */
export class ActivityReader {
  private readonly receipts: ReceiptsFile;
  private readonly daemon: JsonFile;
  private readonly neural: JsonFile;
  private readonly router: JsonFile;
  private readonly memory: SqliteCopy;
  private readonly workers: DaemonWorkers;
  private readonly sessions: SessionFolder;
  private costs: JsonlFile;
  /** A ledger that was rotated or written anew is read again. */
  private readonly refusals: Refusals;

  constructor(
    private readonly paths: ReturnType<typeof projectPaths>,
    private readonly scope: string,
    private readonly account: InputAccount,
    private readonly ingestor: Submitter,
    scratch?: string
  ) {
    this.refusals = new Refusals(account);
    this.receipts = new ReceiptsFile(paths.receipts);
    this.daemon = new JsonFile(paths.daemon);
    this.neural = new JsonFile(paths.neural);
    this.router = new JsonFile(paths.router);
    this.memory = new SqliteCopy(paths.memory, scratch);
    this.workers = new DaemonWorkers(scope);
    this.sessions = new SessionFolder(paths.sessions, scope);
    this.costs = this.costFile();
  }

  /** Hands tool calls over itself, as they may be many; the rest is in the answer. */
  async readOnce(): Promise<Activity> {
    const receipts = await this.receipts.read((texts) => this.submit(texts, (text) => this.receipt(text)));
    const [daemon, neural, router] = await Promise.all([this.daemon.read(), this.neural.read(), this.router.read()]);
    const memory = await this.memory.read(countEntries);
    const sessions = await this.sessions.read();
    const hasCosts = await this.costs.look();
    const states = [receipts.state, daemon.state, neural.state, router.state, memory.state];
    return {
      records: [
        ...this.workerRecords(daemon),
        ...(neural.state === 'changed' ? neuralSamples(neural.value, this.scope, neural.modifiedAt) : []),
        ...(router.state === 'changed' ? routerSamples(router.value, this.scope, router.modifiedAt) : []),
        ...(memory.state === 'changed' ? memorySamples(memory.value, 'memory.db', this.scope) : []),
        ...sessions,
      ],
      found: hasCosts || sessions.length > 0 || states.some((state) => state !== 'missing'),
      problems: [
        ...problemOf('policy/state.json', receipts),
        ...problemOf('daemon-state.json', daemon),
        ...problemOf('neural/stats.json', neural),
        ...problemOf('model-router-state.json', router),
        ...problemOf('memory.db', memory),
      ],
    };
  }

  /** Submits the costs that the last reading saw; agents and swarms are known by now. */
  async handOverCosts(registry: ProjectRegistry): Promise<void> {
    for await (const lines of this.costs.read()) {
      await this.submit(lines, (line) => costRecord(line, this.scope, registry));
    }
  }

  /** What the last reading handed over is stored. */
  confirm(): void {
    this.workers.confirm();
  }

  /** Everything is read again by the next round. */
  again(): void {
    this.receipts.again();
    [this.daemon, this.neural, this.router, this.memory].forEach((file) => file.again());
    this.workers.again();
    this.sessions.again();
    this.costs = this.costFile();
  }

  private workerRecords(daemon: JsonReading): IngestRecord[] {
    return daemon.state === 'changed' ? (this.workers.accept(daemon.value, daemon.modifiedAt) ?? []) : [];
  }

  private receipt(text: string | undefined): ParsedLine | { record: SampleRecord } {
    return text === undefined
      ? { rejection: { reason: 'line_too_long', message: 'a receipt of policy/state.json is far too long' } }
      : receiptSample(text, this.scope);
  }

  private async submit<Text extends string | undefined>(
    texts: readonly Text[],
    parse: (text: Text) => ParsedLine | { record: SampleRecord }
  ): Promise<void> {
    const records: IngestRecord[] = [];
    for (const text of texts) {
      const parsed = parse(text);
      if ('record' in parsed) {
        records.push(parsed.record);
      } else if ('rejection' in parsed) {
        this.refuse(text, parsed.rejection);
      } else {
        this.account.ignore();
      }
    }
    if (records.length > 0) {
      await this.ingestor.submit(this.account, records);
    }
  }

  private refuse(text: string | undefined, rejection: Rejection): void {
    if (text === undefined) {
      this.account.reject(rejection);
    } else {
      this.refusals.line(text, rejection);
    }
  }

  private costFile(): JsonlFile {
    return new JsonlFile(this.paths.costs, (line) =>
      this.refusals.line(line, {
        reason: 'line_too_long',
        message: `a line of cost-events.jsonl is longer than ${MOST_LINE_BYTES / 1024 / 1024} MiB`,
      })
    );
  }
}

function problemOf(name: string, reading: { state: string; problem?: string }): string[] {
  return reading.state === 'unreadable' ? [`${name}: ${reading.problem ?? 'unreadable'}`] : [];
}
