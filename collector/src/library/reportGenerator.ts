import type { ReportData } from '../../../src/core/report/build.ts';
import { REPORT_FORMATS, type ReportFormat } from '../../../src/core/report/spec.ts';
import { writeReport } from '../../../src/core/report/write.ts';
import { ServiceError } from '../errors.ts';
import { reportData } from '../reports/reportData.ts';
import type { Store } from '../store/store.ts';

/** The guide's report configuration, as far as it decides something here. */
export interface ReportConfig {
  name?: string;
  /** Epoch ms; without it everything stored is covered. */
  timeRange?: { start?: number; end?: number };
  /** Swarms of the report, beside the analysed one. */
  swarmIds?: readonly string[];
  baseline?: string;
}

/** The guide's reports: the same as `POST /api/v1/reports`. */
export class ReportGenerator {
  constructor(private readonly system: () => { store: Store; isDemo: boolean }) {}

  /** @throws ServiceError `BAD_REQUEST` when no swarm is named, `UNKNOWN_SWARM` */
  async generate(config: ReportConfig, analysis?: { swarmId: string }): Promise<ReportData> {
    const ids = [...new Set([...(analysis ? [analysis.swarmId] : []), ...(config.swarmIds ?? [])])];
    if (ids.length === 0) {
      throw new ServiceError('BAD_REQUEST', 'A report needs a swarm: pass an analysis, or name some in "swarmIds".');
    }
    const { start, end } = config.timeRange ?? {};
    return reportData(this.system(), {
      title: config.name ?? (ids.length === 1 ? `Performance of ${ids[0]}` : 'Swarm performance'),
      swarmIds: ids,
      ...(start === undefined ? {} : { from: start }),
      ...(end === undefined ? {} : { to: end }),
      ...(config.baseline === undefined ? {} : { baseline: config.baseline }),
    });
  }

  /** @throws ServiceError `BAD_REQUEST` for an unknown format */
  async export(report: ReportData, format: string): Promise<string> {
    const known = REPORT_FORMATS.find((one): one is ReportFormat => one === format);
    if (!known) {
      throw new ServiceError('BAD_REQUEST', `Unknown format "${format}"; known: ${REPORT_FORMATS.join(', ')}.`);
    }
    return writeReport(report, known);
  }
}
