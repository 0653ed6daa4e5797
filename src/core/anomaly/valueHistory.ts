/** New values are sorted in here first; merging them costs one pass over all. */
const FRESH = 128;
/** Above this many, values closer to each other than the range over this are told apart no longer. */
const MOST = 2048;
/** A value is wholly new at this share of the range away from all earlier ones. */
const NEW_AT = 0.01;

/** Every value seen so far, for one question: how far is the nearest of them? O(log n) to ask, O(1) moves to add. */
export class ValueHistory {
  private settled: Float64Array = new Float64Array(0);
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
        nearestIn(this.settled, this.settled.length, value),
        nearestIn(this.fresh, this.freshCount, value)
      );
    }
    return this.nearest;
  }

  private settle(): void {
    const merged = new Float64Array(this.settled.length + this.freshCount);
    let from = 0;
    let fresh = 0;
    for (let i = 0; i < merged.length; i++) {
      const takeFresh =
        from === this.settled.length || (fresh < this.freshCount && this.fresh[fresh] < this.settled[from]);
      merged[i] = takeFresh ? this.fresh[fresh++] : this.settled[from++];
    }
    this.freshCount = 0;
    this.settled = merged.length > MOST ? thinned(merged, (this.max - this.min) / MOST) : merged;
  }
}

/** Leaves out what lies closer than `gap` to the last one kept; both ends stay. */
function thinned(values: Float64Array, gap: number): Float64Array {
  let last = -Infinity;
  return values.filter((value, index) => {
    const keep = value - last >= gap || index === values.length - 1;
    last = keep ? value : last;
    return keep;
  });
}

function firstAtLeast(values: Float64Array, count: number, value: number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle] < value) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

function nearestIn(values: Float64Array, count: number, value: number): number {
  const at = firstAtLeast(values, count, value);
  const above = at < count ? values[at] - value : Infinity;
  return at > 0 ? Math.min(above, value - values[at - 1]) : above;
}
