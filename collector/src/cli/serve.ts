import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';
import { createServer, listen } from '../api/http/server.ts';
import type { ServeOptions } from '../config/options.ts';
import { createLog, type Logger } from '../log.ts';
import { PerformanceSystem } from '../system.ts';
import { startMessage } from './startMessage.ts';

const PAGE = fileURLToPath(new URL('../page', import.meta.url));

/**
 * Runs the service until it is told to stop. Resolves when it listens; the process then ends by a signal.
 * @throws ServiceError when it can't start; nothing is left open then.
 */
export async function serve(options: ServeOptions): Promise<void> {
  const log = createLog();
  const system = await PerformanceSystem.open({ ...options, dataDir: resolve(options.dataDir) }, log);
  try {
    const pageDir = existsSync(PAGE) ? PAGE : undefined;
    const serverOptions = { ...options, ...(pageDir === undefined ? {} : { pageDir }) };
    const app = await createServer(system, serverOptions, log);
    const url = await listen(app, serverOptions);
    stopOnSignal(app, system, log);
    await system.start();
    console.log(startMessage({ options, url, system, hasPage: pageDir !== undefined }));
  } catch (error) {
    await system.close();
    throw error;
  }
}

/** A signal may come twice (from the terminal to the group and through npm): the second changes nothing. */
function stopOnSignal(app: FastifyInstance, system: PerformanceSystem, log: Logger): void {
  let stopping = false;
  const stop = async () => {
    if (stopping) {
      return;
    }
    stopping = true;
    try {
      await app.close();
      await system.close();
      process.exit(0);
    } catch (error) {
      log.error({ error: error instanceof Error ? error.message : String(error) }, 'could not stop cleanly');
      process.exit(1);
    }
  };
  process.on('SIGINT', () => void stop());
  process.on('SIGTERM', () => void stop());
  process.on('SIGHUP', () => void stop());
}
