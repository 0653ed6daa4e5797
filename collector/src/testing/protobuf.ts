import root from '@opentelemetry/otlp-transformer/build/src/generated/root.js';
import type { Signal } from '../inputs/claude-code-otlp/receiver.ts';

interface Type {
  fromObject(value: unknown): unknown;
  encode(message: unknown): { finish(): Uint8Array };
  decode(bytes: Uint8Array): unknown;
  toObject(message: unknown, options: object): unknown;
}

const NAMES: Record<Signal, [service: string, message: string]> = {
  metrics: ['metrics', 'ExportMetricsService'],
  logs: ['logs', 'ExportLogsService'],
  traces: ['trace', 'ExportTraceService'],
};

function typeOf(signal: Signal, end: 'Request' | 'Response'): Type {
  const [service, message] = NAMES[signal];
  const path = ['opentelemetry', 'proto', 'collector', service, 'v1', `${message}${end}`];
  const found = path.reduce<unknown>((value, name) => (isObject(value) ? Reflect.get(value, name) : undefined), root);
  if (!isType(found)) {
    throw new TypeError(`there is no ${path.join('.')}`);
  }
  return found;
}

function isObject(value: unknown): value is object {
  return (typeof value === 'object' || typeof value === 'function') && value !== null;
}

function isType(value: unknown): value is Type {
  return isObject(value) && 'fromObject' in value && 'encode' in value && 'toObject' in value;
}

/** An OTLP/JSON export request as the bytes that a sender of protobuf would send. */
export function toProtobuf(signal: Signal, body: unknown): Buffer {
  const type = typeOf(signal, 'Request');
  return Buffer.from(type.encode(type.fromObject(withBytes(body))).finish());
}

/** What an answer in protobuf says. */
export function readResponse(signal: Signal, bytes: Uint8Array): unknown {
  const type = typeOf(signal, 'Response');
  return type.toObject(type.decode(bytes), { longs: String });
}

/** Ids of traces are hex in JSON, bytes in protobuf. */
function withBytes(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(withBytes);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, field]) => [
      key,
      typeof field === 'string' && /^(?:traceId|spanId|parentSpanId)$/.test(key)
        ? Buffer.from(field, 'hex')
        : withBytes(field),
    ])
  );
}
