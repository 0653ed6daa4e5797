import { getBackendSrv, type BackendSrvRequest } from '@grafana/runtime';
import { fromEvent, lastValueFrom, takeUntil } from 'rxjs';
import { isRecord } from '../../ui/guards.ts';
import { toApiError } from './toApiError.ts';

type Request = Pick<BackendSrvRequest, 'url' | 'method' | 'params' | 'data' | 'headers' | 'responseType'>;

/**
 * One request through Grafana's backend service. The answer's shape is not checked here.
 * @throws ApiError, also once it is aborted
 */
export async function request(options: Request, signal?: AbortSignal): Promise<unknown> {
  try {
    const answer = getBackendSrv().fetch<unknown>({ ...options, showErrorAlert: false, showSuccessAlert: false });
    // Whoever leaves the answer ends the request.
    const wanted = signal ? answer.pipe(takeUntil(fromEvent(signal, 'abort'))) : answer;
    return (await lastValueFrom(wanted)).data;
  } catch (error) {
    throw toApiError(await readable(error));
  }
}

/** What was asked for as a file fails with a file, too, in which stands what went wrong. */
async function readable(error: unknown): Promise<unknown> {
  if (!isRecord(error) || !(error.data instanceof Blob)) {
    return error;
  }
  try {
    return { ...error, data: JSON.parse(await error.data.text()) as unknown };
  } catch {
    return { ...error, data: undefined };
  }
}

/** Drops parameters without a value, which would otherwise be sent as the word "undefined". */
export function present(params: Record<string, string | number | undefined>): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(params).filter((entry): entry is [string, string | number] => entry[1] !== undefined)
  );
}
