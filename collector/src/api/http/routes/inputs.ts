import type { FastifyInstance } from 'fastify';
import { inputConfigSchema } from '../../../config/inputs.ts';
import type { PerformanceSystem } from '../../../system.ts';
import { ServiceError } from '../../../errors.ts';
import { parseWith } from '../../../parse.ts';

/** What is taken in: state and counts of each input; inputs can be added and removed while the service runs. */
export function inputRoutes(app: FastifyInstance, system: PerformanceSystem): void {
  app.get('/api/v1/inputs', async () => ({ inputs: system.inputs() }));

  app.get<{ Params: { id: string } }>('/api/v1/checks/:id', async (request) => {
    const check = system.otlpChecks.find(request.params.id);
    if (!check) {
      throw new ServiceError('NOT_FOUND', 'There is no check of that id; the latest hundred are remembered.');
    }
    return check;
  });

  app.post('/api/v1/inputs', async (request, reply) => {
    const status = await system.inputHost.add(parseWith(inputConfigSchema, request.body), Date.now());
    return reply.code(201).send(status);
  });

  app.delete<{ Params: { id: string } }>('/api/v1/inputs/:id', async (request, reply) => {
    await system.inputHost.remove(request.params.id);
    return reply.code(204).send();
  });
}
