const DAY = 86_400_000;
/** `Date.UTC` reads earlier years as those of the twentieth century; later ones have five digits. */
const FIRST_YEAR = 100;
const LAST_YEAR = 9999;

/** A time of day somewhere: what the clock on the wall shows there. Months count from 1. */
export interface WallTime {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

/** Whether this is a time zone of the IANA database, such as `Europe/Berlin` or `UTC`. */
export function isTimeZone(zone: string): boolean {
  try {
    formatterOf(zone);
    return true;
  } catch {
    return false;
  }
}

/** What the clock shows in the zone at a time in epoch ms. @throws RangeError for an unknown zone. */
export function wallTimeOf(time: number, zone: string): WallTime {
  const parts = new Map(
    formatterOf(zone)
      .formatToParts(time)
      .map(({ type, value }) => [type, Number(value)])
  );
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
  return {
    year: part('year'),
    month: part('month'),
    day: part('day'),
    hour: part('hour'),
    minute: part('minute'),
    second: part('second'),
  };
}

/**
 * Epoch ms at which the clock shows this. Fields beyond their range run over (day 0 is the last of the month before). Of a
 * time that comes twice the first is meant; one that is skipped is the moment at which the clock jumps over it, or as
 * much later as it lies after the jump's start.
 * @throws RangeError outside the years 100 to 9999
 */
export function timeOfWall({ year, month, day, hour, minute, second }: WallTime, zone: string): number {
  const shown = Date.UTC(year, month - 1, day, hour, minute, second);
  if (year < FIRST_YEAR || !(shown >= Date.UTC(FIRST_YEAR) && shown < Date.UTC(LAST_YEAR))) {
    throw new RangeError(`the time leaves the years ${FIRST_YEAR} to ${LAST_YEAR}`);
  }
  const [before, after] = [shown - DAY, shown + DAY].map((near) => offsetOf(near, zone));
  const candidates = [before, after].map((offset) => ({ offset, time: shown - (offset ?? 0) }));
  const fitting = candidates.filter(({ offset, time }) => offsetOf(time, zone) === offset).map(({ time }) => time);
  return fitting.length > 0 ? Math.min(...fitting) : shown - (before ?? 0);
}

/** How far the zone's clock is ahead of UTC, ms. */
function offsetOf(time: number, zone: string): number {
  const { year, month, day, hour, minute, second } = wallTimeOf(time, zone);
  const wholeSeconds = Math.floor(time / 1000) * 1000;
  return Date.UTC(year, month - 1, day, hour, minute, second) - wholeSeconds;
}

function formatterOf(zone: string): Intl.DateTimeFormat {
  const known = formatters.get(zone);
  if (known) {
    return known;
  }
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formatters.set(zone, made);
  return made;
}
