/** Longer answers are not read to their end. */
export const MOST_ANSWER = 8 * 1024 * 1024;

export type Failure =
  /** Nobody answers, or not in time: the server is not running. */
  | { kind: 'unreachable'; message: string }
  /** Something answers that is not what was asked for. */
  | { kind: 'unusable'; message: string }
  | { kind: 'too_large'; message: string }
  /** One tool does not answer as it should; the others may. */
  | { kind: 'tool'; message: string }
  /** It asks us to come back later. */
  | { kind: 'busy'; message: string }
  /** We have asked as often as we want to. */
  | { kind: 'paced'; message: string };

export interface Answer {
  status: number;
  retryAfter: string | null;
  text: string;
}

export class McpError extends Error {
  override readonly name = 'McpError';

  constructor(readonly failure: Failure) {
    super(failure.message);
  }
}

/**
 * One request, within its time and size. Redirects are not followed: they would lead where nobody configured us to go.
 *
 * @throws McpError `unreachable` or `too_large`, or `unusable` for a redirect
 */
export async function request(url: URL, body: unknown, timeoutMs: number, stop: AbortSignal): Promise<Answer> {
  const signal = AbortSignal.any([AbortSignal.timeout(timeoutMs), stop]);
  try {
    const response = await fetch(url, {
      redirect: 'manual',
      signal,
      headers: { accept: 'application/json', 'content-type': 'application/json' },
      ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
    });
    if (response.status >= 300 && response.status < 400) {
      await response.body?.cancel();
      throw new McpError({
        kind: 'unusable',
        message: `it redirects (${response.status}); redirects are not followed`,
      });
    }
    return {
      status: response.status,
      retryAfter: response.headers.get('retry-after'),
      text: await bounded(response),
    };
  } catch (error) {
    throw error instanceof McpError ? error : new McpError({ kind: 'unreachable', message: reasonOf(error) });
  }
}

async function bounded(response: Response): Promise<string> {
  const reader = response.body?.getReader();
  const parts: Uint8Array[] = [];
  let size = 0;
  for (let part = await reader?.read(); part?.value; part = await reader?.read()) {
    size += part.value.byteLength;
    if (size > MOST_ANSWER) {
      await reader?.cancel();
      throw new McpError({ kind: 'too_large', message: `its answer is larger than ${MOST_ANSWER / 1024 / 1024} MiB` });
    }
    parts.push(part.value);
  }
  return Buffer.concat(parts).toString('utf8');
}

/** Codes only: messages repeat what was sent. */
function reasonOf(error: unknown): string {
  if (error instanceof Error && error.name === 'TimeoutError') {
    return 'it does not answer in time';
  }
  const cause = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : undefined;
  return code === 'ECONNREFUSED' ? 'nothing listens there' : `no connection${code ? ` (${code})` : ''}`;
}
