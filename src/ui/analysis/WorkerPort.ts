import { AnalysisStopped } from './drive.ts';
import type { AnalysisAnswer, AnalysisJob } from './jobs.ts';
import type { FromWorker, ToWorker } from './messages.ts';

/** A worker that is not ready by then will not be: it was blocked without a word, or its script does not come. */
const PATIENCE_MS = 10_000;

interface Waiting {
  resolve: (answer: AnalysisAnswer) => void;
  reject: (reason: Error) => void;
}

/** The page's side of a worker: questions out, answers in. */
export class WorkerPort {
  private readonly waiting = new Map<number, Waiting>();
  private next = 0;
  private dead = false;

  private constructor(private readonly worker: Worker) {
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => this.receive(data);
    worker.onerror = (event) => this.die(event.message);
    worker.onmessageerror = () => this.die('its answer could not be read');
  }

  /** Starts a worker and waits until it has said that it is there. Null where that fails, for whatever reason. */
  static async open(start: () => Promise<Worker>): Promise<WorkerPort | null> {
    let worker: Worker | undefined;
    try {
      worker = await start();
      await ready(worker);
      return new WorkerPort(worker);
    } catch {
      worker?.terminate();
      return null;
    }
  }

  get isDead(): boolean {
    return this.dead;
  }

  /** @param transfer memory that is handed over and can't be read here any more */
  run(job: AnalysisJob, transfer: ArrayBuffer[], signal?: AbortSignal): Promise<AnalysisAnswer> {
    const id = this.next++;
    return new Promise((resolve, reject) => {
      const stop = (): void => {
        if (this.waiting.delete(id)) {
          this.send({ type: 'stop', id });
          reject(new AnalysisStopped());
        }
      };
      const settled = <T>(then: (value: T) => void) => {
        return (value: T): void => {
          signal?.removeEventListener('abort', stop);
          then(value);
        };
      };
      this.waiting.set(id, { resolve: settled(resolve), reject: settled(reject) });
      signal?.addEventListener('abort', stop);
      this.send({ type: 'run', id, job }, transfer);
    });
  }

  private send(message: ToWorker, transfer: ArrayBuffer[] = []): void {
    this.worker.postMessage(message, transfer);
  }

  private receive(message: FromWorker): void {
    if (message.type === 'ready') {
      return;
    }
    const waiting = this.waiting.get(message.id);
    this.waiting.delete(message.id);
    if (message.type === 'done') {
      waiting?.resolve(message.answer);
    } else {
      waiting?.reject(new Error(message.message));
    }
  }

  private die(reason: string): void {
    this.dead = true;
    this.worker.terminate();
    for (const { reject } of this.waiting.values()) {
      reject(new Error(`The background worker that analyses long series has stopped: ${reason || 'no reason given'}`));
    }
    this.waiting.clear();
  }
}

/** @throws Error when the worker fails before it is ready, or is not ready in time */
function ready(worker: Worker): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('not ready in time')), PATIENCE_MS);
    const settle = (then: () => void) => (): void => {
      clearTimeout(timer);
      then();
    };
    worker.onmessage = settle(resolve);
    worker.onerror = settle(() => reject(new Error('could not be loaded')));
  });
}
