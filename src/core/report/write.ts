import { buildReport, type ReportData } from './build.ts';
import { toHtml } from './html.ts';
import { toMarkdown } from './markdown.ts';
import type { ReportFormat } from './spec.ts';

/** Version of the JSON report's layout. */
export const REPORT_VERSION = 1;

/** Writes a report. JSON carries the numbers themselves, the other formats carry them for reading. */
export function writeReport(data: ReportData, format: ReportFormat): string {
  switch (format) {
    case 'html':
      return toHtml(buildReport(data));
    case 'markdown':
      return toMarkdown(buildReport(data));
    case 'json':
      return `${JSON.stringify({ version: REPORT_VERSION, ...data }, null, 2)}\n`;
  }
}
