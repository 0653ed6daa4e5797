import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createServer, listen } from '../api/http/server.ts';
import { MetricsStream } from '../api/ws/stream.ts';
import { configFileSchema, readConfigFile, type ConfigFile } from '../config/file.ts';
import { isLoopback, type ServeOptions } from '../config/options.ts';
import { ServiceError } from '../errors.ts';
import { createLog, type Logger } from '../log.ts';
import { PerformanceSystem } from '../system.ts';
import { startMessage } from './startMessage.ts';

const DEFAULT_CONFIG = 'performance-config.json';
const PAGE = fileURLToPath(new URL('../page', import.meta.url));

/**
 * Runs the service until it is told to stop. Resolves when it listens; the process then ends by a signal.
 * @throws ServiceError when it can't start; nothing is left open then.
 */
export async function serve(options: ServeOptions): Promise<void> {
  const log = createLog();
  const { inputs, ...config } = await readConfig(options.config);
  const folders = options.claudeFlow.map((folder) => ({ kind: 'claude-flow', folder }) as const);
  const system = await PerformanceSystem.open(
    {
      demo: options.demo,
      dataDir: resolve(options.dataDir),
      inputs: [...folders, ...inputs],
      reporting: config,
      listen: { host: options.host, ...(options.key === undefined ? {} : { key: options.key }) },
    },
    log
  );
  try {
    const pageDir = existsSync(PAGE) ? PAGE : undefined;
    const serverOptions = { ...options, ...(pageDir === undefined ? {} : { pageDir }) };
    const app = await createServer(system, serverOptions, log);
    const url = await listen(app, serverOptions);
    const stream = await openStream(options, url, system, log);
    if (stream) {
      system.on('stored', (records) => stream.send(records, Date.now()));
    }
    stopOnSignal(async () => {
      await Promise.all([app.close(), stream?.close()]);
      await system.close();
    }, log);
    await system.start();
    console.log(startMessage({ options, url, wsPort: stream?.port, system, hasPage: pageDir !== undefined }));
  } catch (error) {
    await system.close();
    throw error;
  }
}

/** The configuration that was named, else the one of the current folder, else an empty one. */
function readConfig(named: string | undefined): Promise<ConfigFile> | ConfigFile {
  const file = named ?? (existsSync(DEFAULT_CONFIG) ? DEFAULT_CONFIG : undefined);
  return file === undefined ? configFileSchema.parse({}) : readConfigFile(file);
}

/** The WebSocket's own port. Without --ws-port a taken one is no reason not to start. */
async function openStream(
  { host, wsPort, key }: ServeOptions,
  url: string,
  system: PerformanceSystem,
  log: Logger
): Promise<MetricsStream | undefined> {
  const port = wsPort ?? Number(new URL(url).port) + 1;
  try {
    const receive = (metrics: readonly unknown[]) => system.push.receive(metrics);
    return await MetricsStream.listen({ host, port, key, checkHost: isLoopback(host), receive });
  } catch (error) {
    if (wsPort !== undefined || !(error instanceof ServiceError)) {
      throw error;
    }
    log.warn(`port ${port} is taken: there is no WebSocket. Choose another with --ws-port.`);
    return undefined;
  }
}

/** A signal may come twice (from the terminal to the group and through npm): the second changes nothing. */
function stopOnSignal(close: () => Promise<void>, log: Logger): void {
  let stopping = false;
  const stop = async () => {
    if (stopping) {
      return;
    }
    stopping = true;
    try {
      await close();
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
