import fastify, { type FastifyInstance } from 'fastify';
import { ServiceError } from '../../errors.ts';
import type { Logger } from '../../log.ts';
import type { PerformanceSystem } from '../../system.ts';
import { isLoopback } from '../../config/options.ts';
import { authenticator } from './auth.ts';
import { readBodies } from './bodies.ts';
import { onError, onNotFound } from './problems.ts';
import { registerPage } from './page.ts';
import { analysisRoutes } from './routes/analysis.ts';
import { compareRoutes } from './routes/compare.ts';
import { healthRoutes } from './routes/health.ts';
import { inputRoutes } from './routes/inputs.ts';
import { liveRoutes } from './routes/live.ts';
import { markerRoutes } from './routes/markers.ts';
import { metricsRoutes } from './routes/metrics.ts';
import { otlpRoutes } from './routes/otlp.ts';
import { prometheusRoutes } from './routes/prometheus.ts';
import { pushRoutes } from './routes/push.ts';
import { queryRoutes } from './routes/query.ts';
import { chartRoutes } from './routes/charts.ts';
import { reportRoutes } from './routes/reports.ts';
import { scheduleRoutes } from './routes/schedules.ts';
import { swarmsRoutes } from './routes/swarms.ts';

export interface ServerOptions {
  host: string;
  port: number;
  key?: string;
  /** Folder of the built stand-alone page; without it there is none. */
  pageDir?: string;
}

/** The largest request body, compressed or not. */
export const MOST_BODY_BYTES = 5 * 1024 * 1024;

/** How long a stop waits for requests that are under way. */
const MOST_DRAIN_MS = 5000;

export async function createServer(
  system: PerformanceSystem,
  options: ServerOptions,
  log: Logger
): Promise<FastifyInstance> {
  const app = fastify({
    logger: false,
    bodyLimit: MOST_BODY_BYTES,
    routerOptions: { maxParamLength: 1024 },
    // Ends requests whose body trickles in; answers may take longer.
    requestTimeout: 60_000,
    forceCloseConnections: 'idle',
    frameworkErrors: onError(log),
  });
  drainOnClose(app);
  readBodies(app);
  app.addHook('onRequest', authenticator({ key: options.key, checkHost: isLoopback(options.host) }));
  app.addHook('onSend', async (_, reply) => {
    reply.header('x-content-type-options', 'nosniff');
    reply.header('referrer-policy', 'no-referrer');
  });
  app.setErrorHandler(onError(log));
  app.setNotFoundHandler(onNotFound);

  prometheusRoutes(app, system, log);
  healthRoutes(app, system, options.key);
  swarmsRoutes(app, system);
  metricsRoutes(app, system);
  analysisRoutes(app, system);
  compareRoutes(app, system);
  reportRoutes(app, system);
  chartRoutes(app, system);
  queryRoutes(app, system, log);
  otlpRoutes(app, system);
  pushRoutes(app, system);
  inputRoutes(app, system);
  scheduleRoutes(app, system);
  markerRoutes(app, system);
  liveRoutes(app, system);
  if (options.pageDir !== undefined) {
    await registerPage(app, options.pageDir);
  }
  return app;
}

/** While closing, ends connections once they are idle; those whose client never finishes, after a while. */
function drainOnClose(app: FastifyInstance): void {
  app.addHook('preClose', async () => {
    const idle = setInterval(() => app.server.closeIdleConnections(), 100).unref();
    const all = setTimeout(() => app.server.closeAllConnections(), MOST_DRAIN_MS).unref();
    app.server.once('close', () => {
      clearInterval(idle);
      clearTimeout(all);
    });
  });
}

/** @throws ServiceError `PORT_TAKEN` or `CONFIG` when the address can't be used. */
export async function listen(app: FastifyInstance, { host, port }: ServerOptions): Promise<string> {
  try {
    return await app.listen({ host, port });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EADDRINUSE') {
      throw new ServiceError(
        'PORT_TAKEN',
        `Port ${port} on ${host} is taken by another program. Stop it, or choose another port with --port.`
      );
    }
    if (code === 'EACCES' || code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
      throw new ServiceError(
        'CONFIG',
        `Can't listen on ${host}:${port} (${code}). Choose another with --host and --port.`
      );
    }
    throw error;
  }
}
