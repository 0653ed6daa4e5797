import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Bytes that are read between two collections, unless told otherwise. */
const EVERY_BYTES = 12 * 1024 * 1024;
/** A process that holds less than this is left to V8's own judgement: a collection takes time from what is being read. */
const SPARED_BYTES = 225 * 1024 * 1024;

/**
 * V8 lets garbage grow with the memory of the machine before it looks for it. A long history leaves hundreds of megabytes of
 * it, which the process would then keep: so while one is read or sent, it is collected from time to time, once the process
 * is large.
 */
export class GarbageCollection {
  private read = 0;
  private collect: (() => void) | undefined;

  /**
   * @param every bytes, or whatever `after` is told, between two collections
   * @param residentBytes what the process holds
   */
  constructor(
    private readonly every = EVERY_BYTES,
    private readonly residentBytes: () => number = process.memoryUsage.rss
  ) {}

  /** Says how much has been read; collects when it is enough. */
  after(amount: number): void {
    this.read += amount;
    if (this.read >= this.every) {
      this.read = 0;
      if (this.residentBytes() >= SPARED_BYTES) {
        this.collect ??= collector();
        this.collect();
      }
    }
  }
}

/** The engine's own function; it gives none when it was built without. */
function collector(): () => void {
  setFlagsFromString('--expose-gc');
  const gc: unknown = runInNewContext('typeof gc === "function" ? gc : undefined');
  return typeof gc === 'function' ? () => void gc() : () => undefined;
}
