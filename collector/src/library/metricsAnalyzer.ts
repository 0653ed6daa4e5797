import type { MetricRecord } from '../../../src/core/guide/metricRecord.ts';
import type { QuickReport } from '../../../src/core/guide/quickReport.ts';
import { ServiceError } from '../errors.ts';
import { quickReportOf } from '../query/quickReport.ts';
import type { Store } from '../store/store.ts';

/** The guide's analysis: the same answer as `GET /api/v1/analysis/:swarmId`. */
export class MetricsAnalyzer {
  constructor(private readonly store: () => Store) {}

  /**
   * Analyses everything stored of the swarm that the metrics are of.
   * @throws ServiceError `BAD_REQUEST` when they are of none or of several, `UNKNOWN_SWARM`
   */
  async analyze(metrics: ReadonlyArray<Pick<MetricRecord, 'swarmId'>>): Promise<QuickReport> {
    const swarms = [...new Set(metrics.map(({ swarmId }) => swarmId))];
    const [swarmId] = swarms;
    if (swarmId === undefined || swarms.length > 1) {
      throw new ServiceError(
        'BAD_REQUEST',
        swarmId === undefined
          ? 'There are no metrics to analyse: nothing is stored of that swarm in that time.'
          : `An analysis is of one swarm; these metrics are of ${swarms.length}.`
      );
    }
    return quickReportOf(this.store(), swarmId, Date.now());
  }
}
