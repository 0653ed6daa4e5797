import { Cron } from 'croner';
import { z } from 'zod';
import { instantSchema, MAX_QUERY_LIST, nameSchema } from '../../../src/core/query/schema.ts';
import { reportSpecSchema } from '../../../src/core/report/schema.ts';
import { REPORT_FORMATS } from '../../../src/core/report/spec.ts';
import { isTimeZone } from '../../../src/core/time/zonedTime.ts';

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** Options that every pattern is read with: a time that is written out is kept across changes of the clock, once a day. */
export const CRON_OPTIONS = { paused: true, mode: '5-part', fixedTimeRule: 'no-wildcard' } as const;

const MOST_RECIPIENTS = 50;

const time = z
  .string()
  .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'write the time of day as "09:00"')
  .default('09:00')
  .describe(
    'Time of day in the time zone, HH:MM. One that the clock skips is run at the end of the gap, one that comes twice once.'
  );

const cron = z
  .string()
  .max(200)
  .check(({ value, issues }) => {
    const problem = cronProblem(value);
    if (problem !== undefined) {
      issues.push({ code: 'custom', input: value, message: problem });
    }
  })
  .describe('Minute, hour, day of month, month, day of week: "0 9 * * 1-5", "0 18 L * *", "@daily".');

function cronProblem(pattern: string): string | undefined {
  try {
    const comes = new Cron(pattern.trim(), { ...CRON_OPTIONS, timezone: 'UTC' }).nextRun(new Date(0));
    return comes ? undefined : 'this pattern never comes due';
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/^CronPattern: /, '') : String(error);
    return `not a cron pattern of five fields such as "0 9 * * 1-5": ${reason}`;
  }
}

/** Kept as it came in: the schedule has defaults of its own for what is left out. */
const spec = z.record(z.string(), z.unknown()).check(({ value, issues }) => {
  const { error } = reportSpecSchema.safeParse(value);
  error?.issues.forEach(({ message, path }) => issues.push({ code: 'custom', input: value, message, path }));
});

const shared = {
  name: z.string().trim().min(1).max(200).optional(),
  timeZone: z
    .string()
    .refine(isTimeZone, 'not a time zone: write one like "Europe/Berlin" or "UTC"')
    .default('UTC')
    .describe('IANA zone of the times of day.'),
  end: instantSchema.optional().describe('Nothing is due from then on: epoch ms or ISO 8601 with a zone.'),
  recipients: z
    .array(z.string().trim().min(1).max(320))
    .min(1)
    .max(MOST_RECIPIENTS)
    .transform((names) => [...new Set(names)])
    .describe('Names of configured targets, or e-mail addresses.'),
  content: z.enum(['report', 'summary']).default('report').describe('A report, or how the system itself is.'),
  swarms: z.array(nameSchema).max(MAX_QUERY_LIST).optional().describe('Short for "spec": { "swarms": … }.'),
  spec: spec.optional().describe('Of the report. Without a range it covers the time since the run before.'),
  formats: z
    .array(z.enum(REPORT_FORMATS))
    .min(1)
    .optional()
    .transform((formats) => formats && [...new Set(formats)])
    .describe('Files that are sent; default: reporting.defaultFormat of the configuration, else html.'),
};

const hourly = z.strictObject({
  ...shared,
  frequency: z.literal('hourly'),
  minute: z.number().int().min(0).max(59).default(0),
});

const daily = z.strictObject({
  ...shared,
  frequency: z.literal('daily'),
  time,
  weekdays: z
    .array(z.enum(WEEKDAYS))
    .min(1)
    .default([...WEEKDAYS]),
});

const weekly = z.strictObject({
  ...shared,
  frequency: z.literal('weekly'),
  time,
  weekday: z.enum(WEEKDAYS).default('mon'),
});

const monthly = z.strictObject({
  ...shared,
  frequency: z.literal('monthly'),
  time,
  day: z
    .union([z.number().int().min(1).max(31), z.literal('last')], 'write a day from 1 to 31, or "last"')
    .default(1)
    .describe('A month that is shorter has its last day.'),
});

const byCron = z.strictObject({ ...shared, frequency: z.literal('cron'), cron });

/**
 * A schedule as the API takes it, and as `reporting.schedule` of the configuration names it. Its own output is not read again:
 * what came in is kept.
 */
export const scheduleSchema = z.discriminatedUnion('frequency', [hourly, daily, weekly, monthly, byCron], {
  error: 'write "frequency": "hourly", "daily", "weekly", "monthly" or "cron"',
});

export type ScheduleDefinition = z.output<typeof scheduleSchema>;
export type ScheduleInput = z.input<typeof scheduleSchema>;
