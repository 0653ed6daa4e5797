import { describe, expect, it } from 'vitest';
import { MOST_LINE, ndjsonValues } from './ndjson.ts';
import { Unreadable } from './pushReceiver.ts';

async function read(parts: Array<Buffer | string>, atOnce = 10) {
  async function* stream() {
    yield* parts;
  }
  const batches: Array<Array<[number, unknown]>> = [];
  for await (const batch of ndjsonValues(stream(), atOnce)) {
    batches.push(batch.map(({ line, value }) => [line, value instanceof Unreadable ? value.rejection.reason : value]));
  }
  return batches;
}

describe('lines of JSON', () => {
  it('are the same however the stream is cut, even within a character', async () => {
    const text = Buffer.from('{"name":"🐝"}\r\n\n[1]\n  7  ');
    const whole = [
      [
        [0, { name: '🐝' }],
        [2, [1]],
        [3, 7],
      ],
    ];
    expect(await read([text])).toEqual(whole);
    expect(await read([...text].map((byte) => Buffer.from([byte])))).toEqual(whole);
  });

  it('come in lists of at most as many as asked', async () => {
    expect((await read(['1\n2\n3\n4\n5'], 2)).map((batch) => batch.length)).toEqual([2, 2, 1]);
  });

  it('that are too long are named, wherever they end, and the next are read', async () => {
    const long = 'x'.repeat(MOST_LINE + 1);
    expect(await read([long, long, '\n1\n', `"${'y'.repeat(MOST_LINE - 2)}"`])).toEqual([
      [
        [0, 'line_too_long'],
        [1, 1],
        [2, 'y'.repeat(MOST_LINE - 2)],
      ],
    ]);
  });

  // Where the time grows with the square of the length, this takes minutes.
  it('can come a byte at a time', async () => {
    expect(await read(Array.from({ length: MOST_LINE }, () => '1'))).toHaveLength(1);
  });
});
