import type { FastifyInstance } from 'fastify';
import type { Signal } from '../../../inputs/claude-code-otlp/receiver.ts';
import type { PerformanceSystem } from '../../../system.ts';

const REJECTED_FIELD: Record<Signal, string> = { metrics: 'rejectedDataPoints', logs: 'rejectedLogRecords' };

/** OTLP/HTTP with JSON bodies. Answers after the commit; refused items are told as a partial success. */
export function otlpRoutes(app: FastifyInstance, system: PerformanceSystem): void {
  for (const signal of ['metrics', 'logs'] as const) {
    app.post(`/v1/${signal}`, async (request) => {
      const partial = await system.otlp.receive(signal, request.body);
      return partial
        ? { partialSuccess: { [REJECTED_FIELD[signal]]: String(partial.rejected), errorMessage: partial.errorMessage } }
        : {};
    });
  }
}
