import { setMaxListeners } from 'node:events';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** Aborted when the client goes away before its answer is complete. */
export function cancellation(request: FastifyRequest, reply: FastifyReply): AbortSignal {
  const controller = new AbortController();
  // One request may run a hundred statements, each of which listens.
  setMaxListeners(0, controller.signal);
  // Of the answer, not of the connection: many requests may share one.
  reply.raw.once('close', () => {
    if (!reply.raw.writableEnded) {
      controller.abort();
    }
  });
  if (request.raw.socket.destroyed) {
    controller.abort();
  }
  return controller.signal;
}
