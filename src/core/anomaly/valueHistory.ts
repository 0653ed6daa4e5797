import { firstAtLeast } from '../stats/search.ts';

/** New values are sorted in here first; merging them costs one pass over all. */
const FRESH = 128;
/** Above this many, values closer to each other than the range over this are told apart no longer. */
const MOST = 2048;
/** A value is wholly new at this share of the range away from all earlier ones. */
const NEW_AT = 0.01;

/** Every value seen so far, for one question: how far is the nearest of them? O(log n) to ask, O(1) moves to add. */
export class ValueHistory {
  private settled = new Float64Array(0);
  private spare = new Float64Array(0);
  private settledCount = 0;
  private readonly fresh = new Float64Array(FRESH);
  private freshCount = 0;
  private min = Infinity;
  private max = -Infinity;
  private step = Infinity;
  private asked = NaN;
  private nearest = Infinity;

  push(value: number): void {
    const nearest = this.distance(value);
    this.asked = NaN;
    this.min = Math.min(this.min, value);
    this.max = Math.max(this.max, value);
    if (nearest === 0) {
      return;
    }
    this.step = Math.min(this.step, nearest);
    if (this.freshCount === FRESH) {
      this.settle();
    }
    const at = firstAtLeast(this.fresh, this.freshCount, value);
    this.fresh.copyWithin(at + 1, at, this.freshCount);
    this.fresh[at] = value;
    this.freshCount++;
  }

  /** Distance to the nearest earlier value as a share of their range; 1 for any other value than the only one known. */
  novelty(value: number): number {
    const nearest = this.distance(value);
    const range = this.max - this.min;
    return nearest === Infinity || nearest === 0 ? 0 : range > 0 ? nearest / range : 1;
  }

  /**
   * 0 for what has been seen, 1 for what is wholly new, in between rising with the square.
   * @param overSteps values this many of the smallest steps apart are no news, as neighbours of whole numbers
   */
  gate(value: number, overSteps = 0): number {
    if (this.step !== Infinity && this.distance(value) < overSteps * this.step) {
      return 0;
    }
    const share = this.novelty(value) / NEW_AT;
    return share >= 1 ? 1 : share * share;
  }

  /** Asked several times of one value before it is taken in, so the last answer is kept. */
  private distance(value: number): number {
    if (value !== this.asked) {
      this.asked = value;
      this.nearest = Math.min(
        nearestIn(this.settled, this.settledCount, value),
        nearestIn(this.fresh, this.freshCount, value)
      );
    }
    return this.nearest;
  }

  /** Merges the fresh values into the settled ones; above `MOST` those that lie too close to the last one kept are left out. */
  private settle(): void {
    const { settled, fresh } = this;
    const count = this.settledCount + FRESH;
    // Most series never have as many values as there is room for.
    const spare = this.spare.length >= count ? this.spare : new Float64Array(2 * count);
    const gap = count > MOST ? (this.max - this.min) / MOST : 0;
    let kept = 0;
    let from = 0;
    let next = 0;
    let last = -Infinity;
    for (let i = 0; i < count; i++) {
      const takeFresh = from === this.settledCount || (next < FRESH && fresh[next] < settled[from]);
      const value = takeFresh ? fresh[next++] : settled[from++];
      if (value - last >= gap || i === count - 1) {
        spare[kept++] = value;
        last = value;
      }
    }
    this.settled = spare;
    this.spare = settled;
    this.settledCount = kept;
    this.freshCount = 0;
  }
}

function nearestIn(values: Float64Array, count: number, value: number): number {
  const at = firstAtLeast(values, count, value);
  const above = at < count ? values[at] - value : Infinity;
  return at > 0 ? Math.min(above, value - values[at - 1]) : above;
}
