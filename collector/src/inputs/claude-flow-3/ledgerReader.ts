import type { IngestRecord } from '../../../../src/core/metrics/records.ts';
import type { InputAccount } from '../../ingest/account.ts';
import type { Submitter } from '../../ingest/ingestor.ts';
import { Refusals } from '../shared/refusals.ts';
import { JsonlFile, MOST_LINE_BYTES } from './jsonlFile.ts';
import { CallLedgers, lineTime, SAME_CALL_MS, type ParsedLine } from './ledgers.ts';
import type { projectPaths } from './paths.ts';
import type { ProjectRegistry } from './registry.ts';

/**
 * Reads both call ledgers in step, so that only the calls of a few seconds are held. A trajectory line is written just
 * before its run transcript: young ones wait until their partner must have arrived.
 */
export class LedgerReader {
  private trajectories: JsonlFile;
  private transcripts: JsonlFile;
  private calls: CallLedgers;
  private waiting: string[] = [];
  /** Rotated ledgers are read again. */
  private readonly refusals: Refusals;

  constructor(
    private readonly paths: ReturnType<typeof projectPaths>,
    private readonly scope: string,
    private readonly registry: ProjectRegistry,
    private readonly account: InputAccount,
    private readonly ingestor: Submitter
  ) {
    this.refusals = new Refusals(account);
    this.trajectories = this.file(paths.trajectories, 'model-router-trajectories.jsonl');
    this.transcripts = this.file(paths.runTranscripts, 'run-transcripts.jsonl');
    this.calls = new CallLedgers(scope, registry);
  }

  /** Notes how far the ledgers go now, before agents and swarms are read. Returns whether there are any. */
  async look(): Promise<boolean> {
    const found = [await this.trajectories.look(), await this.transcripts.look()];
    return found.includes(true);
  }

  /** Submits what the last look saw. */
  async handOver(now = Date.now()): Promise<void> {
    const trajectories = this.trajectories.read();
    try {
      for await (const lines of this.transcripts.read()) {
        await this.submit(lines, (line) => this.calls.runTranscript(line));
        const until = lineTime(lines.at(-1) ?? '');
        if (until !== undefined) {
          await this.takeTrajectories(trajectories, until - SAME_CALL_MS, now);
        }
      }
      await this.takeTrajectories(trajectories, now - SAME_CALL_MS, now);
    } finally {
      await trajectories.return(undefined);
    }
  }

  /** Everything is read again by the next round. */
  again(): void {
    this.trajectories = this.file(this.paths.trajectories, 'model-router-trajectories.jsonl');
    this.transcripts = this.file(this.paths.runTranscripts, 'run-transcripts.jsonl');
    this.calls = new CallLedgers(this.scope, this.registry);
    this.waiting = [];
  }

  /** Submits the trajectories up to a time; lines without a time, or of the future, go at once, to be refused. */
  private async takeTrajectories(source: AsyncGenerator<string[]>, until: number, now: number): Promise<void> {
    const due = (line: string) => {
      const at = lineTime(line) ?? -Infinity;
      return at <= until || at > now + SAME_CALL_MS;
    };
    for (;;) {
      await this.submit(this.waiting.filter(due), (line) => this.calls.trajectory(line));
      this.waiting = this.waiting.filter((line) => !due(line));
      if (this.waiting.length > 0) {
        break;
      }
      const next = await source.next();
      if (next.done) {
        break;
      }
      this.waiting = next.value;
    }
    this.calls.forget(until - SAME_CALL_MS);
  }

  private async submit(lines: readonly string[], parse: (line: string) => ParsedLine): Promise<void> {
    const records: IngestRecord[] = [];
    for (const line of lines) {
      const parsed = parse(line);
      if ('record' in parsed) {
        records.push(parsed.record);
      } else if ('rejection' in parsed) {
        this.refusals.line(line, parsed.rejection);
      } else {
        this.account.ignore();
      }
    }
    if (records.length > 0) {
      await this.ingestor.submit(this.account, records);
    }
  }

  private file(path: string, name: string): JsonlFile {
    return new JsonlFile(path, (line) =>
      this.refusals.line(line, {
        reason: 'line_too_long',
        message: `a line of ${name} is longer than ${MOST_LINE_BYTES / 1024 / 1024} MiB`,
      })
    );
  }
}
