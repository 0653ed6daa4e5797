/** A longer line is skipped: it would have to be held whole. Images in tool results come near it. */
export const MOST_LINE_BYTES = 16 * 1024 * 1024;

const NEWLINE = 10;

export interface CutLine {
  /** Valid until the next call only: it may lie in the reader's buffer. */
  bytes: Buffer;
  /** Place of its first byte in the file. */
  start: number;
}

/**
 * Cuts the bytes of an append-only file into whole lines. A line that ends in a later reading is read again from its start;
 * one that is too long is passed over as it comes, so that it is neither held nor read twice.
 */
export class LineCutter {
  private parts: Buffer[] = [];
  private held = 0;
  private skipping = false;
  private lineStart: number;

  /** @param onTooLong is called once for each line that was passed over. */
  constructor(
    private next: number,
    private readonly onTooLong: () => void,
    private readonly mostBytes = MOST_LINE_BYTES
  ) {
    this.lineStart = next;
  }

  /** Start of the first line that is not whole yet. */
  get unfinishedFrom(): number {
    return this.lineStart;
  }

  /** Where the next reading has to begin. */
  get position(): number {
    return this.skipping ? this.next : this.lineStart;
  }

  /** Starts a reading at `position`: what is held of an unfinished line comes again. */
  rewind(): void {
    this.next = this.position;
    this.parts = [];
    this.held = 0;
  }

  /** Lines that end in these bytes, which follow those of the last call. */
  *push(data: Buffer): Generator<CutLine> {
    let from = 0;
    for (let at = data.indexOf(NEWLINE); at >= 0; at = data.indexOf(NEWLINE, from)) {
      const line = this.finish(data.subarray(from, at));
      const start = this.lineStart;
      from = at + 1;
      this.lineStart = this.next + from;
      if (line) {
        yield { bytes: line, start };
      }
    }
    this.hold(data.subarray(from));
    this.next += data.length;
  }

  private finish(end: Buffer): Buffer | undefined {
    const tooLong = this.skipping || this.held + end.length > this.mostBytes;
    const line = tooLong ? undefined : this.parts.length === 0 ? end : Buffer.concat([...this.parts, end]);
    this.parts = [];
    this.held = 0;
    this.skipping = false;
    if (tooLong) {
      this.onTooLong();
    }
    return line;
  }

  private hold(part: Buffer): void {
    if (part.length === 0) {
      return;
    }
    this.held += part.length;
    if (this.held > this.mostBytes) {
      this.skipping = true;
      this.parts = [];
    }
    if (!this.skipping) {
      // A copy: the reader fills its buffer again.
      this.parts.push(Buffer.from(part));
    }
  }
}
