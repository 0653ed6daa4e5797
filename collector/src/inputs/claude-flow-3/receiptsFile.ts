import { createHash } from 'node:crypto';
import { open, stat, type FileHandle } from 'node:fs/promises';
import { JsonElements } from './jsonElements.ts';

const CHUNK_BYTES = 256 * 1024;
/** A receipt has 1.4 KB. */
const MOST_RECEIPT_BYTES = 256 * 1024;
/** A file that takes long to read is read less often, so that reading takes at most this share of the time. */
const MOST_SHARE = 0.05;

export type ReceiptsReading = { state: 'missing' | 'unchanged' | 'read' } | { state: 'unreadable'; problem: string };

type Take = (receipts: Array<string | undefined>) => Promise<void>;

/**
 * The ledger of policy receipts, a JSON file that claude-flow writes anew at each tool call and that only grows. It is read
 * as a stream. Receipts that were handed over are passed over without being parsed as long as the ledger starts with the
 * same receipt; one that starts with another is a new ledger.
 */
export class ReceiptsFile {
  private accepted = '';
  private first = '';
  private handedOver = 0;
  private notBefore = 0;

  constructor(
    readonly path: string,
    private readonly clock: () => number = Date.now
  ) {}

  /**
   * Hands over the texts of new receipts, in batches; undefined stands for one that is too long. A batch that `take` throws
   * on comes again.
   */
  async read(take: Take): Promise<ReceiptsReading> {
    const startedAt = this.clock();
    try {
      const stats = await stat(this.path, { bigint: true });
      const version = `${stats.ino}:${stats.size}:${stats.mtimeNs}`;
      if (version === this.accepted || startedAt < this.notBefore) {
        return { state: 'unchanged' };
      }
      const handle = await open(this.path, 'r');
      try {
        const problem = await this.scan(handle, take);
        if (problem !== undefined) {
          return { state: 'unreadable', problem };
        }
      } finally {
        await handle.close();
        const endedAt = this.clock();
        this.notBefore = endedAt + (endedAt - startedAt) / MOST_SHARE;
      }
      this.accepted = version;
      return { state: 'read' };
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (code === 'ENOENT' || code === 'ENOTDIR') {
        return { state: 'missing' };
      }
      if (typeof code === 'string' && /^E[A-Z]+$/.test(code)) {
        return { state: 'unreadable', problem: code };
      }
      throw error;
    }
  }

  /** Everything is handed over again by the next reading. */
  again(): void {
    this.accepted = '';
    this.first = '';
    this.handedOver = 0;
    this.notBefore = 0;
  }

  /** What is wrong with the file, if anything. */
  private async scan(handle: FileHandle, take: Take): Promise<string | undefined> {
    const known = this.handedOver;
    let sameLedger = false;
    let fresh: Array<string | undefined> = [];
    const wants = (index: number) => index === 0 || !sameLedger || index >= known;
    const elements = new JsonElements('receipts', wants, MOST_RECEIPT_BYTES);
    const found = (text: string | undefined, index: number) => {
      if (index === 0) {
        const first = createHash('sha256')
          .update(text ?? '')
          .digest('hex');
        sameLedger = first === this.first && known > 0;
        this.first = first;
        this.handedOver = sameLedger ? known : 0;
      }
      if (!sameLedger || index >= known) {
        fresh.push(text);
      }
    };
    const buffer = Buffer.alloc(CHUNK_BYTES);
    let position = 0;
    for (;;) {
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, position);
      if (bytesRead === 0) {
        if (!elements.complete || position === 0) {
          return 'not complete JSON (torn while being written?)';
        }
        return elements.found ? undefined : 'holds no receipts';
      }
      position += bytesRead;
      elements.push(buffer.subarray(0, bytesRead), found);
      if (fresh.length > 0) {
        await take(fresh);
        this.handedOver += fresh.length;
        fresh = [];
      }
    }
  }
}
