import { array, finite, object, string } from '../narrow.ts';

/** The largest answer that is read. */
export const MOST_ANSWER_BYTES = 32 * 1024 * 1024;

export interface Series {
  labels: Record<string, string>;
  /** Epoch ms and value, in the order of time; a value may be NaN or infinite. */
  points: Array<{ at: number; value: number }>;
}

export type Trouble =
  /** Ask for less at once. */
  | 'too_much'
  /** Will not be mended by itself: address, key, query. */
  | 'refused'
  /** May be mended by itself. */
  | 'unreachable'
  | 'garbage';

/** Why a query has no answer. The message holds nothing of the answer's text, which may repeat labels. */
export class ApiError extends Error {
  constructor(
    readonly trouble: Trouble,
    message: string
  ) {
    super(message);
  }
}

export interface ApiOptions {
  /** With any path prefix: http://mimir/prometheus. */
  url: string;
  headers: Record<string, string>;
  timeoutMs: number;
}

/**
 * Runs a query for raw samples at a time, epoch ms.
 * @returns the series, and whether the server says that they are not all
 * @throws ApiError
 */
export async function queryMatrix(
  { url, headers, timeoutMs }: ApiOptions,
  query: string,
  at: number,
  stop: AbortSignal
): Promise<{ series: Series[]; partial: boolean }> {
  const body = new URLSearchParams({ query, time: (at / 1000).toFixed(3), timeout: `${Math.ceil(timeoutMs / 1000)}s` });
  let response: Response;
  let text: string | undefined;
  try {
    const signal = AbortSignal.any([AbortSignal.timeout(timeoutMs), stop]);
    // A redirect could carry the key elsewhere.
    response = await fetch(`${url.replace(/\/+$/, '')}/api/v1/query`, {
      method: 'POST',
      body,
      headers,
      signal,
      redirect: 'manual',
    });
    text = await bounded(response);
  } catch (error) {
    const name = error instanceof Error ? error.name : '';
    throw new ApiError('unreachable', name === 'TimeoutError' ? `no answer within ${timeoutMs} ms` : 'no connection');
  }
  if (text === undefined) {
    throw new ApiError('too_much', 'the answer is too large');
  }
  if (!response.ok) {
    throw failed(response.status, text);
  }
  return matrix(text);
}

/** The text of an answer; undefined when it is too large. */
async function bounded(response: Response): Promise<string | undefined> {
  const parts: Uint8Array[] = [];
  let size = 0;
  const reader = response.body?.getReader();
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    const bytes: Uint8Array = part.value;
    size += bytes.length;
    if (size > MOST_ANSWER_BYTES) {
      await reader?.cancel();
      return undefined;
    }
    parts.push(bytes);
  }
  return Buffer.concat(parts).toString('utf8');
}

function failed(status: number, text: string): ApiError {
  if (status === 422 || status === 413) {
    const tooMany = status === 413 || /too many|limit|maximum|exceed/i.test(text);
    return new ApiError(tooMany ? 'too_much' : 'refused', `it answered ${status}`);
  }
  if (status === 401 || status === 403) {
    return new ApiError('refused', `it answered ${status}: check "headers" for its key or tenant`);
  }
  if (status === 404) {
    return new ApiError('refused', 'it answered 404: check "url" for its path prefix, such as /prometheus');
  }
  const isLasting = status < 500 && status !== 408 && status !== 429;
  return new ApiError(isLasting ? 'refused' : 'unreachable', `it answered ${status}`);
}

function matrix(text: string): { series: Series[]; partial: boolean } {
  const answer = object(parsed(text));
  const data = object(answer?.['data']);
  const result = array(data?.['result']);
  if (answer?.['status'] !== 'success' || data?.['resultType'] !== 'matrix' || !result) {
    throw new ApiError('garbage', 'the answer is none of a Prometheus');
  }
  const partial = (array(answer['warnings']) ?? []).length > 0;
  return { series: result.map(seriesOf), partial };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** @throws ApiError `garbage`. A sample that is no number, such as a native histogram, is NaN: it is refused by itself. */
function seriesOf(value: unknown): Series {
  const labels = object(object(value)?.['metric']);
  const samples = [object(value)?.['values'], object(value)?.['histograms']].flatMap((list) => array(list) ?? []);
  if (!labels) {
    throw new ApiError('garbage', 'the answer has a series without labels');
  }
  const points = samples.map((pair) => {
    const [seconds, text] = array(pair) ?? [];
    const at = finite(seconds);
    if (at === undefined) {
      throw new ApiError('garbage', 'the answer has a sample without a time');
    }
    return { at: Math.round(at * 1000), value: numberOf(string(text)) };
  });
  const texts = Object.entries(labels).flatMap(([name, label]) =>
    typeof label === 'string' ? [[name, label] as const] : []
  );
  return { labels: Object.fromEntries(texts), points: points.sort((a, b) => a.at - b.at) };
}

function numberOf(text: string | undefined): number {
  return text === undefined ? NaN : text === '+Inf' ? Infinity : text === '-Inf' ? -Infinity : Number(text);
}
