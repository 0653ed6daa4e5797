import type { ReportData } from '../../../src/core/report/build.ts';
import {
  REPORT_EXTENSIONS,
  REPORT_MEDIA_TYPES,
  type ReportFormat,
  type ReportSpec,
} from '../../../src/core/report/spec.ts';
import { writeReport } from '../../../src/core/report/write.ts';
import type { Store } from '../store/store.ts';
import { reportData, type ReportOptions } from './reportData.ts';

export interface RenderedFile {
  format: ReportFormat;
  /** Without a dot. */
  extension: string;
  mediaType: string;
  bytes: Uint8Array;
}

/** A spec in, the numbers and the written files out. @throws ServiceError as `reportData` */
export async function renderReport(
  system: { store: Store; isDemo: boolean },
  spec: ReportSpec,
  formats: readonly ReportFormat[],
  options: ReportOptions
): Promise<{ data: ReportData; files: RenderedFile[] }> {
  const data = await reportData(system, spec, options);
  const files = formats.map((format) => ({
    format,
    extension: REPORT_EXTENSIONS[format],
    mediaType: REPORT_MEDIA_TYPES[format],
    bytes: Buffer.from(writeReport(data, format)),
  }));
  return { data, files };
}
