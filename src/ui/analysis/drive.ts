/** Thrown where nobody waits for an answer any more. */
export class AnalysisStopped extends Error {
  constructor() {
    super('The analysis was stopped because its answer is no longer needed.');
    this.name = 'AnalysisStopped';
  }
}

export interface DriveOptions {
  /** Longest time without a pause, ms. */
  budgetMs: number;
  isStopped: () => boolean;
}

/**
 * Runs sliced work to its end, letting messages, clicks and frames in whenever the budget is spent. Work that fits into
 * the budget is done before this returns.
 * @throws AnalysisStopped when it was stopped in between, and whatever the work throws
 */
export async function drive<T>(work: Generator<undefined, T>, { budgetMs, isStopped }: DriveOptions): Promise<T> {
  let until = performance.now() + budgetMs;
  let step = work.next();
  while (!step.done) {
    if (performance.now() >= until) {
      await pause();
      if (isStopped()) {
        throw new AnalysisStopped();
      }
      until = performance.now() + budgetMs;
    }
    step = work.next();
  }
  return step.value;
}

/** Ends the present task of the event loop. Timers would do, but pages in the background get one a second only. */
function pause(): Promise<void> {
  if (typeof MessageChannel === 'undefined') {
    return new Promise((resolve) => setTimeout(resolve));
  }
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}
