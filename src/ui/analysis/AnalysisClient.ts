import { AnalysisStopped, drive } from './drive.ts';
import { costOf, memoryOf, MOST_IN_PAGE, type AnalysisAnswer, type AnalysisJob } from './jobs.ts';
import { runJob } from './runJob.ts';
import { WorkerPort } from './WorkerPort.ts';

/** What was found, and where it was computed. */
export interface Analysis {
  answer: AnalysisAnswer;
  place: 'page' | 'worker';
  /** True where the work was too much for the page, but there is no worker. */
  withoutWorker: boolean;
}

/** Longest time that the page is kept from answering a click or drawing a frame, ms. */
const PAGE_BUDGET_MS = 8;

/**
 * Runs analyses for all who show them: small ones at once in the page, larger ones in one worker that is started with the
 * first of them and kept. Where no worker can be had they run in the page after all, in slices, and the answer says so.
 */
export class AnalysisClient {
  private port: Promise<WorkerPort | null> | undefined;

  /** @param startWorker makes a worker that runs `worker.ts`; may throw or reject */
  constructor(private readonly startWorker: () => Promise<Worker>) {}

  /**
   * The job's arrays belong to the analysis from now on. Whoever asks again gives up the first question with its signal.
   * @throws AnalysisStopped once the signal says so, and an Error with a sentence for people when the analysis fails
   */
  async run(job: AnalysisJob, signal?: AbortSignal): Promise<Analysis> {
    if (costOf(job) <= MOST_IN_PAGE) {
      return { answer: await inPage(job, Infinity, signal), place: 'page', withoutWorker: false };
    }
    const port = await this.worker();
    if (signal?.aborted) {
      throw new AnalysisStopped();
    }
    if (port === null) {
      return { answer: await inPage(job, MOST_IN_PAGE, signal), place: 'page', withoutWorker: true };
    }
    return { answer: await port.run(job, transferOf(job), signal), place: 'worker', withoutWorker: false };
  }

  /** The worker in use; a new one where the last has died at work. Null where none ever became ready. */
  private async worker(): Promise<WorkerPort | null> {
    const port = await (this.port ??= WorkerPort.open(this.startWorker));
    if (port?.isDead) {
      this.port = undefined;
      return this.worker();
    }
    return port;
  }
}

function inPage(job: AnalysisJob, longest: number, signal: AbortSignal | undefined): Promise<AnalysisAnswer> {
  return drive(runJob(job, longest), { budgetMs: PAGE_BUDGET_MS, isStopped: () => signal?.aborted ?? false });
}

/** Series are handed over; the samples of a comparison are copied, since they are few and others may still read them. */
function transferOf(job: AnalysisJob): ArrayBuffer[] {
  return job.kind === 'series' ? memoryOf(job.tasks.map(({ series }) => series)) : [];
}
