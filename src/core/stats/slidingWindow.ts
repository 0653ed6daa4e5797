import { between } from './order.ts';

/** Where so little of the moments is left, their differences have lost too many digits. */
const CANCELLED = 1e-6;

/**
 * The last `capacity` values, kept in order of arrival and sorted, so that quantiles and the median absolute deviation
 * cost O(log n) and a new value O(n) moves of memory, which is the fastest there is at these sizes. Values are finite
 * (not checked). What it says is in the unit of the values.
 */
export class SlidingWindow {
  private readonly arrived: Float64Array;
  private readonly sorted: Float64Array;
  private oldest = 0;
  private held = 0;
  // Moments around a centre that is moved once a round: neither offsets nor a long run cost digits.
  private centre = 0;
  private sum = 0;
  private squares = 0;
  /** Largest `squares` since the moments were last added up anew. */
  private peak = 0;
  private sinceCentred = 0;

  /** @throws RangeError unless the capacity is a whole number of at least 2 */
  constructor(readonly capacity: number) {
    if (!Number.isInteger(capacity) || capacity < 2) {
      throw new RangeError(`a window holds at least 2 values, got ${capacity}`);
    }
    this.arrived = new Float64Array(capacity);
    this.sorted = new Float64Array(capacity);
  }

  get size(): number {
    return this.held;
  }

  push(value: number): void {
    if (this.held < this.capacity) {
      this.insert(value);
    } else {
      this.replace(value);
    }
  }

  /** Type 7 quantile; NaN when empty. @param p share below, 0 to 1 */
  quantile(p: number): number {
    const position = (this.held - 1) * p;
    const index = Math.floor(position);
    return index + 1 < this.held
      ? between(this.sorted[index], this.sorted[index + 1], position - index)
      : this.held > 0
        ? this.sorted[this.held - 1]
        : NaN;
  }

  median(): number {
    return this.quantile(0.5);
  }

  mean(): number {
    return this.held > 0 ? this.centre + this.sum / this.held : NaN;
  }

  /** Sample standard deviation (divisor n - 1); 0 below two values. */
  sd(): number {
    if (this.held < 2) {
      return 0;
    }
    if (this.scatter() < CANCELLED * this.peak) {
      this.recentre();
    }
    const variance = this.scatter() / (this.held - 1);
    // What is left of equal values is rounding of the moments.
    return variance > 0 && this.sorted[0] !== this.sorted[this.held - 1] ? Math.sqrt(variance) : 0;
  }

  /** Median of |value - around|, unscaled; NaN when empty. */
  medianDeviation(around: number): number {
    if (this.held === 0) {
      return NaN;
    }
    const half = this.held >> 1;
    const upper = this.deviation(half, around);
    return this.held % 2 === 1 ? upper : between(this.deviation(half - 1, around), upper, 0.5);
  }

  /** How many of the values lie at least `distance` away from `around`. */
  countBeyond(around: number, distance: number): number {
    const below = this.firstAtLeast(around - distance);
    const upToLow =
      below < this.held && this.sorted[below] === around - distance ? this.firstAbove(around - distance) : below;
    return distance === 0 ? this.held : upToLow + (this.held - this.firstAtLeast(around + distance));
  }

  /** The k-th smallest |value - around|, k from 0: selected from the two sorted runs left and right of `around`. */
  private deviation(k: number, around: number): number {
    const { sorted } = this;
    const split = this.firstAtLeast(around);
    let low = Math.max(0, k - (this.held - split));
    let high = Math.min(k, split);
    while (low < high) {
      const left = (low + high) >> 1;
      if (around - sorted[split - 1 - left] < sorted[split + k - left - 1] - around) {
        low = left + 1;
      } else {
        high = left;
      }
    }
    const onLeft = low < split ? around - sorted[split - 1 - low] : Infinity;
    const right = split + k - low;
    return Math.min(onLeft, right < this.held ? sorted[right] - around : Infinity);
  }

  private firstAtLeast(value: number): number {
    const { sorted } = this;
    let low = 0;
    let high = this.held;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sorted[middle] < value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private firstAbove(value: number): number {
    const { sorted } = this;
    let low = 0;
    let high = this.held;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sorted[middle] <= value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private insert(value: number): void {
    const at = this.firstAtLeast(value);
    this.sorted.copyWithin(at + 1, at, this.held);
    this.sorted[at] = value;
    this.arrived[this.held] = value;
    this.centre = this.held === 0 ? value : this.centre;
    this.held++;
    this.count(value, 1);
  }

  private replace(value: number): void {
    const { sorted } = this;
    const leaving = this.arrived[this.oldest];
    this.arrived[this.oldest] = value;
    this.oldest = this.oldest + 1 === this.capacity ? 0 : this.oldest + 1;
    const from = this.firstAtLeast(leaving);
    if (value > leaving) {
      const to = this.firstAtLeast(value) - 1;
      sorted.copyWithin(from, from + 1, to + 1);
      sorted[to] = value;
    } else if (value < leaving) {
      const to = this.firstAtLeast(value);
      sorted.copyWithin(to + 1, to, from);
      sorted[to] = value;
    }
    this.count(value, 1);
    this.count(leaving, -1);
    if (++this.sinceCentred >= this.capacity) {
      this.recentre();
    }
  }

  /** Sum of squared distances from the mean. */
  private scatter(): number {
    return this.squares - (this.sum * this.sum) / this.held;
  }

  private count(value: number, sign: 1 | -1): void {
    const off = value - this.centre;
    this.sum += sign * off;
    this.squares += sign * off * off;
    this.peak = Math.max(this.peak, this.squares);
  }

  private recentre(): void {
    this.centre = this.mean();
    this.sinceCentred = 0;
    this.sum = 0;
    this.squares = 0;
    this.peak = 0;
    for (let i = 0; i < this.held; i++) {
      this.count(this.sorted[i], 1);
    }
  }
}
