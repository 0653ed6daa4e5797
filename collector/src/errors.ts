/** Every way in which a request or the service itself can fail, with its HTTP status. The one place where codes become statuses. */
export const ERROR_STATUS = {
  BAD_REQUEST: 400,
  UNAUTHORIZED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  UNKNOWN_SWARM: 404,
  CONFLICT: 409,
  EMPTY_WINDOW: 422,
  TOO_LARGE: 413,
  UNSUPPORTED_MEDIA_TYPE: 415,
  OVERLOADED: 429,
  CANCELLED: 499,
  INTERNAL: 500,
  STOPPING: 503,
  STORE_LOCKED: 503,
  STORE_TOO_NEW: 503,
  STORE_UNREADABLE: 503,
  STORE_FULL: 507,
  PORT_TAKEN: 500,
  CONFIG: 400,
} as const;

export type ErrorCode = keyof typeof ERROR_STATUS;

export interface FieldError {
  /** Path of the field, as the sender wrote it: `queries[0].metric`. */
  field: string;
  message: string;
}

/** An error that its reader can act on: the message says what to do. */
export class ServiceError extends Error {
  override readonly name = 'ServiceError';

  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly extra: { fields?: FieldError[]; known?: string[]; retryAfterSeconds?: number } = {}
  ) {
    super(message);
  }

  get status(): number {
    return ERROR_STATUS[this.code];
  }
}
