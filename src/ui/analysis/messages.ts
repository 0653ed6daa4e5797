import type { AnalysisAnswer, AnalysisJob } from './jobs.ts';

export type ToWorker = { type: 'run'; id: number; job: AnalysisJob } | { type: 'stop'; id: number };

/** `ready` comes once, before everything else: a worker that can't be loaded never says it. */
export type FromWorker =
  | { type: 'ready' }
  | { type: 'done'; id: number; answer: AnalysisAnswer }
  | { type: 'failed'; id: number; message: string };
