import { drive } from './drive.ts';
import { memoryOf, type AnalysisAnswer, type AnalysisJob } from './jobs.ts';
import type { FromWorker, ToWorker } from './messages.ts';
import { runJob } from './runJob.ts';

/** How long a stop may have to wait. */
const BUDGET_MS = 40;

type Send = (message: FromWorker, transfer: ArrayBuffer[]) => void;

/**
 * The worker's side: takes messages, runs one job after the other in the order in which they came, and answers each unless
 * it was stopped.
 * @returns what to do with a message
 */
export function serve(send: Send): (message: ToWorker) => void {
  const wanted = new Set<number>();
  let last = Promise.resolve();

  const run = async (id: number, job: AnalysisJob): Promise<void> => {
    if (!wanted.has(id)) {
      return;
    }
    try {
      const answer = await drive(runJob(job), { budgetMs: BUDGET_MS, isStopped: () => !wanted.has(id) });
      send({ type: 'done', id, answer }, transferOf(answer));
    } catch (error) {
      if (wanted.has(id)) {
        send({ type: 'failed', id, message: error instanceof Error ? error.message : String(error) }, []);
      }
    } finally {
      wanted.delete(id);
    }
  };

  send({ type: 'ready' }, []);
  return (message) => {
    if (message.type === 'stop') {
      wanted.delete(message.id);
      return;
    }
    const { id, job } = message;
    wanted.add(id);
    last = last.then(() => run(id, job));
  };
}

function transferOf(answer: AnalysisAnswer): ArrayBuffer[] {
  return answer.kind === 'series' ? memoryOf(answer.answers.map(({ anomalies }) => anomalies)) : [];
}
