/** Where a request came to grief, in the order in which it travels. */
export type Layer = 'browser' | 'grafana' | 'collector';

export interface ApiErrorParts {
  layer: Layer;
  /** What happened, in one sentence. */
  message: string;
  /** What the reader can do about it. */
  action: string;
  status?: number;
  /** The collector's stable error code, if it gave one. */
  code?: string;
}

/** A request that failed, with what to do about it. Its message is fit for readers. */
export class ApiError extends Error {
  readonly layer: Layer;
  readonly action: string;
  readonly status?: number;
  readonly code?: string;

  constructor({ layer, message, action, status, code }: ApiErrorParts) {
    super(message);
    this.name = 'ApiError';
    this.layer = layer;
    this.action = action;
    this.status = status;
    this.code = code;
  }
}
