import { parentPort } from 'node:worker_threads';
import { ServiceError } from '../../errors.ts';
import { GarbageCollection } from '../../garbage.ts';
import { Engine } from './engine.ts';
import type { Answers, Reply, Request, WireError } from './protocol.ts';
import { runQuery } from './run.ts';
import { memoryOfVectors, readVectors } from './vectors.ts';

/** The thread that owns the DuckDB file. Appends run one after the other, queries beside them. */
const port = parentPort;
if (!port) {
  throw new Error('this module is the store worker; the service starts it');
}

/** Rows that are appended between two collections: their columns are this thread's garbage. */
const COLLECT_ROWS = 4000;
const garbage = new GarbageCollection(COLLECT_ROWS);

let engine: Engine | undefined;
let appends: Promise<unknown> = Promise.resolve();

port.on('message', (request: Request) => {
  handle(request).then(
    ({ value, memory = [] }) => port.postMessage({ id: request.id, ok: true, value } satisfies Reply, memory),
    (error) => port.postMessage({ id: request.id, ok: false, error: toWire(error) } satisfies Reply)
  );
});

interface Answer {
  value: Answers[keyof Answers];
  /** Handed over instead of copied. */
  memory?: ArrayBuffer[];
}

async function handle(request: Request): Promise<Answer> {
  switch (request.op) {
    case 'open':
      engine = await Engine.open(request.file);
      return { value: null };
    case 'append': {
      const turn = appends.then(async () => {
        const outcomes = await opened().append(request.tables);
        garbage.after(outcomes.length);
        return outcomes;
      });
      appends = turn.catch(() => undefined);
      return { value: await turn };
    }
    case 'query': {
      const { id, sql, parameters } = request;
      return { value: await opened().query(id, (connection) => runQuery(connection, sql, parameters)) };
    }
    case 'vectors': {
      const { id, sql, parameters, shape } = request;
      const value = await opened().query(id, (connection) => readVectors(connection, sql, parameters, shape));
      return { value, memory: memoryOfVectors(value) };
    }
    case 'cancel':
      opened().cancel(request.target);
      return { value: null };
    case 'info':
      return { value: await opened().info() };
    case 'close':
      await appends;
      await engine?.close();
      engine = undefined;
      return { value: null };
  }
}

function opened(): Engine {
  if (!engine) {
    throw new ServiceError('STOPPING', 'The store is closed.');
  }
  return engine;
}

function toWire(error: unknown): WireError {
  if (error instanceof ServiceError) {
    return { code: error.code, message: error.message, ...(error.extra.fields ? { fields: error.extra.fields } : {}) };
  }
  const text = error instanceof Error ? error.message : String(error);
  if (/no space left|disk is full|could not write/i.test(text)) {
    return {
      code: 'STORE_FULL',
      message: 'The disk that holds the data folder is full. Free space; what was acknowledged is safe.',
    };
  }
  return { code: 'INTERNAL', message: text };
}
