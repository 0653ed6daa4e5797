import { Worker } from 'node:worker_threads';
import { ServiceError } from '../../errors.ts';
import type { Answers, Reply, Request } from './protocol.ts';

type Body<Op extends Request['op']> = Omit<Extract<Request, { op: Op }>, 'id' | 'op'>;

interface Waiting {
  resolve(value: Answers[keyof Answers]): void;
  reject(error: Error): void;
}

/** Calls into the store's thread. When the thread dies, every open call fails and no new one is taken. */
export class StoreThread {
  private readonly worker: Worker;
  private readonly waiting = new Map<number, Waiting>();
  private nextId = 1;
  private dead: Error | undefined;

  constructor() {
    // Read once, when the engine is loaded: by default its allocator keeps what was freed for ten seconds, tens of megabytes.
    process.env['DUCKDB_JE_MALLOC_CONF'] ??= 'dirty_decay_ms:0,muzzy_decay_ms:0';
    this.worker = new Worker(workerFile());
    this.worker.on('message', (reply: Reply) => this.settle(reply));
    this.worker.on('error', (error) => this.fail(new ServiceError('INTERNAL', `The store stopped: ${error.message}`)));
    this.worker.on('exit', () => this.fail(new ServiceError('STOPPING', 'The store is closed.')));
  }

  /** The id that a call will have, so that it can be cancelled. */
  call<Op extends Request['op']>(op: Op, body: Body<Op>): { id: number; answer: Promise<Answers[Op]> } {
    const id = this.nextId++;
    const answer = new Promise<Answers[Op]>((resolve, reject) => {
      if (this.dead) {
        reject(this.dead);
        return;
      }
      this.waiting.set(id, { resolve: resolve as Waiting['resolve'], reject });
      this.worker.postMessage({ id, op, ...body });
    });
    return { id, answer };
  }

  async terminate(): Promise<void> {
    await this.worker.terminate();
  }

  private settle(reply: Reply): void {
    const waiting = this.waiting.get(reply.id);
    this.waiting.delete(reply.id);
    if (reply.ok) {
      waiting?.resolve(reply.value);
    } else {
      const { code, message, fields } = reply.error;
      waiting?.reject(new ServiceError(code, message, fields ? { fields } : {}));
    }
  }

  private fail(error: Error): void {
    this.dead ??= error;
    this.waiting.forEach((waiting) => waiting.reject(error));
    this.waiting.clear();
  }
}

/** Node 20 can't run TypeScript in a thread: from the sources (tests) the built worker is used. */
function workerFile(): URL {
  const built = import.meta.url.endsWith('.ts') ? '../../../dist/worker.js' : './worker.js';
  return new URL(built, import.meta.url);
}
