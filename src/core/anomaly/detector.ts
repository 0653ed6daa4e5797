import { Incidents } from './incidents.ts';
import { LEAST_POINTS } from './autoScore.ts';
import { createScorer, NOTHING, type Scorer } from './scorer.ts';
import { thresholdsOf } from './sensitivity.ts';
import type { AnomalyOptions, Incident, PointVerdict } from './types.ts';
import { verdictOf } from './verdict.ts';

/** Larger numbers lose their squares; nothing measured is as large. */
export const MOST_VALUE = 1e150;
/** Nearer to zero nothing is left of a square, nor in the end of a scale to divide by: such a value is zero. */
const LEAST_VALUE = 1 / MOST_VALUE;

/** The value as it can be calculated with; undefined for a gap: null, NaN, infinities and what is too large. */
export function calculable(value: number | null): number | undefined {
  if (value === null || !(Math.abs(value) <= MOST_VALUE)) {
    return undefined;
  }
  return Math.abs(value) < LEAST_VALUE ? 0 : value;
}

/** Longest baseline, and fewest values of one. */
const MOST_WINDOW = 4000;
const LEAST_WINDOW = 5;

/** @throws RangeError naming the option that is out of range and what it may be */
export function checkOptions(options: AnomalyOptions): void {
  thresholdsOf(options.sensitivity);
  const least = options.method === 'auto' ? LEAST_POINTS : LEAST_WINDOW;
  between('minPoints', options.minPoints, least, MOST_WINDOW);
  between(
    'window',
    options.window,
    Math.max(LEAST_WINDOW, options.method === 'auto' ? 0 : options.minPoints),
    MOST_WINDOW
  );
  between('incidentGap', options.incidentGap, 1, 1_000_000);
  between('periodMs', options.periodMs, 1000, 366 * 86_400_000);
  between('minEffect.absolute', options.minEffect.absolute, 0, MOST_VALUE);
  between('minEffect.relative', options.minEffect.relative, 0, 1e6);
}

function between(name: string, value: number, low: number, high: number): void {
  if (!(value >= low && value <= high)) {
    throw new RangeError(`${name} is between ${low} and ${high}, got ${value}`);
  }
}

/**
 * Watches one series point by point: what it says of a point is what `detectAnomalies` says of it in the whole series.
 * @throws RangeError for options that are out of range, see `checkOptions`
 */
export class AnomalyDetector {
  /** Score at which a point is an anomaly. */
  readonly threshold: number;
  private readonly scorer: Scorer;
  private readonly grouped: Incidents;
  private min = Infinity;
  private max = -Infinity;
  private seen = 0;

  constructor(private readonly options: AnomalyOptions) {
    checkOptions(options);
    const { z, auto } = thresholdsOf(options.sensitivity);
    this.threshold = options.method === 'auto' ? auto : z;
    this.scorer = createScorer(options);
    this.grouped = new Incidents(this.threshold, z, options.incidentGap);
  }

  /**
   * @param time epoch ms, not before the last one @param given null, NaN and infinities are gaps: nothing is said of them
   * @returns undefined for a gap
   */
  push(time: number, given: number | null): PointVerdict | undefined {
    const value = calculable(given);
    if (value === undefined) {
      return undefined;
    }
    const score = this.scorer.push(time, value);
    const range = this.seen > 0 ? this.max - this.min : 0;
    const verdict = verdictOf(
      score === NOTHING ? { ...NOTHING, baseline: this.seen } : score,
      value,
      this.threshold,
      range,
      this.options
    );
    this.grouped.push(time, value, verdict, range);
    this.min = Math.min(this.min, value);
    this.max = Math.max(this.max, value);
    this.seen++;
    return verdict;
  }

  /** Values taken in. */
  get n(): number {
    return this.seen;
  }

  get isConstant(): boolean {
    return this.min === this.max;
  }

  /** Incidents so far, the one that goes on too. */
  get incidents(): Incident[] {
    return this.grouped.all();
  }
}
