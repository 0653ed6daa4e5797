import { open, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sqlite from 'node-sqlite3-wasm';
import { describe, expect, it } from 'vitest';
import { tempFolder } from '../../testing/tempFolder.ts';
import { hasTable, SqliteCopy, type SqliteDatabase } from './sqliteCopy.ts';

const ripe = () => new Promise((resolve) => setTimeout(resolve, 40));
const names = (database: SqliteDatabase) =>
  database.all('SELECT name FROM people ORDER BY name').map(({ name }) => name);

async function database(rows: number): Promise<{ folder: string; file: string }> {
  const folder = await tempFolder();
  const file = join(folder, 'people.db');
  const opened = new sqlite.Database(file);
  opened.exec('CREATE TABLE people (name TEXT)');
  for (let row = 0; row < rows; row++) {
    opened.run('INSERT INTO people VALUES (?)', [`person ${row} ${'x'.repeat(500)}`]);
  }
  opened.close();
  await ripe();
  return { folder, file };
}

describe('SqliteCopy', () => {
  it('gives what the query makes of the database, once for each change', async () => {
    const { file } = await database(2);
    const copy = new SqliteCopy(file);
    expect(await copy.read((opened) => names(opened).length)).toEqual({ state: 'changed', value: 2 });
    expect(await copy.read(names)).toEqual({ state: 'unchanged' });
    const opened = new sqlite.Database(file);
    opened.run('DELETE FROM people');
    opened.close();
    await ripe();
    expect(await copy.read(names)).toEqual({ state: 'changed', value: [] });
    copy.again();
    expect(await copy.read(names)).toEqual({ state: 'changed', value: [] });
  });

  it('tells which tables there are', async () => {
    const { file } = await database(0);
    const tables = (opened: SqliteDatabase) => ['people', 'People; --', ''].map((name) => hasTable(opened, name));
    expect(await new SqliteCopy(file).read(tables)).toEqual({ state: 'changed', value: [true, false, false] });
  });

  it('leaves a damaged database alone, says so without a path, and deletes its copy', async () => {
    const { file } = await database(200);
    const scratch = await tempFolder();
    const handle = await open(file, 'r+');
    await handle.write(Buffer.alloc(8192, 0xff), 0, 8192, 4096);
    await handle.close();
    await ripe();
    const damaged = await readFile(file);
    const copy = new SqliteCopy(file, scratch);
    const reading = await copy.read(names);
    expect(reading).toMatchObject({ state: 'unreadable', problem: expect.stringMatching(/malformed|corrupt/) });
    expect(JSON.stringify(reading)).not.toContain(scratch);
    expect(await readdir(scratch)).toEqual([]);
    expect((await readFile(file)).equals(damaged)).toBe(true);
  });

  it('takes a query that fails as unreadable, and tries again', async () => {
    const { file } = await database(1);
    const copy = new SqliteCopy(file);
    const fails = (opened: SqliteDatabase) => opened.all('SELECT age FROM people');
    expect(await copy.read(fails)).toMatchObject({ state: 'unreadable', problem: expect.stringContaining('age') });
    expect(await copy.read(names)).toMatchObject({ state: 'changed' });
  });

  it('says by code, without a path, that there is no room for copies', async () => {
    const { folder, file } = await database(1);
    const scratch = join(folder, 'file');
    await writeFile(scratch, '');
    const copy = new SqliteCopy(file, scratch);
    expect(await copy.read(names)).toEqual({ state: 'unreadable', problem: 'ENOTDIR' });
  });
});
