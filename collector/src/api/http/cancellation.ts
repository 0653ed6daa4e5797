import type { FastifyReply, FastifyRequest } from 'fastify';

/** Aborted when the client goes away before its answer is complete. */
export function cancellation(request: FastifyRequest, reply: FastifyReply): AbortSignal {
  const controller = new AbortController();
  request.raw.socket.once('close', () => {
    if (!reply.raw.writableEnded) {
      controller.abort();
    }
  });
  return controller.signal;
}
