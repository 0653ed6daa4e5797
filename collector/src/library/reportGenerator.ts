import type { ReportData } from '../../../src/core/report/build.ts';
import { guideRequestSchema, type GuideReportConfig } from '../../../src/core/report/guideRequest/schema.ts';
import { reportSpecSchema, type ReportSpecInput } from '../../../src/core/report/schema.ts';
import { REPORT_FORMATS, titleOf, type ReportFormat, type ReportSpec } from '../../../src/core/report/spec.ts';
import { ServiceError } from '../errors.ts';
import { parseWith } from '../parse.ts';
import type { QueuedSystem } from '../reports/renderReport.ts';
import { reportData } from '../reports/reportData.ts';
import { writeReport } from '../reports/writeReport.ts';

/** The guide's report configuration; what decides nothing here is ignored. */
export interface ReportConfig extends GuideReportConfig {
  /** Swarms of the report, beside the analysed one. */
  swarmIds?: readonly string[];
  baseline?: string;
  [other: string]: unknown;
}

/** The guide's reports: the same as `POST /api/v1/reports`. */
export class ReportGenerator {
  constructor(private readonly system: () => QueuedSystem) {}

  /** @throws ServiceError `BAD_REQUEST` when no swarm is named or a field is wrong, `UNKNOWN_SWARM` */
  async generate(config: ReportConfig, analysis?: { swarmId: string }): Promise<ReportData> {
    const { swarmIds = [], baseline, ...rest } = config;
    const ids = [...new Set([...(analysis ? [analysis.swarmId] : []), ...swarmIds])];
    if (ids.length === 0) {
      throw new ServiceError('BAD_REQUEST', 'A report needs a swarm: pass an analysis, or name some in "swarmIds".');
    }
    return this.make(parseWith(guideRequestSchema, { swarmIds: ids, baseline, config: rest }), Date.now());
  }

  /**
   * @param at epoch ms that "now" in the spec stands for: the same spec at the same time is the same report
   * @throws ServiceError `BAD_REQUEST`, `UNKNOWN_SWARM`, `EMPTY_WINDOW`
   */
  async generateFromSpec(spec: ReportSpecInput, at = Date.now()): Promise<ReportData> {
    return this.make(parseWith(reportSpecSchema, spec), at);
  }

  /** Keeps a report, so that others can be compared with it by its id. */
  save(report: ReportData): Promise<void> {
    return this.system().savedReports.save(report);
  }

  /** The text of a format that is one; PDF and CSV, which may be a zip archive, are bytes. @throws ServiceError `BAD_REQUEST` for an unknown format */
  async export(report: ReportData, format: 'pdf' | 'csv'): Promise<Uint8Array>;
  async export(report: ReportData, format: 'html' | 'markdown' | 'json'): Promise<string>;
  async export(report: ReportData, format: string): Promise<string | Uint8Array>;
  async export(report: ReportData, format: string): Promise<string | Uint8Array> {
    const known = REPORT_FORMATS.find((one): one is ReportFormat => one === format);
    if (!known) {
      throw new ServiceError('BAD_REQUEST', `Unknown format "${format}"; known: ${REPORT_FORMATS.join(', ')}.`);
    }
    const { bytes } = await this.system().reportQueue.add({ title: titleOf(report.spec) }, (step) => {
      step('writing');
      return writeReport(report, known);
    });
    return known === 'pdf' || known === 'csv' ? bytes : Buffer.from(bytes).toString();
  }

  private make(spec: ReportSpec, at: number): Promise<ReportData> {
    const system = this.system();
    return system.reportQueue.add({ title: titleOf(spec) }, (step) => {
      step('reading');
      return reportData(system, spec, { at });
    });
  }
}
