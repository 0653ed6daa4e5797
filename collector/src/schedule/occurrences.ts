import { Cron } from 'croner';
import { CRON_OPTIONS, WEEKDAYS, type ScheduleDefinition, type Weekday } from './schema.ts';

/** When something is due: `frequency` and what belongs to it. */
export type Timing = Pick<ScheduleDefinition, 'timeZone'> &
  (
    | { frequency: 'hourly'; minute: number }
    | { frequency: 'daily'; time: string; weekdays: readonly Weekday[] }
    | { frequency: 'weekly'; time: string; weekday: Weekday }
    | { frequency: 'monthly'; time: string; day: number | 'last' }
    | { frequency: 'cron'; cron: string }
  );

const HOUR = 3_600_000;
/** Months that have fewer days. */
const SHORTER_THAN: Record<number, string> = { 29: '2', 30: '2', 31: '2,4,6,9,11' };

/**
 * The times at which a schedule is due, epoch ms. A time of day that the clock skips is due at the end of the gap, one that comes
 * twice the first time only; what is due every hour is due in both.
 */
export class Occurrences {
  private readonly crons: readonly Cron[];

  constructor(timing: Timing) {
    this.crons = patternsOf(timing).map((pattern) => new Cron(pattern, { ...CRON_OPTIONS, timezone: timing.timeZone }));
  }

  /** The first one after a time; undefined when none follows. */
  after(time: number): number | undefined {
    const next = this.crons.flatMap((cron) => cron.nextRun(new Date(time))?.getTime() ?? []);
    return next.length > 0 ? Math.min(...next) : undefined;
  }

  /** The last one in (from, to]. Looks at a little before `to` first, so that a long time costs little. */
  lastIn(from: number, to: number): number | undefined {
    for (let span = HOUR; from < to; span *= 4) {
      const start = Math.max(from, to - span);
      const last = this.lastAfter(start, to);
      if (last !== undefined || start === from) {
        return last;
      }
    }
    return undefined;
  }

  private lastAfter(start: number, to: number): number | undefined {
    let last: number | undefined;
    for (let next = this.after(start); next !== undefined && next <= to; next = this.after(next)) {
      last = next;
    }
    return last;
  }
}

function patternsOf(timing: Timing): string[] {
  switch (timing.frequency) {
    case 'hourly':
      return [`${timing.minute} * * * *`];
    case 'daily':
      return [`${clock(timing.time)} * * ${timing.weekdays.map(dayNumber).join(',')}`];
    case 'weekly':
      return [`${clock(timing.time)} * * ${dayNumber(timing.weekday)}`];
    case 'monthly':
      return monthly(clock(timing.time), timing.day);
    case 'cron':
      return [timing.cron.trim()];
  }
}

function monthly(clockTime: string, day: number | 'last'): string[] {
  if (day === 'last') {
    return [`${clockTime} L * *`];
  }
  const shorter = SHORTER_THAN[day];
  return [`${clockTime} ${day} * *`, ...(shorter === undefined ? [] : [`${clockTime} L ${shorter} *`])];
}

/** "09:05" as the first two fields of a pattern. */
function clock(time: string): string {
  const [hour, minute] = time.split(':').map(Number);
  return `${minute} ${hour}`;
}

/** Sunday is 0. */
function dayNumber(day: Weekday): number {
  return (WEEKDAYS.indexOf(day) + 1) % 7;
}
