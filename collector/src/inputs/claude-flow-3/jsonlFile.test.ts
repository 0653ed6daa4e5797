import { appendFile, rename, truncate, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tempFolder } from '../../testing/tempFolder.ts';
import { JsonlFile, MOST_LINE_BYTES } from './jsonlFile.ts';

async function ledger(content?: string) {
  const path = join(await tempFolder(), 'calls.jsonl');
  if (content !== undefined) {
    await writeFile(path, content);
  }
  const tooLong: number[] = [];
  const file = new JsonlFile(path, () => tooLong.push(1));
  const next = async () => {
    await file.look();
    const lines: string[] = [];
    for await (const batch of file.read()) {
      lines.push(...batch);
    }
    return lines;
  };
  return { path, file, next, tooLong };
}

describe('JsonlFile', () => {
  it('delivers each whole line once, as they come', async () => {
    const { path, next } = await ledger('{"a":1}\n{"a":2}\n');
    expect(await next()).toEqual(['{"a":1}', '{"a":2}']);
    expect(await next()).toEqual([]);
    await appendFile(path, '{"a":3}\n');
    expect(await next()).toEqual(['{"a":3}']);
  });

  it('waits for the end of a line that is being written', async () => {
    const { path, next } = await ledger('{"a":1}\n{"a"');
    expect(await next()).toEqual(['{"a":1}']);
    await appendFile(path, ':2');
    expect(await next()).toEqual([]);
    await appendFile(path, '}\n');
    expect(await next()).toEqual(['{"a":2}']);
  });

  it('delivers the same lines however the bytes arrive', async () => {
    const line = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }).map((text) => JSON.stringify({ text }));
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 20 }), fc.array(fc.nat({ max: 200 })), async (lines, cuts) => {
        const { path, next } = await ledger('');
        const bytes = Buffer.from(lines.map((text) => `${text}\n`).join(''));
        const found: string[] = [];
        let from = 0;
        for (const cut of [...cuts, bytes.length]) {
          await appendFile(path, bytes.subarray(from, Math.min(from + cut, bytes.length)));
          from = Math.min(from + cut, bytes.length);
          found.push(...(await next()));
        }
        expect(found).toEqual(lines);
      }),
      { numRuns: 30 }
    );
  });

  it('takes Windows line ends and skips empty lines', async () => {
    const { next } = await ledger('{"a":1}\r\n\r\n\n  \n{"a":2}\r\n');
    expect(await next()).toEqual(['{"a":1}', '{"a":2}']);
  });

  it('survives bytes that are no UTF-8 and goes on with the next line', async () => {
    const { path, next } = await ledger();
    await writeFile(path, Buffer.concat([Buffer.from([0xff, 0xfe, 0x80, 10]), Buffer.from('{"a":1}\n')]));
    const lines = await next();
    expect(lines).toHaveLength(2);
    expect(lines[1]).toBe('{"a":1}');
  });

  it('counts an over-long line once, also while it grows, and goes on behind it', async () => {
    const { path, next, tooLong } = await ledger('{"a":1}\n');
    expect(await next()).toEqual(['{"a":1}']);
    const half = Buffer.alloc(MOST_LINE_BYTES / 2 + 1, 'x');
    await appendFile(path, half);
    expect(await next()).toEqual([]);
    await appendFile(path, half);
    expect([await next(), await next()]).toEqual([[], []]);
    await appendFile(path, '\n{"a":2}\n');
    expect(await next()).toEqual(['{"a":2}']);
    expect(await next()).toEqual([]);
    expect(tooLong).toHaveLength(1);
  });

  it('takes a line of the greatest length', async () => {
    const { next, tooLong } = await ledger(`${'x'.repeat(MOST_LINE_BYTES)}\n{"a":1}\n`);
    const lines = await next();
    expect(lines.map((line) => line.length)).toEqual([MOST_LINE_BYTES, 7]);
    expect(tooLong).toEqual([]);
  });

  it('hands over long files in batches, each line once', async () => {
    const lines = Array.from({ length: 9000 }, (_, index) => `{"number":${index},"text":"${'x'.repeat(100)}"}`);
    const { file } = await ledger(`${lines.join('\n')}\n`);
    await file.look();
    const batches: string[][] = [];
    for await (const batch of file.read()) {
      batches.push(batch);
    }
    expect(batches.length).toBeGreaterThan(1);
    expect(batches.flat()).toEqual(lines);
  });

  it('goes on where it stopped when a reader takes only some batches', async () => {
    const lines = Array.from({ length: 9000 }, (_, index) => `{"number":${index},"text":"${'x'.repeat(100)}"}`);
    const { file, next } = await ledger(`${lines.join('\n')}\n`);
    await file.look();
    const reading = file.read();
    const first = await reading.next();
    await reading.return(undefined);
    const taken: string[] = first.done ? [] : first.value;
    expect(taken.length).toBeGreaterThan(0);
    expect([...taken, ...(await next())]).toEqual(lines);
  });

  it('ends at what was there when it looked', async () => {
    const { path, file } = await ledger('{"a":1}\n');
    await file.look();
    await appendFile(path, '{"a":2}\n');
    const lines: string[] = [];
    for await (const batch of file.read()) {
      lines.push(...batch);
    }
    expect(lines).toEqual(['{"a":1}']);
  });

  it('begins anew in a file that was replaced or has shrunk', async () => {
    const { path, next } = await ledger('{"a":1}\n{"a":2}\n');
    await next();
    await truncate(path, 0);
    await appendFile(path, '{"b":1}\n');
    expect(await next()).toEqual(['{"b":1}']);
    await writeFile(`${path}.new`, '{"c":1}\n{"c":2}\n{"c":3}\n');
    await rename(`${path}.new`, path);
    expect(await next()).toEqual(['{"c":1}', '{"c":2}', '{"c":3}']);
  });

  it.each([
    ['longer than before', '{"b":1}\n{"b":2}\n{"b":3}\n'],
    ['as long as before', '{"b":1}\n{"b":2}\n'],
  ])('begins anew in a file that was written anew in place, %s', async (_, content) => {
    const { path, next } = await ledger('{"a":1}\n{"a":2}\n');
    expect(await next()).toHaveLength(2);
    await writeFile(path, content);
    expect(await next()).toEqual(content.trim().split('\n'));
    expect(await next()).toEqual([]);
  });

  it('knows a file by its beginning also while that is still being written', async () => {
    const { path, next } = await ledger('{"a":1');
    expect(await next()).toEqual([]);
    await appendFile(path, '}\n{"a":2}\n');
    expect(await next()).toEqual(['{"a":1}', '{"a":2}']);
    const long = JSON.stringify({ text: 'x'.repeat(10_000) });
    await appendFile(path, `${long}\n`);
    expect(await next()).toEqual([long]);
    await appendFile(path, '{"a":3}\n');
    expect(await next()).toEqual(['{"a":3}']);
    await writeFile(path, `{"a":1}\n{"a":9}\n${long}\n{"a":3}\n{"a":4}\n`);
    expect(await next()).toEqual(['{"a":1}', '{"a":9}', long, '{"a":3}', '{"a":4}']);
  });

  it.each(['calls.jsonl.1', 'calls.1.jsonl', 'calls-2026-11-23T09:04:12.000Z.jsonl', 'calls-1795424652425.jsonl'])(
    'reads what was rotated away to %s before the new file',
    async (name) => {
      const { path, next } = await ledger('{"a":1}\n');
      await next();
      await appendFile(path, '{"a":2}\n');
      await rename(path, join(path, '..', name));
      await writeFile(path, '{"a":3}\n');
      expect(await next()).toEqual(['{"a":1}', '{"a":2}', '{"a":3}']);
    }
  );

  it('leaves files alone that are no rotated ones', async () => {
    const { path, next } = await ledger('{"a":1}\n');
    await writeFile(join(path, '..', 'calls-backup.jsonl'), '{"b":1}\n');
    await writeFile(join(path, '..', 'callsheet.jsonl'), '{"b":1}\n');
    await writeFile(join(path, '..', 'calls.jsonl.gz'), '{"b":1}\n');
    expect(await next()).toEqual(['{"a":1}']);
  });

  it('takes a missing file as normal and reads it when it is there', async () => {
    const { path, file, next } = await ledger();
    expect(await file.look()).toBe(false);
    expect(await next()).toEqual([]);
    await writeFile(path, '{"a":1}\n');
    expect(await next()).toEqual(['{"a":1}']);
    await unlink(path);
    expect(await next()).toEqual([]);
  });
});
