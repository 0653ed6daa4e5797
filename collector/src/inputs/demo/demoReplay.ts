import { InputAccount, type InputStatus } from '../../ingest/account.ts';
import { timeOf } from '../../ingest/check.ts';
import type { Ingestor } from '../../ingest/ingestor.ts';
import type { IngestRecord } from '../../../../src/core/metrics/records.ts';
import type { Input } from '../input.ts';
import { recordsOfPass } from './pass.ts';
import type { Recording } from './recording.ts';

/** From the start of one pass to the start of the next. */
export const PASS_MS = 30 * 60_000;
const STEP_MS = 1000;

export const DEMO_TEXT = 'replayed recording, stub model';

/** Plays the recording over and over at its own speed: one pass that has just ended, then a new one every half hour. */
export class DemoReplay implements Input {
  readonly id = 'demo';
  private readonly account = new InputAccount('demo', 'demo');
  private readonly due: IngestRecord[] = [];
  private timer: NodeJS.Timeout | undefined;
  private step: Promise<void> = Promise.resolve();
  private stopped = false;
  private nextPassAt: number;

  /** @param passNumber number of the first pass; those before it were played by earlier runs. */
  constructor(
    private readonly recording: Recording,
    private readonly ingestor: Ingestor,
    private passNumber: number,
    private readonly clock: () => number = Date.now
  ) {
    this.nextPassAt = clock() - (recording.to - recording.from) - STEP_MS;
  }

  async start(): Promise<void> {
    this.step = this.play();
    await this.step;
    this.schedule();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.step;
  }

  status(): InputStatus {
    return this.account.status();
  }

  private schedule(): void {
    if (!this.stopped) {
      this.timer = setTimeout(() => {
        this.step = this.play().finally(() => this.schedule());
      }, STEP_MS);
    }
  }

  private async play(): Promise<void> {
    const now = this.clock();
    if (now >= this.nextPassAt) {
      this.due.push(...recordsOfPass(this.recording, { number: this.passNumber++, startsAt: this.nextPassAt }));
      this.due.sort((a, b) => timeOf(a) - timeOf(b));
      this.nextPassAt = now + PASS_MS;
    }
    const until = this.due.findIndex((record) => timeOf(record) > now);
    const ready = this.due.splice(0, until < 0 ? this.due.length : until);
    try {
      if (ready.length > 0) {
        const descriptive = (record: IngestRecord) => record.type === 'swarm' || record.type === 'agent';
        await this.ingestor.submit(
          this.account,
          ready.filter((record) => !descriptive(record)),
          ready.filter(descriptive)
        );
      }
      this.account.report('ok', DEMO_TEXT);
    } catch (error) {
      this.due.unshift(...ready);
      this.account.report('degraded', error instanceof Error ? error.message : String(error));
    }
  }
}

/** Number of the pass after the last one among the swarms of earlier runs. */
export function nextPassNumber(swarmIds: readonly string[]): number {
  const played = swarmIds.map((id) => Number(/^demo-.*-(\d+)$/.exec(id)?.[1] ?? 0));
  return Math.max(0, ...played) + 1;
}
