import { HOUR } from './duration.ts';
import type { TrendLine } from './trendLine.ts';
import type { ThresholdTime } from './trendTypes.ts';

/** Times the observed span beyond which a line says nothing. */
const REACH = 10;

/**
 * When the line, and the lines of its slope's interval through its middle, meet a value.
 * @param line x in hours since `start`
 * @param level the threshold in the line's own scale (logarithms for exponential growth)
 * @param span hours looked at
 */
export function thresholdTime(
  line: TrendLine,
  {
    threshold,
    level,
    start,
    span,
    bounded,
  }: { threshold: number; level: number; start: number; span: number; bounded: boolean }
): ThresholdTime {
  const meets = (slope: number): number | null => {
    const hours = slope === 0 ? NaN : line.middle.x + (level - line.middle.y) / slope;
    return hours >= 0 && hours <= (1 + REACH) * span ? hours : null;
  };
  const time = (hours: number | null): number | null => (hours === null ? null : Math.round(start + hours * HOUR));
  const at = meets(line.slope);
  if (at === null) {
    return {
      threshold,
      state: 'not expected',
      at: null,
      earliest: bounded ? time(soonest(line, meets)) : null,
      latest: null,
    };
  }
  const rising = line.slope > 0;
  const ahead = at >= line.middle.x;
  // Ahead of the middle the steeper line is there first, behind it the flatter one.
  const steep = meets(rising ? line.high : line.low);
  const flat = (rising ? line.low : line.high) * line.slope > 0 ? meets(rising ? line.low : line.high) : null;
  return {
    threshold,
    state: at <= span ? 'passed' : 'expected',
    at: time(at),
    earliest: bounded ? time(ahead ? steep : flat) : null,
    latest: bounded ? time(ahead ? flat : steep) : null,
  };
}

/** The line itself does not get there; the steepest line of the interval that leads there may, ahead of the middle. */
function soonest(line: TrendLine, meets: (slope: number) => number | null): number | null {
  const times = [line.low, line.high].map(meets).filter((hours) => hours !== null && hours > line.middle.x);
  return times.length === 0 ? null : Math.min(...times.map((hours) => hours ?? Infinity));
}
