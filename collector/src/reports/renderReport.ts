import type { ReportData } from '../../../src/core/report/build.ts';
import type { ReportFormat, ReportSpec } from '../../../src/core/report/spec.ts';
import { reportData, type ReportOptions, type ReportSystem } from './reportData.ts';
import { writeReport, type RenderedFile } from './writeReport.ts';

/** A spec in, the numbers and the written files out. @throws ServiceError as `reportData` */
export async function renderReport(
  system: ReportSystem,
  spec: ReportSpec,
  formats: readonly ReportFormat[],
  options: ReportOptions
): Promise<{ data: ReportData; files: RenderedFile[] }> {
  const data = await reportData(system, spec, options);
  return { data, files: await Promise.all(formats.map((format) => writeReport(data, format))) };
}
