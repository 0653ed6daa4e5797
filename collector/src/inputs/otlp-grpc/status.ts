import { Metadata, status, type ServiceError as GrpcError } from '@grpc/grpc-js';
import { ServiceError, type ErrorCode } from '../../errors.ts';

/** What a sender may try again is `UNAVAILABLE`; OTLP says so of few other codes. */
const CODES: Partial<Record<ErrorCode, status>> = {
  BAD_REQUEST: status.INVALID_ARGUMENT,
  UNAUTHORIZED: status.UNAUTHENTICATED,
  FORBIDDEN: status.PERMISSION_DENIED,
  OVERLOADED: status.UNAVAILABLE,
  STOPPING: status.UNAVAILABLE,
  STORE_FULL: status.UNAVAILABLE,
  STORE_LOCKED: status.UNAVAILABLE,
};

/** The error as gRPC tells it. What is unexpected stays in the log: it may quote what was sent. */
export function toGrpcError(error: unknown): GrpcError {
  const code = error instanceof ServiceError ? CODES[error.code] : undefined;
  const details =
    error instanceof ServiceError && code !== undefined
      ? error.message
      : "Something went wrong here. The service's log says what.";
  return Object.assign(new Error(details), { code: code ?? status.INTERNAL, details, metadata: new Metadata() });
}
