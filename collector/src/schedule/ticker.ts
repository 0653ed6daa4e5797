import type { Logger } from '../log.ts';

/** Something that has work at certain times. */
export interface Ticking {
  /** Does what is due. */
  tick(): Promise<void>;
  /** Epoch ms of the next work; undefined when there is none. */
  nextWakeAt(): number | undefined;
}

/** Looks at the clock at least this often: it may have been set, or the machine may have slept. */
const LONGEST_SLEEP_MS = 30_000;

/** Wakes what has work at certain times, by the clock of the machine. */
export class Ticker {
  private timer: NodeJS.Timeout | undefined;
  private working: Promise<void> = Promise.resolve();
  private stopped = true;

  constructor(
    private readonly work: Ticking,
    private readonly log: Logger
  ) {}

  start(): void {
    this.stopped = false;
    this.wake();
  }

  /** Something has changed: looks again at once. */
  wake(): void {
    if (this.stopped) {
      return;
    }
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.working = this.working.then(() => this.run());
    }, 0);
  }

  /** Resolves when what is under way has ended. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.working;
  }

  private async run(): Promise<void> {
    let next: number | undefined;
    try {
      await this.work.tick();
      next = this.work.nextWakeAt();
    } catch (error) {
      this.log.error({ error: error instanceof Error ? error.message : String(error) }, 'scheduled work failed');
    }
    if (!this.stopped) {
      const wait = next === undefined ? LONGEST_SLEEP_MS : Math.min(Math.max(0, next - Date.now()), LONGEST_SLEEP_MS);
      clearTimeout(this.timer);
      this.timer = setTimeout(() => {
        this.working = this.working.then(() => this.run());
      }, wait);
    }
  }
}
