import type { BackendSrv, BackendSrvRequest, FetchError, FetchResponse } from '@grafana/runtime';
import { defer, from, lastValueFrom, throwError, type Observable } from 'rxjs';

type Answer = (request: BackendSrvRequest) => unknown;

/** Answers with a status that is not a success, as the HTTP layer would throw it. */
export class HttpFailure {
  constructor(
    readonly status: number,
    readonly data?: unknown
  ) {}
}

export interface FakeBackend extends BackendSrv {
  /** Requests in the order in which they came. */
  readonly requests: BackendSrvRequest[];
}

/**
 * Stands in for Grafana's HTTP layer, and for nothing above it. Routes are "METHOD path"; what they answer with may be a
 * promise. A path without a route is a 404, as at the real server.
 */
export function fakeBackend(routes: Record<string, Answer>): FakeBackend {
  const requests: BackendSrvRequest[] = [];

  const send = async <T>(config: BackendSrvRequest): Promise<FetchResponse<T>> => {
    requests.push(config);
    const answer = routes[`${config.method ?? 'GET'} ${config.url}`];
    const data = answer ? await answer(config) : new HttpFailure(404, { message: 'Not found' });
    if (data instanceof HttpFailure) {
      const failure: FetchError<unknown> = { status: data.status, statusText: '', data: data.data, config };
      throw failure;
    }
    return {
      data: data as T,
      status: 200,
      statusText: 'OK',
      ok: true,
      headers: new Headers(),
      redirected: false,
      type: 'basic',
      url: config.url,
      config,
    };
  };
  const fetch = <T>(config: BackendSrvRequest): Observable<FetchResponse<T>> => defer(() => from(send<T>(config)));
  const request = async <T>(config: BackendSrvRequest): Promise<T> => (await lastValueFrom(fetch<T>(config))).data;
  return {
    requests,
    fetch,
    request,
    datasourceRequest: (config) => lastValueFrom(fetch(config)),
    chunked: () => throwError(() => new Error('not part of the fake')),
    get: (url, params, requestId, options) => request({ ...options, method: 'GET', url, params, requestId }),
    delete: (url, data, options) => request({ ...options, method: 'DELETE', url, data }),
    post: (url, data, options) => request({ ...options, method: 'POST', url, data }),
    patch: (url, data, options) => request({ ...options, method: 'PATCH', url, data }),
    put: (url, data, options) => request({ ...options, method: 'PUT', url, data }),
  };
}
