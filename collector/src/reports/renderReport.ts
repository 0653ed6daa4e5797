import type { ReportData } from '../../../src/core/report/build.ts';
import { titleOf, type ReportFormat, type ReportSpec } from '../../../src/core/report/spec.ts';
import { reportData, type ReportOptions, type ReportSystem } from './reportData.ts';
import type { ReportQueue } from './reportQueue.ts';
import { writeReport, type RenderedFile } from './writeReport.ts';

/** What reports are made from, in turn. */
export interface QueuedSystem extends ReportSystem {
  reportQueue: ReportQueue;
}

export interface RenderOptions extends ReportOptions {
  /** What the sender calls it while it is made. */
  job?: string;
}

/**
 * A spec in, the numbers and the written files out, once it is this report's turn.
 * @throws ServiceError as `reportData`, and as `ReportQueue.add`
 */
export async function renderReport(
  system: QueuedSystem,
  spec: ReportSpec,
  formats: readonly ReportFormat[],
  { job, ...options }: RenderOptions
): Promise<{ data: ReportData; files: RenderedFile[] }> {
  return system.reportQueue.add(
    { title: titleOf(spec), ...(job === undefined ? {} : { job }) },
    async (step) => {
      step('reading');
      const data = await reportData(system, spec, options);
      step('writing');
      const files: RenderedFile[] = [];
      for (const format of formats) {
        files.push(await writeReport(data, format));
      }
      return { data, files };
    },
    options.signal
  );
}
