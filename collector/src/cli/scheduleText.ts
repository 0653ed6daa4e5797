import type { ScheduleDefinition } from '../schedule/schema.ts';
import type { ShownRun } from '../schedule/reporting.ts';
import type { Place } from './command.ts';
import { painter, printable, table } from './text.ts';

/** A schedule as the API shows it. */
export type ShownSchedule = ScheduleDefinition & {
  id: string;
  source: 'config' | 'api';
  paused: boolean;
  nextRunAt?: number;
  lastRun?: ShownRun;
};

const STYLES = {
  delivered: 'green',
  delivering: 'yellow',
  waiting: 'yellow',
  partly: 'yellow',
  failed: 'red',
  cancelled: 'dim',
} as const;

export function schedulesText(schedules: readonly ShownSchedule[], place: Pick<Place, 'colour'>): string {
  if (schedules.length === 0) {
    return 'No schedules. "claude-flow-perf schedule add --help" says how to make one.';
  }
  const rows = schedules.map((schedule) => [
    printable(schedule.id),
    printable(schedule.name ?? '-').slice(0, 40),
    whenText(schedule),
    printable(schedule.recipients.join(', ')).slice(0, 40),
    schedule.paused
      ? 'paused'
      : schedule.nextRunAt === undefined
        ? 'ended'
        : zoned(schedule.nextRunAt, schedule.timeZone),
    schedule.lastRun?.status ?? '-',
  ]);
  const [titles = '', ...lines] = table(['ID', 'NAME', 'WHEN', 'TO', 'NEXT', 'LAST'], rows);
  const paint = painter(place);
  return [paint('bold', titles), ...lines].join('\n');
}

/** What a schedule says, in words. */
export function whenText(schedule: ScheduleDefinition): string {
  const zone = schedule.timeZone;
  switch (schedule.frequency) {
    case 'hourly':
      return `hourly at :${String(schedule.minute).padStart(2, '0')}`;
    case 'daily':
      return `${schedule.weekdays.length === 7 ? 'daily' : schedule.weekdays.join(',')} ${schedule.time} ${zone}`;
    case 'weekly':
      return `${schedule.weekday} ${schedule.time} ${zone}`;
    case 'monthly':
      return `monthly, ${schedule.day === 'last' ? 'last day' : `day ${schedule.day}`} ${schedule.time} ${zone}`;
    case 'cron':
      return `${schedule.cron} ${zone}`;
  }
}

export function historyText(runs: readonly ShownRun[], zone: string, place: Pick<Place, 'colour'>): string {
  const paint = painter(place);
  if (runs.length === 0) {
    return 'It has not run yet.';
  }
  return runs
    .flatMap(({ due, reason, status, error, deliveries }) => [
      `${zoned(due, zone)}  ${paint(STYLES[status], status)}${reason === 'due' ? '' : ` (${reason})`}${error === undefined ? '' : `: ${printable(error)}`}`,
      ...deliveries.map(
        ({ recipient, kind, state, attempts, error: why }) =>
          `    ${printable(recipient)} (${kind}): ${state}${attempts > 1 ? ` after ${attempts} tries` : ''}${why === undefined ? '' : `: ${printable(why)}`}`
      ),
    ])
    .join('\n');
}

/** `2027-03-28 09:00 Europe/Berlin` */
function zoned(time: number, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' }).format(time);
  return `${parts} ${timeZone}`;
}
