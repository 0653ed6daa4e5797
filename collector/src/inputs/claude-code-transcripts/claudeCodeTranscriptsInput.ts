import { createHash } from 'node:crypto';
import { realpath, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { resolve } from 'node:path';
import type { InputConfigOf } from '../../config/inputs.ts';
import { ServiceError } from '../../errors.ts';
import { InputAccount, type InputStatus } from '../../ingest/account.ts';
import type { Input, InputContext } from '../input.ts';
import { Batch } from './batch.ts';
import { GarbageCollection } from '../../garbage.ts';
import { TranscriptSet, type DueFile } from './transcriptSet.ts';

export interface Pace {
  pollMs: number;
  /** A message whose last line may be missing is taken as it is when its file has not changed for so long. */
  quietMs: number;
  clock(): number;
}

const PACE: Pace = { pollMs: 1000, quietMs: 5000, clock: Date.now };
const SAVE_EVERY_MS = 2000;
const BUFFER_BYTES = 256 * 1024;
/** Belongs to the cursors: what is read differently from a new version on has to be read again. */
const READER_VERSION = 1;

/**
 * The transcripts that Claude Code keeps of its sessions: what is there at the start is read first, then what is added.
 * Numbers and names of tools, models and agents are taken from them, nothing of the conversation.
 */
export class ClaudeCodeTranscriptsInput implements Input {
  private readonly account: InputAccount;
  private readonly batch: Batch;
  private readonly transcripts: TranscriptSet;
  private readonly reader: string;
  private readonly buffer = Buffer.allocUnsafe(BUFFER_BYTES);
  private readonly garbage = new GarbageCollection();
  private timer: NodeJS.Timeout | undefined;
  private round: Promise<void> = Promise.resolve();
  private stopped = false;
  private caughtUp = false;
  private everThere = false;
  private savedAt = 0;

  private constructor(
    root: string,
    swarms: Record<string, string>,
    private readonly context: InputContext,
    private readonly pace: Pace
  ) {
    // The folder's path may name a person: it is known by its hash.
    const hash = createHash('sha256').update(root).digest('hex');
    this.account = new InputAccount(`claude-code-transcripts:${hash.slice(0, 6)}`, 'claude-code-transcripts');
    this.batch = new Batch(this.account, context.ingestor);
    const named = Object.entries(swarms).sort(([a], [b]) => (a < b ? -1 : 1));
    this.reader = createHash('sha256')
      .update(JSON.stringify([READER_VERSION, named]))
      .digest('hex')
      .slice(0, 16);
    const cursors = context.cursors?.of(this.id, this.reader) ?? new Map();
    this.transcripts = new TranscriptSet(root, new Map(named), cursors, pace.clock);
  }

  /** @throws ServiceError `CONFIG` when what is configured is no folder; one that is not there yet is waited for. */
  static async create(
    { folder, swarms }: Pick<InputConfigOf<'claude-code-transcripts'>, 'folder' | 'swarms'>,
    context: InputContext,
    pace: Partial<Pace> = {}
  ): Promise<ClaudeCodeTranscriptsInput> {
    const path = resolve(folder.replace(/^~(?=$|[/\\])/, () => homedir()));
    const root = await realpath(path).catch(() => path);
    if ((await stat(root).catch(() => undefined))?.isDirectory() === false) {
      throw new ServiceError('CONFIG', `${folder} is no folder. Give the one that holds a folder for each project.`);
    }
    return new ClaudeCodeTranscriptsInput(root, swarms, context, { ...PACE, ...pace });
  }

  get id(): string {
    return this.account.id;
  }

  async start(): Promise<void> {
    this.round = this.poll();
    await this.round;
    this.schedule();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.round;
    this.saveCursors();
  }

  status(): InputStatus {
    return this.account.status();
  }

  private schedule(): void {
    if (!this.stopped) {
      this.timer = setTimeout(() => {
        this.round = this.poll().finally(() => this.schedule());
      }, this.pace.pollMs);
    }
  }

  private async poll(): Promise<void> {
    try {
      const unreadable = await this.read(await this.transcripts.due());
      await this.batch.handOver();
      if (!this.stopped) {
        this.finishRound(unreadable);
      }
    } catch (error) {
      this.account.report(
        'degraded',
        `Could not be stored, will be tried again: ${error instanceof Error ? error.message : String(error)}`
      );
    }
  }

  /** Returns the error codes of files that can't be read. */
  private async read(due: readonly DueFile[]): Promise<string[]> {
    const total = due.reduce((sum, { stats }) => sum + stats.size, 0);
    let read = due.reduce((sum, { file, stats }) => sum + Math.min(file.done, stats.size), 0);
    const unreadable: string[] = [];
    for (const { file, key } of due) {
      try {
        for await (const step of file.read(this.buffer, this.pace.clock())) {
          this.batch.add(key, file, step);
          read += step.bytes;
          this.garbage.after(step.bytes);
          await this.handOverFull();
          this.showProgress(read, total);
          if (this.stopped) {
            return unreadable;
          }
        }
        if (file.isQuietSince(this.pace.clock() - this.pace.quietMs)) {
          // At once, so that a long history is not remembered until its end.
          this.batch.add(key, file, file.settle());
        }
      } catch (error) {
        if (!isFileError(error)) {
          throw error;
        }
        unreadable.push(error.code);
      }
    }
    for (const { file, key } of this.transcripts.quietSince(this.pace.clock() - this.pace.quietMs)) {
      this.batch.add(key, file, file.settle());
      await this.handOverFull();
    }
    return unreadable;
  }

  private async handOverFull(): Promise<void> {
    if (this.batch.isFull) {
      await this.batch.handOver();
      if (this.pace.clock() - this.savedAt >= SAVE_EVERY_MS) {
        this.saveCursors();
      }
    }
  }

  private showProgress(read: number, total: number): void {
    if (!this.caughtUp) {
      this.account.advance(total === 0 ? undefined : Math.min(1, read / total));
      this.account.report('starting', 'The transcripts that were there are being read.');
    }
  }

  private finishRound(unreadable: readonly string[]): void {
    this.saveCursors();
    if (!this.caughtUp && this.transcripts.isThere) {
      this.context.cursors?.remove(this.id, this.transcripts.stale);
    }
    this.caughtUp = true;
    this.account.advance(undefined);
    this.reportState(unreadable);
    this.everThere ||= this.transcripts.isThere;
  }

  private reportState(unreadable: readonly string[]): void {
    if (!this.transcripts.isThere) {
      return this.everThere
        ? this.account.report(
            'degraded',
            'The folder is gone. What was read of it is kept; it is read again when it is back.'
          )
        : this.account.report(
            'waiting',
            'The folder is not there yet. Claude Code makes it with its first session; choose another with "folder".'
          );
    }
    if (unreadable.length > 0) {
      const codes = [...new Set(unreadable)].sort().join(', ');
      return this.account.report('degraded', `${unreadable.length} transcripts can't be read: ${codes}`);
    }
    return this.transcripts.size > 0
      ? this.account.report('ok')
      : this.account.report('waiting', 'There are no transcripts in the folder yet.');
  }

  /** Cursors only save reading, so a database that can't be written is no reason to stop. */
  private saveCursors(): void {
    const cursors = this.batch.takeCursors();
    this.savedAt = this.pace.clock();
    try {
      if (cursors.size > 0) {
        this.context.cursors?.save(this.id, this.reader, cursors);
      }
    } catch (error) {
      this.context.log.warn(
        `how far the transcripts were read can't be noted: ${error instanceof Error ? error.message : String(error)}`
      );
    }
  }
}

function isFileError(error: unknown): error is NodeJS.ErrnoException & { code: string } {
  return error instanceof Error && 'syscall' in error && 'code' in error && typeof error.code === 'string';
}
