import { between } from './order.ts';
import { firstAbove, firstAtLeast } from './search.ts';

/** Where so little of the moments is left, their differences have lost too many digits. */
const CANCELLED = 1e-6;
/** Fewer values are moved faster one by one than by a call. */
const WORTH_A_CALL = 32;

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
    const split = firstAtLeast(this.sorted, this.held, around);
    const upper = this.deviation(half, around, split);
    return this.held % 2 === 1 ? upper : between(this.deviation(half - 1, around, split), upper, 0.5);
  }

  /** How many of the values lie at least `distance` away from `around`. */
  countBeyond(around: number, distance: number): number {
    if (distance === 0) {
      return this.held;
    }
    const upToLow = firstAbove(this.sorted, this.held, around - distance);
    return upToLow + (this.held - firstAtLeast(this.sorted, this.held, around + distance));
  }

  /** The k-th smallest |value - around|, k from 0: selected from the two sorted runs left and right of `around`, which part at `split`. */
  private deviation(k: number, around: number, split: number): number {
    const { sorted } = this;
    let low = Math.max(0, k - (this.held - split));
    let left = Math.min(k, split) - low;
    while (left > 0) {
      const half = (left + 1) >> 1;
      const last = low + half - 1;
      low += +(around - sorted[split - 1 - last] < sorted[split + k - last - 1] - around) * half;
      left -= half;
    }
    const onLeft = low < split ? around - sorted[split - 1 - low] : Infinity;
    const right = split + k - low;
    return Math.min(onLeft, right < this.held ? sorted[right] - around : Infinity);
  }

  private insert(value: number): void {
    const at = firstAtLeast(this.sorted, this.held, value);
    moveUp(this.sorted, at, this.held);
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
    const from = firstAtLeast(sorted, this.held, leaving);
    if (value > leaving) {
      const to = firstAtLeast(sorted, this.held, value) - 1;
      moveDown(sorted, from, to);
      sorted[to] = value;
    } else if (value < leaving) {
      const to = firstAtLeast(sorted, this.held, value);
      moveUp(sorted, to, from);
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

/** Moves the values after `from`, up to `to`, one place down. */
function moveDown(values: Float64Array, from: number, to: number): void {
  if (to - from >= WORTH_A_CALL) {
    values.copyWithin(from, from + 1, to + 1);
    return;
  }
  for (let at = from; at < to; at++) {
    values[at] = values[at + 1];
  }
}

/** Moves the values from `from` on, before `to`, one place up. */
function moveUp(values: Float64Array, from: number, to: number): void {
  if (to - from >= WORTH_A_CALL) {
    values.copyWithin(from + 1, from, to);
    return;
  }
  for (let at = to; at > from; at--) {
    values[at] = values[at - 1];
  }
}
