import type { AnalysisResult } from '../../../src/core/guide/analysisTypes.ts';
import type { MetricRecord } from '../../../src/core/guide/metricRecord.ts';
import { ServiceError } from '../errors.ts';
import { analyseSwarm } from '../query/analysisResult.ts';
import type { Store } from '../store/store.ts';

/** Told of each analysis that was made. */
export interface AnalysisCompleted {
  swarmId: string;
  analysis: AnalysisResult;
  /** Epoch ms. */
  timestamp: number;
}

/** The guide's analysis: `analysis` of `GET /api/v1/analysis/:swarmId`. */
export class MetricsAnalyzer {
  constructor(
    private readonly store: () => Store,
    private readonly completed: (event: AnalysisCompleted) => void
  ) {}

  /**
   * Analyses everything stored of a swarm: the named one, or the one that the metrics are of.
   * @throws ServiceError `BAD_REQUEST` when the metrics are of none or of several, `UNKNOWN_SWARM`
   */
  async analyze(of: string | ReadonlyArray<Pick<MetricRecord, 'swarmId'>>): Promise<AnalysisResult> {
    const swarmId = typeof of === 'string' ? of : onlySwarm(of);
    const { analysis } = await analyseSwarm(this.store(), { swarmId, now: Date.now() });
    this.completed({ swarmId, analysis, timestamp: analysis.timestamp });
    return analysis;
  }
}

function onlySwarm(metrics: ReadonlyArray<Pick<MetricRecord, 'swarmId'>>): string {
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
  return swarmId;
}
