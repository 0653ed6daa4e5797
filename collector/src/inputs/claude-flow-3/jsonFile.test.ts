import { mkdir, rename, truncate, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { tempFolder } from '../../testing/tempFolder.ts';
import { JsonFile } from './jsonFile.ts';

async function file(content?: string) {
  const path = join(await tempFolder(), 'store.json');
  if (content !== undefined) {
    await writeFile(path, content);
  }
  return { path, json: new JsonFile(path) };
}

describe('JsonFile', () => {
  it('delivers a file once, and again when it was rewritten, even with as many bytes', async () => {
    const { path, json } = await file('{"a":1}');
    expect(await json.read()).toMatchObject({ state: 'changed', value: { a: 1 } });
    expect(await json.read()).toEqual({ state: 'unchanged' });
    await writeFile(path, '{"a":2}');
    expect(await json.read()).toMatchObject({ state: 'changed', value: { a: 2 } });
  });

  it('delivers a file that another one was renamed to', async () => {
    const { path, json } = await file('{"a":1}');
    await json.read();
    await writeFile(`${path}.tmp`, '{"a":3}');
    await rename(`${path}.tmp`, path);
    expect(await json.read()).toMatchObject({ state: 'changed', value: { a: 3 } });
  });

  it.each(['', '{"tasks": {"a": {"sta', '{"a":1}{"a":', '\0\0\0\0'])(
    'reports the torn file %j, tries it again and takes it when it is whole',
    async (torn) => {
      const { path, json } = await file('{"a":1}');
      await json.read();
      await writeFile(path, torn);
      expect(await json.read()).toMatchObject({
        state: 'unreadable',
        problem: expect.stringContaining('not complete'),
      });
      expect(await json.read()).toMatchObject({ state: 'unreadable' });
      await writeFile(path, '{"a":2}');
      expect(await json.read()).toMatchObject({ state: 'changed', value: { a: 2 } });
    }
  );

  it('takes a missing file, or a missing folder, as normal', async () => {
    const { path, json } = await file('1');
    await json.read();
    await unlink(path);
    expect(await json.read()).toEqual({ state: 'missing' });
    await writeFile(path, '1');
    expect(await new JsonFile(join(path, 'below a file', 'store.json')).read()).toEqual({ state: 'missing' });
    expect(await json.read()).toMatchObject({ state: 'changed' });
  });

  it('says what else is wrong, without a path', async () => {
    const { path, json } = await file();
    await mkdir(path);
    expect(await json.read()).toEqual({ state: 'unreadable', problem: 'EISDIR' });
  });

  it.each([
    ['UTF-16', Buffer.from('\ufeff{"a":2}', 'utf16le')],
    ['broken UTF-8', Buffer.from([0x7b, 0x22, 0xc3, 0x28, 0x22, 0x3a, 0x31, 0x7d])],
  ])('says of %s that it is not UTF-8', async (_, bytes) => {
    const { path, json } = await file('{"a":1}');
    await json.read();
    await writeFile(path, bytes);
    expect(await json.read()).toEqual({ state: 'unreadable', problem: 'not UTF-8 text' });
  });

  it('takes UTF-8 with a byte order mark', async () => {
    const { json } = await file('\ufeff{"a":"é"}');
    expect(await json.read()).toMatchObject({ state: 'changed', value: { a: 'é' } });
  });

  it('does not read what is far too large', async () => {
    const { path, json } = await file('{}');
    await truncate(path, 32 * 1024 * 1024 + 1);
    expect(await json.read()).toEqual({ state: 'unreadable', problem: 'larger than 32 MiB, so it is not read' });
  });

  it('delivers again what could not be used yet', async () => {
    const { json } = await file('{"a":1}');
    await json.read();
    json.again();
    expect(await json.read()).toMatchObject({ state: 'changed', value: { a: 1 } });
  });
});
