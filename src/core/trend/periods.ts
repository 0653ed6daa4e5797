import { stepLength, type Step } from './calendar.ts';
import { CYCLES, DAY, WEEK } from './duration.ts';

/** A period of fewer points has no course, one of more is not seen three times in what is looked at. */
const LEAST = 4;
const MOST = 672;
/** How far a cycle may be from a whole number of steps, as a share: three of them shift by less than a step. */
const MISFIT = 0.003;

/**
 * Periods that a series sampled at this step may have, in points, ascending, at most two: monthly 12, quarterly 4, weekly
 * 52, daily 7, hourly 24 and 168; shorter steps the two longest of week, day, hour and minute that are 4 to 672 steps.
 * None for years and for steps that no cycle is a multiple of.
 */
export function candidatePeriods(step: Step): number[] {
  if (step.unit === 'month') {
    return step.size === 1 ? [12] : step.size === 3 ? [4] : [];
  }
  const length = stepLength(step);
  if (near(length, WEEK)) {
    return [52];
  }
  if (near(length, DAY)) {
    return [7];
  }
  return CYCLES.map((cycle) => cycle / length)
    .filter((steps) => Math.round(steps) >= LEAST && Math.round(steps) <= MOST)
    .filter((steps) => Math.abs(steps / Math.round(steps) - 1) <= MISFIT)
    .map(Math.round)
    .slice(0, 2)
    .reverse();
}

function near(length: number, cycle: number): boolean {
  return Math.abs(length / cycle - 1) < 0.02;
}
