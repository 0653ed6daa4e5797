import { createHash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import type { IngestRecord } from '../../../../src/core/metrics/records.ts';
import type { Rejection } from '../../ingest/account.ts';
import type { FileCursor } from '../../state/cursors.ts';
import { withoutLongStrings } from './elide.ts';
import { LineCutter, MOST_LINE_BYTES } from './lineCutter.ts';
import { mayMeasure, parseLine } from './shapes.ts';
import { Transcript, type Surroundings } from './transcript.ts';

/** The first bytes of a file, which an append-only file keeps: by them one that was rewritten in place is known. */
const HEAD_BYTES = 256;
const BYTE_ORDER_MARK = '\uFEFF';

/** What a piece of a file gave. */
export interface Step {
  records: IngestRecord[];
  rejections: Rejection[];
  /** Lines that measure nothing. */
  ignored: number;
  bytes: number;
}

export interface FileStats {
  size: number;
  mtimeMs: number;
  ino: number;
}

/**
 * One transcript, read on from where the last reading ended. What it gives counts as taken once `acknowledge` is called;
 * `rewind` goes back to there.
 */
export class TranscriptFile {
  private identity = '';
  private head = '';
  private transcript: Transcript;
  private cutter: LineCutter;
  private rejections: Rejection[] = [];
  private acknowledged = 0;
  /** The state of the file that was read to its end. */
  private seen = '';
  private changedAt = 0;

  constructor(
    readonly path: string,
    private readonly around: Surroundings,
    cursor?: FileCursor
  ) {
    this.transcript = new Transcript(around);
    this.cutter = this.cutterAt(0);
    if (cursor) {
      ({ identity: this.identity, head: this.head } = cursor);
      this.acknowledged = cursor.offset;
      this.cutter = this.cutterAt(cursor.offset);
    }
  }

  /** Whether there is something to read, given what the file system says of it. */
  hasChanged(stats: FileStats): boolean {
    return versionOf(stats) !== this.seen;
  }

  /** Whether it has to be settled once nobody writes any more, or to be read again. */
  get isUnsettled(): boolean {
    return this.transcript.isUnsettled || this.seen === '';
  }

  /** Whether it was read to its end, which nobody has added to since then. */
  isQuietSince(time: number): boolean {
    return this.seen !== '' && this.changedAt <= time;
  }

  /** Epoch ms; 0 before the first reading. */
  get lastChange(): number {
    return this.changedAt;
  }

  /** Bytes that need not be read again. */
  get done(): number {
    return this.acknowledged;
  }

  get cursor(): FileCursor {
    return { identity: this.identity, head: this.head, offset: this.acknowledged };
  }

  /**
   * New whole lines, a buffer at a time.
   * @throws the file system's error, when the file is there and can't be read.
   */
  async *read(buffer: Buffer, now: number): AsyncGenerator<Step> {
    const handle = await openIfThere(this.path);
    if (!handle) {
      return;
    }
    try {
      const stats = await handle.stat();
      await this.recognise(handle, `${stats.dev}:${stats.ino}`, stats.size);
      this.cutter.rewind();
      for (let position = this.cutter.position; position < stats.size;) {
        const { bytesRead } = await handle.read(buffer, 0, Math.min(buffer.length, stats.size - position), position);
        if (bytesRead === 0) {
          break;
        }
        position += bytesRead;
        yield this.take(buffer.subarray(0, bytesRead));
      }
      this.seen = versionOf(stats);
      this.changedAt = Math.min(stats.mtimeMs, now);
    } finally {
      await handle.close();
    }
  }

  /** What still waited for a later line. */
  settle(): Step {
    return { records: this.transcript.settle(), rejections: [], ignored: 0, bytes: 0 };
  }

  /** Everything given so far is kept. */
  acknowledge(): void {
    this.acknowledged = Math.min(this.transcript.neededFrom, this.cutter.unfinishedFrom);
  }

  /** What was given since the last acknowledgement is lost: it will be read again. */
  rewind(): void {
    this.restartAt(this.acknowledged);
  }

  private restartAt(offset: number): void {
    this.transcript = new Transcript(this.around);
    this.cutter = this.cutterAt(offset);
    this.acknowledged = offset;
    this.rejections = [];
    this.seen = '';
  }

  /** A file that has shrunk, was replaced or rewritten starts anew. */
  private async recognise(handle: FileHandle, identity: string, size: number): Promise<void> {
    const length = Number(this.head.split(':')[0]);
    const isSame =
      identity === this.identity && size >= this.cutter.position && (await headOf(handle, length)) === this.head;
    if (!isSame) {
      this.restartAt(0);
    }
    if (!isSame || length < HEAD_BYTES) {
      this.identity = identity;
      this.head = await headOf(handle, Math.min(HEAD_BYTES, size));
    }
  }

  private take(data: Buffer): Step {
    const step: Step = { records: [], rejections: this.rejections, ignored: 0, bytes: data.length };
    for (const { bytes, start } of this.cutter.push(data)) {
      this.takeLine(bytes, start, step);
    }
    this.rejections = [];
    return step;
  }

  private takeLine(bytes: Buffer, start: number, step: Step): void {
    if (isBlank(bytes)) {
      return;
    }
    if (!mayMeasure(bytes)) {
      if (looksLikeJson(bytes)) {
        step.ignored++;
      } else {
        step.rejections.push(MALFORMED);
      }
      return;
    }
    const text = withoutLongStrings(bytes);
    try {
      const line = parseLine(text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text);
      if (line === 'no time') {
        step.rejections.push({ reason: 'missing_time', message: 'a line of a transcript has no time' });
      } else if (line) {
        step.records.push(...this.transcript.accept(line, start));
      } else {
        step.ignored++;
      }
    } catch {
      step.rejections.push(MALFORMED);
    }
  }

  private cutterAt(offset: number): LineCutter {
    return new LineCutter(offset, () =>
      this.rejections.push({
        reason: 'line_too_long',
        message: `a line of a transcript is longer than ${MOST_LINE_BYTES / 1024 / 1024} MiB`,
      })
    );
  }
}

const MALFORMED: Rejection = { reason: 'malformed', message: 'a line of a transcript is no JSON' };

function versionOf({ ino, size, mtimeMs }: FileStats): string {
  return `${ino}:${size}:${mtimeMs}`;
}

/** Length and hash of the first bytes. */
async function headOf(handle: FileHandle, length: number): Promise<string> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await handle.read(buffer, 0, length, 0);
  const hash = createHash('sha256').update(buffer.subarray(0, bytesRead)).digest('hex').slice(0, 16);
  return `${bytesRead}:${hash}`;
}

/** Of a line that is not parsed: an object, maybe behind a byte order mark. */
function looksLikeJson(bytes: Buffer): boolean {
  const from = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  return bytes[from] === 0x7b && !bytes.subarray(from, from + 64).includes(0);
}

function isBlank(bytes: Buffer): boolean {
  return bytes.length === 0 || (bytes.length < 8 && bytes.toString('latin1').trim() === '');
}

async function openIfThere(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, 'r');
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) {
      return undefined;
    }
    throw error;
  }
}
