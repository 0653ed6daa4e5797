import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { DELIVERY_STATES } from '../../../deliver/outbox.ts';
import { parseWith } from '../../../parse.ts';
import { shownDelivery } from '../../../schedule/reporting.ts';
import type { Schedule } from '../../../schedule/scheduler.ts';
import type { PerformanceSystem } from '../../../system.ts';

const runsQuery = z.object({ limit: z.coerce.number().int().min(1).max(200).default(50) });

const deliveriesQuery = z.object({
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  state: z.enum(DELIVERY_STATES).optional(),
  schedule: z.string().max(100).optional(),
});

interface ById {
  Params: { id: string };
}

/** Schedules, their runs, and what was delivered to whom. */
export function scheduleRoutes(app: FastifyInstance, system: PerformanceSystem): void {
  const { reporting } = system;
  const { scheduler } = reporting;
  const view = (schedule: Schedule) => {
    const { definition, source, paused, createdAt, updatedAt, nextRunAt, id } = schedule;
    const [lastRun] = reporting.history(id, 1);
    return {
      id,
      source,
      paused,
      ...definition,
      ...(nextRunAt === undefined ? {} : { nextRunAt }),
      ...(lastRun === undefined ? {} : { lastRun }),
      createdAt,
      updatedAt,
      removable: source === 'api',
    };
  };

  app.get('/api/v1/schedules', async () => ({ schedules: scheduler.list().map(view) }));

  app.post('/api/v1/schedules', async (request, reply) => reply.code(201).send(view(scheduler.add(request.body))));

  app.get<ById>('/api/v1/schedules/:id', async ({ params }) => view(scheduler.get(params.id)));

  app.put<ById>('/api/v1/schedules/:id', async ({ params, body }) => view(scheduler.replace(params.id, body)));

  app.delete<ById>('/api/v1/schedules/:id', async ({ params }, reply) => {
    reporting.remove(params.id);
    return reply.code(204).send();
  });

  app.post<ById>('/api/v1/schedules/:id/pause', async ({ params }) => view(scheduler.pause(params.id)));

  app.post<ById>('/api/v1/schedules/:id/resume', async ({ params }) => view(scheduler.resume(params.id)));

  app.post<ById>('/api/v1/schedules/:id/run', async ({ params }, reply) =>
    reply.code(202).send(scheduler.runNow(params.id))
  );

  app.get<ById>('/api/v1/schedules/:id/runs', async ({ params, query }) => ({
    runs: reporting.history(params.id, parseWith(runsQuery, query).limit),
  }));

  app.post<ById>('/api/v1/runs/:id/cancel', async ({ params }) => reporting.cancelRun(params.id));

  app.get('/api/v1/deliveries', async ({ query }) => {
    const { schedule: scheduleId, state, limit } = parseWith(deliveriesQuery, query);
    const filter = { limit, ...(state ? { state } : {}), ...(scheduleId === undefined ? {} : { scheduleId }) };
    return { deliveries: reporting.deliveries.list(filter).map(shownDelivery) };
  });

  app.post<ById>('/api/v1/deliveries/:id/retry', async ({ params }) =>
    shownDelivery(reporting.deliveries.retry(params.id))
  );

  app.post<ById>('/api/v1/deliveries/:id/cancel', async ({ params }) =>
    shownDelivery(reporting.deliveries.cancel(params.id))
  );

  app.get('/api/v1/targets', async () => ({ targets: reporting.targets.list() }));

  app.post<{ Params: { name: string } }>('/api/v1/targets/:name/test', async ({ params }, reply) =>
    reply.code(202).send({ deliveries: await reporting.test(params.name) })
  );
}
