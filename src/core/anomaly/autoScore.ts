import { OneSidedScale } from './oneSidedScale.ts';
import { Season, type SeasonalView } from './season.ts';
import { ValueHistory } from './valueHistory.ts';

const DAY = 86_400_000;
/** Periods that people's work has, ms, and how many cycles of them are looked back on. */
const PERIODS = [
  { length: DAY, cycles: 7 },
  { length: 7 * DAY, cycles: 4 },
] as const;
/** Points that the sampling step is taken from. */
const STEP_FROM = 60;
/** Longest period in slots: beyond it a season costs more memory than it is worth. */
const MOST_SLOTS = 200_000;
/** Values of a baseline below which nothing is said. */
export const LEAST_POINTS = 30;
/** Latest values that level and change are held against. */
const WINDOW = 700;
const THINNED = 2;
/** Values this close to an earlier one, in smallest steps, are neighbours, not news: whole numbers. */
const STEPS_OF_NO_NEWS = 1.5;
/** Where a season is known, both its score and the plain one count this much. */
const DAMPING = 0.75;
/** A value that its phase has seen before keeps this much of its plain score. */
const SEEN_BEFORE = 0.4;
/** Scales beyond everything that the phase has seen, at which its plain score counts whole. */
const BEYOND_SEEN = 10;

/** What is known of a point before it is taken in. */
export interface RawScore {
  /** Level and change in robust scales, where the value is new; 0 until there is a baseline. */
  raw: number;
  /** Level alone, whether new or not: tells how long an incident lasts. NaN until there is a baseline. */
  level: number;
  expected: number;
  /** Values a number of scales below and above what is expected. */
  lower: number;
  upper: number;
  /** Share of the baseline as far out; NaN where the value is not new. */
  exceedance: number;
  baseline: number;
}

/**
 * Novelty-gated robust deviation: how far a value and its change lie from the recent ones, counted only where the value is
 * new, with the daily and weekly rhythm taken out where there is one. Causal: a point is scored by earlier ones alone.
 * Times need not be regular; the rhythm works on slots of the sampling step.
 */
export class AutoScore {
  private readonly levels = new OneSidedScale(WINDOW, THINNED);
  private readonly changes = new OneSidedScale(WINDOW, THINNED);
  private readonly seen = new ValueHistory();
  private seasons: Season[] | undefined;
  private readonly firstTimes: number[] = [];
  private readonly firstValues: number[] = [];
  private step = 0;
  private last = NaN;
  private count = 0;

  /** @param time epoch ms, ascending; NaN where it is not known, which leaves the rhythm out @param value finite @param z scales of the band */
  push(time: number, value: number, z: number): RawScore {
    const view = this.seasonalView(time, value);
    const score = this.score(value, view, z);
    this.take(value);
    return score;
  }

  private score(value: number, view: SeasonalView | undefined, z: number): RawScore {
    const { count, levels } = this;
    if (count < LEAST_POINTS) {
      return { raw: 0, level: NaN, expected: NaN, lower: NaN, upper: NaN, exceedance: NaN, baseline: count };
    }
    const change = value - this.last;
    const level = levels.z(value);
    const jump = this.changes.z(change);
    const plain = this.seen.gate(value, STEPS_OF_NO_NEWS) * (level + jump);
    const seasonal = view === undefined ? plain : withSeason(plain, view);
    const offset = view === undefined ? 0 : view.expected - levels.centre;
    return {
      // Records are common early: a short history makes everything new.
      raw: seasonal / (1 + 50 / count),
      level: view === undefined ? level : Math.min(level, levels.z(value - offset)),
      expected: levels.centre + offset,
      lower: levels.at(-z) + offset,
      upper: levels.at(z) + offset,
      exceedance: seasonal > 1 ? levels.exceedance(value - offset) : NaN,
      baseline: levels.size,
    };
  }

  private take(value: number): void {
    this.levels.push(value);
    this.seen.push(value);
    if (this.count > 0) {
      this.changes.push(value - this.last);
    }
    this.last = value;
    this.count++;
  }

  /** Takes the point into the seasons, and says what the best of those in use makes of it. */
  private seasonalView(time: number, value: number): SeasonalView | undefined {
    if (this.seasons === undefined) {
      this.firstTimes.push(time);
      this.firstValues.push(value);
      if (this.firstTimes.length === STEP_FROM) {
        this.beginSeasons();
      }
      return undefined;
    }
    let least = this.seasons[0];
    for (const season of this.seasons) {
      least = season.ratio < least.ratio ? season : least;
    }
    const inUse = least?.isUsable;
    const slot = Math.round(time / this.step);
    let view: SeasonalView | undefined;
    for (const season of this.seasons) {
      const said = season.push(slot, this.count, value, { plain: this.levels.centre, isLeast: season === least });
      view = said ?? view;
    }
    return inUse ? view : undefined;
  }

  private beginSeasons(): void {
    const steps = this.firstTimes
      .slice(1)
      .map((time, index) => time - this.firstTimes[index])
      .sort((a, b) => a - b);
    this.step = steps[steps.length >> 1];
    this.seasons = PERIODS.map(({ length, cycles }) => ({ slots: Math.round(length / this.step), cycles }))
      .filter(({ slots }) => this.step > 0 && slots >= 4 && slots <= MOST_SLOTS)
      .map(({ slots, cycles }) => new Season(slots, cycles));
    this.firstTimes.forEach((time, index) =>
      this.seasons?.forEach((season) =>
        season.push(Math.round(time / this.step), index, this.firstValues[index], { plain: undefined, isLeast: false })
      )
    );
  }
}

function withSeason(plain: number, { score, jump, beyondSeen }: SeasonalView): number {
  const known = Math.min(1, SEEN_BEFORE + beyondSeen / BEYOND_SEEN);
  return Math.max(DAMPING * plain * known, DAMPING * score, jump);
}
