// Imported when the first worker is needed, and only there: where there are no workers at all, this file can't be evaluated.
import { Worker } from './PageWorker.ts';

/**
 * The form of the expression is what bundlers look for. A plugin's files are AMD modules, which a worker can't load: the
 * comment makes its script a plain one.
 * @throws DOMException where the browser or the page's security policy refuses workers
 */
export function startWorker(): globalThis.Worker {
  return new Worker(
    new URL('./worker.ts', import.meta.url),
    /* webpackEntryOptions: { library: { type: 'var' } } */ {
      type: 'module',
    }
  );
}
