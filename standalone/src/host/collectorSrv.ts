import type { BackendSrv, BackendSrvRequest, FetchError, FetchResponse } from '@grafana/runtime-real';
import { lastValueFrom, Observable, throwError } from 'rxjs';
import { askForKey, storedKey } from './accessKey.ts';
import { asHealthCheck, collectorPath } from './collectorPath.ts';

/** Grafana's backend service on the stand-alone page: requests go to the collector on the page's own origin. */
export class CollectorSrv implements BackendSrv {
  fetch<T>(options: BackendSrvRequest): Observable<FetchResponse<T>> {
    return new Observable((reader) => {
      // Whoever leaves ends the request.
      const controller = new AbortController();
      send<T>(options, controller.signal).then(
        (answer) => {
          reader.next(answer);
          reader.complete();
        },
        (error: unknown) => reader.error(error)
      );
      return () => controller.abort();
    });
  }

  chunked(options: BackendSrvRequest): Observable<FetchResponse<Uint8Array | undefined>> {
    return throwError(() => failure(options, 501, 'Not Implemented', undefined));
  }

  datasourceRequest<T>(options: BackendSrvRequest): Promise<FetchResponse<T>> {
    return lastValueFrom(this.fetch<T>(options));
  }

  async request<T>(options: BackendSrvRequest): Promise<T> {
    const { data } = await lastValueFrom(this.fetch<T>(options));
    return data;
  }

  get<T>(
    url: string,
    params?: BackendSrvRequest['params'],
    _requestId?: string,
    options?: Partial<BackendSrvRequest>
  ): Promise<T> {
    return this.request<T>({ ...options, method: 'GET', url, params });
  }

  delete<T>(url: string, data?: unknown, options?: Partial<BackendSrvRequest>): Promise<T> {
    return this.request<T>({ ...options, method: 'DELETE', url, data });
  }

  post<T>(url: string, data?: unknown, options?: Partial<BackendSrvRequest>): Promise<T> {
    return this.request<T>({ ...options, method: 'POST', url, data });
  }

  patch<T>(url: string, data?: unknown, options?: Partial<BackendSrvRequest>): Promise<T> {
    return this.request<T>({ ...options, method: 'PATCH', url, data });
  }

  put<T>(url: string, data?: unknown, options?: Partial<BackendSrvRequest>): Promise<T> {
    return this.request<T>({ ...options, method: 'PUT', url, data });
  }
}

async function send<T>(options: BackendSrvRequest, signal: AbortSignal): Promise<FetchResponse<T>> {
  const path = collectorPath(options.url);
  if (path === undefined) {
    throw failure(options, 404, 'Not Found', {
      message: 'Only Grafana can do this; the stand-alone page has no settings of its own.',
    });
  }
  const response = await withKey(
    (key) => fetch(withParams(path, options.params), { ...init(options, key), signal }),
    options
  );
  const body = await read(response, options);
  if (!response.ok && path !== '/readyz') {
    throw failure(options, response.status, response.statusText, body);
  }
  return {
    data: path === '/readyz' ? asHealthCheck(body) : body,
    status: response.status,
    statusText: response.statusText,
    ok: response.ok,
    headers: response.headers,
    redirected: response.redirected,
    type: response.type,
    url: response.url,
    config: options,
  } as FetchResponse<T>;
}

/** Sends with the key of this tab; when the collector refuses, asks the reader for one and sends once more. */
async function withKey(
  attempt: (key: string | undefined) => Promise<Response>,
  options: BackendSrvRequest
): Promise<Response> {
  try {
    const first = await attempt(storedKey());
    if (first.status !== 401) {
      return first;
    }
    const key = await askForKey();
    return key === undefined ? first : await attempt(key);
  } catch (error) {
    throw failure(options, 0, error instanceof Error ? error.message : '', undefined);
  }
}

function init({ method = 'GET', data, headers }: BackendSrvRequest, key: string | undefined): RequestInit {
  return {
    method,
    headers: {
      Accept: 'application/json',
      ...(data === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...headers,
      ...(key === undefined ? {} : { Authorization: `Bearer ${key}` }),
    },
    ...(data === undefined ? {} : { body: JSON.stringify(data) }),
  };
}

function withParams(path: string, params: BackendSrvRequest['params'] = {}): string {
  const query = new URLSearchParams(Object.entries(params).map(([name, value]) => [name, String(value)])).toString();
  return query === '' ? path : `${path}?${query}`;
}

async function read(response: Response, { responseType }: BackendSrvRequest): Promise<unknown> {
  if (responseType === 'blob' && response.ok) {
    return response.blob();
  }
  const text = await response.text();
  if (responseType === 'text' && response.ok) {
    return text;
  }
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return text;
  }
}

function failure(config: BackendSrvRequest, status: number, statusText: string, data: unknown): FetchError<unknown> {
  return { status, statusText, data, config };
}
