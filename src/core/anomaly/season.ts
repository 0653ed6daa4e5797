import { OneSidedScale } from './oneSidedScale.ts';
import { ValueHistory } from './valueHistory.ts';

/** Values that a residual's scale needs before it says anything. */
const LEAST = 30;
const RESIDUAL_WINDOW = 1000;
const RESIDUALS_THINNED = 2;
/** Every so many points the season is weighed against the plain median. */
const WEIGH_EVERY = 4;
/** Residuals are followed once the season comes near to being used, so that their scale is known by then. */
const FOLLOW_BELOW = 0.8;
/** A season is used where its residuals are this share of the plain ones. */
const USE_BELOW = 0.6;

/** What a season says of a point. */
export interface SeasonalView {
  expected: number;
  /** Level and change of the residual in scales, where the residual is new. */
  score: number;
  /** Change of the residual alone, against the heavy tail of changes; 0 where the change is not new. */
  jump: number;
  /** Scales beyond everything seen at this phase; 0 inside. */
  beyondSeen: number;
}

/**
 * One candidate period. What a time of the cycle is expected to bring is the median over the last cycles of the middle one
 * of three values: that of the same slot and of the two beside it, since days don't start on the second. Works on slots of
 * the sampling step, so gaps and missing points shift nothing.
 */
export class Season {
  /** Values by slot, newest cycles only; NaN where none came. */
  private readonly values: Float64Array;
  /** By slot, as the values: the middle one of it and the two beside it. */
  private readonly middles: Float64Array;
  private readonly sorted: Float64Array;
  private newest = NaN;
  private readonly level = new OneSidedScale(RESIDUAL_WINDOW, RESIDUALS_THINNED);
  private readonly change = new OneSidedScale(RESIDUAL_WINDOW, RESIDUALS_THINNED);
  private readonly levels = new ValueHistory();
  private readonly changes = new ValueHistory();
  private lastResidual = NaN;
  private weighed = 0;
  private residuals = 0;
  private deviations = 0;
  private share = Infinity;

  /** @param period slots in a cycle @param cycles how many of them are kept */
  constructor(
    private readonly period: number,
    private readonly cycles: number
  ) {
    this.values = new Float64Array(period * cycles + 2).fill(NaN);
    this.middles = new Float64Array(this.values.length).fill(NaN);
    this.sorted = new Float64Array(cycles);
  }

  /** Mean residual over mean deviation from the plain median; infinite until an eighth of a cycle has been weighed. */
  get ratio(): number {
    return this.share;
  }

  get isUsable(): boolean {
    return this.share < USE_BELOW;
  }

  /**
   * Takes a point in and says what the season makes of it; undefined where it has nothing to say yet.
   * @param slot number of the point's sampling step @param index its place in the series
   * @param plain median of the recent values @param isLeast whether no other season has a smaller ratio
   */
  push(
    slot: number,
    index: number,
    value: number,
    { plain, isLeast }: { plain: number | undefined; isLeast: boolean }
  ): SeasonalView | undefined {
    const follow = isLeast && this.share < FOLLOW_BELOW;
    const weigh = index % WEIGH_EVERY === 0 && plain !== undefined;
    this.advance(slot);
    const count = follow || weigh ? this.gather(slot) : 0;
    const expected = count > 0 ? medianOf(this.sorted, count) : NaN;
    const view = follow && count > 0 ? this.follow(slot, value, expected) : undefined;
    this.keep(slot, value);
    if (weigh && count > 0) {
      this.weighed++;
      this.residuals += Math.abs(value - expected);
      this.deviations += Math.abs(value - plain);
      this.share = this.weighed >= this.period / 8 && this.deviations > 0 ? this.residuals / this.deviations : Infinity;
    }
    return view;
  }

  private follow(slot: number, value: number, expected: number): SeasonalView | undefined {
    const residual = value - expected;
    const change = residual - this.lastResidual;
    const known = !Number.isNaN(change);
    const view =
      known && this.level.size >= LEAST && this.change.size >= LEAST
        ? {
            expected,
            score: this.levels.gate(residual) * (this.level.z(residual) + this.change.z(change)),
            jump: this.changes.novelty(change) >= 0.001 ? this.change.tailZ(change) : 0,
            beyondSeen: this.beyond(slot, value),
          }
        : undefined;
    this.level.push(residual);
    this.levels.push(residual);
    if (known) {
      this.change.push(change);
      this.changes.push(change);
    }
    this.lastResidual = residual;
    return view;
  }

  /** Slots that are passed over hold nothing; what lies a whole ring back is gone. */
  private advance(slot: number): void {
    const { values, newest } = this;
    if (slot - newest > 1) {
      const first = Math.max(newest, slot - values.length);
      for (let passed = first + 1; passed < slot; passed++) {
        values[modulo(passed, values.length)] = NaN;
      }
      for (let passed = first; passed < slot - 1; passed++) {
        this.settle(passed);
      }
    }
  }

  private keep(slot: number, value: number): void {
    this.values[modulo(slot, this.values.length)] = value;
    this.settle(slot - 1);
    this.newest = Number.isNaN(this.newest) ? slot : Math.max(this.newest, slot);
  }

  /** Notes the middle of a slot and the two beside it: nothing changes there any more. */
  private settle(slot: number): void {
    const { values } = this;
    const at = modulo(slot, values.length);
    this.middles[at] = middleOf(
      values[at === 0 ? values.length - 1 : at - 1],
      values[at],
      values[at + 1 === values.length ? 0 : at + 1]
    );
  }

  /** The middle value of each earlier cycle, sorted; how many cycles have one. */
  private gather(slot: number): number {
    const { middles, sorted, period } = this;
    const length = middles.length;
    let count = 0;
    let at = modulo(slot - period, length);
    for (let cycle = 0; cycle < this.cycles; cycle++) {
      const middle = middles[at];
      if (!Number.isNaN(middle)) {
        let place = count++;
        for (; place > 0 && sorted[place - 1] > middle; place--) {
          sorted[place] = sorted[place - 1];
        }
        sorted[place] = middle;
      }
      at = at < period ? at - period + length : at - period;
    }
    return count;
  }

  /** How many scales a value lies beyond all that this slot and the two beside it had in earlier cycles; 0 within. */
  private beyond(slot: number, value: number): number {
    const { values, period } = this;
    const length = values.length;
    let lowest = Infinity;
    let highest = -Infinity;
    let at = modulo(slot - period - 1, length);
    for (let cycle = 0; cycle < this.cycles; cycle++) {
      for (let beside = 0; beside < 3; beside++) {
        const place = at + beside;
        const one = values[place < length ? place : place - length];
        lowest = one < lowest ? one : lowest;
        highest = one > highest ? one : highest;
      }
      at = at < period ? at - period + length : at - period;
    }
    const nearest = Math.min(Math.max(value, lowest), highest);
    return value === nearest ? 0 : this.level.z(this.level.centre + (value - nearest));
  }
}

/** Median of the known ones of three; NaN when none is. */
function middleOf(before: number, same: number, after: number): number {
  if (!Number.isNaN(before) && !Number.isNaN(same) && !Number.isNaN(after)) {
    return Math.max(Math.min(before, same), Math.min(Math.max(before, same), after));
  }
  const beside = Number.isNaN(before) ? after : Number.isNaN(after) ? before : (before + after) / 2;
  return Number.isNaN(same) ? beside : Number.isNaN(beside) ? same : (same + beside) / 2;
}

function modulo(slot: number, length: number): number {
  const rest = slot % length;
  return rest < 0 ? rest + length : rest;
}

function medianOf(sorted: Float64Array, count: number): number {
  const half = count >> 1;
  return count % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}
