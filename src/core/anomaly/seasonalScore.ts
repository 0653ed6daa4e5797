import { SlidingWindow } from '../stats/slidingWindow.ts';
import { scoreAgainst } from './plainScores.ts';
import { NOTHING, type Scorer } from './scorer.ts';
import type { PointScore } from './types.ts';

/** Cycles looked back on, and how many of them have to be there. */
const CYCLES = 7;
const LEAST_CYCLES = 3;
const RESIDUALS = 1000;
const LEAST_RESIDUALS = 10;

/**
 * Residual from the median of the same time of the cycle (of day, of week) over the last seven cycles, scored as `mad` on
 * the past residuals. Says nothing before the third cycle is over. The same time means the same slot of the sampling
 * step, which is the median of the steps so far.
 */
export class SeasonalScore implements Scorer {
  private readonly cycles: Array<Map<number, number>> = [];
  private readonly residuals = new SlidingWindow(RESIDUALS);
  private cycle = NaN;
  private last = NaN;
  private step = Infinity;

  /** @param periodMs length of a cycle, ms @param z threshold that the band is drawn at */
  constructor(
    private readonly periodMs: number,
    private readonly z: number
  ) {}

  push(time: number, value: number): PointScore {
    this.begin(time);
    const phase = Math.round((time - this.cycle * this.periodMs) / this.step);
    const past = this.cycles.slice(0, -1).flatMap((cycle) => cycle.get(phase) ?? []);
    this.cycles[this.cycles.length - 1].set(phase, value);
    if (past.length < LEAST_CYCLES) {
      return NOTHING;
    }
    const expected = medianOf(past);
    const residual = value - expected;
    const score =
      this.residuals.size < LEAST_RESIDUALS
        ? NOTHING
        : shifted(scoreAgainst('mad', this.residuals, residual, this.z), expected);
    this.residuals.push(residual);
    return score;
  }

  private begin(time: number): void {
    const step = time - this.last;
    // The smallest step: phases stay apart, and gaps don't widen them.
    if (step > 0 && step < this.step * 0.75) {
      this.step = step;
      this.cycles.length = 0;
      this.cycle = NaN;
    }
    this.last = time;
    const cycle = Math.floor(time / this.periodMs);
    if (cycle !== this.cycle) {
      this.cycle = cycle;
      this.cycles.push(new Map());
      if (this.cycles.length > CYCLES + 1) {
        this.cycles.shift();
      }
    }
  }
}

function shifted(score: PointScore, by: number): PointScore {
  return { ...score, expected: score.expected + by, lower: score.lower + by, upper: score.upper + by };
}

function medianOf(values: number[]): number {
  const sorted = values.sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}
