import type { Ticking } from '../schedule/ticker.ts';

/** A clock that stands still until it is moved; what ticks by it is woken when it wants to be. */
export class SimulatedTime {
  constructor(public now: number) {}

  readonly clock = (): number => this.now;

  /** Moves on, and lets everything tick at each time that it asked for. */
  async until(end: number, ...works: readonly Ticking[]): Promise<void> {
    for (;;) {
      for (const work of works) {
        await work.tick();
      }
      const wakes = works.flatMap((work) => work.nextWakeAt() ?? []);
      const next = Math.min(...wakes);
      if (!(next < end)) {
        break;
      }
      this.now = Math.max(next, this.now + 1);
    }
    this.now = end;
  }
}
