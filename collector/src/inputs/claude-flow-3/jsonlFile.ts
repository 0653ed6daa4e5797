import { open, readdir, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

const CHUNK_BYTES = 256 * 1024;
/** A longer line is skipped: no ledger line of use is that long, and it would have to be held whole. */
export const MOST_LINE_BYTES = 8 * 1024 * 1024;
/** Lines that are handed over at once. */
const LINES_AT_ONCE = 2000;
/** Bytes after which fewer lines are handed over. */
const BYTES_AT_ONCE = 4 * 1024 * 1024;
/** A file that begins otherwise than before was written anew, though it may have grown beyond what was read. */
const HEAD_BYTES = 4096;

interface Fence {
  identity: string;
  size: number;
}

/**
 * An append-only file of JSON lines that is rotated from time to time. Each reading goes on after the last complete line;
 * a file that was replaced, has shrunk or begins otherwise is read from its start, and its rotated siblings before it.
 * Readers know lines by their content, so reading one twice changes nothing.
 */
export class JsonlFile {
  private offset = 0;
  private identity = '';
  /** The file's first bytes, as far as it was read. */
  private head: Buffer = Buffer.alloc(0);
  private fence: Fence | undefined;

  /**
   * @param onTooLong is called for each line that was skipped because of its length, with a name for the line: it may be
   * read again under another path
   */
  constructor(
    readonly path: string,
    private readonly onTooLong: (line: string) => void
  ) {}

  /** Notes how far the file goes now; the next reading ends there. Returns false when there is no file. */
  async look(): Promise<boolean> {
    const handle = await openIfThere(this.path);
    this.fence = handle && (await closing(handle, fenceOf));
    return this.fence !== undefined;
  }

  /** New whole lines up to the last look, in batches. A batch counts as read once it is handed out. */
  async *read(): AsyncGenerator<string[]> {
    const { fence } = this;
    const handle = fence && (await openIfThere(this.path));
    if (!fence || !handle) {
      return;
    }
    try {
      if ((await fenceOf(handle)).identity !== fence.identity) {
        return;
      }
      const head = await headOf(handle, fence.size);
      const isSame = head.subarray(0, this.head.length).equals(this.head);
      if (fence.identity !== this.identity || fence.size < this.offset || !isSame) {
        yield* this.readRotated();
        this.identity = fence.identity;
        this.offset = 0;
        this.head = Buffer.alloc(0);
      }
      for await (const { lines, end } of readLines(handle, this.offset, fence, this.onTooLong)) {
        this.offset = end;
        this.head = head.subarray(0, end);
        if (lines.length > 0) {
          yield lines;
        }
      }
    } finally {
      await handle.close();
    }
  }

  /** `name.jsonl.1`, `name.1.jsonl`, `name-<time>.jsonl` and the like. */
  private async *readRotated(): AsyncGenerator<string[]> {
    const folder = dirname(this.path);
    const own = basename(this.path);
    const stem = own.replace(/\.jsonl$/, '');
    const names = (await readdir(folder)).filter(
      (name) =>
        name !== own &&
        name.startsWith(stem) &&
        /^[.\dTZ:-]+(?:jsonl)?(?:\.\d+)?$|^\.jsonl\.\d+$/.test(name.slice(stem.length))
    );
    for (const name of names.sort().reverse()) {
      const handle = await openIfThere(join(folder, name));
      if (handle) {
        try {
          for await (const { lines } of readLines(handle, 0, await fenceOf(handle), this.onTooLong)) {
            yield lines;
          }
        } finally {
          await handle.close();
        }
      }
    }
  }
}

/** Read before the lines: if somebody writes between, the next reading finds another head and begins anew. */
async function headOf(handle: FileHandle, size: number): Promise<Buffer> {
  const buffer = Buffer.alloc(Math.min(HEAD_BYTES, size));
  const { bytesRead } = await handle.read(buffer, 0, buffer.length, 0);
  return buffer.subarray(0, bytesRead);
}

async function* readLines(
  handle: FileHandle,
  from: number,
  { identity, size: to }: Fence,
  onTooLong: (line: string) => void
): AsyncGenerator<{ lines: string[]; end: number }> {
  const splitter = new LineSplitter(from, (end) => onTooLong(`${identity}:${end}`));
  let lines: string[] = [];
  let position = from;
  let handedOver = from;
  while (position < to) {
    const buffer = Buffer.alloc(Math.min(CHUNK_BYTES, to - position));
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, position);
    if (bytesRead === 0) {
      break;
    }
    position += bytesRead;
    lines.push(...splitter.push(buffer.subarray(0, bytesRead)));
    if (lines.length >= LINES_AT_ONCE || (lines.length > 0 && position - handedOver >= BYTES_AT_ONCE)) {
      yield { lines, end: position - splitter.held };
      lines = [];
      handedOver = position;
    }
  }
  yield { lines, end: position - splitter.held };
}

/** Cuts bytes into lines and holds an unfinished one, up to the longest that is kept. */
class LineSplitter {
  private parts: Buffer[] = [];
  private skipping = false;
  /** Bytes since the last line end. */
  held = 0;

  /** @param position of the first byte that is pushed, in the file */
  constructor(
    private position: number,
    private readonly onTooLong: (end: number) => void
  ) {}

  push(data: Buffer): string[] {
    const lines: string[] = [];
    let start = 0;
    for (let at = data.indexOf(10); at >= 0; at = data.indexOf(10, start)) {
      this.hold(data.subarray(start, at));
      const line = Buffer.concat(this.parts).toString('utf8').trim();
      if (this.skipping) {
        // Only now: an unfinished line is read anew each time.
        this.onTooLong(this.position + at);
      } else if (line !== '') {
        lines.push(line);
      }
      this.parts = [];
      this.held = 0;
      this.skipping = false;
      start = at + 1;
    }
    this.hold(data.subarray(start));
    this.position += data.length;
    return lines;
  }

  private hold(part: Buffer): void {
    this.held += part.length;
    if (this.held > MOST_LINE_BYTES && !this.skipping) {
      this.skipping = true;
      this.parts = [];
    }
    if (!this.skipping && part.length > 0) {
      this.parts.push(part);
    }
  }
}

async function fenceOf(handle: FileHandle): Promise<Fence> {
  const stats = await handle.stat({ bigint: true });
  return { identity: `${stats.dev}:${stats.ino}`, size: Number(stats.size) };
}

async function closing<T>(handle: FileHandle, read: (handle: FileHandle) => Promise<T>): Promise<T> {
  try {
    return await read(handle);
  } finally {
    await handle.close();
  }
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
