import { DAY } from './duration.ts';

/** Steps between sampling times: a fixed number of ms, or of calendar months, which differ in length. */
export type Step = { unit: 'ms'; size: number } | { unit: 'month'; size: number };

/** Lengths of one month, one quarter and one year, in days. */
const MONTHS = [
  { size: 1, least: 27.9, most: 31.1 },
  { size: 3, least: 88.9, most: 92.1 },
  { size: 12, least: 364.9, most: 366.1 },
] as const;

/** Reads months, quarters and years out of the usual distance between times; anything else is a fixed step. */
export function stepOf(ms: number): Step {
  const days = ms / DAY;
  const calendar = MONTHS.find(({ least, most }) => days >= least && days <= most);
  return calendar ? { unit: 'month', size: calendar.size } : { unit: 'ms', size: ms };
}

/** Position of a time in the grid of this step that starts at `origin`, rounded to the nearest. */
export function positionOf(time: number, origin: number, step: Step): number {
  return step.unit === 'ms'
    ? Math.round((time - origin) / step.size)
    : Math.floor((monthOf(time) - monthOf(origin)) / step.size + 0.5);
}

/** Time of a position: the inverse of `positionOf`. Days beyond the end of a month are its last day. */
export function timeOf(position: number, origin: number, step: Step): number {
  if (step.unit === 'ms') {
    return origin + position * step.size;
  }
  const start = new Date(origin);
  const month = monthOf(origin) + position * step.size;
  const lastDay = new Date(Date.UTC(0, month + 1, 0)).getUTCDate();
  const endOfMonth = new Date(Date.UTC(0, monthOf(origin) + 1, 0)).getUTCDate() === start.getUTCDate();
  const day = endOfMonth ? lastDay : Math.min(start.getUTCDate(), lastDay);
  const sinceMidnight = origin - Date.UTC(start.getUTCFullYear(), start.getUTCMonth(), start.getUTCDate());
  return Date.UTC(Math.floor(month / 12), month % 12, day) + sinceMidnight;
}

/** Length of the step in ms, for months the mean one. */
export function stepLength(step: Step): number {
  return step.unit === 'ms' ? step.size : step.size * 30.436875 * DAY;
}

function monthOf(time: number): number {
  const date = new Date(time);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}
