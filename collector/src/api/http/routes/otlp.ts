import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { decodeRequest, encodeResponse, REJECTED_FIELD } from '../../../inputs/claude-code-otlp/protobuf.ts';
import { SIGNALS, type PartialSuccess, type Signal } from '../../../inputs/claude-code-otlp/receiver.ts';
import type { PerformanceSystem } from '../../../system.ts';
import { GarbageCollection } from '../../../garbage.ts';
import { inflate } from '../bodies.ts';

/** Parsed JSON is many times as large as its text: collected after about one large request. */
const COLLECT_BYTES = 4_000_000;
const PROTOBUF = 'application/x-protobuf';

/**
 * OTLP/HTTP with JSON or protobuf bodies, answered in kind and after the commit; refused items are told as a partial
 * success. Errors are problem details in both: exporters read the status only.
 */
export function otlpRoutes(app: FastifyInstance, system: PerformanceSystem): void {
  const garbage = new GarbageCollection(COLLECT_BYTES);
  // A scope of its own: no other route reads protobuf.
  void app.register(async (scope) => {
    scope.addContentTypeParser<Buffer>(PROTOBUF, { parseAs: 'buffer' }, async (request: FastifyRequest, body: Buffer) =>
      inflate(request, body)
    );
    scope.addHook('onResponse', async ({ headers }) => garbage.after(Number(headers['content-length'] ?? 0)));
    for (const signal of SIGNALS) {
      // Not async, and the body is taken out of the request: else both would be held until the commit.
      scope.post(`/v1/${signal}`, (request, reply) => {
        const { body } = request;
        request.body = undefined;
        const isProtobuf = Buffer.isBuffer(body);
        const taken = system.otlpEntrance.receive(signal, isProtobuf ? decodeRequest(signal, body) : body);
        return taken.then((partial) =>
          isProtobuf ? answerProtobuf(reply, signal, partial) : answerJson(signal, partial)
        );
      });
    }
  });
}

function answerProtobuf(reply: FastifyReply, signal: Signal, partial: PartialSuccess | undefined): FastifyReply {
  return reply.type(PROTOBUF).send(encodeResponse(signal, partial));
}

function answerJson(signal: Signal, partial: PartialSuccess | undefined): object {
  return partial
    ? { partialSuccess: { [REJECTED_FIELD[signal]]: String(partial.rejected), errorMessage: partial.errorMessage } }
    : {};
}
