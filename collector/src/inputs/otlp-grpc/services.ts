import type { handleUnaryCall, MethodDefinition, ServiceDefinition } from '@grpc/grpc-js';
import type { Signal } from '../claude-code-otlp/receiver.ts';

/** Takes the bytes of an export request, gives those of its response. */
export type ExportHandler = handleUnaryCall<Buffer, Buffer>;

const NAMES: Record<Signal, string> = {
  metrics: 'opentelemetry.proto.collector.metrics.v1.MetricsService',
  logs: 'opentelemetry.proto.collector.logs.v1.LogsService',
  traces: 'opentelemetry.proto.collector.trace.v1.TraceService',
};

/** The one method of a signal's service. Bytes pass as they are: they are decoded like those that come over HTTP. */
export function exportMethod(signal: Signal): MethodDefinition<Buffer, Buffer> {
  const asIs = (bytes: Buffer) => bytes;
  return {
    path: `/${NAMES[signal]}/Export`,
    requestStream: false,
    responseStream: false,
    requestSerialize: asIs,
    requestDeserialize: asIs,
    responseSerialize: asIs,
    responseDeserialize: asIs,
  };
}

export function exportService(signal: Signal): ServiceDefinition<{ Export: ExportHandler }> {
  return { Export: exportMethod(signal) };
}
