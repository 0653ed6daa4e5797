import type { FastifyInstance } from 'fastify';
import type { PerformanceSystem } from '../../../system.ts';
import { API_VERSION, SERVICE, VERSION } from '../../../version.ts';
import { systemHealth } from '../../../health.ts';
import { authorizes, digest } from '../auth.ts';

/** Probes (public), what the service is, and the guide's system health. */
export function healthRoutes(app: FastifyInstance, system: PerformanceSystem, key: string | undefined): void {
  const expected = key === undefined ? undefined : digest(key);

  app.get('/livez', async () => ({ status: 'ok' }));

  app.get('/readyz', async (_, reply) => {
    const { state } = system;
    const reason = {
      starting: 'the configured folders are being read for the first time',
      stopping: 'the service is stopping',
      ready: undefined,
    }[state];
    return reply
      .code(state === 'ready' ? 200 : 503)
      .send({ status: state, ...(reason === undefined ? {} : { reason }) });
  });

  app.get('/api/v1/info', async () => {
    const { tasks, steps, samples } = await system.store.info();
    return {
      service: SERVICE,
      version: VERSION,
      api: API_VERSION,
      startedAt: system.startedAt,
      demo: system.isDemo,
      alerts: { sender: system.reporting.alertsSender },
      records: { tasks, steps, samples },
    };
  });

  app.get('/api/v1/health', async (request, reply) => {
    const health = systemHealth(system);
    // Without the key, nobody learns which folders are watched.
    const details = expected === undefined || authorizes(request.headers.authorization, expected);
    const body = details ? health : { ...health, inputs: undefined };
    return reply.code(system.state === 'ready' ? 200 : 503).send(body);
  });
}
