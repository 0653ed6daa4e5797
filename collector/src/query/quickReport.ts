import type { AnalysisResult } from '../../../src/core/guide/analysisTypes.ts';
import { quickReport, type QuickReport } from '../../../src/core/guide/quickReport.ts';
import type { Store } from '../store/store.ts';
import { analyseSwarm } from './analysisResult.ts';

/** The quick report with the whole analysis that it is the short form of. @throws ServiceError `UNKNOWN_SWARM` */
export async function quickReportOf(
  store: Store,
  swarmId: string,
  now: number,
  signal?: AbortSignal
): Promise<QuickReport & { analysis: AnalysisResult }> {
  const { swarm, analysis } = await analyseSwarm(store, { swarmId, now }, signal);
  return { ...quickReport(swarm, analysis), analysis };
}
