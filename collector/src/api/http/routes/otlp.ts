import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { decodeRequest, encodeResponse, REJECTED_FIELD } from '../../../inputs/claude-code-otlp/protobuf.ts';
import { readParts } from '../../../inputs/claude-code-otlp/parts.ts';
import { LISTS, SIGNALS, type PartialSuccess, type Signal } from '../../../inputs/claude-code-otlp/receiver.ts';
import type { PerformanceSystem } from '../../../system.ts';
import { GarbageCollection } from '../../../garbage.ts';
import { checkSize, inflate, noJson } from '../bodies.ts';

/** Parsed JSON is many times as large as its text: collected after about one large request. */
const COLLECT_BYTES = 4_000_000;
/** Parts of a large request that are read between two collections; their text is about 0.5 MB each. */
const COLLECT_PARTS = 4;
const PROTOBUF = 'application/x-protobuf';
const JSON_TYPE = 'application/json';

/**
 * OTLP/HTTP with JSON or protobuf bodies, answered in kind and after the commit; refused items are told as a partial
 * success. Errors are problem details in both: exporters read the status only.
 */
export function otlpRoutes(app: FastifyInstance, system: PerformanceSystem): void {
  const garbage = new GarbageCollection(COLLECT_BYTES);
  const garbageOfParts = new GarbageCollection(COLLECT_PARTS);
  // A scope of its own: no other route reads protobuf, or JSON in parts.
  void app.register(async (scope) => {
    scope.removeContentTypeParser([JSON_TYPE]);
    scope.addContentTypeParser<Buffer>(
      [PROTOBUF, JSON_TYPE],
      { parseAs: 'buffer' },
      async (request: FastifyRequest, body: Buffer) => inflate(request, body)
    );
    scope.addHook('onResponse', async ({ headers }) => garbage.after(Number(headers['content-length'] ?? 0)));
    for (const signal of SIGNALS) {
      // Not async, and the body is taken out of the request: else both would be held until the commit.
      scope.post<{ Body: unknown }>(`/v1/${signal}`, (request, reply) => {
        const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
        request.body = undefined;
        const packed = isProtobuf(request.headers);
        const parts = packed ? [decodeRequest(signal, body)] : jsonParts(signal, body, garbageOfParts);
        return system.otlpEntrance
          .receive(signal, parts)
          .then((partial) => (packed ? answerProtobuf(reply, signal, partial) : answerJson(signal, partial)));
      });
    }
  });
}

function isProtobuf(headers: IncomingHttpHeaders): boolean {
  return headers['content-type']?.startsWith(PROTOBUF) === true;
}

function* jsonParts(signal: Signal, body: Buffer, garbage: GarbageCollection): Generator<unknown> {
  checkSize(body);
  try {
    let before = 0;
    for (const part of readParts(body, LISTS[signal])) {
      garbage.after(before);
      before = 1;
      yield part;
    }
  } catch (error) {
    throw error instanceof SyntaxError ? noJson(error) : error;
  }
}

function answerProtobuf(reply: FastifyReply, signal: Signal, partial: PartialSuccess | undefined): FastifyReply {
  return reply.type(PROTOBUF).send(encodeResponse(signal, partial));
}

function answerJson(signal: Signal, partial: PartialSuccess | undefined): object {
  return partial
    ? { partialSuccess: { [REJECTED_FIELD[signal]]: String(partial.rejected), errorMessage: partial.errorMessage } }
    : {};
}
