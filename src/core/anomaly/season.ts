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
  private readonly middles: Float64Array;
  private newest = NaN;
  private lowest = 0;
  private highest = 0;
  private readonly level = new OneSidedScale(RESIDUAL_WINDOW, RESIDUALS_THINNED);
  private readonly change = new OneSidedScale(RESIDUAL_WINDOW, RESIDUALS_THINNED);
  private readonly levels = new ValueHistory();
  private readonly changes = new ValueHistory();
  private lastResidual = NaN;
  private weighed = 0;
  private residuals = 0;
  private deviations = 0;

  /** @param period slots in a cycle @param cycles how many of them are kept */
  constructor(
    private readonly period: number,
    private readonly cycles: number
  ) {
    this.values = new Float64Array(period * cycles + 2).fill(NaN);
    this.middles = new Float64Array(cycles);
  }

  /** Mean residual over mean deviation from the plain median; infinite until an eighth of a cycle has been weighed. */
  get ratio(): number {
    return this.weighed >= this.period / 8 && this.deviations > 0 ? this.residuals / this.deviations : Infinity;
  }

  get isUsable(): boolean {
    return this.ratio < USE_BELOW;
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
    const follow = isLeast && this.ratio < FOLLOW_BELOW;
    const weigh = index % WEIGH_EVERY === 0 && plain !== undefined;
    const count = follow || weigh ? this.gather(slot) : 0;
    this.keep(slot, value);
    if (count === 0) {
      return undefined;
    }
    const expected = medianOf(this.middles, count);
    const residual = value - expected;
    if (weigh) {
      this.weighed++;
      this.residuals += Math.abs(residual);
      this.deviations += Math.abs(value - plain);
    }
    return follow ? this.follow(value, expected, residual) : undefined;
  }

  private follow(value: number, expected: number, residual: number): SeasonalView | undefined {
    const change = residual - this.lastResidual;
    const known = !Number.isNaN(change);
    const view =
      known && this.level.size >= LEAST && this.change.size >= LEAST
        ? {
            expected,
            score: this.levels.gate(residual) * (this.level.z(residual) + this.change.z(change)),
            jump: this.changes.novelty(change) >= 0.001 ? this.change.tailZ(change) : 0,
            beyondSeen: this.beyond(value),
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

  private beyond(value: number): number {
    const nearest = Math.min(Math.max(value, this.lowest), this.highest);
    return value === nearest ? 0 : this.level.z(this.level.centre + (value - nearest));
  }

  /** Slots that were passed over hold nothing; what lies a whole ring back is gone. */
  private keep(slot: number, value: number): void {
    const { values } = this;
    const passed = slot - this.newest;
    if (passed > 1) {
      for (let step = 1; step < Math.min(passed, values.length + 1); step++) {
        values[modulo(slot - step, values.length)] = NaN;
      }
    }
    values[modulo(slot, values.length)] = value;
    this.newest = Number.isNaN(this.newest) ? slot : Math.max(this.newest, slot);
  }

  /** The middle value of each earlier cycle, sorted; how many cycles have one. Notes the extremes of all values. */
  private gather(slot: number): number {
    const { values, middles, period } = this;
    const length = values.length;
    let count = 0;
    this.lowest = Infinity;
    this.highest = -Infinity;
    let at = modulo(slot - period, length);
    for (let cycle = 0; cycle < this.cycles; cycle++) {
      const middle = this.middleOf(
        values[at === 0 ? length - 1 : at - 1],
        values[at],
        values[at + 1 === length ? 0 : at + 1]
      );
      if (!Number.isNaN(middle)) {
        let place = count++;
        for (; place > 0 && middles[place - 1] > middle; place--) {
          middles[place] = middles[place - 1];
        }
        middles[place] = middle;
      }
      at = at < period ? at - period + length : at - period;
    }
    return count;
  }

  /** Median of the known ones of three; NaN when none is. */
  private middleOf(before: number, same: number, after: number): number {
    this.note(before);
    this.note(same);
    this.note(after);
    if (!Number.isNaN(before) && !Number.isNaN(same) && !Number.isNaN(after)) {
      return Math.max(Math.min(before, same), Math.min(Math.max(before, same), after));
    }
    const beside = Number.isNaN(before) ? after : Number.isNaN(after) ? before : (before + after) / 2;
    return Number.isNaN(same) ? beside : Number.isNaN(beside) ? same : (same + beside) / 2;
  }

  private note(value: number): void {
    this.lowest = value < this.lowest ? value : this.lowest;
    this.highest = value > this.highest ? value : this.highest;
  }
}

function modulo(slot: number, length: number): number {
  const rest = slot % length;
  return rest < 0 ? rest + length : rest;
}

function medianOf(sorted: Float64Array, count: number): number {
  const half = count >> 1;
  return count % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}
