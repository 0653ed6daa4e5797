import { timeOfWall, wallTimeOf, type WallTime } from './zonedTime.ts';

/** Seconds, minutes, hours, days, weeks (from Monday), months, quarters, years: Grafana's letters. */
const UNITS = ['s', 'm', 'h', 'd', 'w', 'M', 'Q', 'y'] as const;
type TimeUnit = (typeof UNITS)[number];

const FIXED: Partial<Record<TimeUnit, number>> = { s: 1000, m: 60_000, h: 3_600_000 };

const STEP = /([+-])(\d{1,6})([smhdwMQy])|\/([smhdwMQy])/g;
/** `now`, `now-7d`, `now-1d/d`, `now/M-1M`. */
export const RELATIVE_TIME = /^now(?:[+-]\d{1,6}[smhdwMQy]|\/[smhdwMQy]){0,6}$/;

export interface RelativeTo {
  /** Epoch ms that `now` stands for. */
  at: number;
  /** Zone whose days, weeks and months are meant. */
  zone: string;
}

/**
 * Epoch ms of a relative time. `/d` and the like go to the start of the unit; with `roundUp` to its end, which is the
 * start of the next one, as ends of ranges are exclusive here.
 * @throws RangeError when the text is no relative time or leaves the range of dates
 */
export function resolveRelative(text: string, { at, zone }: RelativeTo, roundUp: boolean): number {
  if (!RELATIVE_TIME.test(text)) {
    throw new RangeError(`"${text}" is no time: write "now", "now-24h", "now-7d" or "now-1d/d"`);
  }
  let time = at;
  for (const [, sign, amount, unit, rounded] of text.matchAll(STEP)) {
    const step = unitOf(unit ?? rounded);
    if (rounded === undefined) {
      time = shifted(time, (sign === '-' ? -1 : 1) * Number(amount), step, zone);
    } else {
      const start = startOf(time, step, zone);
      time = roundUp ? startOf(shifted(start, 1, step, zone), step, zone) : start;
    }
  }
  return time;
}

function unitOf(letter: string | undefined): TimeUnit {
  const unit = UNITS.find((one) => one === letter);
  if (unit === undefined) {
    throw new RangeError(`"${letter}" is no unit of time`);
  }
  return unit;
}

/** The same wall time so many units later; hours and shorter are of the same length always, days are not. */
export function shifted(time: number, amount: number, unit: TimeUnit, zone: string): number {
  const fixed = FIXED[unit];
  if (fixed !== undefined) {
    return time + amount * fixed;
  }
  const wall = wallTimeOf(time, zone);
  const within = time - Math.floor(time / 1000) * 1000;
  return timeOfWall(moved(wall, amount, unit), zone) + within;
}

function moved(wall: WallTime, amount: number, unit: TimeUnit): WallTime {
  switch (unit) {
    case 'd':
      return { ...wall, day: wall.day + amount };
    case 'w':
      return { ...wall, day: wall.day + 7 * amount };
    case 'M':
      return addMonths(wall, amount);
    case 'Q':
      return addMonths(wall, 3 * amount);
    default:
      return addMonths(wall, 12 * amount);
  }
}

/** The last day of a month that is too short for the day. */
function addMonths(wall: WallTime, months: number): WallTime {
  const index = wall.year * 12 + wall.month - 1 + months;
  const year = Math.floor(index / 12);
  const month = index - year * 12 + 1;
  return { ...wall, year, month, day: Math.min(wall.day, new Date(Date.UTC(year, month, 0)).getUTCDate()) };
}

/** Start of the unit that a time lies in. */
function startOf(time: number, unit: TimeUnit, zone: string): number {
  const wholeSecond = Math.floor(time / 1000) * 1000;
  const { year, month, day, minute, second } = wallTimeOf(time, zone);
  const midnight = (date: { month?: number; day: number }) =>
    timeOfWall({ year, month, hour: 0, minute: 0, second: 0, ...date }, zone);
  switch (unit) {
    case 's':
      return wholeSecond;
    case 'm':
      return wholeSecond - second * 1000;
    case 'h':
      // Not by the wall: an hour that comes twice has two starts.
      return wholeSecond - minute * 60_000 - second * 1000;
    case 'd':
      return midnight({ day });
    case 'w':
      return midnight({ day: day - ((new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 6) % 7) });
    case 'M':
      return midnight({ day: 1 });
    case 'Q':
      return midnight({ day: 1, month: month - ((month - 1) % 3) });
    case 'y':
      return midnight({ day: 1, month: 1 });
  }
}
