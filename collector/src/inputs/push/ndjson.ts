import { Unreadable } from './pushReceiver.ts';

/** Longest line, in bytes: far more than a metric record needs. */
export const MOST_LINE = 64 * 1024;

const LINE_FEED = 10;

/**
 * Cuts a stream into lines and reads each as JSON, in lists of at most `atOnce`. Never more than one line and one list are
 * held. Empty lines are skipped but counted, so that an index is the number of the line, from 0.
 */
export async function* ndjsonValues(
  stream: AsyncIterable<Buffer | string>,
  atOnce: number
): AsyncGenerator<Array<{ line: number; value: unknown }>> {
  let batch: Array<{ line: number; value: unknown }> = [];
  for await (const line of lines(stream)) {
    if (line.value !== undefined) {
      batch.push({ line: line.line, value: line.value });
    }
    if (batch.length >= atOnce) {
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) {
    yield batch;
  }
}

async function* lines(stream: AsyncIterable<Buffer | string>): AsyncGenerator<{ line: number; value: unknown }> {
  let rest: Buffer[] = [];
  let size = 0;
  let line = 0;
  const take = (part: Buffer) => {
    size += part.length;
    // Of a line that is too long nothing is kept but its length.
    if (size > MOST_LINE) {
      rest = [];
    } else {
      rest.push(part);
    }
  };
  const end = () => {
    const value = size > MOST_LINE ? tooLong() : parse(Buffer.concat(rest));
    rest = [];
    size = 0;
    return { line: line++, value };
  };
  for await (const chunk of stream) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    let from = 0;
    for (let at = bytes.indexOf(LINE_FEED); at >= 0; at = bytes.indexOf(LINE_FEED, from)) {
      take(bytes.subarray(from, at));
      yield end();
      from = at + 1;
    }
    if (from < bytes.length) {
      take(bytes.subarray(from));
    }
  }
  if (size > 0) {
    yield end();
  }
}

function tooLong(): Unreadable {
  return new Unreadable({ reason: 'line_too_long', message: `a line has at most ${MOST_LINE / 1024} KiB` });
}

/** Undefined for an empty line. */
function parse(bytes: Buffer): unknown {
  const text = bytes.toString('utf8').trim();
  if (text === '') {
    return undefined;
  }
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return new Unreadable({ reason: 'malformed', message: 'the line is not valid JSON' });
  }
}
