import { SlidingWindow } from '../stats/slidingWindow.ts';
import { leastScale, robustSpread, scalesFrom } from './scales.ts';

/** A scale is asked anew this often: it changes little from point to point and costs more than a push. */
const REFRESH = 8;

/**
 * How far a value lies from the median of the last ones, in robust standard deviations of its side. The scale is the
 * largest of 1.4826·MAD, the spread of the 5th to the 95th percentile over 3.29 and half the standard deviation, and on
 * each side at least that side's own spread over 1.645: one-sided metrics (latency, counts) spread upwards. None of them
 * alone will do: the MAD of a series that mostly rests is 0.
 */
export class OneSidedScale {
  private readonly window: SlidingWindow;
  private seen = 0;
  private median = 0;
  private up = 0;
  private down = 0;
  private tailUp = 0;
  private tailDown = 0;
  private pushed = 0;

  /**
   * @param span latest values that it looks at
   * @param thinned of a full window one value in so many is kept: median and scale are hardly less sure, and cost as much less
   */
  constructor(
    span: number,
    private readonly thinned: number
  ) {
    this.window = new SlidingWindow(span / thinned);
  }

  get size(): number {
    return this.window.size;
  }

  get centre(): number {
    return this.median;
  }

  push(value: number): void {
    if (this.seen++ >= this.window.capacity && this.seen % this.thinned !== 0) {
      return;
    }
    this.window.push(value);
    this.pushed++;
    const every = Math.min(REFRESH, Math.max(1, this.window.size >> 6));
    if (this.pushed % every === 0) {
      this.refresh();
    }
  }

  /** Deviations of `value` in scales of its side. */
  z(value: number): number {
    return scalesFrom(this.median, value, value > this.median ? this.up : this.down);
  }

  /** The same with the outermost percents as a further floor: for changes, whose tails are heavy. */
  tailZ(value: number): number {
    return scalesFrom(
      this.median,
      value,
      value > this.median ? Math.max(this.up, this.tailUp) : Math.max(this.down, this.tailDown)
    );
  }

  /** The value that lies `z` scales above (or, if negative, below) the median. */
  at(z: number): number {
    return this.median + z * Math.max(z > 0 ? this.up : this.down, leastScale(this.median));
  }

  /** Share of the window at least as far out as `value`, counting it: never 0. */
  exceedance(value: number): number {
    const beyond = this.window.countBeyond(this.median, Math.abs(value - this.median));
    return (beyond + 1) / (this.window.size + 1);
  }

  private refresh(): void {
    const { window } = this;
    const median = window.median();
    const q05 = window.quantile(0.05);
    const q95 = window.quantile(0.95);
    const both = robustSpread(window);
    this.median = median;
    this.up = Math.max(both, (q95 - median) / 1.645);
    this.down = Math.max(both, (median - q05) / 1.645);
    this.tailUp = (window.quantile(0.99) - median) / 3;
    this.tailDown = (median - window.quantile(0.01)) / 3;
  }
}
