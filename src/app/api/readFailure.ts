import { isRecord, textOrUndefined } from '../../ui/guards.ts';

/** What can be learned from a failed request, whoever answered it. */
export interface Failure {
  /** HTTP status; undefined when there was no answer. */
  status?: number;
  detail?: string;
  code?: string;
  /** True when the answer is the collector's own `application/problem+json`. */
  fromCollector: boolean;
}

/** Reads what `fetch` of Grafana's backend service threw: a FetchError, a network error, or anything else. */
export function readFailure(thrown: unknown): Failure {
  if (!isRecord(thrown)) {
    return { detail: textOrUndefined(thrown), fromCollector: false };
  }
  const body = typeof thrown.data === 'string' ? parseJson(thrown.data) : thrown.data;
  const status = typeof thrown.status === 'number' && thrown.status > 0 ? thrown.status : undefined;
  const own = textOrUndefined(thrown.message) ?? textOrUndefined(thrown.statusText);
  if (!isRecord(body)) {
    return { status, detail: own, fromCollector: false };
  }
  const title = textOrUndefined(body.title);
  // While it starts, the collector answers its health with 503 and the health itself, which is no problem document.
  if (typeof body.overall === 'string') {
    return { status, fromCollector: true };
  }
  const said =
    textOrUndefined(body.detail) ?? queryError(body.results) ?? textOrUndefined(body.message) ?? title ?? own;
  return {
    status,
    detail: textOrUndefined([said, ...fieldErrors(body.errors)].filter((part) => part !== undefined).join(' ')),
    code: textOrUndefined(body.code),
    fromCollector: title !== undefined,
  };
}

/** First error among the answers of `/api/ds/query`; undefined when all of them succeeded. */
export function queryError(results: unknown): string | undefined {
  if (!isRecord(results)) {
    return undefined;
  }
  for (const answer of Object.values(results)) {
    const error = isRecord(answer) ? textOrUndefined(answer.error) : undefined;
    if (error !== undefined) {
      return error;
    }
  }
  return undefined;
}

function fieldErrors(errors: unknown): string[] {
  return Array.isArray(errors)
    ? errors.filter(isRecord).map(({ field, message }) => `${String(field)}: ${String(message)}.`)
    : [];
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
