import { reportSpecSchema } from '../../../src/core/report/schema.ts';
import { REPORT_FORMATS, titleOf, type ReportFormat, type ReportSpec } from '../../../src/core/report/spec.ts';
import { wallTimeOf } from '../../../src/core/time/zonedTime.ts';
import type { Content } from '../deliver/contentStore.ts';
import { reportMessage } from '../deliver/reportMessage.ts';
import { summaryMessage } from '../deliver/summaryMessage.ts';
import { systemHealth } from '../health.ts';
import { parseWith } from '../parse.ts';
import { renderReport } from '../reports/renderReport.ts';
import type { PerformanceSystem } from '../system.ts';
import type { ScheduleDefinition } from './schema.ts';
import type { Schedule } from './scheduler.ts';

/** About the time from one run to the next. */
const RANGES: Record<ScheduleDefinition['frequency'], string> = {
  hourly: 'now-1h',
  daily: 'now-24h',
  weekly: 'now-7d',
  monthly: 'now-1M',
  cron: 'now-24h',
};

export interface ContentOptions {
  defaultFormat: string;
  link?: string;
  signal?: AbortSignal;
}

/**
 * What a run sends. "Now" in it is the time that it was due, so that a run that is late, or is made again, covers the same window.
 * @throws ServiceError as reports do
 */
export async function scheduledContent(
  system: PerformanceSystem,
  { id, definition }: Pick<Schedule, 'id' | 'definition'>,
  due: number,
  { defaultFormat, link, signal }: ContentOptions
): Promise<Content> {
  if (definition.content === 'summary') {
    const message = summaryMessage(systemHealth(system), link);
    return { message: { ...message, title: definition.name ?? message.title }, files: [] };
  }
  const formats = definition.formats ?? [formatOf(defaultFormat)];
  const spec = specOf(definition);
  const { data, files } = await renderReport(system, spec, formats, { at: due, signal });
  const stem = `${slug(titleOf(spec), id)}-${stamp(due, definition.timeZone)}`;
  return {
    message: reportMessage(data, link),
    files: files.map(({ extension, mediaType, bytes }) => ({ name: `${stem}.${extension}`, mediaType, bytes })),
  };
}

/** The spec with what the schedule says where it is silent. A window in which nothing happened is no error here. */
export function specOf({ frequency, timeZone, name, swarms, spec = {} }: ScheduleDefinition): ReportSpec {
  return parseWith(reportSpecSchema, {
    range: { from: RANGES[frequency], to: 'now' },
    timeZone,
    whenEmpty: 'report',
    ...(name === undefined ? {} : { title: name }),
    ...spec,
    ...(swarms === undefined ? {} : { swarms }),
  });
}

function formatOf(text: string): ReportFormat {
  return REPORT_FORMATS.find((format) => format === text) ?? 'html';
}

/** A title as the name of a file: plain letters and digits. */
function slug(title: string, otherwise: string): string {
  const plain = title
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 60);
  return plain === '' ? `report-${otherwise.replace(/[^A-Za-z0-9]+/g, '-')}` : plain;
}

/** `2027-03-28-0900`, by the clock of the zone. */
function stamp(time: number, zone: string): string {
  const { year, month, day, hour, minute } = wallTimeOf(time, zone);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${year}-${two(month)}-${two(day)}-${two(hour)}${two(minute)}`;
}
