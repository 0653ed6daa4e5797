import root from '@opentelemetry/otlp-transformer/build/src/generated/root.js';
import { ServiceError } from '../../errors.ts';
import { object } from '../narrow.ts';
import type { PartialSuccess, Signal } from './receiver.ts';

/**
 * OTLP in protobuf, read and written by the message types that the OpenTelemetry project publishes. Their package does not
 * describe these types, so they are narrowed here.
 */
interface MessageType {
  decode(bytes: Uint8Array): unknown;
  encode(message: object): { finish(): Uint8Array };
  toObject(message: unknown, options: object): unknown;
}

const SERVICES = {
  metrics: { service: 'metrics', request: 'ExportMetricsServiceRequest', response: 'ExportMetricsServiceResponse' },
  logs: { service: 'logs', request: 'ExportLogsServiceRequest', response: 'ExportLogsServiceResponse' },
  traces: { service: 'trace', request: 'ExportTraceServiceRequest', response: 'ExportTraceServiceResponse' },
} as const satisfies Record<Signal, object>;

/** Name of the count of refused items in a partial success. */
export const REJECTED_FIELD: Record<Signal, string> = {
  metrics: 'rejectedDataPoints',
  logs: 'rejectedLogRecords',
  traces: 'rejectedSpans',
};

/**
 * An export request in the shape of OTLP/JSON: 64-bit integers are text, enumerations numbers, ids base64.
 * @throws ServiceError `BAD_REQUEST` when the bytes are no such message.
 */
export function decodeRequest(signal: Signal, bytes: Uint8Array): Record<string, unknown> {
  const type = messageType(signal, 'request');
  try {
    return object(type.toObject(type.decode(bytes), { longs: String, enums: Number, bytes: String })) ?? {};
  } catch {
    // The reason may quote the content.
    throw new ServiceError('BAD_REQUEST', `The body is no OTLP protobuf ${signal} request.`, {
      fields: [{ field: '', message: 'not a valid protobuf message' }],
    });
  }
}

export function encodeResponse(signal: Signal, partial: PartialSuccess | undefined): Buffer {
  const message = partial
    ? { partialSuccess: { [REJECTED_FIELD[signal]]: partial.rejected, errorMessage: partial.errorMessage } }
    : {};
  return Buffer.from(messageType(signal, 'response').encode(message).finish());
}

/** @throws TypeError when the package no longer has the type. */
function messageType(signal: Signal, which: 'request' | 'response'): MessageType {
  const path = ['opentelemetry', 'proto', 'collector', SERVICES[signal].service, 'v1', SERVICES[signal][which]];
  const found = path.reduce<unknown>((value, name) => member(value, name), root);
  if (!isMessageType(found)) {
    throw new TypeError(`the OpenTelemetry package has no ${path.join('.')}`);
  }
  return found;
}

function member(value: unknown, name: string): unknown {
  return (typeof value === 'object' || typeof value === 'function') && value !== null
    ? Reflect.get(value, name)
    : undefined;
}

function isMessageType(value: unknown): value is MessageType {
  return ['decode', 'encode', 'toObject'].every((name) => typeof member(value, name) === 'function');
}
