import { SlidingWindow } from '../stats/slidingWindow.ts';
import { AutoScore } from './autoScore.ts';
import { IncidentScore } from './incidentScore.ts';
import { scoreAgainst, type PlainMethod } from './plainScores.ts';
import { SeasonalScore } from './seasonalScore.ts';
import { thresholdsOf } from './sensitivity.ts';
import type { AnomalyOptions, PointScore } from './types.ts';

/** Scores the points of one series one after the other, each by the earlier ones. */
export interface Scorer {
  /** @param time epoch ms, ascending @param value finite */
  push(time: number, value: number): PointScore;
}

/** `auto` was measured with alarms at 6.5 of its raw score; on its own scale that is 6. */
const RAW_TO_SCALE = 6 / 6.5;

/**
 * The causal form of a method that looks at one series.
 * @throws RangeError for `outlier`, which compares several, and for a sensitivity that is none
 */
export function createScorer({ method, sensitivity, window, periodMs }: AnomalyOptions): Scorer {
  const { z } = thresholdsOf(sensitivity);
  switch (method) {
    case 'auto':
      return autoScorer(z);
    case 'seasonal':
      return new SeasonalScore(periodMs, z);
    case 'zscore':
    case 'iqr':
    case 'mad':
      return windowScorer(method, window, z);
    case 'outlier':
      throw new RangeError('outlier compares several series: give it all of them at once');
  }
}

function autoScorer(z: number): Scorer {
  const scores = new AutoScore();
  const incidents = new IncidentScore();
  return {
    push(time, value) {
      const { raw, level, expected, lower, upper, exceedance, baseline } = scores.push(time, value, z);
      const score = incidents.push(raw) * RAW_TO_SCALE;
      return { score, level, expected, lower, upper, pValue: exceedance, baseline };
    },
  };
}

function windowScorer(method: PlainMethod, size: number, z: number): Scorer {
  const window = new SlidingWindow(size);
  return {
    push(_, value) {
      const score = window.size < 2 ? NOTHING : scoreAgainst(method, window, value, z);
      window.push(value);
      return score;
    },
  };
}

/** Said of a point that has no baseline yet. */
export const NOTHING: PointScore = {
  score: 0,
  level: NaN,
  expected: NaN,
  lower: NaN,
  upper: NaN,
  pValue: NaN,
  baseline: 0,
};
