import type { ReportData } from './build.ts';

/** Version of the JSON report's layout. */
export const REPORT_VERSION = 1;

/** The numbers themselves, where the other formats carry them for reading. */
export function toJson(data: ReportData): string {
  return `${JSON.stringify({ version: REPORT_VERSION, ...data }, null, 2)}\n`;
}
