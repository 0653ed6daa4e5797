import type { IngestRecord } from '../../../../src/core/metrics/records.ts';
import type { InputAccount, Rejection } from '../../ingest/account.ts';
import type { Submitter } from '../../ingest/ingestor.ts';
import type { FileCursor } from '../../state/cursors.ts';
import type { Step, TranscriptFile } from './transcriptFile.ts';

/** Records that are handed over at once. */
const FULL = 1000;

/** What was read and is not acknowledged yet, of any number of files. */
export class Batch {
  private records: IngestRecord[] = [];
  private rejections: Rejection[] = [];
  private ignored = 0;
  private readonly touched = new Map<string, TranscriptFile>();
  private readonly unsaved = new Map<string, FileCursor>();

  constructor(
    private readonly account: InputAccount,
    private readonly ingestor: Submitter
  ) {}

  add(key: string, file: TranscriptFile, step: Step): void {
    this.touched.set(key, file);
    this.records.push(...step.records);
    this.rejections.push(...step.rejections);
    this.ignored += step.ignored;
  }

  get isFull(): boolean {
    return this.records.length >= FULL;
  }

  /**
   * Resolves when everything added is kept. Otherwise nothing of it counts, and its files will give it again.
   * @throws what the ingestor throws
   */
  async handOver(): Promise<void> {
    const { records, rejections, ignored } = this;
    this.records = [];
    this.rejections = [];
    this.ignored = 0;
    try {
      if (records.length > 0) {
        await this.ingestor.submit(this.account, records);
      }
      rejections.forEach((rejection) => this.account.reject(rejection));
      this.account.ignore(ignored);
      for (const [key, file] of this.touched) {
        file.acknowledge();
        this.unsaved.set(key, file.cursor);
      }
    } catch (error) {
      this.touched.forEach((file) => file.rewind());
      throw error;
    } finally {
      this.touched.clear();
    }
  }

  /** Cursors of files whose records are all kept, once. */
  takeCursors(): Map<string, FileCursor> {
    const cursors = new Map(this.unsaved);
    this.unsaved.clear();
    return cursors;
  }
}
