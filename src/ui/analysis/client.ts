import { AnalysisClient } from './AnalysisClient.ts';

/** The one client of a plugin, and so its one worker: all panels on a page share it. */
export const analysisClient = new AnalysisClient(async () => (await import('./startWorker.ts')).startWorker());
